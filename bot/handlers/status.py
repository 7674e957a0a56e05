"""/status: an owner asks what is left to send, and what went wrong."""

from telegram import Update
from telegram.constants import ChatType

from bot.handlers.context import BotContext
from bot.rendering.status import in_private, render_status

SHOWN = 5  # of what went wrong lately
MOST = 50  # troubled ones that are looked through for the newest of each kind


async def status(update: Update, context: BotContext) -> None:
    """/status, in the owner's private chat. Raises NotAllowed for anybody else."""
    services, user, chat = context.services, update.effective_user, update.effective_chat
    await services.access.check_owner(user.id if user else None)
    if chat is None or chat.type != ChatType.PRIVATE:
        await context.reply(in_private())
        return
    backlog = await services.deliveries.status(context.bot.id)
    troubled = await services.deliveries.troubled(context.bot.id, limit=MOST)
    last = await services.pulse.last(context.bot.id)
    lately = await services.notices.lately(SHOWN)
    await context.reply(render_status(backlog, troubled, last, services.clock(), context.zone, lately))
