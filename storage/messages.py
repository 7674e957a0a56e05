"""Messages: which articles a Telegram message became, so that an edit finds the one that counts."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from bot.model.message import MessagePart
from bot.model.news import ArticleState
from storage.session import Session, Statement
from storage.tables import articles, messages
from storage.upsert import upsert

_same = (articles.c.chat_id == messages.c.chat_id) & (articles.c.number == messages.c.article)
_LIVE: Statement = (
    select(messages.c.message_id, func.max(messages.c.article).label("article"))
    .join(articles, _same)
    .where(articles.c.state == ArticleState.LIVE.value)
    .group_by(messages.c.message_id)
)
_PARTS: Statement = select(messages).order_by(messages.c.position, messages.c.message_id)


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
        return (await self.articles_of(chat_id, [message_id])).get(message_id)

    async def articles_of(self, chat_id: int, message_ids: Collection[int]) -> dict[int, int]:
        """The same of several, by the message: those that belong to one."""
        found = await self._session.among(chat_id, _LIVE, messages.c.message_id, message_ids)
        return {row.message_id: row.article for row in found}

    async def parts(self, chat_id: int, article: int) -> list[MessagePart]:
        """The article's messages in the order of its text."""
        found = await self._session.among(chat_id, _PARTS, messages.c.article, [article])
        return [MessagePart(row.message_id, row.text, row.sent_at) for row in found]
