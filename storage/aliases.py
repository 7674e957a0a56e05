"""Aliases: what the articles of a chat call a name for short, so that a topic finds it under either."""

from collections.abc import Collection

from sqlalchemy import select

from bot.model.news import ArticleState
from storage.session import Session
from storage.tables import aliases, articles
from storage.upsert import insert_new

Pair = tuple[str, str]  # short form, full form: words of the index, with spaces between
_LIVE = (
    select(aliases.c.short, aliases.c.full)
    .join(articles, (articles.c.chat_id == aliases.c.chat_id) & (articles.c.number == aliases.c.article))
    .where(articles.c.state == ArticleState.LIVE.value)
)


class Aliases:
    """Short forms of names and the full ones, by the articles that use both."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, article: int, pairs: Collection[Pair]) -> None:
        rows = [{"chat_id": chat_id, "article": article, "short": s, "full": f} for s, f in sorted(pairs)]
        await self._session.put(chat_id, insert_new(self._session.dialect, aliases), rows)

    async def of(self, chat_id: int, phrases: Collection[str]) -> set[Pair]:
        """The pairs one side of which is one of these phrases, as far as live articles have them."""
        found: set[Pair] = set()
        for side in (aliases.c.short, aliases.c.full):
            found |= {(s, f) for s, f in await self._session.among(chat_id, _LIVE, side, phrases)}
        return found
