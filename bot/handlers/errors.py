"""When a handler fails: a sentence with the next step for the chat, and the whole story for the log."""

import logging

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.errors import BadInput, DatabaseAway, DatabaseBusy, DatabaseFull, NotAllowed, NotFound
from bot.handlers.context import BotContext
from bot.rendering.failures import failure, kept
from bot.rendering.html import Html

PASSING = (DatabaseFull, DatabaseBusy)  # somebody has to make room, or to let go of the file
EXPECTED = (BadInput, NotFound, NotAllowed)  # somebody asked for what cannot be: nothing is wrong with us

log = logging.getLogger(__name__)


async def failed(update: object, context: BotContext) -> None:
    """Called by the library with whatever a handler raised; no other handler gets the update then."""
    error = context.error
    if error is None:
        return
    if isinstance(error, DatabaseAway) and isinstance(update, Update) and context.put_off():
        log.warning("update %s in chat %s waits: %s", *_ids(update), error)
        raise ApplicationHandlerStop
    if isinstance(error, PASSING) and isinstance(update, Update) and context.keep():
        log.error("update %s in chat %s is kept: %s", *_ids(update), error, exc_info=error)
        if not context.arrival.told and not _is_post(update):
            await _tell(context, kept(error))
        raise ApplicationHandlerStop
    if not isinstance(error, EXPECTED):
        log.error("update %s in chat %s failed", *_ids(update), exc_info=error)
    if isinstance(update, Update) and update.effective_chat is not None and not _is_post(update):
        await _tell(context, failure(error))
    raise ApplicationHandlerStop


async def _tell(context: BotContext, words: Html) -> None:
    try:
        await context.reply(words)
    except TelegramError as refusal:
        log.warning("the chat could not be told: %s", refusal.message)


def _is_post(update: Update) -> bool:
    """Whether it came from a channel, where nobody asked for an answer."""
    return update.channel_post is not None or update.edited_channel_post is not None


def _ids(update: object) -> tuple[object, object]:
    if not isinstance(update, Update):
        return None, None
    return update.update_id, update.effective_chat.id if update.effective_chat else None
