"""People correct what was read: by command, by button, in private and in groups."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import stopped_at
from bot.terminal.botapi import BotApi, Json
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.telegram_text import parsed

MIRA, TOMAS, GROUP = 7, 8, -100300
AFTERNOON = datetime(2021, 4, 22, 14, 22, tzinfo=UTC)
VISIT = "General Arif Demir visited Oslo in 2015, and Colonel Ada Lund resigned on 3 May 2019 in Bergen."


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, parse=lambda text, _: (parsed(text)[0], ()))
    api.person(MIRA, "Mira")
    api.person(TOMAS, "Tomas")
    api.group(GROUP, "Desk", {MIRA: "creator", TOMAS: "member"})
    return api


def says(api: BotApi, who: int, text: str, where: int | None = None, **more: Any) -> Json:
    group = api.world.rooms[where].facts if where else None
    return api.people.say(api.world.people[who], text, group, **more)


def presses(api: BotApi, who: int, label: str, where: int) -> Json:
    """A press of the newest button that is labelled so."""
    for message in reversed(api.sent(where)):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return api.people.press(api.world.people[who], message, button["callback_data"])
    raise AssertionError(f"no button {label!r}")


def last(api: BotApi, chat: int) -> str:
    text: str = api.sent(chat)[-1]["text"]
    return text


def texts(api: BotApi, chat: int) -> Sequence[str]:
    return [message["text"] for message in api.sent(chat)]


async def test_a_date_is_corrected_and_put_back(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", clock=stopped_at(AFTERNOON)) as bot:
        await handle(bot, says(api, MIRA, VISIT))
        await handle(bot, says(api, MIRA, "/edit e1 about 2016"))
        corrected = last(api, MIRA)
        await handle(bot, presses(api, MIRA, "Undo", MIRA))
        await handle(bot, says(api, MIRA, "/timeline"))

    assert corrected.startswith("Changed:\n2015 → about 2016 · ")
    assert "Chosen by Mira, 14:22 UTC. 2015 stays on record as what [A] wrote." in corrected
    assert "2015\n2015 · " in last(api, MIRA)


async def test_a_reply_to_the_card_is_the_new_headline(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, VISIT), says(api, MIRA, "/edit e1"))
        card = api.sent(MIRA)[-1]
        await handle(bot, says(api, MIRA, "Demir in Oslo", reply_to=card["message_id"]))

    assert card["text"].startswith("Edit /e1\n")
    assert "Demir in Oslo." in last(api, MIRA)


async def test_a_member_may_not_delete_but_suggest_and_an_admin_may(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(bot, says(api, MIRA, f"/add {VISIT}", GROUP))
        await handle(bot, says(api, TOMAS, "/delete e1", GROUP))
        refused = last(api, GROUP)
        await handle(bot, presses(api, TOMAS, "Suggest deleting /e1", GROUP))
        await handle(bot, presses(api, TOMAS, "Delete it", GROUP))
        still_refused = last(api, GROUP)
        await handle(bot, presses(api, MIRA, "Delete it", GROUP))

    assert refused == "Only admins can delete in this chat. You can suggest it instead."
    assert still_refused == refused
    assert last(api, GROUP).startswith("Deleted:\n")


async def test_a_member_may_say_when_something_came_out_where_nothing_else_does(
    api: BotApi, tmp_path: Path
) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(bot, says(api, MIRA, f"/add {VISIT}", GROUP))
        await handle(bot, says(api, TOMAS, "/published A 12 Apr 2021", GROUP))
        taken = last(api, GROUP)
        await handle(bot, says(api, TOMAS, "/published A 13 Apr 2021", GROUP))
        refused = last(api, GROUP)
        await handle(bot, says(api, MIRA, "/published A 14 Apr 2021", GROUP))

    assert "published 12 Apr 2021" in taken
    assert refused == "Only admins can correct events in this chat."
    assert "published 14 Apr 2021" in last(api, GROUP)


async def test_admins_may_let_everyone_correct(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(bot, says(api, MIRA, f"/add {VISIT}", GROUP), says(api, MIRA, "/settings", GROUP))
        await handle(bot, presses(api, TOMAS, "Let everyone correct", GROUP))
        refused = last(api, GROUP)
        await handle(bot, presses(api, MIRA, "Let everyone correct", GROUP))
        await handle(bot, says(api, TOMAS, "/delete e1", GROUP))

    assert refused.startswith("You may not do that in this chat.")
    assert last(api, GROUP).startswith("Deleted:\n")


async def test_members_undo_their_own_changes_alone(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(bot, says(api, MIRA, f"/add {VISIT}", GROUP), says(api, TOMAS, "/undo", GROUP))
        refused = last(api, GROUP)
        await handle(bot, says(api, TOMAS, "/add In 1999 the tower of Wels burnt down.", GROUP))
        await handle(bot, says(api, TOMAS, "/undo", GROUP))

    assert refused.startswith("You may not do that in this chat.")
    assert last(api, GROUP).startswith("Taken back:")


async def test_two_events_become_one_and_what_is_in_dispute_is_settled(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", clock=stopped_at(AFTERNOON)) as bot:
        await handle(bot, says(api, MIRA, VISIT), says(api, MIRA, "/merge e1 e2"))
        merged = last(api, MIRA)
        await handle(bot, says(api, MIRA, "/disputed"))
        disputed = last(api, MIRA)
        await handle(bot, presses(api, MIRA, "Use 2015", MIRA))
        settled = last(api, MIRA)
        await handle(bot, says(api, MIRA, "/disputed"), says(api, MIRA, "/history e1"))

    assert merged.startswith("Merged:\n")
    assert disputed.startswith("1 event in dispute\n")
    assert settled.startswith("Settled: /e1 is 2015\n")
    assert "Chosen by Mira, 14:22 UTC. 3 May 2019 stays on record as what [A] wrote." in settled
    assert texts(api, MIRA)[-2].startswith("Nothing is in dispute.")
    assert texts(api, MIRA)[-1].startswith("History of /e1\n")


async def test_what_an_article_brought_is_reviewed_one_by_one(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, VISIT))
        await handle(bot, presses(api, MIRA, "Review", MIRA))
        first = last(api, MIRA)
        await handle(bot, presses(api, MIRA, "Next ›", MIRA))

    assert first.startswith("1 of 2\n")
    assert last(api, MIRA).startswith("2 of 2\n")


async def test_a_source_is_removed_with_its_button(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, VISIT), says(api, MIRA, "/sources"))
        await handle(bot, presses(api, MIRA, "Remove A", MIRA))
        removed = last(api, MIRA)
        await handle(bot, says(api, MIRA, "/timeline"))

    assert removed.startswith("2 events gone")
    assert last(api, MIRA).startswith("The timeline is empty.")


async def test_the_publication_date_is_asked_for_only_where_it_matters(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", clock=stopped_at(AFTERNOON)) as bot:
        await handle(bot, says(api, MIRA, "The old dam of Wels broke yesterday after days of rain."))
        asked = last(api, MIRA)
        await handle(bot, presses(api, MIRA, "Another day…", MIRA))
        card = api.sent(MIRA)[-1]
        await handle(bot, says(api, MIRA, "11 May 2019", reply_to=card["message_id"]))

    assert "Is that right?" in asked
    assert card["text"].startswith("When was [A] published?")
    assert "10 May 2019 · " in last(api, MIRA)


@pytest.mark.parametrize(
    "words",
    ["/edit", "/edit e999 2015", "/delete", "/delete e999", "/merge e1", "/merge e1 e1", "/split e1",
     "/history", "/history e999", "/published", "/published A never", "/published Z 12 Apr 2021"],
)  # fmt: skip
async def test_what_cannot_be_done_is_told_with_the_next_step(
    api: BotApi, tmp_path: Path, words: str
) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, VISIT), says(api, MIRA, words))
        timeline = await bot.services.changes.outcome(MIRA, 1)

    answer = last(api, MIRA)
    assert len(api.sent(MIRA)) == 2
    assert "went wrong" not in answer
    assert len(timeline.added) + len(timeline.matched) == 2


DEATH = "General Arif Demir visited Oslo in 2015. He was assassinated in Riga in 2019."
OTHER_DEATH = "General Arif Demir was assassinated in Riga on 3 January 2020."


def labels(api: BotApi, chat: int, beginning: str) -> list[str]:
    """The buttons below the newest message that begins so."""
    message = next(m for m in reversed(api.sent(chat)) if m["text"].startswith(beginning))
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_a_dispute_is_left_and_settled_later(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(
            bot, says(api, MIRA, f"/add {DEATH}", GROUP), says(api, MIRA, f"/add {OTHER_DEATH}", GROUP)
        )
        offered = labels(api, GROUP, "Two sources disagree on /e2\n")
        await handle(bot, presses(api, TOMAS, "Leave as disputed", GROUP))
        refused, still = last(api, GROUP), labels(api, GROUP, "Two sources disagree on /e2\n")
        await handle(bot, presses(api, MIRA, "Leave as disputed", GROUP))
        left = labels(api, GROUP, "Two sources disagree on /e2\n")
        await handle(bot, says(api, MIRA, "/why e2", GROUP))
        await handle(bot, presses(api, MIRA, "Use 2019", GROUP))

    assert offered == [
        "Use 3 Jan 2020",
        "Use 2019",
        "Leave as disputed",
        "Different events",
        "Review",
        "Undo",
    ]
    assert refused.startswith("Only admins can")
    assert still == offered
    assert left == ["Review", "Undo"]
    assert last(api, GROUP).startswith("Settled: /e2 is 2019\n")


async def test_what_was_decided_by_others_cannot_be_pressed_again(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, DEATH), says(api, MIRA, OTHER_DEATH))
        stale = presses(api, MIRA, "Use 2019", MIRA)
        await handle(bot, says(api, MIRA, "/edit e2 3 Jan 2020"), stale)

    assert last(api, MIRA).startswith("/e2 is no longer disputed in that way")
    assert labels(api, MIRA, "Two sources disagree on /e2\n") == ["Review", "Undo"]


async def test_undo_says_what_it_took_back_and_what_stands_now(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, says(api, MIRA, VISIT), says(api, MIRA, "/edit e1 about 2016"))
        await handle(bot, says(api, MIRA, "/edit e1 about 2016"))
        again = last(api, MIRA)
        await handle(bot, says(api, MIRA, "/undo"))

    assert again == "That is decided already. Nothing changed."
    assert last(api, MIRA).startswith("Taken back: the correction of e1. 1 event is as before.\n2015 · ")


@pytest.mark.parametrize(
    ("sender", "answer"),
    [
        ({"id": GROUP, "type": "supergroup", "title": "Desk"}, "Changed:\n2015 → 2017 · "),
        ({"id": -100999, "type": "channel", "title": "Linked"}, "Only admins can correct events"),
    ],
)
async def test_who_writes_in_the_name_of_the_group_is_an_admin_and_of_a_channel_nobody(
    api: BotApi, tmp_path: Path, sender: Json, answer: str
) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7", ACCESS="open") as bot:
        await handle(bot, says(api, MIRA, f"/add {VISIT}", GROUP))
        update = says(api, TOMAS, "/edit e1 2017", GROUP)
        update["message"] |= {
            "sender_chat": sender,
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        }
        await handle(bot, update)

    assert last(api, GROUP).startswith(answer)
