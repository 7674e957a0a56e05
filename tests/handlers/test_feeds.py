"""/feed and /feeds: followed by address or by page, listed, paused, removed; lists in and out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.terminal.botapi import Upload
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.ingest.test_page import a_page
from tests.services.test_feeds import HOST, PATH, a_feed, an_item
from tests.support.bots import handle
from tests.support.outside import Outside, outside

KIND = "application/rss+xml"


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as server:
        yield server


@pytest_asyncio.fixture
async def talk(there: Outside, tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, web=there.reader()) as talk:
        yield talk


async def test_a_feed_is_followed_and_brings_events_without_a_message(there: Outside, talk: Talk) -> None:
    address = there.page(HOST, PATH, a_feed(an_item(1)), kind=KIND)

    await talk.say(f"/feed {address}")
    assert talk.last().startswith("I read Harbour News from now on.")
    await talk.bot.feeds.round()
    answers = len(talk.answers())
    await talk.say("/timeline")

    assert len(talk.answers()) == answers + 1
    assert "20 Apr · The council voted on bridge 1." in talk.last()


async def test_the_address_of_a_site_is_enough(there: Outside, talk: Talk) -> None:
    there.page(HOST, PATH, a_feed(), kind=KIND)
    page = there.page(HOST, "/", a_page(head=f'<link rel="alternate" type="{KIND}" href="{PATH}">'))

    await talk.say(f"/feed {page} riga -sports")

    assert talk.last().startswith("I read Harbour News from now on.\n\nonly: riga -sports\n")


async def test_of_several_feeds_one_is_picked(there: Outside, talk: Talk) -> None:
    links = [
        f'<link rel="alternate" type="{KIND}" title="{name}" href="/{name}">' for name in ("all", "sport")
    ]
    page = there.page(HOST, "/", a_page(head="".join(links)))
    there.page(HOST, "/sport", a_feed(title="Sport"), kind=KIND)

    await talk.say(f"/feed {page} riga")
    assert talk.last().startswith("That page names several feeds. Which one?\n1 · all\n2 · sport")
    await talk.press("sport")

    assert talk.last().startswith("I read Sport from now on.\n\nonly: riga\n")


async def test_what_is_no_feed_says_so(there: Outside, talk: Talk) -> None:
    await talk.say(f"/feed {there.page(HOST, '/', a_page())}")

    assert "I found no feed at " in talk.last()

    await talk.say("/feed ftp://harbour.example/")
    assert talk.last().startswith("I open pages of the web alone")

    await talk.say("/feed")
    assert talk.last().startswith("Which feed? Say its address, or that of its site: /feed example.org.")


async def test_feeds_are_listed_paused_and_removed(there: Outside, talk: Talk) -> None:
    await talk.say(f"/feed {there.page(HOST, PATH, a_feed(an_item(1)), kind=KIND)}")
    await talk.bot.feeds.round()

    await talk.say("/feeds")
    assert talk.last() == "1 feed of this chat\n\n1 · Harbour News\n1 article"
    await talk.press("1 · Harbour News")
    assert "Last read: Thu 22 Apr, 12:00" in talk.last()
    await talk.press("Pause")
    assert "paused" in talk.last()
    await talk.press("Read it again")
    assert "Next: within a minute" in talk.last()
    await talk.press("Remove")
    assert talk.last() == "I read Harbour News no more.\nWhat it brought stays. /sources lists it."
    await talk.say("/feeds")
    assert talk.last().startswith("This chat has no feeds.")


async def test_a_list_of_feeds_goes_out_and_comes_back(there: Outside, talk: Talk) -> None:
    await talk.say(f"/feed {there.page(HOST, PATH, a_feed(), kind=KIND)}")
    await talk.say("/feeds")
    await talk.press("Save as a file")

    document = talk.api.sent(MIRA)[-1]["document"]
    file = talk.api.world.files[document["file_id"]]
    assert file.name == "feeds.opml"
    assert there.at(HOST, PATH).encode() in file.body

    more = file.body.replace(PATH.encode() + b'"', b'/other"')
    await handle(talk.bot, talk.api.people.send_file(talk.mira, Upload("feeds.opml", more, "text/xml")))
    assert talk.api.sent(MIRA)[-1]["text"] == "1 feed added."
    await handle(talk.bot, talk.api.people.send_file(talk.mira, Upload("feeds.opml", b"no list", "text/xml")))
    assert talk.api.sent(MIRA)[-1]["text"].startswith("That file is no list of feeds that I can read.")


async def test_a_word_comes_when_a_feed_is_gone(there: Outside, talk: Talk) -> None:
    await talk.say(f"/feed {there.page(HOST, PATH, a_feed(), kind=KIND)}")
    there.page(HOST, PATH, "gone", status=410)

    await talk.bot.feeds.round()
    await talk.bot.digests.sending.round()

    assert talk.last() == (
        "I read Harbour News no more: its server says that it is gone (HTTP 410).\n"
        "What it brought stays. /feeds can try it again."
    )
    await talk.press("Try it again")
    assert "Next: within a minute" in talk.last()


async def test_in_a_group_feeds_are_for_admins(there: Outside, talk: Talk) -> None:
    tomas = talk.api.world.people[TOMAS]
    address = there.page(HOST, PATH, a_feed(), kind=KIND)
    await talk.say(f"/allow {TOMAS}")

    await handle(talk.bot, talk.api.people.say(tomas, f"/feed {address}", talk.desk))
    assert talk.last(GROUP) == "Only admins can change the feeds of this chat."

    await talk.say(f"/feed {address}", talk.desk)
    assert talk.last(GROUP).startswith("I read Harbour News from now on.")


async def test_a_button_of_a_feed_that_is_gone_is_answered(there: Outside, talk: Talk) -> None:
    await talk.say(f"/feed {there.page(HOST, PATH, a_feed(), kind=KIND)}")
    message, data = talk.button("Remove")
    await talk.press("Remove")

    await handle(talk.bot, talk.api.people.press(talk.mira, message, data))

    assert talk.last() == "That feed was removed.\n/feeds lists those that are there."


async def test_a_list_of_feeds_in_a_group_is_taken_by_add(there: Outside, talk: Talk) -> None:
    address = there.page(HOST, PATH, a_feed(), kind=KIND)
    body = f'<opml version="2.0"><body><outline type="rss" xmlUrl="{address}"/></body></opml>'.encode()
    file = talk.api.people.send_file(talk.mira, Upload("mine.opml", body), talk.desk)
    await handle(talk.bot, file)
    assert not talk.answers(GROUP)

    await talk.say("/add", talk.desk, reply_to=file["message"]["message_id"])

    assert talk.last(GROUP).startswith("1 feed added")
