"""/settings: what a chat has asked for, changed by its admins with buttons."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.rights import check_admin
from bot.model.chat import Editors
from bot.rendering.buttons import Press
from bot.rendering.settings import EDITORS, render_settings


async def settings(_: Update, context: BotContext) -> None:
    """/settings."""
    await context.reply(render_settings(context.chat))


async def choose_editors(context: BotContext, press: Press) -> None:
    """The buttons for who may edit."""
    await check_admin(context)
    editors: Editors = EDITORS[press.numbers[0] % len(EDITORS)]
    chat = await context.services.chats.let_edit(context.chat, editors)
    await context.show(render_settings(chat))
