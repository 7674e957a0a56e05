"""Messages: which article a Telegram message became, so that an edit finds it."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.model.message import MessagePart
from storage.session import Session
from storage.tables import messages
from storage.upsert import upsert


class Messages:
    """The messages that a chat's articles came in."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat_id: int, article: int, parts: Sequence[MessagePart]) -> None:
        """Remember the article's parts in order; one that is known already moves to this article."""
        for position, part in enumerate(parts):
            row = {
                "chat_id": chat_id,
                "message_id": part.message_id,
                "article": article,
                "position": position,
                "text": part.text,
                "sent_at": part.sent_at,
            }
            await self._session.run(chat_id, upsert(self._session.dialect, messages, row))

    async def article_of(self, chat_id: int, message_id: int) -> int | None:
        one = select(messages.c.article).where(
            messages.c.chat_id == chat_id, messages.c.message_id == message_id
        )
        return (await self._session.run(chat_id, one)).scalar_one_or_none()

    async def parts(self, chat_id: int, article: int) -> list[MessagePart]:
        """The article's messages in the order of its text."""
        own = select(messages).where(messages.c.chat_id == chat_id, messages.c.article == article)
        found = await self._session.run(chat_id, own.order_by(messages.c.position, messages.c.message_id))
        return [MessagePart(row.message_id, row.text, row.sent_at) for row in found]
