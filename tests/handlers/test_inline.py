"""@bot words: events to share, from the asker's own chats alone; and the links in what was shared."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.intake.poller import ALLOWED
from bot.rendering.inline import Leads
from bot.terminal.botapi import Json
from bot.terminal.botapi.faults import CUT
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.support.bots import handle
from tests.support.telegram_text import parsed

BRIDGE = "date 2021-04-21\n\nThe council of Riga voted on the new bridge on April 20."
FLOOD = "/add A flood destroyed the harbour of Aalen in 2015."


async def asked(talk: Talk, words: str, who: Json | None = None) -> list[Json]:
    """The results of an inline query."""
    call = await answer(talk, words, who)
    found: list[Json] = json.loads(str(call["results"]))
    return found


async def answer(talk: Talk, words: str, who: Json | None = None) -> dict[str, Any]:
    await handle(talk.bot, talk.api.people.ask_inline(who or talk.mira, words))
    return dict([call for call in talk.api.calls if call.method == "answerInlineQuery"][-1].parameters)


def message_of(result: Json) -> str:
    return parsed(result["input_message_content"]["message_text"])[0]


def starts(result: Json) -> list[str]:
    """What its links say behind /start."""
    rows = result["reply_markup"]["inline_keyboard"]
    return [button["url"].partition("?start=")[2] for row in rows for button in row]


async def test_an_event_is_found_and_shared_with_its_source(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        (found,) = await asked(talk, "riga bridge")

        assert found["title"] == "20 Apr 2021 · The council of Riga voted on the new bridge"
        assert found["id"] == f"{MIRA}:1"
        text = message_of(found)
        assert text.startswith("20 Apr 2021 · The council of Riga voted on the new bridge.\nSource: ")
        assert starts(found) == [f"t_{MIRA}", f"e1_{MIRA}"]


async def test_a_dispute_says_who_gives_what(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("date 2021-04-21\n\nQassem Soleimani was assassinated in Baghdad in 2019.")
        await talk.say("date 2020-01-04\n\nQassem Soleimani was assassinated in Baghdad on 3 January 2020.")
        (found,) = await asked(talk, "soleimani")

        text = message_of(found)
        assert "2019 or 3 Jan 2020, disputed" in text
        assert ", gives 2019" in text
        assert ", gives 3 Jan 2020" in text


async def test_the_latest_come_first_and_fifty_at_most(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(
            "\n".join(f"A flood destroyed the harbour of Aalen{n} in {1900 + n}." for n in range(60))
        )
        found = await asked(talk, "")

        assert len(found) == 50
        assert found[0]["title"].startswith("1959 · ")
        assert found[-1]["title"].startswith("1910 · ")


async def test_the_answer_is_for_the_asker_alone_and_soon_forgotten(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        call = await answer(talk, "riga")

        assert call["is_personal"] in (True, "true")
        assert int(str(call["cache_time"])) <= 10


async def test_nothing_found_leads_to_the_bot(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        call = await answer(talk, "atlantis")

        assert json.loads(str(call["results"])) == []
        assert json.loads(str(call["button"]))["start_parameter"] == "inline"


@pytest.mark.parametrize("words", ["31.02.2020", "2021..2015", '"OR', "a" * 256, "\u202e", "* -"])
async def test_whatever_is_typed_is_answered(
    words: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        with caplog.at_level(logging.WARNING):
            await answer(talk, words)

        assert caplog.records == []


async def test_a_group_is_looked_through_for_members_who_handed_something_in(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLOOD, talk.desk)

        assert [one["id"] for one in await asked(talk, "flood")] == [f"{GROUP}:1"]


async def test_who_left_the_group_finds_nothing_of_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLOOD, talk.desk)
        talk.api.world.rooms[GROUP].members[MIRA] = "left"

        assert await asked(talk, "flood") == []


async def test_a_group_that_cannot_be_asked_shows_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLOOD, talk.desk)
        talk.api.world.rooms[GROUP].members.clear()

        assert await asked(talk, "flood") == []


async def test_whether_somebody_is_there_is_not_asked_at_every_letter(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLOOD, talk.desk)
        for words in ("f", "fl", "flo"):
            await asked(talk, words)

        assert [call.method for call in talk.api.calls].count("getChatMember") == 1


async def test_a_stranger_is_told_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        stranger = talk.api.person(99, "Somebody")
        await handle(talk.bot, talk.api.people.ask_inline(stranger, "riga"))

        assert not [call for call in talk.api.calls if call.method == "answerInlineQuery"]


async def test_a_guest_finds_nothing_of_the_owners(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        await talk.say(FLOOD, talk.desk)
        await talk.say(f"/allow {TOMAS}")

        assert await asked(talk, "", talk.api.world.people[TOMAS]) == []


async def test_an_answer_that_comes_too_late_is_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        update = talk.api.people.ask_inline(talk.mira, "riga")
        talk.api.world.questions.clear()
        with caplog.at_level(logging.WARNING):
            await handle(talk.bot, update)

        assert caplog.records == []


async def test_a_link_leads_back_to_the_event(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        (found,) = await asked(talk, "riga")
        timeline, event = starts(found)
        await talk.say(f"/start {event}")
        assert talk.last().startswith("/e1 · The council of Riga voted on the new bridge.")

        await talk.say(f"/start {timeline}")
        assert talk.last().startswith("Timeline · 1 event")


async def test_a_member_reads_a_groups_event_in_private_without_its_buttons(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(FLOOD, talk.desk)
        for start in (f"e1_{GROUP}", f"t_{GROUP}"):
            await talk.say(f"/start {start}")

            assert talk.last().startswith("From Desk, where its numbers count:\n")
            assert "harbour of Aalen" in talk.last()
            assert "reply_markup" not in talk.api.sent(MIRA)[-1]


@pytest.mark.parametrize("start", ["e1_7", "t_7", f"e1_{GROUP}", f"t_{GROUP}", "t_-1", "e1_999999999999999"])
async def test_a_link_shows_nothing_to_others(start: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        await talk.say(FLOOD, talk.desk)
        await talk.say(f"/allow {TOMAS}")
        talk.api.world.rooms[GROUP].members[TOMAS] = "kicked"
        tomas = talk.api.world.people[TOMAS]
        await handle(talk.bot, talk.api.people.say(tomas, f"/start {start}"))

        assert talk.last(TOMAS).startswith("That timeline belongs to another chat")


async def test_a_link_to_a_private_chat_is_not_followed_in_a_group(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        await talk.say(f"/start e1_{MIRA}", talk.desk)

        assert "Riga" not in talk.last(GROUP)


async def test_telegram_out_of_reach_leaves_groups_out(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(BRIDGE)
        await talk.say(FLOOD, talk.desk)
        talk.api.fail("getChatMember", *[CUT] * 9)

        assert [one["id"] for one in await asked(talk, "")] == [f"{MIRA}:1"]


def test_links_fit_into_what_telegram_takes_and_are_read_back() -> None:
    for leads in (Leads(-1009999999999999, 999_999_999), Leads(7, 1), Leads(-5)):
        start = leads.address("dateline_bot").partition("?start=")[2]

        assert len(start) <= 64
        assert start.replace("_", "").replace("-", "").isalnum()
        assert Leads.read(start) == leads


@pytest.mark.parametrize("words", ["", "e4", "e4_", "t_x", "e4_7_8", "t_99999999999999999", "e4_\u0667"])
def test_other_words_lead_nowhere(words: str) -> None:
    assert Leads.read(words) is None


def test_inline_queries_are_asked_for() -> None:
    assert "inline_query" in ALLOWED
