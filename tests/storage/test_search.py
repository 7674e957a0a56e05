"""Search: the same words find the same events on both databases, whatever the words look like."""

from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.briefing import Query
from storage import fts5
from storage.search import LONGEST, PREFIX, indexed_terms, words_in
from storage.store import Store, Transaction
from tests.support.builders import a_chat, a_when, an_event

CHAT = a_chat().id
LATIN = ("a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "xyz", "20", "2015", "n" * 70)
WORDS = st.sampled_from([*LATIN, "сирия", "сири", "дамаск", "シリア"])
CHATS = count(1000)


async def found(tx: Transaction, *tokens: str, chat: int = CHAT) -> list[int]:
    page = await tx.events.page(chat, Query(), tokens, limit=50)
    counts = await tx.events.count(chat, Query(), tokens)
    assert counts.total == len(page)
    window = await tx.events.window(chat, Query(), tokens, most=51, enough=2)
    assert await tx.events.at(chat, window.positions) == page
    assert window.whole
    return [event.number for event in page]


async def learn(tx: Transaction, *texts: str, chat: int = CHAT) -> None:
    await tx.chats.put(a_chat(chat))
    for number, terms in enumerate(texts, 1):
        await tx.events.put(chat, an_event(number, "2015"), terms)


def matches(terms: list[str], token: str) -> bool:
    token = token[:LONGEST]
    return any(w[:LONGEST] == token or (len(token) >= PREFIX and w.startswith(token)) for w in terms)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS), min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=3))
async def test_every_token_must_be_there_long_ones_as_beginnings(
    store: Store, texts: list[list[str]], tokens: list[str]
) -> None:
    chat = next(CHATS)
    async with store.begin() as tx:
        await learn(tx, *(" ".join(terms) for terms in texts), chat=chat)

        expected = [n for n, terms in enumerate(texts, 1) if all(matches(terms, token) for token in tokens)]
        assert await found(tx, *tokens, chat=chat) == expected


MARKS = ['"', "*", "(", "'", "\\", "%", "!", "&", "|", "<->", "", " ", "e\u0301"]
SYNTAX = [
    "=100",
    "=100k2",
    "-beta",
    "^alpha",
    "!beta",
    "beta:*",
    "alpha*",
    "words:alpha",
    "'alpha':*",
    '"alpha"*',
]
PHRASES = ["alpha OR beta", '" OR "', "NEAR(alpha beta)", "' | 'beta", "alpha\0beta", "\ud800"]


async def test_the_syntax_of_an_index_is_only_words(store: Store) -> None:
    async with store.begin() as tx:
        await learn(tx, "alpha", "gamma")
        await learn(tx, "beta", chat=7)

        for token in (*MARKS, *SYNTAX, *PHRASES):
            wanted = words_in([token])
            assert await found(tx, token) == ([1] if wanted == ["alpha"] else []), token
            assert await found(tx, "gamma", token) == ([] if wanted else [2]), token


async def test_words_follow_the_event(store: Store) -> None:
    async with store.begin() as tx:
        await learn(tx, "syria russia", "syria iraq")
        await tx.events.put(CHAT, an_event(1, "2021-04-20"), "syria moscow")

        assert await found(tx, "syria") == [2, 1]
        assert await found(tx, "russia") == []
        assert await found(tx, "moscow") == [1]

        await tx.events.put(CHAT, replace(an_event(1, "2021-04-20"), when=a_when("1999")), "syria moscow")
        assert await found(tx, "syria") == [1, 2]

        await tx.events.remove(CHAT, 1)
        assert await found(tx, "syria") == [2]
        assert await found(tx, "moscow") == []


async def test_more_beginnings_than_are_listed_are_found_too(store: Store) -> None:
    words = [f"inter{number:03}" for number in range(fts5.MOST_WORDS + 10)]
    async with store.begin() as tx:
        await learn(tx, " ".join(words), "internal", "other")

        assert await found(tx, "inter") == [1, 2]
        assert await found(tx, "intern") == [2]


async def test_a_word_of_other_chats_finds_nothing_here(store: Store) -> None:
    async with store.begin() as tx:
        await learn(tx, "damascus")
        await learn(tx, *(["soleimani"] * 30), chat=-1001234567890)

        assert await found(tx, "soleimani") == []
        assert await found(tx, "sol") == []
        assert len(await found(tx, "soleimani", chat=-1001234567890)) == 30


def test_terms_are_kept_to_a_bearable_size() -> None:
    kept = indexed_terms(" ".join(f"word{number}" for number in range(100_000)))

    assert 190_000 < len(kept) <= 200_000
    assert kept.startswith("word0 word1 ")
    assert indexed_terms("Ünïted  NATIONS-nations, nations") == "ünïted nations"


async def test_words_of_a_megabyte_are_indexed(store: Store) -> None:
    async with store.begin() as tx:
        await learn(tx, " ".join(f"слово{number}" for number in range(100_000)))

        assert await found(tx, "слово77") == [1]
