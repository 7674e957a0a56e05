"""Who may change a chat's record: in a group its admins, unless the chat lets everyone."""

from telegram import Chat, Message
from telegram.constants import ChatMemberStatus

from bot.errors import NotAllowed
from bot.handlers.context import BotContext
from bot.model.chat import ChatKind, Editors

_ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


async def may_edit(context: BotContext) -> bool:
    """Whether whoever sent the update may correct and delete in this chat."""
    if context.chat.kind is not ChatKind.GROUP or context.chat.editors is Editors.EVERYONE:
        return True
    return await is_admin(context)


async def is_admin(context: BotContext) -> bool:
    """Whether they are an admin of the chat, also an anonymous one; in a private chat everybody is."""
    chat, user = context.asked.effective_chat, context.asked.effective_user
    if chat is None or chat.type == Chat.PRIVATE:
        return True
    if (name := _writes_as(context)) is not None:  # another chat's name is nobody's who could be an admin
        return name == chat.id
    if user is None:
        return chat.type == Chat.CHANNEL
    return (await context.bot.get_chat_member(chat.id, user.id)).status in _ADMINS


async def check_admin(context: BotContext) -> None:
    """Raises NotAllowed for anybody who is no admin."""
    if not await is_admin(context):
        raise NotAllowed


def _writes_as(context: BotContext) -> int | None:
    """The chat in whose name the message was written; a press never hides who pressed."""
    if context.asked.callback_query is not None:
        return None
    message = context.asked.effective_message
    sender = message.sender_chat if isinstance(message, Message) else None
    return sender.id if sender else None
