"""/export, a chat handed back as a file, /forget and /privacy, as somebody meets them."""

import gzip
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rendering.exports import LONGEST_CAPTION
from bot.rendering.html import units
from bot.sample import SAMPLES, sample
from bot.terminal.botapi import Json
from bot.terminal.botapi.world import Upload
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.support.bots import handle

LABELS = ("Calendar .ics", "Table .csv", "Data .json", "TimelineJS", "Text .md", "Web page .html")


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A chat with the three sample articles."""
    async with talking(tmp_path) as talk:
        for name in SAMPLES:
            await talk.say(sample(name).text)
        yield talk


def sent(talk: Talk, where: int = MIRA) -> Json:
    """The newest file: its message."""
    return next(message for message in reversed(talk.api.sent(where)) if "document" in message)


def file_of(talk: Talk, message: Json) -> tuple[str, bytes]:
    upload = talk.api.world.files[message["document"]["file_id"]]
    return upload.name, upload.body


async def hand_in(talk: Talk, name: str, body: bytes) -> None:
    upload = Upload(name, body, "application/json")
    await handle(talk.bot, talk.api.people.send_file(talk.mira, upload))


def texts(talk: Talk, where: int = MIRA) -> list[str]:
    """The bot's messages, those with a file by their captions."""
    return [message.get("text") or message["caption"] for message in talk.api.sent(where)]


async def whole(talk: Talk) -> bytes:
    await talk.say("/export")
    await talk.press("Data .json")
    return file_of(talk, sent(talk))[1]


async def test_it_says_what_it_would_hold_and_offers_every_format(talk: Talk) -> None:
    await talk.say("/export")

    assert texts(talk)[-1] == "Export Timeline · 5 events, 1 in dispute"
    for label in LABELS:
        assert talk.button(label)


@pytest.mark.parametrize(
    ("label", "name", "begins"),
    [
        ("Calendar .ics", "timeline-2021-04-22.ics", b"BEGIN:VCALENDAR\r\n"),
        ("Table .csv", "timeline-2021-04-22.csv", b"\xef\xbb\xbfevent,date,"),
        ("Data .json", "timeline-2021-04-22.dateline.json", b'{"format":"dateline/1"'),
        ("TimelineJS", "timeline-2021-04-22.timelinejs.json", b'{"title":'),
        ("Text .md", "timeline-2021-04-22.md", b"# Timeline\n"),
        ("Web page .html", "timeline-2021-04-22.html", b"<!DOCTYPE html>"),
    ],
)
async def test_a_button_brings_the_file(talk: Talk, label: str, name: str, begins: bytes) -> None:
    await talk.say("/export")
    await talk.press(label)

    message = sent(talk)
    assert file_of(talk, message)[0] == name
    assert file_of(talk, message)[1].startswith(begins)
    assert message["caption"].startswith(label)
    assert "5 events" in message["caption"]
    assert units(message["caption"]) <= LONGEST_CAPTION
    actions = [call.parameters["action"] for call in talk.api.calls if call.method == "sendChatAction"]
    assert "upload_document" in actions


async def test_a_topic_and_a_range_narrow_it(talk: Talk) -> None:
    await talk.say("/export Soleimani ..2016")
    await talk.press("Table .csv")

    assert texts(talk)[-2] == "\n".join(
        [
            "Export Soleimani, up to 2016 · 1 event",
            "Data holds the whole chat, so that it can be read back.",
        ]
    )
    name, body = file_of(talk, sent(talk))
    assert name == "soleimani-up-to-2016-2021-04-22.csv"
    assert body.count(b"\r\n") == 2


async def test_nothing_to_export_is_said(talk: Talk) -> None:
    await talk.say("/export zebra")

    assert texts(talk)[-1].startswith("I have no event for zebra.")


async def test_a_caption_fits_whatever_was_asked_for(talk: Talk) -> None:
    topic = " ".join(["Soleimani"] * 40)
    await talk.say(f"/export {topic}")
    await talk.press("Web page .html")

    assert units(sent(talk)["caption"]) <= LONGEST_CAPTION


async def test_an_old_button_says_so(talk: Talk) -> None:
    await talk.say("/export")
    message, _ = talk.button("Text .md")

    for data in ("export:99:1", "export:1:77", "export:1:-1"):
        await handle(talk.bot, talk.api.people.press(talk.mira, message, data))
        assert texts(talk)[-1] == "That page is no longer kept. /timeline shows a fresh one."


async def test_the_data_comes_back_into_an_empty_chat(talk: Talk, tmp_path: Path) -> None:
    body = await whole(talk)
    async with talking(tmp_path / "other") as other:
        await hand_in(other, "x.dateline.json", body)
        asked = texts(other)[-1]
        await other.press("Import")
        answer = texts(other)[-1]
        await other.say("/timeline")

        assert asked.splitlines()[:2] == [
            "Import this chat?",
            "It holds 5 events, 3 sources, 3 changes on record.",
        ]
        assert answer.startswith("Imported: 5 events, 3 sources, 3 changes on record.")
        await talk.say("/timeline")
        assert texts(other)[-1] == texts(talk)[-1]
        await other.say("/why e3")
        await talk.say("/why e3")
        assert texts(other)[-1] == texts(talk)[-1]


async def test_packed_data_comes_back_too(talk: Talk, tmp_path: Path) -> None:
    body = gzip.compress(await whole(talk))
    async with talking(tmp_path / "other") as other:
        await hand_in(other, "x (1).dateline.json.gz", body)
        await other.press("Import")

        assert texts(other)[-1].startswith("Imported: 5 events")


async def test_a_second_press_finds_the_chat_filled(talk: Talk, tmp_path: Path) -> None:
    body = await whole(talk)
    async with talking(tmp_path / "other") as other:
        await hand_in(other, "x.dateline.json", body)
        button = other.button("Import")
        await other.press("Import")
        await handle(other.bot, other.api.people.press(other.mira, *button))

        assert texts(other)[-1].startswith("This chat holds something already")


async def test_a_chat_that_holds_something_is_not_asked(talk: Talk) -> None:
    await hand_in(talk, "x.dateline.json", await whole(talk))

    assert texts(talk)[-1] == (
        "This chat holds something already, and an import needs an empty one. "
        "/export takes a copy, /forget empties it."
    )


async def test_in_a_group_it_is_handed_over_by_a_reply(talk: Talk) -> None:
    body = await whole(talk)
    await talk.say("/allow", talk.desk)
    upload = Upload("x.dateline.json", body, "application/json")
    update = talk.api.people.send_file(talk.mira, upload, talk.desk)
    await handle(talk.bot, update)
    unasked = talk.api.sent(GROUP)[1:]
    await talk.say("/add", talk.desk, reply_to=update["message"]["message_id"])
    await talk.press("Import", GROUP)

    assert unasked == []
    assert texts(talk, GROUP)[-1].startswith("Imported: 5 events")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"garbage", "This is not a file that I exported."),
        (b'{"format":"dateline/7","records":[\n', "This file was written by a newer version of Dateline."),
        (b'{"format":"dateline/1","records":[\n', "This file stops before its end"),
    ],
)
async def test_a_bad_file_is_refused_in_words(tmp_path: Path, body: bytes, words: str) -> None:
    async with talking(tmp_path) as talk:
        await hand_in(talk, "x.dateline.json", body)

        assert texts(talk)[-1].startswith(words)


async def test_forgetting_asks_first_and_then_leaves_nothing(talk: Talk) -> None:
    await talk.say("/forget")
    asked = texts(talk)[-1]
    await talk.press("Delete everything")
    done = texts(talk)[-1]
    await talk.say("/timeline")

    assert asked.splitlines() == [
        "Delete everything I hold for this chat?",
        "5 events, 3 sources, 3 changes on record. This cannot be undone. You can take a copy first.",
    ]
    assert done.startswith("Deleted: 5 events, 3 sources, 3 changes on record.")
    assert texts(talk)[-1].startswith("The timeline is empty.")


async def test_a_copy_comes_before_and_everything_after(talk: Talk) -> None:
    await talk.say("/forget")
    await talk.press("Send me a copy first")
    _, body = file_of(talk, sent(talk))
    await talk.press("Delete everything")
    await hand_in(talk, "x.dateline.json", body)
    await talk.press("Import")
    await talk.say("/export")

    assert texts(talk)[-1] == "Export Timeline · 5 events, 1 in dispute"


async def test_keeping_takes_the_buttons_away_and_nothing_else(talk: Talk) -> None:
    await talk.say("/forget")
    await talk.press("Keep")
    await talk.say("/export")

    assert texts(talk)[-1] == "Export Timeline · 5 events, 1 in dispute"


async def test_a_stale_press_asks_again_with_what_is_held_now(talk: Talk) -> None:
    await talk.say("/forget")
    button = talk.button("Delete everything")
    await talk.say("On 3 March 2021 the museum was opened in Lisbon by the mayor.")
    await handle(talk.bot, talk.api.people.press(talk.mira, *button))

    shown = next(m for m in talk.api.sent(MIRA) if m["message_id"] == button[0]["message_id"])
    assert shown["text"].splitlines() == [
        "What I hold is not what it was when I asked. Look again, please.",
        "Delete everything I hold for this chat?",
        "6 events, 4 sources, 4 changes on record. This cannot be undone. You can take a copy first.",
    ]
    await talk.press("Delete everything")
    assert texts(talk)[-1].startswith("Deleted: 6 events")


async def test_a_press_from_before_a_deletion_deletes_nothing_new(talk: Talk) -> None:
    await talk.say("/forget")
    old = talk.button("Delete everything")
    await talk.press("Delete everything")
    for name in SAMPLES:
        await talk.say(sample(name).text)
    await talk.say("/forget")
    await handle(talk.bot, talk.api.people.press(talk.mira, *old))
    await talk.say("/export")

    assert texts(talk)[-1] == "Export Timeline · 5 events, 1 in dispute"


async def test_a_chat_without_anything_has_nothing_to_forget(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/forget")

        assert texts(talk)[-1] == "I hold nothing for this chat."


async def test_in_a_group_deleting_and_the_data_are_for_admins(talk: Talk) -> None:
    tomas = talk.api.world.people[TOMAS]
    await talk.say("/allow", talk.desk)
    await talk.say(f"/add {sample().text}", talk.desk)
    await talk.say("/export", talk.desk)
    card, data = talk.button("Data .json", GROUP)
    calendar = talk.button("Calendar .ics", GROUP)
    await handle(talk.bot, talk.api.people.say(tomas, "/forget", talk.desk))
    refused = texts(talk, GROUP)[-1]
    await handle(talk.bot, talk.api.people.press(tomas, card, data))
    refused_too = texts(talk, GROUP)[-1]
    await handle(talk.bot, talk.api.people.press(tomas, *calendar))

    assert refused.startswith("You may not do that in this chat.")
    assert refused_too == refused
    assert file_of(talk, sent(talk, GROUP))[0].endswith(".ics")

    await talk.say("/forget", talk.desk)
    await handle(talk.bot, talk.api.people.press(tomas, *talk.button("Delete everything", GROUP)))
    assert texts(talk, GROUP)[-1] == refused
    await talk.press("Delete everything", GROUP)
    assert texts(talk, GROUP)[-1].startswith("Deleted: 4 events")


async def test_no_file_of_one_chat_holds_a_word_of_another(talk: Talk) -> None:
    await talk.say("/allow", talk.desk)
    await talk.say("/add On 3 March 2021 Mr Canaryman opened the zyxcanary works in Rome.", talk.desk)
    await talk.say("/export")
    for label in LABELS:
        await talk.press(label)

    files = [file_of(talk, m) for m in talk.api.sent(MIRA) if "document" in m]
    assert len(files) == len(LABELS)
    assert [name for name, body in files if b"canary" in body.lower()] == []
    captions: list[Mapping[str, object]] = [m for m in talk.api.sent(MIRA) if "caption" in m]
    assert all("anary" not in json.dumps(m) for m in captions)


async def test_privacy_says_what_is_stored_and_how_to_be_rid_of_it(talk: Talk) -> None:
    await talk.say("/privacy")

    for words in ("What I store", "What I do not store", "/export gives you", "/forget deletes"):
        assert words in texts(talk)[-1]
    assert len(texts(talk)[-1]) < 2_000
