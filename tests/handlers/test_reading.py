"""Texts that are handed in: pasted, cut into parts, forwarded, edited, pointed at, sent as files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.terminal.botapi import Json, Origin, Upload, refused
from bot.terminal.botapi.faults import Fault
from tests.handlers.talk import GROUP, MIRA, TOMAS, talking
from tests.support.bots import handle

ARTICLE = "date 2021-04-21\n\nThe council of Riga voted on the new bridge on April 20."
POSTED = int(datetime(2021, 3, 17, 23, 30, tzinfo=UTC).timestamp())


async def test_a_pasted_article_becomes_events(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)

        assert talk.last().startswith("1 event added\nSource [A] ")
        assert "20 Apr 2021 · The council of Riga voted on the new bridge." in talk.last()


async def test_the_same_article_again_changes_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        await talk.say(ARTICLE)

        assert "added by Mira on 22 Apr 2021. Nothing changed." in talk.last()


async def test_a_paste_that_telegram_cut_is_read_as_one_text(tmp_path: Path) -> None:
    text = "date 2021-04-21\n\n" + "Nothing of note was said about it by anybody at all. " * 80
    first, second = text[:4096], text[4096:] + " The council voted on April 20."
    async with talking(tmp_path) as talk:
        updates = [talk.api.people.say(talk.mira, part) for part in (first, second)]
        await handle(talk.bot, *updates)

        assert len(talk.answers()) == 1
        assert "20 Apr 2021 · The council voted." in talk.last()


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        (
            Origin.channel(
                {"id": -1001, "type": "channel", "title": "Example Channel", "username": "examplechannel"},
                812,
                POSTED,
            ),
            "[A] Example Channel",
        ),
        (
            Origin.chat({"id": -1002, "type": "supergroup", "title": "Example Group"}, POSTED),
            "[A] Example Group",
        ),
        (
            Origin.user({"id": 9, "is_bot": False, "first_name": "Jana", "last_name": "K"}, POSTED),
            "[A] Jana K",
        ),
        (Origin.hidden_user("Somebody", POSTED), "[A] Somebody"),
    ],
)
async def test_a_forwarded_post_is_read_with_its_own_date_and_name(
    origin: Json, source: str, tmp_path: Path
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("The council voted on the new bridge on Monday.", origin=origin)

        assert f"Source {source}, published 17 Mar 2021 (date of the original post)" in talk.last()
        assert "15 Mar 2021 · The council voted on the new bridge." in talk.last()


async def test_a_post_of_a_public_channel_is_linked(tmp_path: Path) -> None:
    channel = {"id": -1001, "type": "channel", "title": "Example Channel", "username": "examplechannel"}
    async with talking(tmp_path) as talk:
        await talk.say("The council voted on Monday.", origin=Origin.channel(channel, 812, POSTED))

        (sent,) = [call for call in talk.api.calls if call.method == "sendMessage"]
        assert '<a href="https://t.me/examplechannel/812">[A] Example Channel</a>' in str(
            sent.parameters["text"]
        )


async def test_a_picture_with_a_caption_is_read_for_its_caption(tmp_path: Path) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    async with talking(tmp_path) as talk:
        update = talk.api.people.say(talk.mira, "", photo=photo, caption=ARTICLE)
        del update["message"]["text"]
        await handle(talk.bot, update)

        assert "1 event added" in talk.last()


async def test_an_album_without_words_is_answered_once(tmp_path: Path) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    async with talking(tmp_path) as talk:
        for _ in range(3):
            update = talk.api.people.say(talk.mira, "", photo=photo, media_group_id="album")
            del update["message"]["text"]
            await handle(talk.bot, update)

        assert talk.answers() == ["I cannot read pictures.\nPaste the text, or send it as a .txt file."]


async def test_an_edited_message_is_read_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        message = await talk.say(ARTICLE)
        await handle(talk.bot, talk.api.people.edit(message, ARTICLE.replace("April 20", "April 19")))
        await talk.say("/timeline")

        assert talk.answers()[1].startswith("Read again: ")
        assert "19 Apr · The council of Riga voted on the new bridge." in talk.last()
        assert "20 Apr" not in talk.last()


async def test_an_edit_that_changes_no_words_is_not_worth_a_message(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        message = await talk.say(ARTICLE)
        await handle(talk.bot, talk.api.people.edit(message, ARTICLE))

        assert len(talk.answers()) == 1


async def test_a_message_that_could_not_be_read_is_read_when_edited(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        message = await talk.say("hello")
        await handle(talk.bot, talk.api.people.edit(message, ARTICLE))

        assert talk.last().startswith("1 event added")


async def test_an_edited_command_is_not_done_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        message = await talk.say("/undo")
        await handle(talk.bot, talk.api.people.edit(message, "/undo please"))

        assert len(talk.answers()) == 2


async def test_a_reply_with_add_reads_the_message_in_a_group(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        tomas = talk.api.world.people[TOMAS]
        news = talk.api.people.say(tomas, ARTICLE, talk.desk)["message"]
        await talk.say("/add", talk.desk, reply_to=news["message_id"])

        assert "1 event added" in talk.last(GROUP)
        assert talk.answers(MIRA) == []


async def test_a_text_behind_add_is_read(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/add The council of Riga voted on 3 March 2021.", talk.desk)

        assert "3 Mar 2021 · The council of Riga voted." in talk.last(GROUP)


async def test_add_alone_says_how(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/add", talk.desk)

        assert talk.last(GROUP) == (
            "Tell me what to read: reply to a message with /add.\n"
            "Or put the text behind it: /add On 3 March 2021 the council …."
        )


async def test_add_to_a_message_of_the_bot_says_so(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/help")
        await talk.say("/add", reply_to=talk.api.sent(MIRA)[-1]["message_id"])

        assert talk.last().startswith("That is a message of mine.")


def a_file(name: str, body: bytes) -> Upload:
    return Upload(name, body, "application/octet-stream")


@pytest.mark.parametrize(
    "body", [ARTICLE.encode(), ARTICLE.encode("utf-16"), b"\xef\xbb\xbf" + ARTICLE.encode()]
)
async def test_a_text_file_is_read(body: bytes, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await handle(talk.bot, talk.api.people.send_file(talk.mira, a_file("bridge.txt", body)))

        assert talk.last().startswith("1 event added\nSource [A] bridge.txt, published 21 Apr 2021")


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (a_file("x.txt", b"\x00\xff\xfe\x80" * 200), "That is not text I can read"),
        (a_file("x.txt", b"\x00" * 200), "That file is empty."),
        (a_file("x.txt", b" "), "That file is empty."),
        (a_file("x.pdf", b"%PDF"), "I cannot read that kind of file."),
    ],
)
async def test_a_file_that_cannot_be_read_gets_a_sentence(upload: Upload, words: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await handle(talk.bot, talk.api.people.send_file(talk.mira, upload))

        assert talk.last().startswith(words)


async def test_a_file_too_large_to_fetch_is_told_before_it_is_tried(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        update = talk.api.people.send_file(talk.mira, a_file("x.txt", b"x"))
        update["message"]["document"]["file_size"] = 21_000_000
        await handle(talk.bot, update)

        assert talk.last().startswith("That file is larger than 20 MB")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (refused("file is too big"), "That file is larger than 20 MB"),
        (refused("wrong file_id or the file is temporarily unavailable"), "Telegram did not let me fetch"),
    ],
)
async def test_a_file_that_telegram_keeps_gets_a_sentence(fault: Fault, words: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.fail("getFile", fault)
        await handle(talk.bot, talk.api.people.send_file(talk.mira, a_file("x.txt", b"x")))

        assert talk.last().startswith(words)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("…", "There is nothing to read in that: it has no words."),
        ("ok, thanks", "That is too short for me to find an event in."),
        ("教宗星期一去世", "I found no dated event in that text."),
        ("hello", "That is too short for me to find an event in."),
        ("x" * 5_000, "I found no dated event in that text."),
        ("There is no date of any kind in these words.", "I found no dated event in that text."),
        ("On 31.02.2020 nothing at all happened in here.", "I found no dated event in that text."),
    ],
)
async def test_a_text_without_events_is_answered_kindly(text: str, answer: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(text)

        assert len(talk.answers()) == 1
        assert talk.last().startswith(answer)


@pytest.mark.parametrize("news", ["Bridge opened 3 May 2019.", "Chancellor resigned yesterday."])
async def test_news_of_a_few_words_are_read(news: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(news)

        assert talk.last().startswith("1 event added")


@pytest.mark.parametrize("year", ["0", "99999", "0000", "-5"])
async def test_a_year_outside_of_the_calendar_is_no_date(year: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"date 2021-04-21\n\nThe council of Riga voted on the bridge in {year}.")
        await talk.say("/timeline")

        assert "1 event\n" in talk.last()
        assert "21 Apr, reported" in talk.last()


async def test_marks_that_look_like_markup_or_turn_the_line_are_harmless(tmp_path: Path) -> None:
    text = "The <b>bold</b> & \u202e\u0645\u062f\u0631\u0633\u0629 council voted on 20 April 2021 in Riga."
    async with talking(tmp_path) as talk:
        await talk.say(text)
        await talk.say("/timeline")
        await talk.say("/why e1")

        assert talk.answers()[0].startswith("1 event added")
        assert all("\u202e" not in answer for answer in talk.answers())
        assert "<b>bold</b> &" in talk.last()
