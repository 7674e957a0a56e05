"""Messages: which articles a Telegram message became, so that an edit finds the one that counts."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.model.message import MessagePart
from bot.model.news import ArticleState
from storage.session import Session
from storage.tables import articles, messages
from storage.upsert import upsert


class Messages:
    """The messages that a chat's articles came in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat_id: int, article: int, parts: Sequence[MessagePart]) -> None:
        """Remember the article's parts in order."""
        rows = [
            {
                "chat_id": chat_id,
                "message_id": part.message_id,
                "article": article,
                "position": position,
                "text": part.text,
                "sent_at": part.sent_at,
            }
            for position, part in enumerate(parts)
        ]
        if rows:
            await self._session.run(chat_id, upsert(self._session.dialect, messages), rows)

    async def article_of(self, chat_id: int, message_id: int) -> int | None:
        """The live article that a message belongs to; None when it was never read, or taken back."""
        same = (articles.c.chat_id == messages.c.chat_id) & (articles.c.number == messages.c.article)
        live = (
            select(messages.c.article)
            .join(articles, same)
            .where(
                messages.c.chat_id == chat_id,
                messages.c.message_id == message_id,
                articles.c.state == ArticleState.LIVE.value,
            )
            .order_by(messages.c.article.desc())
        )
        return (await self._session.run(chat_id, live.limit(1))).scalar_one_or_none()

    async def parts(self, chat_id: int, article: int) -> list[MessagePart]:
        """The article's messages in the order of its text."""
        own = select(messages).where(messages.c.chat_id == chat_id, messages.c.article == article)
        found = await self._session.run(chat_id, own.order_by(messages.c.position, messages.c.message_id))
        return [MessagePart(row.message_id, row.text, row.sent_at) for row in found]
