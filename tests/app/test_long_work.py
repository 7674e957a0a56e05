"""Long work in the process that an operator starts: killed twice in its midst, it reads everything once."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.terminal.botapi import BotApi, Call, Json, Upload
from tests.support.bots import SOON, TOKEN, a_process
from tests.support.loopback import loopback

OWNER, DESK, TOPIC = 7, -100300, 44
ARTICLES = 60
END = "60 of 60 read in "


def collection() -> bytes:
    """Articles that take long enough to read for a kill to come in between."""
    return b"\n".join(json.dumps({"text": _article(n)}).encode() for n in range(ARTICLES))


def _article(number: int) -> str:
    return " ".join(
        f"On {1 + (number + n) % 28} March {2000 + n} the council of Valdora{14 * number + n} approved "
        f"bridge number {14 * number + n}."
        for n in range(14)
    )


class Said:
    """What the bot says, and a way to wait for it."""

    def __init__(self, api: BotApi) -> None:
        self.texts: list[str] = []
        self.threads: set[object] = set()
        self._more = asyncio.Event()
        api.on_call = self._hear

    async def until(self, *words: str, times: int = 1) -> None:
        """Wait until so many messages were said that have one of these words."""
        async with asyncio.timeout(SOON):
            while sum(any(word in text for word in words) for text in self.texts) < times:
                self._more.clear()
                await self._more.wait()

    async def _hear(self, call: Call) -> None:
        if call.method in ("sendMessage", "editMessageText"):
            self.texts.append(str(call.parameters["text"]))
            self._more.set()
        if call.method == "sendMessage":
            self.threads.add(int(str(call.parameters["message_thread_id"])))


async def test_work_that_is_killed_twice_reads_everything_once_and_reports_once(tmp_path: Path) -> None:
    api = BotApi(token=TOKEN)
    mira = api.person(OWNER, "Mira")
    desk = api.group(DESK, "Desk", {OWNER: "creator"})
    topic: Json = {"message_thread_id": TOPIC, "is_topic_message": True}
    file = api.people.send_file(mira, Upload("march.jsonl", collection()), desk, **topic)
    api.people.say(mira, "/add", desk, reply_to=file["message"]["message_id"], **topic)
    said = Said(api)

    async with loopback(api) as address:
        for times in (1, 3):  # once when it has just begun, once when it has gone on for a while
            async with a_process(address, tmp_path) as bot:
                await said.until("to go.", END, times=times)
                bot.process.kill()
        async with a_process(address, tmp_path) as bot:
            await said.until(END)
            await bot.terminated()

    assert sum(END in text for text in said.texts) == 1
    assert said.threads == {TOPIC}
    with closing(sqlite3.connect(tmp_path / "dateline.db")) as database:
        counted = database.execute("SELECT count(*), count(DISTINCT fingerprint) FROM articles").fetchone()
        changes = database.execute("SELECT count(*) FROM changes").fetchone()
    assert (counted, changes) == ((ARTICLES, ARTICLES), (ARTICLES,))
