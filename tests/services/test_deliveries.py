"""What is owed arrives part by part; what becomes of it is on record, whatever Telegram answers."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.errors import DatabaseAway
from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.sending import Ambiguous, Later, Moved, Reason, Refused, Scope, Sent
from bot.model.subscription import Backlog, DeliveryState, OwedPart, SubscriptionState, Unsure
from bot.services.deliveries import LEASE, Pause
from storage.store import Store, Transaction
from tests.services.office import BOT, CHAT, DAY, EIGHT, Office

CUT = Ambiguous("cut")
MINUTE = timedelta(minutes=1)


def in_three(digest: Digest, _chat: Chat) -> Sequence[OwedPart]:
    return [OwedPart(f"{digest.last_change}{letter}") for letter in "abc"]


class KilledError(BaseException):
    """The process ends here, as far as the delivery is concerned."""


async def an_office(store: Store, *answers: object, **more: object) -> Office:
    """One that owes a digest in three messages."""
    office = Office(store, render=in_three, **more)  # type: ignore[arg-type]
    office.telegram.answers = list(answers)  # type: ignore[arg-type]
    await office.subscribe()
    await office.happens()
    office.now = EIGHT
    await office.claims.claim(EIGHT, 9)
    return office


def arrived(office: Office) -> list[str]:
    return [text for _, text in office.telegram.texts]


async def test_each_part_is_on_record_as_soon_as_it_arrived(store: Store) -> None:
    office, seen = await an_office(store), []

    async def look() -> None:
        (owed,) = await office.owed()
        seen.append((owed.state, owed.message_ids))

    office.telegram.meanwhile = look
    await office.send()

    assert seen == [(DeliveryState.SENDING, ids) for ids in [(), (501,), (501, 502)]]
    (owed,) = await office.owed()
    assert (owed.state, owed.message_ids) == (DeliveryState.SENT, (501, 502, 503))
    assert (owed.parts, owed.settled_at) == ((), EIGHT)
    assert arrived(office) == ["1a", "1b", "1c"]


async def test_a_wait_that_was_asked_for_is_kept_and_the_rest_goes_on(store: Store) -> None:
    office = await an_office(store, Sent(9), Later(30, Scope.CHAT, "wait"))
    await office.send()
    (owed,) = await office.owed()
    assert (owed.state, owed.message_ids, owed.error) == (DeliveryState.PENDING, (9,), "wait")
    assert owed.next_try_at == EIGHT + timedelta(seconds=30.5)

    assert await office.tick(EIGHT + timedelta(seconds=30)) == []
    assert await office.tick(EIGHT + timedelta(seconds=31)) == ["1b", "1c"]


async def test_a_pause_of_the_whole_bot_is_told(store: Store) -> None:
    office = await an_office(store, Later(30, Scope.BOT), Later(0, Scope.BOT))
    for pause in (Pause(30), Pause(2)):
        (leased,) = await office.deliveries.lease(BOT, 9)
        assert await office.deliveries.deliver(leased, office.telegram.send) == pause
        office.now += MINUTE


async def test_faults_are_tried_again_at_growing_distances_for_a_day_and_then_told_with_the_next(
    store: Store,
) -> None:
    office = await an_office(store)
    office.telegram.answers = [Later(0, Scope.BOT, "down")] * 1_000
    tried = []
    while (await office.states()) == [DeliveryState.PENDING]:
        (owed,) = await office.owed()
        office.now = owed.next_try_at
        tried.append(office.now - EIGHT)
        await office.send()

    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tried)]
    assert waits[:5] == [2, 4, 8, 16, 32]
    assert set(waits[10:]) == {1_800}
    assert timedelta(hours=23) < tried[-1] <= timedelta(hours=24)
    (dead,) = await office.owed()
    assert (dead.state, dead.error) == (DeliveryState.DEAD, "down")

    office.telegram.answers = []
    assert await office.tick(EIGHT + DAY) == ["1a", "1b", "1c"]


async def test_an_ambiguous_part_is_sent_again(store: Store) -> None:
    office = await an_office(store, Sent(1), CUT)
    await office.send()
    await office.tick(EIGHT + MINUTE)

    assert arrived(office) == ["1a", "1b", "1c"]
    assert await office.states() == [DeliveryState.SENT]


async def test_an_ambiguous_part_is_left_and_listed_where_doubles_are_worse(store: Store) -> None:
    office = await an_office(store, Sent(1), CUT, unsure=Unsure.UNCERTAIN)
    await office.send()
    await office.tick(EIGHT + MINUTE)

    assert arrived(office) == ["1a", "1c"]
    (owed,) = await office.owed()
    assert (owed.state, owed.message_ids, owed.error) == (DeliveryState.UNCERTAIN, (1, 0, 502), "cut")
    assert [part.html for part in owed.parts] == ["1a", "1b", "1c"]
    assert await office.deliveries.troubled(BOT, limit=9) == [owed]


@pytest.mark.parametrize(
    ("unsure", "come", "state"),
    [
        (Unsure.AGAIN, ["1b", "1c"], DeliveryState.SENT),
        (Unsure.UNCERTAIN, ["1c"], DeliveryState.UNCERTAIN),
    ],
)
async def test_what_was_on_its_way_at_a_crash_is_ambiguous(
    store: Store, unsure: Unsure, come: list[str], state: DeliveryState
) -> None:
    office = await an_office(store, Sent(1), KilledError(), unsure=unsure)
    with pytest.raises(KilledError):
        await office.send()

    assert await office.tick(EIGHT + LEASE - timedelta(seconds=1)) == []
    assert await office.tick(EIGHT + LEASE) == come
    assert await office.states() == [state]


async def test_what_waited_for_its_turn_at_a_crash_carries_no_doubt(store: Store) -> None:
    office = await an_office(store, unsure=Unsure.UNCERTAIN)
    await office.deliveries.lease(BOT, 9)

    assert await office.tick(EIGHT + LEASE) == ["1a", "1b", "1c"]
    assert await office.states() == [DeliveryState.SENT]


async def test_a_process_that_has_the_database_alone_waits_for_no_lease_of_the_one_before(
    store: Store,
) -> None:
    office = await an_office(store, Sent(1), KilledError())
    with pytest.raises(KilledError):
        await office.send()
    await office.deliveries.recover(BOT)

    assert await office.tick() == (["1b", "1c"] if store.is_ours_alone else [])


async def test_what_a_process_that_is_gone_had_in_hand_is_sent_by_another_at_once(store: Store) -> None:
    if store._server is None:
        pytest.skip("there is no other process")
    other = await Store.open(store._server.render_as_string(hide_password=False))
    await asyncio.gather(store.appear(), other.appear())
    office = await an_office(other, Sent(1), KilledError())
    with pytest.raises(KilledError):
        await office.send()
    mine = replace(office, store=store)

    await mine.deliveries.recover(BOT)
    assert await mine.tick() == []

    await other.close()
    await mine.deliveries.recover(BOT)
    assert await mine.tick() == ["1b", "1c"]


async def test_where_a_message_stands_is_written_down_once_the_database_is_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.ledger.PAUSE", 0)
    begin, away = Store.begin, [DatabaseAway("it restarts"), DatabaseAway("it restarts")]

    def in_the_end(self: Store) -> AbstractAsyncContextManager[Transaction]:
        if away and office.telegram.texts:
            raise away.pop()
        return begin(self)

    office = await an_office(store)
    monkeypatch.setattr(Store, "begin", in_the_end)

    await office.send()

    assert not away
    assert [text for _, text in office.telegram.texts] == ["1a", "1b", "1c"]
    assert await office.states() == [DeliveryState.SENT]


async def test_a_recovery_keeps_the_waits_that_telegram_asked_for(store: Store) -> None:
    office = await an_office(store, Later(30, Scope.CHAT))
    await office.send()
    await office.deliveries.recover(BOT)

    assert await office.tick() == []


async def test_what_was_given_back_can_be_had_by_others_at_once(store: Store) -> None:
    office = await an_office(store)

    async def stop_after_one() -> None:
        if arrived(office):
            raise KilledError

    office.telegram.waiting = stop_after_one
    (leased,) = await office.deliveries.lease(BOT, 9)
    with pytest.raises(KilledError):
        await office.deliveries.deliver(leased, office.telegram.send)
    assert await office.tick() == []
    await office.deliveries.give_back([leased])
    office.telegram.waiting = None

    assert await office.tick() == ["1b", "1c"]


async def test_who_lost_the_lease_sends_nothing_more(store: Store) -> None:
    office = await an_office(store)
    (mine,) = await office.deliveries.lease(BOT, 9)
    office.now = EIGHT + LEASE
    (theirs,) = await office.deliveries.lease(BOT, 9)
    await office.deliveries.deliver(mine, office.telegram.send)
    assert arrived(office) == []

    await office.deliveries.deliver(theirs, office.telegram.send)
    assert arrived(office) == ["1a", "1b", "1c"]


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.BAD])
async def test_a_chat_that_takes_nothing_is_left_alone_until_it_comes_back(
    store: Store, reason: Reason
) -> None:
    office = await an_office(store, Refused(reason, "words"))
    await office.subscribe("other")
    await office.send()

    for number in (1, 2):
        resting = await office.subscription(number)
        assert (resting.state, resting.reason, resting.next) == (
            SubscriptionState.STOPPED,
            reason.value,
            None,
        )
    (dead,) = await office.owed()
    assert (dead.state, dead.error) == (DeliveryState.DEAD, reason.value)

    office.now = EIGHT + 2 * DAY
    await office.services.subscriptions.revive(CHAT, office.now)
    assert await office.tick(EIGHT + 3 * DAY) == ["1a", "1b", "1c"]


async def test_a_message_that_is_refused_for_itself_does_not_come_again(store: Store) -> None:
    office = await an_office(store, Refused(Reason.BAD, "can't parse"))
    await office.send()

    (dead,) = await office.owed()
    assert (dead.state, dead.error) == (DeliveryState.DEAD, "bad: can't parse")
    assert (await office.subscription()).state is SubscriptionState.ON
    assert await office.tick(EIGHT + DAY) == []


async def test_a_group_that_moved_is_followed_by_all_it_is_owed(store: Store) -> None:
    office = await an_office(store, Sent(1), Moved(-1007))
    await office.send()
    await office.send()

    assert office.telegram.texts == [(CHAT.id, "1a"), (-1007, "1b"), (-1007, "1c")]
    moved = replace(CHAT, id=-1007)
    assert (await office.subscription(chat=moved)).state is SubscriptionState.ON
    assert [one.state for one in await office.owed(moved)] == [DeliveryState.SENT]


async def test_one_that_is_paused_while_it_waits_for_its_turn_is_not_sent(store: Store) -> None:
    office = await an_office(store)
    (leased,) = await office.deliveries.lease(BOT, 9)
    await office.services.subscriptions.pause(CHAT.id, 1)
    await office.deliveries.deliver(leased, office.telegram.send)

    assert arrived(office) == []


async def test_the_status_counts_what_is_left_to_do(store: Store) -> None:
    office = await an_office(store)
    assert await office.deliveries.status(BOT) == Backlog(0, 1, 0, 0, timedelta())
    office.now = EIGHT + MINUTE
    assert await office.deliveries.status(BOT) == Backlog(0, 1, 0, 0, MINUTE)
    assert await office.deliveries.status(BOT + 1) == Backlog(0, 0, 0, 0, timedelta())

    office.unsure, office.telegram.answers = Unsure.UNCERTAIN, [CUT]
    await office.send()
    assert await office.deliveries.status(BOT) == Backlog(0, 0, 1, 0, timedelta())

    office.now = EIGHT + DAY + MINUTE
    assert await office.deliveries.status(BOT) == Backlog(1, 0, 1, 0, MINUTE)


async def test_what_was_settled_is_forgotten_after_a_month(store: Store) -> None:
    office = await an_office(store)
    await office.send()
    office.now = EIGHT + timedelta(days=30)
    await office.deliveries.tidy()
    assert await office.states() == [DeliveryState.SENT]

    office.now += MINUTE
    await office.deliveries.tidy()
    assert await office.states() == []
