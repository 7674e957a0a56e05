"""A running bot answers who watches it, from its start until it stops."""

import asyncio
import re
from pathlib import Path

import pytest
from httpx import AsyncClient, Response

from bot.terminal.botapi import BotApi, Call, Fault
from tests.support.bots import SOON, TOKEN, Running, a_process
from tests.support.loopback import loopback
from tests.support.telegram_text import parsed

OWNER = 7


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, parse=lambda text, _: (parsed(text)[0], ()))
    api.person(OWNER, "Mira")
    return api


async def address_of(bot: Running) -> str:
    found = re.search(r"listening on (\S+)", await bot.says("listening on"))
    assert found
    return f"http://{found[1]}"


async def says(asking: AsyncClient, words: str) -> Response:
    """Its first answer with these words."""
    async with asyncio.timeout(SOON):
        while words not in (answer := await asking.get("/readyz")).text:  # noqa: ASYNC110 - nobody else tells
            await asyncio.sleep(0.1)
    return answer


async def test_it_answers_how_it_is_while_it_starts_works_and_stops(api: BotApi, tmp_path: Path) -> None:
    held, go_on = asyncio.Event(), asyncio.Event()

    async def hold_the_answer(call: Call) -> None:
        if call.method == "sendMessage":
            held.set()
            await asyncio.wait_for(go_on.wait(), SOON)

    api.fail("getMe", Fault(502, "Bad Gateway"))
    async with (
        loopback(api) as address,
        a_process(address, tmp_path, LISTEN="127.0.0.1:0") as bot,
        AsyncClient(base_url=await address_of(bot)) as asking,
    ):
        assert (await asking.get("/healthz")).json()["alive"] is True
        starting = await asking.get("/readyz")
        await bot.says("is at work")
        ready = await says(asking, '"ready": true')
        api.on_call = hold_the_answer
        api.people.say(api.world.people[OWNER], "On 3 May 2020 the council met in Riga to vote.")
        await asyncio.wait_for(held.wait(), SOON)
        metrics = (await asking.get("/metrics")).text
        stopped = asyncio.create_task(bot.terminated())
        draining = await says(asking, "it is being stopped")
        go_on.set()
        assert await stopped == 0

    assert starting.status_code == draining.status_code == 503
    assert "starting" in starting.json()["reasons"][0]
    assert {name: check["ok"] for name, check in ready.json()["checks"].items()} == {
        "updates": True,
        "database": True,
        "schema": True,
        "ticks": True,
    }
    for line in (
        'dateline_updates_total{kind="message"} 1.0',
        "dateline_articles_filed_total 1.0",
        "dateline_extraction_seconds_count 1.0",
        "dateline_inbox_updates 1.0",
        "dateline_ready 1.0",
    ):
        assert line in metrics.splitlines()
    assert "council" not in metrics
    assert str(OWNER) not in re.findall(r'"([^"]*)"', metrics)
