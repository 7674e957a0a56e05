"""Whatever was done to a record, undo leads back through every state that it was in."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput, NotFound
from bot.model.briefing import Query
from bot.model.chat import Chat
from bot.services.services import Services
from storage.store import Store
from tests.services.test_invariants import TEXTS
from tests.support.builders import a_cause, a_chat, a_draft

READ_AGAIN = "General Arif Demir visited Oslo in 2015. He was assassinated in Riga on Friday."
MENTIONS = range(1, 300)  # more than these texts hold, however often they are read

a_text = st.sampled_from(range(len(TEXTS)))
a_number = st.integers(1, 9)
deeds = st.one_of(
    st.tuples(st.sampled_from(["read", "read", "edit again"]), a_text, a_text),
    st.tuples(st.sampled_from(["date", "headline", "delete", "split", "settle"]), a_number, a_text),
    st.tuples(st.sampled_from(["merge", "apart"]), a_number, a_number),
    st.tuples(st.sampled_from(["remove", "publish"]), a_number, a_text),
)
Deed = tuple[str, int, int]

_chats = count(1_000)  # one for each example, as both share a database


@dataclass
class Desk:
    """A chat with its record, and somebody who does things to it."""

    services: Services
    chat: Chat = field(default_factory=lambda: a_chat(next(_chats)))

    async def state(self) -> tuple[object, ...]:
        """Everything that counts: the events as they are found, the sources, what people decided."""
        timeline = await self.services.timelines.timeline(self.chat.id, Query(), limit=None)
        sources = await self.services.articles.sources(self.chat.id, limit=99)
        async with self.services.articles.store.read() as tx:
            decided = await tx.decisions.about(self.chat.id, MENTIONS)
            told = await tx.mentions.events_of(self.chat.id, MENTIONS)
            found = await tx.events.page(self.chat.id, Query(), ["demir"], limit=None)
        return timeline.entries, timeline.disputed, sources, decided, told, found

    async def last_change(self) -> int:
        async with self.services.articles.store.read() as tx:
            change = await tx.changes.last_standing(self.chat.id)
        return change.number if change else 0

    async def do(self, deed: Deed) -> None:
        """Do it, as far as it can be done."""
        name, one, other = deed
        with suppress(BadInput, NotFound):
            await self._ways[name](one, other)

    @property
    def _ways(self) -> dict[str, Callable[[int, int], Awaitable[object]]]:
        articles, rulings, chat, cause = self.services.articles, self.services.rulings, self.chat, a_cause()
        return {
            "read": lambda text, _: articles.read_one(chat, a_draft(TEXTS[text], name=f"n{text}"), cause),
            "edit again": lambda text, other: articles.read_one(
                chat, a_draft(f"{READ_AGAIN} {TEXTS[other]}", name=f"n{text}"), cause
            ),
            "date": lambda number, text: rulings.edit(chat, number, f"about {2010 + text}", cause),
            "headline": lambda number, text: rulings.edit(chat, number, f"A new headline {text}", cause),
            "delete": lambda number, _: rulings.delete(chat.id, number, cause),
            "split": lambda number, _: rulings.split(chat.id, number, cause),
            "settle": lambda number, _: rulings.settle(chat.id, number, date(2020, 1, 3).toordinal(), cause),
            "merge": lambda one, other: rulings.merge(chat.id, one, other, cause),
            "apart": lambda one, other: rulings.keep_apart(chat.id, one, other, cause),
            "remove": lambda number, _: articles.remove(chat.id, number, cause),
            "publish": lambda number, text: articles.publish(chat, number, date(2021, 4, 20 - text), cause),
        }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(deeds, min_size=3, max_size=10))
async def test_undo_restores_each_state_that_was(store: Store, done: list[Deed]) -> None:
    desk = Desk(Services.over(store))
    states = [(0, await desk.state())]
    for deed in [("read", 0, 0), ("read", 2, 0), *done]:
        await desk.do(deed)
        if (change := await desk.last_change()) != states[-1][0]:
            states.append((change, await desk.state()))
        else:
            assert await desk.state() == states[-1][1]

    for _, before in reversed(states[:-1]):
        undone = await desk.services.changes.undo(desk.chat.id, a_cause())
        assert undone.blocked_by is None
        assert await desk.state() == before
    assert (await desk.services.changes.undo(desk.chat.id, a_cause())).change is None
