"""Aliases: what the articles of a chat call a name for short, so that a topic finds it under either."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select

from bot.model.news import ArticleState
from storage.session import Session
from storage.tables import aliases, articles
from storage.upsert import insert_new

Pair = tuple[str, str]  # short form, full form: words of the index, with spaces between
_LIVE = (
    select(aliases.c.short, aliases.c.full, func.count().label("articles"))
    .join(articles, (articles.c.chat_id == aliases.c.chat_id) & (articles.c.number == aliases.c.article))
    .where(articles.c.state == ArticleState.LIVE.value)
    .group_by(aliases.c.short, aliases.c.full)
)


class Aliases:
    """Short forms of names and the full ones, by the articles that use both."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, article: int, pairs: Collection[Pair]) -> None:
        rows = [{"chat_id": chat_id, "article": article, "short": s, "full": f} for s, f in sorted(pairs)]
        await self._session.put(chat_id, insert_new(self._session.dialect, aliases), rows)

    async def of(self, chat_id: int, phrases: Collection[str]) -> set[Pair]:
        """The pairs one side of which is one of these phrases, where at least half of the articles agree.

        Initials fit many names: a short form that every article reads as another name stands for none.
        """
        named = await self._session.among(chat_id, _LIVE, aliases.c.full, phrases)
        shorts = {*phrases, *(short for short, _, _ in named)}
        found = await self._session.among(chat_id, _LIVE, aliases.c.short, shorts)
        total = Counter[str]()
        for short, _, count in found:
            total[short] += count
        agreed = {(short, full) for short, full, count in found if 2 * count >= total[short]}
        return {(short, full) for short, full in agreed if short in phrases or full in phrases}
