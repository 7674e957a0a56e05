"""Retention: the chats that keep sources for a time only, and which of these have had theirs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.model.news import ArticleState
from storage.session import Session
from storage.tables import articles, chats


class Retention:
    """What chats have asked to be rid of."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def chats(self, bot_id: int) -> Sequence[tuple[int, int]]:
        """The chats of this bot with such a wish, each with its days."""
        wishing = select(chats.c.id, chats.c.retention_days).where(
            chats.c.retention_days.is_not(None), chats.c.bot_id == bot_id
        )
        return [(row.id, row.retention_days) for row in await self._session.house(wishing)]

    async def outlived(self, chat_id: int, before: datetime, limit: int) -> Sequence[int]:
        """The live articles that came before then, the oldest first."""
        old = (
            select(articles.c.number)
            .where(
                articles.c.chat_id == chat_id,
                articles.c.state == ArticleState.LIVE.value,
                articles.c.added_at < before,
            )
            .order_by(articles.c.number)
            .limit(limit)
        )
        return [row.number for row in await self._session.run(chat_id, old)]
