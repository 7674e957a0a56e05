"""The gate, before every other handler: strangers go no further, and the claim word finds the owner."""

from dataclasses import replace

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop

from bot.handlers.context import BotContext
from bot.rendering.access import STRANGER, claimed, stranger
from bot.services.access import Visitor


class Gate:
    """Lets pass whom the bot serves. A stranger is told so once until the next start, in private alone."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    async def check(self, update: Update, context: BotContext) -> None:
        """Raises ApplicationHandlerStop for everybody who may not pass."""
        access, visitor = context.services.access, visitor_of(update)
        if visitor.chat_id is not None:
            visitor = replace(visitor, chat_id=context.chat.id)  # where it went, if it moved
        words, recent = _words(update), await access.recent()
        if recent.admits(visitor) and not recent.is_claim(visitor, words):
            return
        admission = await access.admission()
        if admission.is_claim(visitor, words):
            await self._claim(update, context)
        elif admission.admits(visitor):
            return
        elif update.callback_query is not None:
            await context.answer_press(STRANGER)  # shown to whoever pressed, and to nobody else
        elif visitor.private and update.message is not None:
            await self._turn_away(visitor.user_id, context)
        raise ApplicationHandlerStop

    async def _claim(self, update: Update, context: BotContext) -> None:
        user = update.effective_user
        if user is not None and await context.services.access.claim(user.id, user.full_name):
            mode = (await context.services.access.admission()).mode
            await context.reply(claimed(user.full_name, mode))

    async def _turn_away(self, user_id: int | None, context: BotContext) -> None:
        if user_id is not None and user_id not in self._told:
            self._told.add(user_id)
            await context.reply(stranger(user_id))


def visitor_of(update: Update) -> Visitor:
    """Who stands at the gate: a person, or the chat that somebody writes as."""
    chat, user = update.effective_chat, update.effective_user
    message = update.effective_message
    writer = user or (message.sender_chat if message else None)
    private = chat is not None and chat.type == ChatType.PRIVATE
    return Visitor(writer.id if writer else None, chat.id if chat else None, private)


def _words(update: Update) -> str:
    return (update.message.text or "") if update.message else ""
