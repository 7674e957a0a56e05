"""The menus of commands that Telegram shows: for private chats, groups and owners, in every language."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from enum import Enum

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.rendering.speech import LANGUAGES, speaking


class Audience(Enum):
    """For whom a menu is."""

    PRIVATE = "private"
    GROUP = "group"
    OWNER = "owner"


Menu = Callable[[Audience], Sequence[BotCommand]]  # in the language that is spoken


async def set_menus(bot: ExtBot[None], owners: Collection[int], menu: Menu) -> None:
    """Tell Telegram all menus; English is for everybody whose language has none."""
    for language in LANGUAGES:
        code = None if language == "en" else language
        with speaking(language):
            await bot.set_my_commands(menu(Audience.PRIVATE), BotCommandScopeAllPrivateChats(), code)
            await bot.set_my_commands(menu(Audience.GROUP), BotCommandScopeAllGroupChats(), code)
            for scope in _chats(owners):
                with suppress(TelegramError):  # one who has never written to the bot
                    await bot.set_my_commands(menu(Audience.OWNER), scope, code)


def _chats(owners: Collection[int]) -> Iterator[BotCommandScope]:
    return (BotCommandScopeChat(owner) for owner in owners)


async def set_menu_of(bot: ExtBot[None], chat_id: int, commands: Sequence[BotCommand]) -> None:
    """The menu of one chat, which chose a language for itself, whatever the apps of its members speak."""
    for language in LANGUAGES:
        code = None if language == "en" else language
        await bot.set_my_commands(commands, BotCommandScopeChat(chat_id), code)
