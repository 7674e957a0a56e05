"""What is found of the machine reaches the owner, also past a database that cannot be used."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import telling
from bot.app.telling import notice_rounds, witnessing
from bot.errors import DatabaseDamaged
from bot.model.notice import Trouble
from bot.scheduling.ticks import Ticks
from bot.settings import Settings
from bot.terminal.botapi import BotApi, Fault
from storage.store import Store
from tests.support.bots import TOKEN, a_bot
from tests.support.telegram_text import parsed

OWNER = 7


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, parse=lambda text, _: (parsed(text)[0], ()))
    api.person(OWNER, "Mira")
    return api


def settings_of(folder: Path) -> Settings:
    return Settings.read({"DATA_DIR": str(folder)})


async def test_a_disk_that_fills_is_told(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        rounds = notice_rounds(bot, settings_of(tmp_path))
        await rounds.look()
        await rounds.round()
        assert await bot.services.notices.lately(5) == []
        monkeypatch.setattr(telling, "ROOM_TO_GROW", 10**18)

        for _ in range(3):
            await rounds.look()
            await rounds.round()
        await bot.digests.sending.round()

    [message] = api.sent(OWNER)
    headline, seen, *_ = message["text"].splitlines()
    assert headline == "There is little room left on my disk"
    assert seen.endswith(" GB")


async def test_what_was_noted_last_is_written_down_when_the_bot_stops(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        async with witnessing(notice_rounds(bot, settings_of(tmp_path)), Ticks()):
            bot.services.notices.note(Trouble.ERROR, "at the last moment")
        [found] = await bot.services.notices.lately(5)

    assert found.key == "at the last moment"


@pytest.mark.parametrize("refused", [False, True])
async def test_a_damaged_database_is_told_past_it_and_a_refusal_harms_nothing(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    now = datetime.now(UTC)

    def damaged(_: Store, **__: bool) -> None:
        raise DatabaseDamaged("the file is damaged")

    async with a_bot(api, tmp_path, clock=lambda: now, OWNER_IDS="7") as bot:
        rounds = notice_rounds(bot, settings_of(tmp_path))
        await rounds.round()
        if refused:
            api.fail("sendMessage", Fault(403, "Forbidden: bot was blocked by the user"))
        with monkeypatch.context() as breaking:
            breaking.setattr(Store, "begin", damaged)
            for _ in range(8):
                rounds.notices.note(Trouble.DAMAGED, "damaged", "the file is damaged")
                await rounds.round()
                now += timedelta(seconds=15)

    told = [message["text"].splitlines()[0] for message in api.sent(OWNER)]
    assert told == ([] if refused else ["My database is damaged"])
