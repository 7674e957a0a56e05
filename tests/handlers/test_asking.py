"""Questions to the bot: timeline, summary, reasons, sources; their buttons; groups; what goes wrong."""

import logging
import re
from pathlib import Path

import pytest
from telegram.error import BadRequest

from bot.handlers.queries import KIND
from bot.rendering.messages import STALE
from bot.rendering.timeline import PAGE
from bot.terminal.botapi import Call, blocked, moved, refused
from bot.terminal.botapi.faults import CUT_AFTER
from tests.handlers.talk import GROUP, MIRA, Talk, talking
from tests.support.bots import handle

ARTICLE = "date 2021-04-21\n\nThe council of Riga voted on the new bridge on April 20."
PLACES = (
    *("Aalen", "Bonn", "Celle", "Dachau", "Essen", "Fulda", "Gera"),
    *("Halle", "Ilmenau", "Jena", "Kassel", "Lindau", "Minden", "Neuss"),
)


async def a_chronicle(talk: Talk, count: int) -> None:
    """Events of as many years, each with words of its own."""
    lines = [f"A flood destroyed the harbour of {PLACES[n]} in {2000 + n}." for n in range(count)]
    await talk.say("\n".join(lines))


async def test_start_says_what_the_bot_does_and_offers_a_sample(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/start")
        await talk.press("Try it with a sample article")
        await talk.say("/timeline Syria 2015")

        assert talk.answers()[0].startswith("Timeline briefings\n")
        assert "2019 · Qassem Soleimani was assassinated in Baghdad." in talk.answers()[1]
        assert "Sep · Russia began its military intervention in Syria." in talk.last()


async def test_a_deep_link_leads_to_an_event(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        await talk.say("/start e1")

        assert talk.last().startswith("/e1 · The council of Riga voted on the new bridge.")


@pytest.mark.parametrize("asked", ["/why e1", "/why 1", "/WHY E1", "/e1", "/e1@dateline_bot", "/why /e1"])
async def test_why_is_asked_in_many_ways(asked: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        await talk.say(asked)

        assert "Read as 20 Apr 2021" in talk.last()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/why e999", "There is no event e999 in this chat.\n/timeline shows the number behind each event."),
        ("/e999", "There is no event e999 in this chat.\n/timeline shows the number behind each event."),
        ("/why", "Which event? Say its number, for example /why e4.\n"),
        ("/why <b>", "Which event? Say its number, for example /why e4.\n"),
        ("/frobnicate now", "I do not know /frobnicate.\n/help lists what I can do."),
        ("/timeline 31.02.2020", "“31.02.2020” is not a date."),
        ("/timeline 2021..2015", "“2021..2015” runs backwards"),
        ("/timeline", "The timeline is empty.\n"),
        ("/timeline Atlantis", "I have no event for Atlantis.\n"),
        ("/summary", "The timeline is empty.\n"),
        ("/sources", "No sources yet.\n"),
        ("/undo", "There is nothing left to undo."),
    ],
)
async def test_what_cannot_be_answered_is_said_with_what_to_do(
    asked: str, answer: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        with caplog.at_level(logging.WARNING):
            await talk.say(asked)

        assert len(talk.answers()) == 1
        assert talk.last().startswith(answer)
        assert caplog.records == []


async def test_a_long_timeline_is_paged_in_place(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_chronicle(talk, PAGE + 2)
        await talk.say("/timeline")
        first = talk.last()
        await talk.press("Newer ›")
        second = talk.last()
        await talk.press("‹ Older")

        assert "harbour of Aalen" in first
        assert "harbour of Aalen" not in second
        assert "harbour of Neuss" in second
        assert talk.last() == first
        assert len(talk.answers()) == 2


async def test_a_page_survives_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_chronicle(talk, PAGE + 2)
        await talk.say("/timeline flood")
        message, data = talk.button("Newer ›")
    async with talking(tmp_path) as talk:
        press = talk.api.people.press(talk.mira, message, data)
        await handle(talk.bot, press | {"update_id": 900})

        edits = [call.parameters["text"] for call in talk.api.calls if call.method == "editMessageText"]
        assert "harbour of Neuss" in str(edits[0])


async def test_a_page_is_sent_before_its_buttons_are_kept(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_chronicle(talk, PAGE + 2)
        kept: list[bool] = []

        async def look(call: Call) -> None:
            if call.method == "sendMessage":
                view = int(re.findall(r"newer:(\d+):", str(call.parameters["reply_markup"]))[0])
                kept.append(await talk.bot.services.views.get(MIRA, view, KIND) is not None)

        talk.api.on_call = look
        await talk.say("/timeline")
        await talk.press("Newer ›")

        assert kept == [False]
        assert "harbour of Neuss" in talk.last()


async def test_pressing_what_changes_nothing_is_no_error(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_chronicle(talk, PAGE + 2)
        await talk.say("/timeline")
        message, data = talk.button("Newer ›")
        for _ in range(2):
            await handle(talk.bot, talk.api.people.press(talk.mira, message, data))

        assert len(talk.answers()) == 2
        assert talk.toasts() == [None, None]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        *((data, STALE) for data in ("", "nonsense", "older:1", "undo:x", "undo:99999999999999999999")),
        ("older:999:1", "That page is no longer kept."),
        ("why:999:1", "There is no event e999 in this chat."),
    ],
)
async def test_a_forged_or_stale_button_is_answered(
    data: str, answer: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/help")
        with caplog.at_level(logging.WARNING):
            await handle(talk.bot, talk.api.people.press(talk.mira, talk.api.sent(MIRA)[-1], data))

        assert talk.toasts() == ([STALE] if answer is STALE else [None])
        assert answer is STALE or talk.last().startswith(answer)
        assert caplog.records == []


async def test_a_press_is_answered_before_the_work(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        await talk.press("Undo")

        methods = [call.method for call in talk.api.calls]
        assert methods[-2:] == ["answerCallbackQuery", "editMessageText"]


async def test_a_press_that_is_too_old_to_answer_is_still_done(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        talk.api.fail("answerCallbackQuery", refused("query is too old and response timeout expired"))
        await talk.press("Undo")

        assert talk.last().startswith("Taken back: [A] ")


async def test_undo_under_an_answer_takes_it_back_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        message, data = talk.button("Undo")
        for _ in range(2):
            await handle(talk.bot, talk.api.people.press(talk.mira, message, data))
        await talk.say("/timeline")

        assert talk.answers()[0].startswith("Taken back: [A] ")
        assert talk.answers()[1].startswith("That change was taken back already.")
        assert talk.last().startswith("The timeline is empty.")


async def test_a_message_that_cannot_be_edited_is_answered_anew(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        talk.api.fail("editMessageText", refused("message can't be edited"))
        await talk.press("Undo")

        assert talk.last().startswith("Taken back: [A] ")
        assert len(talk.answers()) == 2


async def test_a_summary_becomes_longer_and_shorter_in_place(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_chronicle(talk, PAGE + 2)
        await talk.say("/summary flood")
        usual = talk.last()
        await talk.press("Longer")
        longer = talk.last()
        await talk.press("Shorter")

        assert len(longer) > len(usual)
        assert talk.last() == usual
        assert len(talk.answers()) == 2


async def test_sources_are_paged_in_place(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for place in PLACES[:12]:
            await talk.say(f"A flood destroyed the harbour of {place} in 2015.")
        await talk.say("/sources")
        first = talk.last()
        await talk.press("Older ›")

        assert first.startswith("12 sources, newest first\n\n[L] ")
        assert "[A] “A flood destroyed the harbour of Aalen in 2015.”" in talk.last()


async def test_a_group_is_answered_only_when_it_asks(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for text in ("Hello all", ARTICLE, "/timeline@otherbot", "/e1@otherbot", "/frobnicate", "/e1x"):
            await talk.say(text, talk.desk)

        assert talk.answers(GROUP) == []


async def test_a_group_is_answered_in_the_topic_and_in_reply(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        asked = await talk.say(
            "/timeline@dateline_bot", talk.desk, message_thread_id=5, is_topic_message=True
        )

        (answer,) = talk.api.sent(GROUP)
        assert answer["message_thread_id"] == 5
        assert answer["reply_to_message"]["message_id"] == asked["message_id"]


async def test_a_thread_that_is_no_topic_is_left_alone(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timeline", talk.desk, message_thread_id=5)

        assert "message_thread_id" not in talk.api.sent(GROUP)[0]


async def test_the_bot_says_hello_when_its_owner_adds_it_to_a_group(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.world.rooms[GROUP].members[talk.api.world.me["id"]] = "left"
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "member", talk.desk))

        assert talk.last(GROUP).startswith("Hello. I keep a dated, sourced timeline for this chat.")


async def test_an_answer_that_may_have_arrived_is_not_sent_twice(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.fail("sendMessage", CUT_AFTER)
        await talk.say("/help")

        assert len(talk.answers()) == 1


async def test_a_user_who_blocked_the_bot_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        talk.api.fail("sendMessage", blocked())
        with caplog.at_level(logging.WARNING):
            await talk.say("/help")

        assert caplog.records == []


async def test_a_press_by_somebody_who_then_blocked_the_bot_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        talk.api.fail("editMessageText", blocked())
        with caplog.at_level(logging.WARNING):
            await talk.press("Undo")
        await talk.say("/timeline")

        assert caplog.records == []
        assert talk.last().startswith("The timeline is empty.")


async def test_a_group_that_became_a_supergroup_is_answered_there(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.group(-100400, "Desk", {MIRA: "creator"})
        talk.api.fail("sendMessage", moved(-100400))
        await talk.say("/timeline", talk.desk)

        assert talk.last(-100400).startswith("The timeline is empty.")


async def test_what_nobody_foresaw_is_told_kindly_and_logged_with_its_ids(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        talk.api.fail("sendMessage", refused("something Telegram has never said"))
        await talk.say("/help")

        assert talk.last().startswith("Something went wrong on my side.")
        (record,) = [r for r in caplog.records if r.name == "bot.handlers.errors"]
        assert record.getMessage().endswith(f"in chat {MIRA} failed")
        assert record.exc_info is not None
        assert isinstance(record.exc_info[1], BadRequest)
