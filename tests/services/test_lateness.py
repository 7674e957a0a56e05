"""A digest that was ready in time and goes out late says what kept it."""

from dataclasses import replace
from datetime import timedelta

from bot.model.chat import Chat
from bot.model.digest import Delay
from bot.model.sending import Ambiguous, Later, Scope
from bot.model.subscription import DeliveryState, OwedPart
from storage.store import Store
from tests.services.office import BOT, EIGHT, Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def with_delay(part: OwedPart, _: Chat, delay: Delay) -> OwedPart:
    """What there is to explain."""
    kept = "away" if delay.outage else "refused" if delay.refused else "busy"
    return replace(part, html=f"{delay.now - delay.due_at} {kept}: {part.html}")


async def an_office(store: Store, *answers: object) -> Office:
    """One that owes a digest since eight o'clock."""
    office = Office(store)
    office.telegram.answers = list(answers)  # type: ignore[arg-type]
    await office.subscribe()
    await office.happens()
    office.now = EIGHT
    await office.claims.at_work(EIGHT)
    await office.claims.claim(EIGHT, 9)
    return office


async def sent(office: Office) -> list[str]:
    """What arrives now."""
    before = len(office.telegram.texts)
    for leased in await office.deliveries.lease(BOT, 9):
        await office.deliveries.deliver(leased, office.telegram.send, with_delay)
    return [words for _, words in office.telegram.texts[before:]]


async def test_that_telegram_did_not_take_it(store: Store) -> None:
    office = await an_office(store, Ambiguous("Bad Gateway"), Later(0, Scope.BOT, "no way to it"))
    assert await sent(office) == []
    office.now += 30 * MINUTE
    assert await sent(office) == []
    office.now += 30 * MINUTE

    assert await sent(office) == ["1:00:00 refused:  1..1"]
    assert await office.states() == [DeliveryState.SENT]


async def test_that_nobody_was_there_to_send_it(store: Store) -> None:
    office = await an_office(store)
    office.now += HOUR
    await office.claims.at_work(office.now)

    assert await sent(office) == ["1:00:00 away:  1..1"]


async def test_that_its_turn_came_late(store: Store) -> None:
    office = await an_office(store)
    office.now += 6 * MINUTE

    assert await sent(office) == ["0:06:00 busy:  1..1"]


async def test_nothing_of_that_when_it_is_in_time(store: Store) -> None:
    office = await an_office(store)
    office.now += 5 * MINUTE

    assert await sent(office) == [" 1..1"]


async def test_one_that_was_composed_late_says_so_once(store: Store) -> None:
    office = Office(store)
    await office.subscribe()
    await office.happens()
    office.now = EIGHT + HOUR
    await office.claims.claim(office.now, 9)
    office.now += HOUR

    assert await sent(office) == [" 1..1"]
