"""Imports: a chat put back as it was exported, in one transaction, into a chat that holds nothing yet."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from bot.errors import BadInput
from bot.model.chat import Chat
from bot.services.portable import MOST_BYTES, SEVERAL, read
from storage.portable import AT_HOME, AT_HOME_FIELDS, OF_BOTS, carried
from storage.soundness import UNSOUND, Bonds, row_of
from storage.store import Store, Transaction

BATCH = 500  # rows of one table that are stored at a time

Row = dict[str, Any]
Batch = tuple[str, list[Row]]

_TABLES = {table.name: table for table in carried(whole=True)}


@dataclass(frozen=True, slots=True)
class Restored:
    """What came out of a file, by table, and what was left out, as it means nothing in another chat."""

    counts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imports:
    """The use cases of putting a chat back."""

    store: Store

    async def check(self, file: IO[bytes], *, most: int = MOST_BYTES) -> Mapping[str, int]:
        """Read a file to its end without storing anything; its rows by table. Raises BadInput."""
        return await asyncio.to_thread(_checked, file, most)

    async def check_empty(self, chat_id: int) -> None:
        """Raises BadInput when the chat holds something."""
        async with self.store.read() as tx:
            await _check_empty(tx, chat_id)

    async def restore(self, chat: Chat, file: IO[bytes], *, most: int = MOST_BYTES) -> Restored:
        """Put the file's chat into this one, all of it or nothing. Raises BadInput.

        Into a chat of another number goes what means something there: numbers of messages and topics do not.
        Digests are sent by the bot that `chat` talks to, if that is known.
        """
        batches, work = _batches(file, most), _Restoring(chat)
        async with self.store.begin() as tx:
            await _check_empty(tx, chat.id)
            while batch := await asyncio.to_thread(next, batches, None):
                await work.put(tx, *batch)
            work.bonds.check()
        return Restored(work.counts, work.left_out)


async def _check_empty(tx: Transaction, chat_id: int) -> None:
    if (await tx.portable.holds(chat_id)).keys() - {"chats"}:
        raise BadInput(
            "This chat holds something already, and an import needs an empty one. "
            "/export takes a copy, /forget empties it."
        )


class _Restoring:
    """One chat on its way in."""

    def __init__(self, chat: Chat) -> None:
        self.bonds = Bonds()
        self.counts, self.left_out = Counter[str](), Counter[str]()
        self._chat = chat
        self._at_home = False

    async def put(self, tx: Transaction, name: str, rows: list[Row]) -> None:
        for row in rows:
            self.bonds.note(name, row)
        if name == "chats":
            await self._put_chat(tx, rows[0])
        elif name in AT_HOME and not self._at_home:
            self.left_out[name] += len(rows)
            return
        else:
            await tx.portable.put(self._chat.id, _TABLES[name], [self._here(name, row) for row in rows])
        self.counts[name] += len(rows)

    async def _put_chat(self, tx: Transaction, row: Row) -> None:
        """The chat's settings; another chat keeps what it is itself."""
        self._at_home = row["id"] == self._chat.id
        own = {} if self._at_home else {"kind": self._chat.kind.value, "title": self._chat.title}
        await tx.portable.put_chat(self._chat.id, self._here("chats", row) | own)

    def _here(self, name: str, row: Row) -> Row:
        """The row as it is in this chat and with this bot."""
        if not self._at_home:
            row = row | {f.partition(".")[2]: None for f in AT_HOME_FIELDS if f.startswith(f"{name}.")}
        if name in OF_BOTS and self._chat.bot_id is not None:
            row = row | {"bot_id": self._chat.bot_id}
        return row


def _checked(file: IO[bytes], most: int) -> Counter[str]:
    counts, bonds = Counter[str](), Bonds()
    for name, rows in _batches(file, most):
        counts[name] += len(rows)
        for row in rows:
            bonds.note(name, row)
    bonds.check()
    return counts


def _batches(file: IO[bytes], most: int) -> Iterator[Batch]:
    """The rows of the file's one chat, sound ones, some of a table at a time; the chat itself comes first."""
    batch: list[Row] = []
    current = ""
    for place, (name, row) in enumerate(_rows(file, most)):
        if (name == "chats") != (place == 0):
            raise BadInput(SEVERAL if place else UNSOUND, detail=name)
        if batch and (name != current or len(batch) >= BATCH or row.keys() != batch[0].keys()):
            yield current, batch
            batch = []
        current = name
        batch.append(row)
    if not current:
        raise BadInput(UNSOUND, detail="chats")
    yield current, batch


def _rows(file: IO[bytes], most: int) -> Iterator[tuple[str, Row]]:
    for name, fields in read(file, most):
        if name not in _TABLES:
            raise BadInput(UNSOUND, detail=name[:40])
        yield name, row_of(_TABLES[name], fields)
