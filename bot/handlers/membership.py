"""The bot's own place in a chat: let in, thrown out, blocked, silenced; and a group that becomes another."""

from contextlib import suppress

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.errors import NotAllowed
from bot.handlers.context import BotContext
from bot.model.sending import Reason
from bot.rendering.messages import greeting_in_group
from bot.rendering.welcome import welcome_back

_OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def changed(update: Update, context: BotContext) -> None:
    """Telegram says that the bot was let in or shut out, as it happens."""
    change = update.my_chat_member
    if change is None:
        return
    before, now = change.old_chat_member, change.new_chat_member
    if change.chat.type == ChatType.CHANNEL and now.status == ChatMemberStatus.ADMINISTRATOR:
        with suppress(NotAllowed):  # an owner who brings the bot into a channel wants it served
            await context.services.access.allow(
                change.from_user.id, context.chat.id, change.chat.title or str(context.chat.id)
            )
    reason = _reason(now, change.chat.type)
    if reason is not None:
        services = context.services
        await services.subscriptions.stop(context.chat.id, reason.value, services.clock())
    elif _reason(before, change.chat.type) is None:
        return  # an admin's rights, say: the bot could write before
    elif not await revived(context) and change.chat.type in _GROUPS and before.status in _OUTSIDE:
        await context.reply(greeting_in_group())


async def revived(context: BotContext) -> bool:
    """Let the digests go on that stopped when nothing could be sent here, and say so; whether any did."""
    now = context.services.clock()
    alive = await context.services.subscriptions.revive(context.chat, now)
    if alive:
        await context.reply(welcome_back(alive, context.zone, now))
    return bool(alive)


async def moved(update: Update, context: BotContext) -> None:
    """The group became a supergroup: said in the old one and in the new one, in whatever order."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id is not None:
        await context.services.chats.move(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await context.services.chats.move(message.migrate_from_chat_id, message.chat.id)


def _reason(member: ChatMember, kind: str) -> Reason | None:
    """Why the bot cannot write as this member; None when it can."""
    if member.status in _OUTSIDE:
        return Reason.BLOCKED if kind == ChatType.PRIVATE else Reason.KICKED
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return Reason.NO_RIGHTS
    return None
