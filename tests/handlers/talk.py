"""Somebody talks with the bot, and Telegram's own parser reads every answer."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Dateline
from bot.clock import stopped_at
from bot.ingest.web import Web
from bot.rendering.html import MOST_ENTITIES
from bot.terminal.botapi import BotApi, Json, Upload
from tests.support.bots import TOKEN, a_bot, handle
from tests.support.telegram_text import parsed

MIRA, TOMAS, GROUP = 7, 8, -100300
NOON = datetime(2021, 4, 22, 12, 0, tzinfo=UTC)


@dataclass
class Talk:
    """Mira, who owns the bot, in her private chat or in the group "Desk"."""

    api: BotApi
    bot: Dateline

    @property
    def mira(self) -> Json:
        return self.api.world.people[MIRA]

    @property
    def desk(self) -> Json:
        return self.api.world.rooms[GROUP].facts

    async def say(self, text: str, where: Json | None = None, **more: Any) -> Json:
        """She writes; her message."""
        update = self.api.people.say(self.mira, text, where, **more)
        await handle(self.bot, update)
        message: Json = update["message"]
        return message

    async def send_file(self, name: str, body: bytes, mime: str = "application/octet-stream") -> None:
        """She sends a file."""
        await handle(self.bot, self.api.people.send_file(self.mira, Upload(name, body, mime)))

    async def press(self, label: str, where: int = MIRA) -> None:
        """She presses the newest button of that label."""
        await handle(self.bot, self.api.people.press(self.mira, *self.button(label, where)))

    def button(self, label: str, where: int = MIRA) -> tuple[Json, str]:
        """The newest button of that label: its message and its data."""
        for message in reversed(self.api.sent(where)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message, button["callback_data"]
        raise AssertionError(f"no button {label!r}")

    def answers(self, where: int = MIRA) -> Sequence[str]:
        """The bot's messages as they stand now."""
        return [message["text"] for message in self.api.sent(where)]

    def last(self, where: int = MIRA) -> str:
        return self.answers(where)[-1]

    def toasts(self) -> Sequence[object]:
        """What was said to each press, None for nothing."""
        calls = [call for call in self.api.calls if call.method == "answerCallbackQuery"]
        return [call.parameters.get("text") for call in calls]


@asynccontextmanager
async def talking(folder: Path, *, web: Web | None = None, inline: bool = False) -> AsyncIterator[Talk]:
    """A bot over a fresh database at noon of 22 April 2021, in UTC."""
    api = BotApi(token=TOKEN, parse=_parse, clock=stopped_at(NOON), inline=inline)
    api.person(MIRA, "Mira")
    api.person(TOMAS, "Tomas")
    api.group(GROUP, "Desk", {MIRA: "creator", TOMAS: "member"})
    async with a_bot(api, folder, clock=stopped_at(NOON), web=web, OWNER_IDS="7") as bot:
        yield Talk(api, bot)


def _parse(markup: str, _mode: str) -> tuple[str, Sequence[Json]]:
    """The text as Telegram reads it, with no more entities than it keeps."""
    text, entities = parsed(markup)
    assert len(entities) <= MOST_ENTITIES
    return text, ()
