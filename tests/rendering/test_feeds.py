"""Feeds as the chat sees them: how each stands, what can be done, and why one is read no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.feed import Feed, FeedState
from bot.model.link import Fault
from bot.rendering import feeds as said
from bot.rendering.buttons import Press
from tests.support.builders import NOON
from tests.support.telegram_text import shown

CHAT = Chat(7, ChatKind.PRIVATE, "Mira")
FEED = Feed(2, "https://harbour.example/feed", NOON, "Mira", "Harbour News", "https://harbour.example/")


def test_a_feed_that_is_read_shows_when_it_was() -> None:
    feed = replace(
        FEED, words="riga -sports", checked_at=NOON, fresh_at=NOON, next_at=NOON + timedelta(hours=1)
    )

    reply = said.card(feed, 12, CHAT, NOON)

    assert shown(reply.html) == (
        "2 · Harbour News\nharbour.example/feed\nonly: riga -sports\n12 articles brought\n"
        "Last new: Thu 22 Apr, 12:00\nLast read: Thu 22 Apr, 12:00\nNext: Thu 22 Apr, 13:00"
    )
    assert [button.label for row in reply.buttons for button in row] == [
        "Read it now",
        "Pause",
        "Remove",
        "All feeds",
    ]


def test_a_list_says_how_each_feed_stands() -> None:
    feeds = [
        FEED,
        replace(FEED, number=3, title=None, state=FeedState.PAUSED),
        replace(FEED, number=4, failures=2, error="status 503"),
        replace(FEED, number=5, state=FeedState.GONE, error="status 410"),
    ]

    text = shown(said.listed(feeds, {2: 1}, 0).html)

    assert text == (
        "4 feeds of this chat\n\n2 · Harbour News\n1 article\n\n"
        "3 · harbour.example/feed\n0 articles · paused\n\n"
        "4 · Harbour News\n0 articles · not reached: its server refuses (HTTP 503)\n\n"
        "5 · Harbour News\n0 articles · given up: its server says that it is gone (HTTP 410)"
    )


@pytest.mark.parametrize("page", [-1, 0, 5, 99])
def test_a_hundred_feeds_of_the_longest_names_fit_page_by_page(page: int) -> None:
    feeds = [
        replace(FEED, number=n, title="<&" * 150, words="w" * 300, home="https://h.example/" + "é" * 900)
        for n in range(1, 101)
    ]

    assert shown(said.listed(feeds, {}, page).html)


def test_no_feeds_says_how_to_have_one() -> None:
    assert "/feed example.org" in shown(said.listed([], {}, 0).html)


@pytest.mark.parametrize("error", [*map(str, Fault), "status 404", "status 410", "", None, "nonsense"])
def test_every_way_to_fail_has_words(error: str | None) -> None:
    (part,) = said.given_up(replace(FEED, error=error, state=FeedState.GONE), CHAT)

    assert "I read <a" in part.html
    assert part.buttons[0][0] == ("Try it again", Press.to("feedresume", 2).data)


def test_the_word_of_a_feed_that_is_gone_reads_well() -> None:
    (part,) = said.given_up(replace(FEED, error="status 410", title="A & B"), CHAT)

    assert part.html == (
        'I read <a href="https://harbour.example/">A &amp; B</a> no more: '
        "its server says that it is gone (HTTP 410).\n"
        "What it brought stays. /feeds can try it again."
    )


def test_several_feeds_of_a_page_are_buttons() -> None:
    reply = said.choices([("https://a.example/all", "All"), ("https://a.example/sport", "")], 9)

    assert [row[0].press for row in reply.buttons] == [Press.to("feedpick", 9, 0), Press.to("feedpick", 9, 1)]
    assert "a.example/sport" in shown(reply.html)


def test_what_became_of_a_list_is_counted() -> None:
    assert shown(said.list_added(2, 1, 3).html) == (
        "2 feeds added. 1 was here already. 3 were left out, as a chat can have 100."
    )
