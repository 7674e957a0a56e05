"""What goes wrong put together: how the owner is told of it, and what of the machine is looked at."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.app.assembly import Dateline
from bot.app.witness import witnessed
from bot.measures.disk import ROOM_TO_GROW, free
from bot.model.notice import Trouble
from bot.model.subscription import OwedPart
from bot.scheduling.notices import Found, NoticeRounds
from bot.scheduling.ticks import Ticks
from bot.settings import Settings


def notice_rounds(dateline: Dateline, settings: Settings) -> NoticeRounds:
    """The rounds that tell the owner what goes wrong."""
    bot = dateline.application.bot

    async def directly(owner: int, part: OwedPart) -> None:
        try:
            await bot.send_message(owner, part.html, parse_mode=ParseMode.HTML)
        except TelegramError:
            return  # it stands in the log

    async def disk() -> Found:
        room = await asyncio.to_thread(free, settings.data_dir)
        return (Trouble.DISK, f"{room / 1e9:.2f} GB") if room < ROOM_TO_GROW else None

    return NoticeRounds(dateline.services.notices, directly, dateline.digests.poke, (disk,))


@asynccontextmanager
async def witnessing(rounds: NoticeRounds, ticks: Ticks) -> AsyncIterator[None]:
    """Tell the owner of what goes wrong within the block."""
    async with rounds.running(ticks):
        with witnessed(rounds.notices):
            yield
