"""Feeds: which items are wanted, and when their servers are asked again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.briefing.feeds import MOST_FAILURES, is_hopeless, next_question, wanted
from bot.model.feed import Feed, FeedItem
from tests.support.builders import NOON

ITEM = FeedItem("1", "Bridges of Riga", text="The town council voted on Tuesday.")
FEED = Feed(1, "https://a.example/feed", NOON, "Mira")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("", True),
        ("bridge", True),
        ("BRIDGE", True),
        ("idges", False),
        ("ridge", False),
        ("football riga", True),
        ("football", False),
        ("riga -football", True),
        ("riga -council", False),
        ("-football", True),
        ("-riga", False),
        ('"town council"', True),
        ('"council town"', False),
        ("„town  council“ football", True),
        ('-"town council"', False),
        ("- , …", True),
        ("рига", False),
    ],
)
def test_an_item_is_wanted_by_its_words(words: str, yes: bool) -> None:
    assert wanted(words, ITEM) is yes


def test_words_without_blanks_around_them_are_found() -> None:
    assert wanted("选举", FeedItem("1", "德国选举结果"))


@pytest.mark.parametrize("hostile", ["(" * 300, "[a-", "\\", "*+?", '"' * 99, "-" * 300, "a" * 300])
def test_words_are_no_pattern(hostile: str) -> None:
    assert wanted(hostile, replace(ITEM, text="x" * 100_000)) in (True, False)


@pytest.mark.parametrize(
    ("still", "least", "most"),
    [(0 * DAY, 15, 45), (2 * DAY, 60, 180), (DAY, 30, 90), (30 * DAY, 180, 540)],
)
def test_a_feed_that_is_still_is_asked_less_often(still: timedelta, least: int, most: int) -> None:
    asked = next_question(replace(FEED, fresh_at=NOON - still), NOON)

    assert NOON + least * MINUTE <= asked <= NOON + most * MINUTE


def test_a_feed_that_fails_is_asked_less_and_less_but_each_day() -> None:
    for failures, minutes in ((1, 30), (3, 120), (5, 720), (6, 1440), (99, 1440)):
        gap = next_question(replace(FEED, failures=failures), NOON) - NOON

        assert minutes * MINUTE / 2 <= gap <= minutes * MINUTE * 1.5


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    assert next_question(FEED, NOON, 7200) >= NOON + timedelta(hours=2)


def test_all_chats_with_a_feed_ask_at_the_same_time_and_different_feeds_do_not() -> None:
    one = {next_question(replace(FEED, number=n), NOON + n * MINUTE) for n in range(4)}
    others = {next_question(replace(FEED, address=f"https://{n}.example/"), NOON) for n in range(40)}

    assert len(one) == 1
    assert len(others) > 30


def test_a_feed_is_hopeless_after_many_failures_and_a_long_time() -> None:
    failing = replace(FEED, failures=MOST_FAILURES, checked_at=NOON - 15 * DAY)

    assert is_hopeless(failing, NOON)
    assert not is_hopeless(replace(failing, failures=3), NOON)
    assert not is_hopeless(replace(failing, checked_at=NOON - DAY), NOON)
