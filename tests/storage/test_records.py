"""Articles, mentions and messages: stored as they are, found by what they are known by."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.decisions import Decisions
from bot.model.news import Action, Actor, ArticleState, Change, Modality, Source, SourceKind
from bot.model.outcome import SourceLine
from bot.model.timex import Dct, DctOrigin, Mod, Timex, TimexType
from storage import views
from storage.mentions import COMMON
from storage.store import Store, Transaction
from tests.support.builders import MIRA, NOON, a_chat, a_mention, a_part, a_when, an_article, an_event

CHAT = a_chat().id


async def test_a_chat_is_replaced_and_its_counters_go_on(store: Store) -> None:
    renamed = Chat(CHAT, ChatKind.GROUP, title="News", zone="Europe/London", language="de")
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.events.new_numbers(CHAT, 1)
        await tx.chats.put(renamed)

        assert await tx.chats.get(CHAT) == renamed
        assert (await tx.events.new_numbers(CHAT, 1))[0] == 2


async def test_an_article_comes_back_to_the_last_field(store: Store) -> None:
    article = replace(
        an_article("Text \U0001f600 קטן", name="s-1", fingerprint="f1"),
        source=Source(SourceKind.FORWARD, "Desk", "https://t.me/desk"),
        title="A title",
        address="https://example.org/s",
        dct=Dct(date(2021, 4, 21), DctOrigin.FORWARD),
    )
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        added = await tx.articles.add(CHAT, article)

        assert added == replace(article, number=1)
        assert await tx.articles.get(CHAT, 1) == added
        assert await tx.articles.many(CHAT, [1, 2]) == {1: added}
        assert await tx.articles.fingerprints(CHAT, [1, 2]) == {1: "f1"}


async def test_an_article_without_a_name_is_called_by_its_number(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        added = [await tx.articles.add(CHAT, an_article()) for _ in range(2)]

    assert [article.name for article in added] == ["1", "2"]


async def test_what_no_database_holds_is_replaced_character_for_character(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(replace(a_chat(), title="N\0"))
        added = await tx.articles.add(CHAT, an_article("a\0b\ud800c\U0001f600", name="\udfff"))
        assert (added.text, added.name) == ("a\ufffdb\ufffdc\U0001f600", "\ufffd")
        assert await tx.articles.get(CHAT, 1) == added
        assert await tx.articles.by_name(CHAT, "\udfff") == added

        mention = replace(a_mention("a\0b", "2015"), participants=("x\0",), reason="\ud800")
        await tx.mentions.add(CHAT, 1, [mention], [["k\0"]])
        (stored,) = await tx.mentions.of_article(CHAT, 1)
        assert (stored.sentence, stored.participants, stored.reason) == ("a\ufffdb", ("x\ufffd",), "\ufffd")
        assert await sharing(tx, ["k\0"], 5) == [1]

        await tx.events.put(CHAT, an_event(1, "2015", headline="\0"), "w\0")
        assert (await tx.events.many(CHAT, [1]))[1].headline == "\ufffd"
        await tx.views.put(CHAT, "k", {"\0": ["\ud800"]})
        assert await tx.views.get(CHAT, 1) == ("k", {"\ufffd": ["\ufffd"]})


async def test_a_megabyte_is_an_article_like_any_other(store: Store) -> None:
    text = "Ünï\n" * 250_000
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.articles.add(CHAT, an_article(text))

    async with store.read() as tx:
        article = await tx.articles.get(CHAT, 1)
    assert article is not None
    assert article.text == text


async def test_the_live_article_of_the_same_words_comes_first(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for _ in range(3):
            await tx.articles.add(CHAT, an_article(name="n"))
        await tx.articles.set_state(CHAT, 1, ArticleState.REMOVED)
        await tx.articles.set_state(CHAT, 3, ArticleState.REPLACED)

        live = await tx.articles.by_fingerprint(CHAT, "words")
        assert live is not None
        assert live.number == 2
        assert await tx.articles.by_name(CHAT, "n") == live

        await tx.articles.set_state(CHAT, 2, ArticleState.REMOVED)
        newest = await tx.articles.by_fingerprint(CHAT, "words")
        assert newest is not None
        assert (newest.number, newest.state) == (3, ArticleState.REPLACED)
        assert await tx.articles.by_name(CHAT, "n") is None


async def test_sources_are_the_live_articles_newest_first(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        added = [await tx.articles.add(CHAT, an_article()) for _ in range(4)]
        await tx.articles.set_state(CHAT, 3, ArticleState.REMOVED)
        found = [a_mention("It happened.", "2015") for _ in range(3)]
        await tx.mentions.add(CHAT, 4, found, [()] * 3)
        await tx.events.put(CHAT, an_event(1, "2015", mentions=(1, 2)), "")
        await tx.events.put(CHAT, an_event(2, "2015", mentions=(3,)), "")

        page = await tx.articles.page(CHAT, limit=2, offset=0)
        assert page == [SourceLine(added[3], 2), SourceLine(added[1], 0)]
        assert await tx.articles.page(CHAT, limit=2, offset=2) == [SourceLine(added[0], 0)]
        assert await tx.articles.count(CHAT) == 3


async def test_a_mention_comes_back_to_the_last_field(store: Store) -> None:
    timex = Timex(TimexType.DATE, "2015", "in 2015", 3, 10, "year", Mod.APPROX, anchor="2021", reason="given")
    mention = replace(
        a_mention("Soleimani visited Moscow in 2015.", "2015"),
        timex=timex,
        kind="visit",
        modality=Modality.DENIED,
        attribution="the ministry",
        participants=("Soleimani",),
        places=("Moscow", "Москва"),
        confidence=0.75,
        reported=True,
        reason="read so",
    )
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.articles.add(CHAT, an_article())
        added = await tx.mentions.add(CHAT, 1, [mention, a_mention("He left.", "2016")], [["a"], ["b"]])

        assert added[0] == replace(mention, id=1, article=1)
        assert await tx.mentions.of_article(CHAT, 1) == list(added)
        assert await tx.mentions.many(CHAT, [2, 3]) == {2: added[1]}
        assert await tx.mentions.add(CHAT, 1, [], []) == ()


async def sharing(tx: Transaction, keys: list[str], limit: int) -> list[int]:
    """What mentions share with one of these keys that is not there yet."""
    return (await tx.mentions.sharing(CHAT, {99: keys}, limit=limit))[99]


async def test_mentions_that_share_more_and_rarer_keys_come_first(store: Store) -> None:
    keys = [["syria", "visit"], ["syria", "moscow"], ["syria"], ["moscow", "visit"], ["other"], ["iran"]]
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for own in keys:
            article = await tx.articles.add(CHAT, an_article())
            await tx.mentions.add(CHAT, article.number, [a_mention("It happened.", "2015")], [own])
        await tx.articles.set_state(CHAT, 2, ArticleState.REMOVED)

        assert await sharing(tx, ["syria", "visit", "iran"], 9) == [1, 6, 4, 3]
        assert await sharing(tx, ["syria", "visit", "iran"], 1) == [1]
        assert await sharing(tx, ["unknown"], 9) == []
        assert await sharing(tx, [], 9) == []
        assert set(await tx.mentions.live(CHAT, [1, 2, 3])) == {1, 3}


async def test_a_key_that_is_everywhere_tells_nothing(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        await tx.articles.add(CHAT, an_article())
        many = [a_mention("It happened.", "2015")] * (COMMON + 1)
        await tx.mentions.add(
            CHAT, 1, many, [["the", "syria"] if n < 2 else ["the"] for n in range(COMMON + 1)]
        )

        assert await sharing(tx, ["the", "syria"], 9) == [2, 1]
        assert await sharing(tx, ["the"], 9) == []
        assert await tx.mentions.sharing(CHAT, {1: ["syria"], 2: []}, limit=9) == {1: [2], 2: []}
        assert len(await tx.mentions.many(CHAT, range(1, COMMON + 2))) == COMMON + 1


async def test_kin_are_remembered_both_ways_and_once(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for _ in range(2):
            await tx.mentions.add_kin(CHAT, [(1, 2), (3, 1)])

        assert await tx.mentions.kin(CHAT, [1]) == {2, 3}
        assert await tx.mentions.kin(CHAT, [2, 3]) == {1}
        assert await tx.mentions.kin(CHAT, []) == set()


async def test_messages_lead_to_the_live_article_they_became(store: Store) -> None:
    parts = [a_part(11, "One"), a_part(12, "Two", sent_at=NOON + timedelta(seconds=1))]
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for _ in range(2):
            await tx.articles.add(CHAT, an_article())
        await tx.messages.put(CHAT, 1, parts)
        assert await tx.messages.article_of(CHAT, 12) == 1
        assert await tx.messages.parts(CHAT, 1) == parts

        await tx.messages.put(CHAT, 2, parts)
        await tx.articles.set_state(CHAT, 1, ArticleState.REPLACED)
        assert await tx.messages.article_of(CHAT, 11) == 2
        assert await tx.messages.article_of(CHAT, 13) is None


async def test_views_are_numbered_and_the_oldest_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "KEPT", 3)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        numbers = [await tx.views.put(CHAT, "timeline", {"n": n, "topic": "Сирия"}) for n in range(5)]

        assert numbers == [1, 2, 3, 4, 5]
        assert await tx.views.get(CHAT, 5) == ("timeline", {"n": 4, "topic": "Сирия"})
        assert [await tx.views.get(CHAT, n) is None for n in numbers] == [True, True, False, False, False]


async def test_views_under_moments_leave_the_numbered_ones_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "KEPT", 3)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        number = await tx.views.put(CHAT, "import", {})
        moments = [views.MOMENTS + 10 * n for n in range(5)]
        for moment in [*moments, moments[-1]]:
            await tx.views.keep(CHAT, moment, "query", {"moment": moment})

        assert [await tx.views.get(CHAT, n) is None for n in moments] == [True, True, False, False, False]
        assert await tx.views.get(CHAT, moments[-1]) == ("query", {"moment": moments[-1]})
        assert await tx.views.get(CHAT, number) == ("import", {})


async def test_the_newest_decision_holds_and_an_undone_one_does_not(store: Store) -> None:
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        for _ in range(3):
            await tx.changes.add(CHAT, Change(0, Action.MERGE, MIRA, NOON), None, 0)
        first = Decisions(joined=frozenset({(1, 2)}), dates={1: a_when("2015")}, headlines={9: "Nine"})
        second = Decisions(
            parted=frozenset({(1, 2), (3, 4)}), dates={1: a_when("2016")}, hidden=frozenset({5})
        )
        await tx.decisions.add(CHAT, 1, first)
        await tx.decisions.add(CHAT, 2, second)
        await tx.decisions.add(CHAT, 3, Decisions(hidden=frozenset({1})))
        await tx.changes.mark_undone(CHAT, 3, NOON, Actor(None, "the machine"))

        ruled = await tx.decisions.about(CHAT, [2, 1, 5])
        assert ruled == Decisions(
            parted=frozenset({(1, 2)}), dates={1: a_when("2016")}, hidden=frozenset({5})
        )
        assert await tx.decisions.about(CHAT, [9]) == Decisions(headlines={9: "Nine"})
        await tx.changes.mark_undone(CHAT, 2, NOON, MIRA)
        assert await tx.decisions.about(CHAT, [1]) == Decisions(first.joined, dates=first.dates)
