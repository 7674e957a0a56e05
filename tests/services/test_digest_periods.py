"""What period a digest covers, how late it is, and how very many changes are told, over real databases."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.briefing.schedule import following
from bot.model.digest import Digest, Quiet, Section
from bot.model.news import Action, Change, Revision
from bot.model.schedule import Due
from bot.rendering.digest import render_digest
from bot.services.digests import Digests
from storage.store import Store
from tests.services.test_digests import (
    BRIDGE,
    DAILY,
    KILLED,
    MORNING,
    NIGHT,
    UTC_ZONE,
    VISIT,
    VISIT_IN_JULY,
    Newsroom,
    a_subscription,
)
from tests.support.builders import MIRA, NOON, an_event
from tests.support.telegram_text import shown


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


async def test_a_first_digest_covers_the_period_before_it(room: Newsroom) -> None:
    await room.read(VISIT, at=MORNING.at - timedelta(days=1, minutes=1))
    await room.read(BRIDGE, at=MORNING.at - timedelta(days=1))

    digest = await room.digest(covered=None)

    assert digest is not None
    assert [item.event.headline for item in digest.items] == ["The Orla bridge collapsed after a flood"]
    assert digest.since == MORNING.at - timedelta(days=1)
    assert (digest.first_change, digest.last_change) == (1, 2)


async def test_an_empty_chat_has_no_digest(room: Newsroom) -> None:
    assert await room.digest(covered=None) is None
    assert await room.digest("anything", None) is None


async def test_another_chats_changes_never_appear(room: Newsroom) -> None:
    other = Newsroom(room.store)
    await other.read(f"{VISIT} {KILLED}")
    await room.read(BRIDGE)
    await other.read(VISIT_IN_JULY)

    assert await room.told() == {Section.NEW: ["The Orla bridge collapsed after a flood"]}
    assert await room.told("demir") == {}


async def test_a_late_digest_knows_how_late_it_is_and_what_it_stands_for(room: Newsroom) -> None:
    await room.read(BRIDGE)
    oldest = Due("2021-04-20T07:30", MORNING.at - timedelta(days=2))

    late = await room.digest(now=MORNING.at + timedelta(minutes=95), next=oldest)
    assert late is not None
    assert (late.late, late.missed, late.next) == (True, 2, following(DAILY, UTC_ZONE, MORNING))

    prompt = await room.digest(now=MORNING.at + timedelta(seconds=40), next=MORNING)
    assert prompt is not None
    assert (prompt.late, prompt.missed) == (False, 0)


async def test_asking_for_one_now_tells_a_whole_period_or_that_nothing_is_new(room: Newsroom) -> None:
    await room.read(BRIDGE, at=MORNING.at - timedelta(hours=20))
    digests = Digests(room.store)

    found = await digests.look(room.chat, a_subscription(), NOON)
    assert isinstance(found, Digest)
    assert found.since == MORNING.at - timedelta(days=1)

    assert found.next == following(DAILY, UTC_ZONE, MORNING)
    once = await digests.look(room.chat, a_subscription(number=-3), NOON)
    assert isinstance(once, Digest)
    assert (once.subscription, once.next) == (-3, None)  # nothing comes of what is asked for once

    quiet = await digests.look(room.chat, a_subscription("bridge", 1), NOON)
    assert quiet == Quiet("bridge", MORNING.at - timedelta(days=1), NOON, MORNING.at - timedelta(hours=20))


async def test_the_29th_of_february_remembers_leap_years_only(room: Newsroom) -> None:
    await room.read("A storm sank the ferry Alma on 29 February 2016.")
    covered = await room.read("A storm sank the ferry Berta on 28 February 2015.")
    await room.read(BRIDGE)
    leap = Due("2024-02-29T07:30", datetime(2024, 2, 29, 7, 30, tzinfo=UTC))

    digest = await room.digest(covered=covered, due=leap)

    assert digest is not None
    assert [event.headline for event in digest.same_day] == ["A storm sank the ferry Alma"]


async def test_very_many_changes_are_told_like_a_few(room: Newsroom) -> None:
    events = [an_event(n, "2020-05-03", headline=f"Town {n} falls") for n in range(1, 1_001)]
    change = Change(
        0, Action.ADD, MIRA, NIGHT, tuple(Revision(event.number, None, event) for event in events)
    )
    async with room.store.begin() as tx:
        await tx.chats.put(room.chat)
        await tx.changes.add(room.chat.id, change, None, 0)

    digest = await room.digest()

    assert digest is not None
    assert [item.event for item in digest.items] == events
    on_topic = await Digests(room.store).told(room.chat.id, 1, "town 77", 0, 1)
    assert [item.event.number for item in on_topic.items] == [77]
    reply = render_digest(digest, UTC_ZONE)
    assert shown(reply.html).count(" falls. ") + int(reply.buttons[0][0].label.split()[0]) == 1_000
