"""An update as it came, and what can be told of it without opening it: nothing in here fails on nonsense."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.services.access import Visitor

Raw = Mapping[str, Any]

KINDS = (  # of update that the bot asks for
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "my_chat_member",
)

_MARKS = ("entities", "caption_entities")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One update: what Telegram sent, and who sent what where, as far as it says so.

    `tries`: how often it was begun without an end; None for one that has just come.
    """

    update_id: int
    raw: Raw
    visitor: Visitor
    text: str = ""
    tries: int | None = None

    @classmethod
    def of(cls, raw: Raw) -> "Envelope | None":
        """None for something without a number, which cannot be told from others."""
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            return None
        content = _content(raw)
        chat = _part(content, "chat") or _part(_part(content, "message"), "chat")
        sender = _part(content, "from") or _part(content, "sender_chat")
        place = _id(sender) if "inline_query" in raw else _id(chat)  # that of nobody's chat: with their own
        visitor = Visitor(_id(sender), place, chat.get("type") == "private")
        return cls(update_id, raw, visitor, _text(content))

    @property
    def kind(self) -> str:
        """What it brings, one of KINDS; "other" when it brings nothing of these."""
        return next((kind for kind in KINDS if kind in self.raw), "other")

    @property
    def read(self) -> dict[str, Any]:
        """What Telegram sent, without the marks in a message whose button was pressed: nobody reads them."""
        raw, pressed = dict(self.raw), _part(self.raw, "callback_query")
        if message := _part(pressed, "message"):
            bare = {key: value for key, value in message.items() if key not in _MARKS}
            raw["callback_query"] = {**pressed, "message": bare}
        return raw

    @property
    def message(self) -> Raw:
        """The new message that it brings, empty when it brings none."""
        return _part(self.raw, "message") or _part(self.raw, "channel_post")

    @property
    def move(self) -> tuple[int, int] | None:
        """The ids of a group and of the supergroup that it became, when the message says so."""
        here, there = self.visitor.chat_id, self.message.get("migrate_to_chat_id")
        before = self.message.get("migrate_from_chat_id")
        if here is not None and isinstance(there, int):
            return here, there
        return (before, here) if here is not None and isinstance(before, int) else None


def _content(raw: Raw) -> Raw:
    """What stands beside the number: a message, a pressed button, a membership…"""
    return next((value for key, value in raw.items() if key != "update_id" and isinstance(value, dict)), {})


def _part(whole: Raw, key: str) -> Raw:
    value = whole.get(key)
    return value if isinstance(value, dict) else {}


def _id(facts: Raw) -> int | None:
    value = facts.get("id")
    return value if isinstance(value, int) else None


def _text(content: Raw) -> str:
    value = content.get("text")
    return value if isinstance(value, str) else ""
