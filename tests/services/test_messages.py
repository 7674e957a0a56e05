"""Messages: pastes in several parts, parts that come late, edits."""

from datetime import timedelta

from bot.model.news import Draft, Source, SourceKind
from bot.model.outcome import Verdict
from bot.services.messages import join_parts
from bot.services.services import Services
from storage.store import Store
from tests.services.test_articles import BRIDGE, VISIT, days
from tests.support.builders import NOON, a_cause, a_chat, a_part

DRAFT = Draft(text="")
FILLING = "There is more to say of the weather than of anything else. " * 62


async def test_the_parts_of_a_paste_are_one_article(store: Store) -> None:
    services = Services.over(store)

    await services.messages.read(
        a_chat(), [a_part(10, FILLING + BRIDGE), a_part(11, VISIT)], DRAFT, a_cause(update=1)
    )

    assert (await services.articles.sources(100, limit=9)).total == 1
    assert await days(services, 100) == ["2018-06", "2019-05-03", "2021-03-12"]


async def test_a_part_that_comes_late_joins_the_others(store: Store) -> None:
    services = Services.over(store)
    await services.messages.read(a_chat(), [a_part(10, FILLING + BRIDGE)], DRAFT, a_cause(update=1))

    outcome = await services.messages.read(a_chat(), [a_part(12, VISIT)], DRAFT, a_cause(update=2))

    assert outcome.verdict is Verdict.REPLACED
    assert (await services.articles.sources(100, limit=9)).total == 1
    assert await days(services, 100) == ["2018-06", "2019-05-03", "2021-03-12"]


async def test_a_message_of_a_minute_later_is_another_article(store: Store) -> None:
    services = Services.over(store)
    await services.messages.read(a_chat(), [a_part(10, FILLING + BRIDGE)], DRAFT, a_cause())

    later = a_part(11, VISIT, sent_at=NOON + timedelta(minutes=1))
    await services.messages.read(a_chat(), [later], DRAFT, a_cause())

    assert (await services.articles.sources(100, limit=9)).total == 2


async def test_posts_forwarded_together_are_articles_of_their_own(store: Store) -> None:
    services = Services.over(store)
    forwarded = Draft(text="", source=Source(SourceKind.FORWARD, "Wire"))
    await services.messages.read(a_chat(), [a_part(10, FILLING + BRIDGE)], forwarded, a_cause())

    await services.messages.read(a_chat(), [a_part(11, VISIT)], forwarded, a_cause())
    await services.messages.read(
        a_chat(), [a_part(12, "A remark of my own, on 3 May 2020.")], DRAFT, a_cause()
    )

    assert (await services.articles.sources(100, limit=9)).total == 3


async def test_parts_replayed_together_with_a_new_one_lose_nothing(store: Store) -> None:
    services = Services.over(store)
    first = a_part(10, FILLING + BRIDGE, update_id=1)
    await services.messages.read(a_chat(), [first], DRAFT, a_cause(update=1))

    parts = [first, a_part(11, VISIT, update_id=2)]
    await services.messages.read(a_chat(), parts, DRAFT, a_cause(update=1))
    await services.messages.read(a_chat(), parts, DRAFT, a_cause(update=1))

    assert (await services.articles.sources(100, limit=9)).total == 1
    assert await days(services, 100) == ["2018-06", "2019-05-03", "2021-03-12"]


async def test_an_edited_message_is_read_again(store: Store) -> None:
    services = Services.over(store)
    await services.messages.read(a_chat(), [a_part(10, BRIDGE)], DRAFT, a_cause())

    outcome = await services.messages.reread(a_chat(), 10, VISIT, a_cause())

    assert outcome is not None
    assert outcome.verdict is Verdict.REPLACED
    assert await days(services, 100) == ["2018-06"]


async def test_an_edit_keeps_the_day_the_message_was_sent(store: Store) -> None:
    services = Services.over(store)
    await services.messages.read(a_chat(), [a_part(10, "The dam broke yesterday.")], DRAFT, a_cause())

    later = a_cause(at=NOON + timedelta(days=9))
    await services.messages.reread(a_chat(), 10, "The old dam broke yesterday.", later)

    assert await days(services, 100) == ["2021-04-21"]


async def test_an_edit_of_a_message_never_read_is_nobodys(store: Store) -> None:
    services = Services.over(store)

    assert await services.messages.reread(a_chat(), 10, VISIT, a_cause()) is None


def test_a_full_message_is_joined_without_a_seam() -> None:
    assert join_parts([a_part(1, "x" * 4096), a_part(2, "yz")]) == "x" * 4096 + "yz"
    assert join_parts([a_part(1, "x" * 4000), a_part(2, "yz")]) == "x" * 4000 + "\nyz"
