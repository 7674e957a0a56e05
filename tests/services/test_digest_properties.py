"""Digests over whatever was done to a record: none is missed, none told twice, all as it stands."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.briefing.terms import tells
from bot.briefing.words import topic_words, words_of
from bot.model.briefing import Query
from bot.model.digest import Section, Told
from bot.services.digests import compose, told_between
from bot.services.services import Services
from storage.store import Store
from tests.services.test_digests import MORNING, a_subscription, chats
from tests.services.test_undo_properties import Deed, Desk, deeds
from tests.support.builders import NOON, a_chat, an_event

Net = dict[int, tuple[object, object]]


def net(told: Told) -> Net:
    """Each event that is told, with what it is told to have been and to be."""
    return {
        item.event.number: (
            item.before and (item.before.when, item.before.status),
            None
            if item.section in (Section.REMOVED, Section.MERGED)
            else (item.event.when, item.event.status),
        )
        for item in told.items
    }


with_a_database = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@with_a_database
@given(st.lists(deeds, min_size=2, max_size=12), st.data())
async def test_two_digests_in_a_row_tell_what_one_over_both_tells(
    store: Store, done: list[Deed], data: st.DataObject
) -> None:
    desk = Desk(Services.over(store), a_chat(next(chats)))
    for deed in [("read", 0, 0), *done]:
        await desk.do(deed)
    async with store.read() as tx:
        newest = await tx.changes.newest(desk.chat.id)
        cut = data.draw(st.integers(0, newest))
        first, second, whole = [
            net(await told_between(tx, desk.chat.id, 1, "", a, b))
            for a, b in ((0, cut), (cut, newest), (0, newest))
        ]

    both = dict(first)
    for number, (before, after) in second.items():
        both[number] = (first[number][0] if number in first else before, after)
    both = {number: (before, after) for number, (before, after) in both.items() if before != after}
    plain = {number: (before, after) for number, (before, after) in whole.items() if before != after}
    assert both == plain


@with_a_database
@given(st.lists(deeds, min_size=2, max_size=12), st.data())
async def test_a_digest_tells_events_as_they_stand_and_what_is_gone_as_gone(
    store: Store, done: list[Deed], data: st.DataObject
) -> None:
    desk = Desk(Services.over(store), a_chat(next(chats)))
    for deed in [("read", 0, 0), ("read", 2, 0), *done]:
        await desk.do(deed)
    async with store.read() as tx:
        newest = await tx.changes.newest(desk.chat.id)
        covered = data.draw(st.integers(0, newest))
        standing = {e.number: e for e in await tx.events.page(desk.chat.id, Query(), (), limit=None)}
        for topic in ("", "demir", "arif oslo", "bridge"):
            subscription = replace(a_subscription(topic, covered), covered_until=NOON)
            digest = await compose(tx, desk.chat, subscription, MORNING, MORNING.at)
            for item in digest.items if digest else ():
                if item.section in (Section.REMOVED, Section.MERGED):
                    assert item.event.number not in standing
                else:
                    assert item.event == standing[item.event.number]


SAID = (
    "GM recalled cars in Oslo.",
    "General Motors recalled cars.",
    "Müller-Łukasz visited São Paulo.",
    "北京 held the games.",
    "Правительство приняло закон.",
    "The U.N. envoy's plane landed in Ko.",
    "e-mail servers in O'Brien's town failed twice.",
)
ASKED = (
    "gm",
    "general",
    "motors",
    "muller",
    "sao paulo",
    "北京",
    "京",
    "прав",
    "u.n.",
    "obrien",
    "e",
    "em",
    "car",
)


@with_a_database
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=3), st.lists(st.sampled_from(ASKED), max_size=2))
async def test_a_topic_finds_the_same_in_a_digest_as_in_the_timeline(
    store: Store, said: list[str], asked: list[str]
) -> None:
    chat_id, topic = next(chats), " ".join(asked)
    tokens = [(("gm",), ("general", "motors")) if word == "gm" else word for word in topic_words(topic)]
    terms = {number: " ".join(words_of(sentence)) for number, sentence in enumerate(said, 1)}
    async with store.begin() as tx:
        await tx.chats.put(a_chat(chat_id))
        for number, words in terms.items():
            await tx.events.put(chat_id, an_event(number, "2015"), words)
        found = await tx.events.page(chat_id, Query(topic), tokens, limit=None)

    assert {event.number for event in found} == {n for n, words in terms.items() if tells(words, tokens)}
