"""Telegram's objects read into ours: chats, people, and texts with where they came from."""

from datetime import datetime, tzinfo

from telegram import (
    Chat,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)

from bot.model.chat import ChatKind
from bot.model.message import MessagePart
from bot.model.news import Actor, Draft, Source, SourceKind
from bot.model.timex import Dct, DctOrigin

_KINDS = {
    "private": ChatKind.PRIVATE,
    "group": ChatKind.GROUP,
    "supergroup": ChatKind.GROUP,
    "channel": ChatKind.CHANNEL,
}


def kind_of(chat: Chat) -> ChatKind:
    """Our kind of the chat; a supergroup is a group."""
    return _KINDS[chat.type]


def actor_of(update: Update) -> Actor:
    """Who did it; somebody who writes as a chat (an anonymous admin, a channel) goes by its name."""
    message = update.effective_message if update.callback_query is None else None
    if message is not None and message.sender_chat is not None:
        return Actor(message.sender_chat.id, message.sender_chat.effective_name or "somebody")
    user = update.effective_user
    return Actor(user.id, user.full_name) if user else Actor(None, "somebody")


def text_of(message: Message) -> str:
    """The words of a message: its text, or the caption of what it carries."""
    return message.text or message.caption or ""


def part_of(message: Message, update_id: int) -> MessagePart:
    """The message as the only part of a text."""
    return MessagePart(message.message_id, text_of(message), message.date, update_id)


def draft_of(message: Message, zone: tzinfo) -> Draft:
    """The text of a message, with the date and name of its origin when it was forwarded."""
    origin = message.forward_origin
    if origin is None:
        return Draft(text_of(message), Source(SourceKind.PASTE))
    source, address = _source(origin)
    return Draft(text_of(message), source, address=address, published=_published(origin.date, zone))


def draft_of_post(message: Message, zone: tzinfo) -> Draft:
    """The text of a channel's post: of the day it was posted, with its address where it has a public one."""
    if message.forward_origin is not None:
        return draft_of(message, zone)
    home = _public(message.chat)
    address = f"{home}/{message.message_id}" if home else None
    source = Source(SourceKind.FORWARD, message.chat.title, home)
    return Draft(text_of(message), source, address=address, published=_published(message.date, zone))


def _published(at: datetime, zone: tzinfo) -> Dct:
    """The day of a post, where the chat lives."""
    return Dct(at.astimezone(zone).date(), DctOrigin.FORWARD)


def _source(origin: MessageOrigin) -> tuple[Source, str | None]:
    """Who wrote it first, and the address of the post where it has a public one."""
    if isinstance(origin, MessageOriginChannel):
        home = _public(origin.chat)
        post = f"{home}/{origin.message_id}" if home else None
        return Source(SourceKind.FORWARD, origin.chat.title, home), post
    if isinstance(origin, MessageOriginChat):
        home = _public(origin.sender_chat)
        return Source(SourceKind.FORWARD, origin.sender_chat.title, home), None
    if isinstance(origin, MessageOriginHiddenUser):
        return Source(SourceKind.FORWARD, origin.sender_user_name), None
    if isinstance(origin, MessageOriginUser):
        return Source(SourceKind.FORWARD, origin.sender_user.full_name), None
    return Source(SourceKind.FORWARD), None


def _public(chat: Chat) -> str | None:
    return f"https://t.me/{chat.username}" if chat.username else None
