"""Events: what happened. Finding them by words and days is what `Matches` does."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from bot.errors import NotFound
from bot.model.news import Event
from storage.chats import take
from storage.event_rows import event_of, row_of
from storage.matches import Matches
from storage.memory import Memory
from storage.ready import ready
from storage.tables import chats, events, mentions
from storage.upsert import upsert
from storage.usual import EVENTS

_TOLD = select(mentions.c.id, mentions.c.event)
_CLAIM = ready(
    update(mentions)
    .where(mentions.c.chat_id == bindparam("chat"), mentions.c.id == bindparam("mention"))
    .values(event=bindparam("number"))
)


class Events(Matches):
    """The events of chats. Every change of one keeps its mentions and the search index right."""

    async def new_numbers(self, chat_id: int, count: int) -> Sequence[int]:
        """So many numbers that no event of the chat ever had."""
        first = await take(self._session, chat_id, chats.c.next_event, count) if count else 0
        numbers = range(first, first + count)
        if memory := self._session.memory.get(chat_id):
            memory.events |= dict.fromkeys(numbers)
        return numbers

    async def put(self, chat_id: int, event: Event, terms: str) -> None:
        """Insert or replace an event, found from now on by `terms`; its mentions tell no other."""
        await self.change(chat_id, {event.number: (event, terms)})

    async def remove(self, chat_id: int, number: int) -> None:
        await self.change(chat_id, {number: None})

    async def change(self, chat_id: int, changed: Mapping[int, tuple[Event, str] | None]) -> None:
        """Make events what they are now, each with the words it is found by; None takes one away.

        A mention tells the event that lists it, and those that none of these lists any more tell none.
        """
        gone = [number for number, event in changed.items() if event is None]
        rows = [row_of(chat_id, *now) for now in changed.values() if now is not None]
        await self._claim(chat_id, changed)
        if gone:
            one = delete(events).where(events.c.chat_id == chat_id, events.c.number == bindparam("gone"))
            await self._session.run(chat_id, one, [{"gone": number} for number in gone])
        await self._session.put(chat_id, upsert(self._session.dialect, events), rows, last_of="number")

    async def get(self, chat_id: int, number: int) -> Event | None:
        return (await self.many(chat_id, [number])).get(number)

    async def many(self, chat_id: int, numbers: Collection[int]) -> dict[int, Event]:
        memory = self._session.memory.get(chat_id)
        if memory is None:
            found = await self._session.among(chat_id, EVENTS, events.c.number, numbers)
            return {row.number: event_of(row) for row in found}
        unread = [number for number in numbers if number not in memory.events]
        memory.events |= dict.fromkeys(unread)
        for row in await self._session.among(chat_id, EVENTS, events.c.number, unread, untouched=True):
            memory.events[row.number] = event_of(row)
        return {number: event for number in numbers if (event := memory.events[number])}

    async def position(self, chat_id: int, number: int) -> int:
        """Where an event stands, to page on from. Raises NotFound."""
        place = select(events.c.pos).where(*_key(chat_id, number))
        pos: int | None = (await self._session.run(chat_id, place)).scalar_one_or_none()
        if pos is None:
            raise NotFound("event", number)
        return pos

    async def _claim(self, chat_id: int, changed: Mapping[int, tuple[Event, str] | None]) -> None:
        """Let exactly the mentions that these events list tell them."""
        if memory := self._session.memory.get(chat_id):
            await self._claim_remembered(chat_id, memory, changed)
            return
        was: dict[int, int] = dict(await self._session.among(chat_id, _TOLD, mentions.c.event, changed))
        now = {id: number for number, it in changed.items() if it for id in it[0].mentions}
        moved = sorted(id for id in was.keys() | now.keys() if was.get(id) != now.get(id))
        if moved:
            rows = [{"chat": chat_id, "mention": id, "number": now.get(id)} for id in moved]
            await self._session.run(chat_id, _CLAIM, rows)

    async def _claim_remembered(
        self, chat_id: int, memory: Memory, changed: Mapping[int, tuple[Event, str] | None]
    ) -> None:
        """The same without a question: an event lists the mentions that tell it."""
        before = await self.many(chat_id, changed)
        now: dict[int, int | None] = dict.fromkeys(id for event in before.values() for id in event.mentions)
        now |= {id: number for number, it in changed.items() if it for id in it[0].mentions}
        memory.events |= {number: it and it[0] for number, it in changed.items()}
        moved = [id for id in sorted(now) if memory.told.get(id, 0) != now[id]]
        memory.told |= now
        rows = [{"chat": chat_id, "mention": id, "number": now[id]} for id in moved]
        await self._session.put(chat_id, _CLAIM, rows, last_of="mention")


def _key(chat_id: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return events.c.chat_id == chat_id, events.c.number == number
