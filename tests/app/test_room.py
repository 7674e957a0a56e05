"""Without room on the disk nothing is lost or half stored, and what is there can be asked for."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import Dateline
from bot.errors import DatabaseFull, StorageError
from bot.intake import shelf
from bot.terminal.botapi import BotApi, Call, Json
from storage.articles import Articles
from tests.support.bots import SOON, TOKEN, a_bot, handle
from tests.support.stores import postgresql_schema
from tests.support.telegram_text import parsed

OWNER = 7
RAIN = "On 3 March 2019 it rained in Tolva."
NO_ROOM = "There is no room left to store this: the bot's operator has to free some space.\n"
KEPT = "I keep your message and try again by myself. What is there already can be asked for."


class Said:
    """What the bot said, and when it has said so much."""

    def __init__(self) -> None:
        self.api = BotApi(token=TOKEN, parse=lambda markup, _: (parsed(markup)[0], ()))
        self.api.person(OWNER, "Mira")
        self._more = asyncio.Event()
        self.api.on_call = self._look

    def says(self, words: str) -> Json:
        return self.api.people.say(self.api.world.people[OWNER], words)

    @property
    def lines(self) -> list[str]:
        """The beginning of each message."""
        return [message["text"].partition("\n")[0] for message in self.api.sent(OWNER)]

    async def reach(self, count: int) -> None:
        async with asyncio.timeout(SOON):
            while len(self.lines) < count:
                self._more.clear()
                await self._more.wait()

    async def _look(self, _: Call) -> None:
        asyncio.get_running_loop().call_soon(self._more.set)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    for name in ("FIRST", "LONGEST"):
        monkeypatch.setattr(shelf, name, 0.02)
    return Said()


FULL_SERVER = (
    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$",
    "CREATE TRIGGER no_room BEFORE INSERT ON articles EXECUTE FUNCTION no_room()",
)


@asynccontextmanager
async def without_room(bot: Dateline, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Articles cannot be stored; small rows can."""
    engine = bot.services.chats.store._writer
    if engine.dialect.name == "sqlite":

        async def full(*_: object) -> None:
            raise DatabaseFull("dateline.db: the disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(Articles, "add", full)
            yield
        return
    async with engine.begin() as connection:
        for statement in FULL_SERVER:
            await connection.execute(text(statement))
    yield
    async with engine.begin() as connection:
        await connection.execute(text("DROP TRIGGER no_room ON articles"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/dateline.db"
        return
    async with postgresql_schema() as url:
        yield url


async def test_what_there_is_no_room_for_is_kept_and_read_once_there_is(
    said: Said, tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bot(said.api, tmp_path, OWNER_IDS="7", DATABASE_URL=database) as bot:
        async with without_room(bot, monkeypatch):
            await bot.intake.take([said.says(RAIN)])
            await said.reach(1)
            async with bot.services.chats.store.read() as tx:
                pending = await tx.inbox.pending(int(TOKEN.partition(":")[0]))
                held = await tx.portable.holds(OWNER)
            await asyncio.sleep(0.1)  # tried again some times meanwhile
        await said.reach(2)
        await bot.intake.stored()
        await asyncio.wait_for(bot.intake.idle(), SOON)
        async with bot.services.chats.store.read() as tx:
            left = await tx.inbox.pending(int(TOKEN.partition(":")[0]))

    assert said.api.sent(OWNER)[0]["text"] == NO_ROOM + KEPT
    assert said.lines[1:] == ["1 event added"]
    assert held.keys() <= {"chats"}
    assert (len(pending), left) == (1, [])


async def test_meanwhile_the_bot_answers_what_is_asked(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bot(said.api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, said.says("On 1 May 2010 a ferry sank on the river Tol."))
        async with without_room(bot, monkeypatch):
            await handle(bot, said.says(RAIN))
            await handle(bot, said.says("/timeline"))
        await bot.intake.stored()

    assert said.lines == ["1 event added", NO_ROOM.strip(), "Timeline · 1 event", "1 event added"]


async def test_with_no_room_for_the_update_itself_reading_still_works(said: Said, tmp_path: Path) -> None:
    async with a_bot(said.api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, said.says("On 1 May 2010 a ferry sank on the river Tol."))
        engine = bot.services.chats.store._writer
        async with engine.connect() as connection:
            pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
            await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        updates = [said.says(f"{RAIN} " + "It rained on and on. " * 3_000), said.says("/timeline")]
        for _ in range(3):  # as often as Telegram is asked, it hands out the same
            with pytest.raises(StorageError, match="the disk is full"):
                await bot.intake.take(updates)
            await bot.intake.idle()
        full = list(said.lines)
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        await handle(bot, *updates)

    assert full == ["1 event added", NO_ROOM.strip(), "Timeline · 1 event"]
    assert said.lines == [*full, "1 event added"]


async def test_a_file_that_another_program_holds_is_waited_for(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import sqlite

    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT", 0.05)
    async with a_bot(said.api, tmp_path, OWNER_IDS="7") as bot:
        await handle(bot, said.says(RAIN))
        updates = [said.says("On 1 May 2010 a ferry sank on the river Tol."), said.says("/timeline")]
        with closing(sqlite3.connect(tmp_path / "dateline.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="another program writes to the file"):
                await bot.intake.take(updates)
            await bot.intake.idle()
            other.execute("ROLLBACK")
        await handle(bot, *updates)

    assert said.lines == [
        "1 event added",
        "My records are in use by another process just now, so this is not stored yet.",
        "Timeline · 1 event",
        "1 event added",
    ]


async def test_what_was_kept_when_the_bot_stopped_is_read_at_its_next_start(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bot(said.api, tmp_path, OWNER_IDS="7") as bot, without_room(bot, monkeypatch):
        await handle(bot, said.says(RAIN))
        monkeypatch.setattr(shelf, "FIRST", 60.0)
        monkeypatch.setattr(shelf, "LONGEST", 60.0)
        await handle(bot, said.says("/timeline"))

    async with a_bot(said.api, tmp_path, OWNER_IDS="7") as bot:
        await asyncio.wait_for(bot.intake.idle(), SOON)

    assert said.lines == [NO_ROOM.strip(), "The timeline is empty.", "1 event added"]
