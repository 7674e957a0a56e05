"""The bot behind a webhook: nothing that Telegram was told of is lost, whatever happens on the way."""

import asyncio
import re
import socket
import sqlite3
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from itertools import cycle
from pathlib import Path

import pytest

from bot.app.assembly import Dateline, assembled
from bot.app.incoming import come_in, front
from bot.errors import BadSettings, DatabaseBusy
from bot.settings import Settings
from bot.terminal.botapi import BotApi, InProcessRequest
from tests.support.bots import AT_ONCE, SOON, TOKEN, a_process
from tests.support.loopback import loopback
from tests.support.ports import free_port
from tests.support.stores import postgresql_schema

OWNER = 7
WORD = "pass-word_1"


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.webhook.pause = 0.02
    for user in range(OWNER, OWNER + 10):
        api.person(user, f"Mira {user}")
    return api


def at(port: int, scheme: str = "http") -> dict[str, str]:
    """The settings of a bot that listens there itself."""
    address = f"127.0.0.1:{port}"
    return {"WEBHOOK_URL": f"{scheme}://{address}/updates", "WEBHOOK_SECRET": WORD, "LISTEN": address}


@asynccontextmanager
async def at_work(api: BotApi, folder: Path, **environment: str) -> AsyncIterator[Dateline]:
    """A bot in this process, taking updates in."""
    given = {"DATA_DIR": str(folder), "BOT_API_URL": "http://127.0.0.1:1", "ACCESS": "open"}
    settings = Settings.read(given | AT_ONCE | environment)
    async with front(settings) as webhook, assembled(settings, TOKEN, request=InProcessRequest(api)) as bot:
        coming = asyncio.create_task(come_in(bot, webhook))
        try:
            yield bot
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


def say(api: BotApi, number: int) -> None:
    """Something that is answered once, by one of ten people."""
    api.people.say(
        api.world.people[OWNER + number % 10], f"On 2 March {1900 + number} it rained in Town{number}."
    )


async def eventually(condition: Callable[[], bool]) -> None:
    """Return once it holds; looked at again and again."""
    for _ in range(round(SOON / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


async def all_answered(api: BotApi, count: int) -> None:
    await eventually(lambda: not len(api.updates) and len(api.sent()) >= count)


def answered(api: BotApi) -> Counter[str]:
    """How often what was said of each town was answered."""
    return Counter(town for message in api.sent() for town in set(re.findall(r"Town\d+", message["text"])))


def rows(folder: Path, query: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(folder / "dateline.db")) as database:
        return database.execute(query).fetchall()


async def test_what_could_not_be_written_down_comes_again(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_work(api, tmp_path, **at(free_port())) as bot:
        keep, failures = bot.intake._inbox.__class__.keep, iter([True] * 5)

        async def busy(*given: object) -> object:
            if next(failures, False):
                raise DatabaseBusy("another process holds it")
            return await keep(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(bot.intake._inbox.__class__, "keep", busy)
        for number in range(10):
            say(api, number)
        await all_answered(api, 10)
        info = api.webhook.info()
    await api.webhook.close()

    assert info["max_connections"] == 100
    assert info["allowed_updates"][:2] == ["message", "edited_message"]
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert set(answered(api).values()) == {1}


async def test_switching_to_the_webhook_and_back_loses_nothing(api: BotApi, tmp_path: Path) -> None:
    by_webhook = at(free_port())

    for number, way in enumerate(({}, by_webhook, {}, by_webhook)):
        say(api, 2 * number)  # while no bot is there
        async with at_work(api, tmp_path, **way):
            say(api, 2 * number + 1)
            await all_answered(api, 2 * number + 2)
    await api.webhook.close()

    assert len(answered(api)) == 8
    assert set(answered(api).values()) == {1}


async def test_nothing_is_lost_or_applied_twice_when_the_bot_is_killed_before_it_answers(
    api: BotApi, tmp_path: Path
) -> None:
    settings = at(free_port()) | {"ACCESS": "open", "LOG_LEVEL": "debug"}
    async with loopback(api) as address:
        async with a_process(address, tmp_path, **settings) as killed:
            await killed.says("Telegram hands updates over")
            for number in range(40):
                say(api, number)
            await posted(api, 12)
            killed.process.kill()
        async with a_process(address, tmp_path, **settings) as bot:
            await eventually(lambda: rows(tmp_path, DONE) == [(40,)])
            code = await bot.terminated()

    assert code == 0
    assert rows(tmp_path, "SELECT count(*), count(DISTINCT update_id) FROM changes") == [(40, 40)]
    assert WORD not in killed.errors + bot.errors
    assert "rained" not in killed.errors + bot.errors


DONE = "SELECT count(*) FROM inbox WHERE done_at NOT NULL"


async def posted(api: BotApi, count: int) -> None:
    """Return in the middle of things: so many more have been posted, the last of them not answered."""
    until = api.webhook.posts + count
    for _ in range(1_000_000):
        if api.webhook.posts >= until:
            return
        await asyncio.sleep(0)
    raise AssertionError("nothing is posted")


async def test_two_behind_one_address_answer_everything_once(api: BotApi, tmp_path: Path) -> None:
    ways = [at(free_port()), at(free_port())]
    turns = cycle([way["WEBHOOK_URL"] for way in ways])
    api.webhook.leads_to = lambda _: next(turns)
    async with postgresql_schema() as database:
        ways = [way | {"WEBHOOK_URL": "http://both/updates", "DATABASE_URL": database} for way in ways]
        async with at_work(api, tmp_path, **ways[0]), at_work(api, tmp_path, **ways[1]):
            for number in range(30):
                say(api, number)
            await all_answered(api, 30)
        await api.webhook.close()

    assert len(answered(api)) == 30
    assert set(answered(api).values()) == {1}


async def test_the_process_ends_tls_by_itself_with_a_certificate_that_signs_itself(
    api: BotApi, tmp_path: Path
) -> None:
    pair = {"WEBHOOK_CERTIFICATE": f"{tmp_path}/cert.pem", "WEBHOOK_KEY": f"{tmp_path}/key.pem"}
    a_certificate(tmp_path)
    async with at_work(api, tmp_path, **at(free_port(), "https"), **pair):
        say(api, 1)
        await all_answered(api, 1)
        info = api.webhook.info()
    await api.webhook.close()

    assert info["has_custom_certificate"] is True


def a_certificate(folder: Path) -> None:
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 "
        "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
        f"-keyout {folder}/key.pem -out {folder}/cert.pem"
    )
    subprocess.run(command.split(), check=True, capture_output=True)


async def test_an_address_that_is_taken_ends_the_start_with_words(api: BotApi, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(BadSettings, match=f"LISTEN 127.0.0.1:{port} is taken by another process"):
            async with at_work(api, tmp_path, **at(port)):
                pass

    assert api.calls == []
