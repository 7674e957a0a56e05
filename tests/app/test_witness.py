"""What is logged as an error reaches the owner once, grouped by where it rose, without anybody's words."""

import asyncio
import logging
import re
from pathlib import Path

import pytest
from telegram.error import BadRequest, TimedOut

from bot.app.witness import told_apart, witnessed
from bot.briefing.query import parse_query
from bot.errors import DatabaseDamaged, DatabaseFull, DatabaseUnusable
from bot.handlers import finding
from bot.handlers.queries import Look
from bot.intake.poller import Poller
from bot.model.notice import Notice, Trouble
from bot.terminal.botapi import BotApi, conflict
from tests.support.bots import SOON, TOKEN, a_bot, handle
from tests.support.telegram_text import parsed

OWNER, SECRET_WORDS = 7, "Zanzibar uprising"
log = logging.getLogger("bot.test")


@pytest.fixture
def api() -> BotApi:
    api = BotApi(token=TOKEN, parse=lambda text, _: (parsed(text)[0], ()))
    api.person(OWNER, "Mira")
    return api


async def test_a_handler_that_fails_again_and_again_is_told_once_with_its_place(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object, look: Look, *__: object, **___: object) -> None:
        raise KeyError(look.query.topic)

    monkeypatch.setattr(finding, "page_of", broken)
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            for _ in range(3):
                await handle(bot, api.people.say(api.world.people[OWNER], f"/find {SECRET_WORDS}"))
        assert await bot.services.notices.round() == 1
        await bot.digests.sending.round()
        await handle(bot, api.people.say(api.world.people[OWNER], "/status"))

    answers = [message["text"] for message in api.sent(OWNER)]
    [notice] = [text for text in answers if text.startswith("Something went wrong on my side\n")]
    assert len([text for text in answers if text.startswith("Something went wrong on my side.")]) == 3
    assert "3 times so far" in notice
    assert "Went wrong lately" in answers[-1]
    assert not any("Zanzibar" in text for text in answers)


async def noticed(bot_folder: Path, api: BotApi, error: BaseException) -> list[Notice]:
    async with a_bot(api, bot_folder, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            try:
                raise error
            except type(error):
                log.exception("it failed")
        log.exception("nobody looks any more", exc_info=ValueError())
        await bot.services.notices.round()
        return await bot.services.notices.lately(9)


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (KeyError(SECRET_WORDS), Trouble.ERROR),
        (BadRequest("can't parse entities"), Trouble.ERROR),
        (DatabaseUnusable("out of reach"), Trouble.DATABASE),
        (DatabaseDamaged("the file is damaged"), Trouble.DAMAGED),
        (DatabaseFull("the disk is full"), Trouble.DISK),
        (TimedOut(), None),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_errors_are_told_by_what_they_mean(
    api: BotApi, tmp_path: Path, error: BaseException, trouble: Trouble | None
) -> None:
    found = await noticed(tmp_path, api, error)

    assert [one.trouble for one in found] == ([trouble] if trouble else [])
    assert "Zanzibar" not in repr(found)


def test_an_error_is_told_apart_by_the_innermost_of_our_frames() -> None:
    try:
        parse_query(None, None)  # type: ignore[arg-type]
    except Exception as error:
        key, detail = told_apart(error)

    kind, _, place = key.partition(" in ")
    assert kind in ("TypeError", "AttributeError")
    assert place.startswith("bot.briefing.")
    assert detail.startswith(f"{key}, line ")


def test_an_error_that_rose_elsewhere_alone_has_its_type() -> None:
    assert told_apart(ValueError(SECRET_WORDS)) == ("ValueError", "ValueError")


async def test_an_update_that_was_put_aside_is_told(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            await handle(bot, {"update_id": 9, "message": {"from": {"id": OWNER}, "chat": {"id": OWNER}}})
        await bot.services.notices.round()
        await bot.digests.sending.round()

    [message] = api.sent(OWNER)
    assert message["text"].startswith("An update could not be handled and was put aside\nupdate 9\n")


class Pauses:
    """Lets no time pass; `five` is set when there were so many."""

    def __init__(self) -> None:
        self.count = 0
        self.five = asyncio.Event()

    async def __call__(self, _: float) -> None:
        self.count += 1
        if self.count == 5:
            self.five.set()
            await asyncio.Event().wait()


async def test_two_copies_on_one_token_both_live_and_the_owner_hears_of_it_once(
    api: BotApi, tmp_path: Path
) -> None:
    api.fail("getUpdates", *[conflict()] * 10)
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            for _ in range(2):
                pauses = Pauses()
                poller = Poller(bot.application.bot, bot.intake.take, pause=pauses)
                polling = asyncio.create_task(poller.run())
                await asyncio.wait_for(pauses.five.wait(), SOON)
                assert not polling.done()
                polling.cancel()
                await bot.services.notices.round()
        await bot.digests.sending.round()

    [message] = api.sent(OWNER)
    headline, where, *_ = message["text"].splitlines()
    assert headline == "Another process fetches my updates"
    assert re.fullmatch(r"process \d+ on \S+", where)
    assert "give it a token of its own" in message["text"]


async def test_a_copy_that_is_just_being_replaced_is_no_matter(api: BotApi, tmp_path: Path) -> None:
    api.fail("getUpdates", *[conflict()] * 3)
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            polling = asyncio.create_task(Poller(bot.application.bot, bot.intake.take, pause=Pauses()).run())
            api.people.say(api.world.people[OWNER], "/help")
            await asyncio.wait_for(api.updates.all_confirmed(), SOON)
            polling.cancel()
        assert await bot.services.notices.round() == 0


async def test_a_warning_is_a_matter_only_when_it_says_so(api: BotApi, tmp_path: Path) -> None:
    async with a_bot(api, tmp_path, OWNER_IDS="7") as bot:
        with witnessed(bot.services.notices):
            log.warning("it waits", exc_info=ValueError())
            log.warning("it waits", extra={"trouble": Trouble.DATABASE, "detail": "out of reach"})
        await bot.services.notices.round()
        [found] = await bot.services.notices.lately(9)

    assert (found.trouble, found.detail) == (Trouble.DATABASE, "out of reach")
