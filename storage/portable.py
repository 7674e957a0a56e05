"""All that a chat holds, table by table: read out in pages, and put into an empty chat again.

It goes by the tables themselves, so that one which is added later comes along; what does not is named in
LEFT_OUT, with the reason.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, collate, func, insert, literal, select, tuple_

from bot.errors import BadInput
from bot.model.news import Article
from storage.articles import article_of
from storage.bulk import BadRows
from storage.columns import Words
from storage.plain import Plain, fields_of, to_plain
from storage.session import Found, Session
from storage.soundness import UNSOUND
from storage.tables import articles, chats, metadata

PAGE = 500  # rows in memory at a time
LONG_PAGE = 20  # of those that hold whole texts

LEFT_OUT: Final = {
    "views": "the state behind buttons, which stay under the messages they were sent with",
    "deliveries": "messages owed or sent, which are made of the events",
    "jobs": "long work, whose articles are there as far as it came",
    "job_items": "the pieces of that work",
}
# What means something only in the very chat it comes from: numbers of messages and topics.
AT_HOME: Final = frozenset({"messages"})
AT_HOME_FIELDS: Final = frozenset({"chats.digest_thread", "subscriptions.thread"})
OF_BOTS: Final = frozenset({"chats", "subscriptions"})  # say by `bot_id` which bot has to do with them
_BEGINNING = 400  # characters of an article's text that a title can be made of

OF_CHATS: Final = tuple(table for table in metadata.tables.values() if "chat_id" in table.primary_key.columns)

_HEADINGS = select(
    *(column for column in articles.c if column.name != "text"),
    func.substr(articles.c.text, 1, _BEGINNING).label("text"),
)


def carried(*, whole: bool = False) -> tuple[Table, ...]:
    """The tables of a chat, itself first; `whole` with those that a copy for somebody does without."""
    return (chats, *(table for table in OF_CHATS if whole or table.name not in LEFT_OUT))


class Portable:
    """Records of any table of a chat, as plain values."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def read(self, table: Table, chat_id: int) -> AsyncIterator[list[Plain]]:
        """The chat's rows of a table in the order of their keys, some at a time."""
        async for rows in self._pages(table, chat_id):
            yield [to_plain(table, row) for row in rows]

    async def holds(self, chat_id: int, *, whole: bool = False) -> dict[str, int]:
        """How many rows the chat has in each table, where it has any."""
        counts = {}
        for table in carried(whole=whole):
            own = select(func.count()).select_from(table).where(_of(table, chat_id))
            if count := (await self._session.run(chat_id, own)).scalar_one():
                counts[table.name] = int(count)
        return counts

    async def put(self, chat_id: int, table: Table, rows: Sequence[Plain]) -> None:
        """Store rows that `row_of` made. Raises BadInput when one of them is there already."""
        try:
            await self._session.pour(chat_id, table, [row | {"chat_id": chat_id} for row in rows])
        except BadRows:
            raise BadInput(UNSOUND, detail=table.name) from None

    async def put_chat(self, chat_id: int, row: Plain) -> None:
        """Let the chat be set as the row says; where it is known already, it keeps its name and kind."""
        known = (await self._session.run(chat_id, select(chats).where(chats.c.id == chat_id))).first()
        if known is None:
            await self._session.run(chat_id, insert(chats).values(row | {"id": chat_id}))
            return
        counters = {name: max(row[name], getattr(known, name)) for name in row if name.startswith("next_")}
        kept = {"id": chat_id, "kind": known.kind, "title": known.title, "bot_id": known.bot_id}
        await self._session.run(
            chat_id, chats.update().where(chats.c.id == chat_id).values(row | counters | kept)
        )

    async def headings(self, chat_id: int, numbers: Collection[int]) -> dict[int, Article]:
        """These articles, with no more of their texts than the beginning."""
        found = await self._session.among(chat_id, _HEADINGS, articles.c.number, numbers)
        return {row.number: article_of(row) for row in found}

    async def _pages(self, table: Table, chat_id: int) -> AsyncIterator[Sequence[Found]]:
        size = LONG_PAGE if "text" in table.c else PAGE
        own = select(*fields_of(table)).where(_of(table, chat_id))
        statement = own.order_by(*_order(table, self._session.dialect))
        if self._session.dialect == "postgresql":
            async for page in self._session.pages(chat_id, statement, size):
                yield page
            return
        key, after = _key(table), statement
        while page := (await self._session.run(chat_id, after.limit(size))).all():
            yield page
            if len(page) < size:
                return
            last = [literal(getattr(page[-1], column.name), column.type) for column in key]
            after = statement.where(tuple_(*key) > tuple_(*last))


def _of(table: Table, chat_id: int) -> ColumnElement[bool]:
    return (table.c.id if table is chats else table.c.chat_id) == chat_id


def _key(table: Table) -> list[Column[Any]]:
    return [column for column in table.primary_key.columns if column.name != "chat_id"]


def _order(table: Table, dialect: str) -> list[ColumnElement[Any]]:
    """By the key, letters by their codes: the same in either database."""
    plainly = dialect == "postgresql"
    return [collate(c, "C") if plainly and isinstance(c.type, Words) else c for c in _key(table)]
