"""Many articles at once: read one after the other, with progress, a way to cancel, a message at the end."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.talk import MIRA, Talk, talking
from tests.support.bots import handle


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk


def articles(count: int) -> bytes:
    lines = [
        {"id": n, "text": f"On {n} March 2021 the council of Corvara approved bridge number {n}."}
        for n in range(1, count + 1)
    ]
    return "\n".join(map(json.dumps, lines)).encode()


async def work(talk: Talk) -> None:
    """Let the long work go to its end, and what it owes be sent."""
    await talk.bot.jobs.round()
    await talk.bot.digests.sending.round()


async def test_a_collection_is_read_with_progress_and_reported_in_a_new_message(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(12) + b"\nnonsense\n")
    await work(talk)

    progress, end = talk.answers()
    assert progress == "Reading march.jsonl…\nRead to the end."
    assert end == (
        "march.jsonl: 12 of 13 read in 1 s\n"
        "12 events new · 0 matched to existing ones\n"
        "\n"
        "Failed\n"
        "• Row 13: there is no text in it."
    )


async def test_undo_all_takes_back_what_a_collection_brought(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(3))
    await work(talk)

    await talk.press("Undo all")
    await talk.say("/timeline")

    assert talk.answers()[-2] == "Taken back: 3 sources."
    assert talk.answers()[-1].startswith("The timeline is empty.")


async def test_cancelled_work_stops_and_keeps_what_was_read(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(40))
    ((chat, job),) = await talk.bot.services.jobs.lease(talk.bot.application.bot.id, 1)
    await talk.bot.services.jobs.advance(chat, job)
    await talk.bot.services.jobs.cancel(chat.id, job.number)
    await talk.bot.services.jobs.recover(talk.bot.application.bot.id)

    await work(talk)

    assert talk.last().startswith("march.jsonl: cancelled after 10 of 40\n10 events new")


async def test_a_press_of_cancel_is_seen_at_once(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(40))
    ((chat, job),) = await talk.bot.services.jobs.lease(talk.bot.application.bot.id, 1)
    await talk.bot.jobs._progress(chat, job)

    await talk.press("Cancel")

    assert talk.last() == "Reading march.jsonl…\nCancelled. What I am reading just now is finished first."
    assert "reply_markup" not in talk.api.sent(MIRA)[-1]


async def test_work_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.send_file("march.jsonl", articles(25))
        ((chat, job),) = await talk.bot.services.jobs.lease(talk.bot.application.bot.id, 1)
        await talk.bot.services.jobs.advance(chat, job)

    async with talking(tmp_path) as talk:
        await talk.bot.services.jobs.recover(talk.bot.application.bot.id)
        await work(talk)

        assert talk.last().startswith("march.jsonl: 25 of 25 read in ")


async def test_the_same_collection_again_says_what_was_here(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(3))
    await work(talk)

    await talk.send_file("march.jsonl", articles(3))
    await work(talk)

    assert "3 sources were here already" in talk.last()


async def test_a_chat_has_only_so_much_work_at_a_time(talk: Talk) -> None:
    for _ in range(6):
        await talk.send_file("march.jsonl", articles(2))

    assert talk.last() == "5 such jobs are at work here already. Wait until one is done, or cancel one."


async def test_a_late_cancel_is_answered(talk: Talk) -> None:
    await talk.send_file("march.jsonl", articles(2))
    ((chat, job),) = await talk.bot.services.jobs.lease(talk.bot.application.bot.id, 1)
    await talk.bot.jobs._progress(chat, job)
    message, data = talk.button("Cancel")
    await talk.bot.services.jobs.recover(talk.bot.application.bot.id)
    await work(talk)

    await handle(talk.bot, talk.api.people.press(talk.mira, message, data))

    assert talk.last() == "That is at its end already."
