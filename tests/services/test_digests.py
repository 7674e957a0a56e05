"""What a digest tells, over real databases and through the use cases that change a record."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from bot.model.chat import Chat
from bot.model.digest import Digest, Section
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import Subscription, SubscriptionKind
from bot.rendering.digest import render_digest
from bot.services.digests import compose
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import MIRA, NOON, a_cause, a_chat, a_draft
from tests.support.telegram_text import shown

DAILY = Schedule(Cadence.WEEKLY, time(7, 30))
UTC_ZONE = ZoneInfo("UTC")
MORNING = Due("2021-04-22T07:30", datetime(2021, 4, 22, 7, 30, tzinfo=UTC))
NIGHT = MORNING.at - timedelta(hours=3)
chats = count(5_000)  # one for each test and example, as all share a database


def a_subscription(topic: str = "", covered: int | None = None, **more: object) -> Subscription:
    facts: dict[str, object] = {
        "number": 1,
        "kind": SubscriptionKind.DIGEST,
        "topic": topic,
        "schedule": DAILY,
        "created_at": NOON,
        "created_by": "Mira",
        "covered": covered,
        "covered_until": None if covered is None else MORNING.at - timedelta(days=1),
    }
    return Subscription(**(facts | more))  # type: ignore[arg-type]


@dataclass
class Newsroom:
    """A chat that is handed texts, and asked for its digest of the morning."""

    store: Store
    chat: Chat = field(default_factory=lambda: a_chat(next(chats)))

    @property
    def services(self) -> Services:
        return Services.over(self.store)

    async def read(self, text: str, *, at: datetime = NIGHT, name: str | None = None) -> int:
        """Hand it a text; the number of the change."""
        outcome = await self.services.articles.read_one(self.chat, a_draft(text, name=name), a_cause(at=at))
        return outcome.change or 0

    async def digest(
        self, topic: str = "", covered: int | None = 0, *, due: Due = MORNING, now: datetime | None = None,
        **more: object,
    ) -> Digest | None:  # fmt: skip
        subscription = a_subscription(topic, covered, **more)
        async with self.store.read() as tx:
            return await compose(tx, self.chat, subscription, due, now or due.at)

    async def told(self, topic: str = "", covered: int | None = 0) -> dict[Section, list[str]]:
        """The headlines of the digest by section."""
        digest = await self.digest(topic, covered)
        items = digest.items if digest else ()
        return {
            section: sorted(item.event.headline for item in items if item.section is section)
            for section in Section
            if any(item.section is section for item in items)
        }


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


VISIT = "General Arif Demir visited Oslo in 2015."
VISIT_IN_JULY = "General Arif Demir visited Oslo in July 2015."
KILLED = "General Arif Demir was assassinated in Riga in 2019."
KILLED_LATER = "General Arif Demir was assassinated in Riga on 3 January 2020."
BRIDGE = "The Orla bridge collapsed on 12 March 2021 after a flood."


async def test_the_morning_digest_reads_as_a_whole(room: Newsroom) -> None:
    covered = await room.read(f"{VISIT} {KILLED}")
    await room.read(VISIT_IN_JULY)
    await room.read(KILLED_LATER)
    await room.read(BRIDGE)
    await room.read("Ana Kovac will meet the mayor of Riga on 3 May 2021.")
    await room.read("A storm sank the ferry Alma on 22 April 1998.")

    digest = await room.digest(covered=covered)

    assert digest is not None
    assert (digest.first_change, digest.last_change, digest.late, digest.missed) == (1, 6, False, 0)
    assert shown(render_digest(digest, UTC_ZONE).html) == (
        "Since Wed 21 Apr, 07:30\n"
        "\n"
        "New\n"
        "3 May 2021, planned · Ana Kovac will meet the mayor of Riga. [E] /e4\n"
        "12 Mar 2021 · The Orla bridge collapsed after a flood. [D] /e3\n"
        "22 Apr 1998 · A storm sank the ferry Alma. [F] /e5\n"
        "\n"
        "Changed\n"
        "General Arif Demir visited Oslo: 2015 → Jul 2015 [B] /e1\n"
        "\n"
        "In dispute\n"
        "General Arif Demir was assassinated in Riga: 2019 [A] or 3 Jan 2020 [C] /e2\n"
        "\n"
        "Next: Fri 23 Apr, 07:30."
    )


async def test_what_comes_up_and_what_happened_that_day_are_told_beside_what_changed(room: Newsroom) -> None:
    await room.read("Ana Kovac will meet the mayor of Riga on 3 May 2021.")
    await room.read("Ana Kovac will open the port of Bergen on 3 August 2021.")
    await room.read("A storm sank the ferry Alma on 22 April 1998.")
    covered = await room.read("A storm sank the ferry Berta on 23 April 1998.")

    assert await room.digest(covered=covered) is None  # the two lines alone are no reason to write

    await room.read(BRIDGE)
    digest = await room.digest(covered=covered)
    assert digest is not None
    assert [event.headline for event in digest.coming] == ["Ana Kovac will meet the mayor of Riga"]
    assert [event.headline for event in digest.same_day] == ["A storm sank the ferry Alma"]
    on_topic = await room.digest("bridge", covered)
    assert on_topic is not None
    assert (on_topic.coming, on_topic.same_day) == ((), ())


async def test_what_was_done_and_undone_within_the_period_is_not_told(room: Newsroom) -> None:
    covered = await room.read(VISIT)
    await room.read(BRIDGE)
    await room.services.changes.undo(room.chat.id, a_cause(at=NIGHT))
    await room.services.rulings.edit(room.chat, 1, "about 2016", a_cause(at=NIGHT))
    await room.services.rulings.edit(room.chat, 1, "2015", a_cause(at=NIGHT))
    await room.read(KILLED)
    await room.services.rulings.delete(room.chat.id, 3, a_cause(at=NIGHT))

    assert await room.told(covered=covered) == {}
    assert await room.digest(covered=covered) is None


async def test_a_further_source_that_says_the_same_is_not_told(room: Newsroom) -> None:
    covered = await room.read(VISIT_IN_JULY)
    await room.read("In July 2015 General Arif Demir visited Oslo, the mayor said.")

    assert await room.digest(covered=covered) is None


async def test_what_people_did_is_told_with_who_did_it(room: Newsroom) -> None:
    covered = await room.read(f"{VISIT} {KILLED} {BRIDGE}")
    rulings = room.services.rulings
    await rulings.edit(room.chat, 1, "May 2015", a_cause(at=NIGHT))
    await rulings.edit(room.chat, 2, "The general is killed", a_cause(at=NIGHT))
    await rulings.delete(room.chat.id, 3, a_cause(at=NIGHT))

    digest = await room.digest(covered=covered)

    assert digest is not None
    assert {item.turn.actor for item in digest.items} == {MIRA}
    assert shown(render_digest(digest, UTC_ZONE).html).splitlines()[2:-2] == [
        "Changed",
        "General Arif Demir visited Oslo: 2015 → May 2015, by Mira /e1",
        "General Arif Demir was assassinated in Riga → The general is killed. /e2",
        "",
        "Removed",
        "12 Mar 2021 · The Orla bridge collapsed after a flood. Deleted by Mira.",
    ]


async def test_a_dispute_is_told_and_then_that_it_is_settled(room: Newsroom) -> None:
    first = await room.read(KILLED)
    torn = await room.read(KILLED_LATER)
    assert list(await room.told(covered=first)) == [Section.DISPUTED]

    await room.services.rulings.settle(room.chat.id, 1, date(2020, 1, 3).toordinal(), a_cause(at=NIGHT))

    assert list(await room.told(covered=torn)) == [Section.SETTLED]
    assert list(await room.told(covered=first)) == [Section.CHANGED]  # the reader never saw the dispute


async def test_merging_and_splitting_are_told_as_such(room: Newsroom) -> None:
    covered = await room.read(f"{VISIT} {BRIDGE}")
    await room.services.rulings.merge(room.chat.id, 1, 2, a_cause(at=NIGHT))

    digest = await room.digest(covered=covered)
    assert digest is not None
    assert {item.section: (item.event.number, item.other) for item in digest.items} == {
        Section.DISPUTED: (1, None),
        Section.MERGED: (2, 1),
    }

    await room.services.rulings.split(room.chat.id, 1, a_cause(at=NIGHT))
    parted = await room.digest(covered=digest.last_change)
    assert parted is not None
    assert {item.section: item.other for item in parted.items} == {Section.SETTLED: None, Section.NEW: 1}


async def test_an_article_taken_out_takes_its_events_along(room: Newsroom) -> None:
    covered = await room.read(f"{VISIT} {BRIDGE}")
    covered = await room.read(VISIT_IN_JULY) or covered
    await room.services.articles.remove(room.chat.id, 2, a_cause(at=NIGHT))
    digest = await room.digest(covered=covered)
    assert digest is not None
    (item,) = digest.items
    assert (item.section, item.sources, item.before and item.before.when.value) == (
        Section.CHANGED,
        (),
        "2015-07",
    )


async def test_a_topic_is_matched_as_a_query_matches_it(room: Newsroom) -> None:
    covered = await room.read("The International Sugar Board (ISB) met in Lima in 2010.")
    await room.read(f"{BRIDGE} The ISB raised its quota on 3 March 2021.")

    assert await room.told("bridges", covered) == {}
    assert await room.told("orla bridge", covered) == {
        Section.NEW: ["The Orla bridge collapsed after a flood"]
    }
    assert await room.told("International Sugar Board", covered) == {
        Section.NEW: ["The ISB raised its quota"]
    }
    assert await room.digest("Atlantis", covered) is None


async def test_what_is_gone_is_still_known_to_be_on_the_topic(room: Newsroom) -> None:
    covered = await room.read(f"{VISIT} {BRIDGE}")
    await room.services.rulings.delete(room.chat.id, 2, a_cause(at=NIGHT))

    assert list(await room.told("orla", covered)) == [Section.REMOVED]
    assert await room.told("oslo", covered) == {}
