"""Chats and the people who may use them."""

from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """Whom the bot serves."""

    OWNER = "owner"
    LISTED = "listed"
    OPEN = "open"


class ChatKind(StrEnum):
    """Telegram's kinds of chat, and the one on this machine."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"
    LOCAL = "local"


class Editors(StrEnum):
    """Who may change what a chat has on record. Handing something in is for everybody."""

    ADMINS = "admins"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat and what it asked for. `zone` is an IANA name; `language` that of the interface."""

    id: int
    kind: ChatKind
    title: str | None = None
    zone: str = "UTC"
    language: str = "en"
    editors: Editors = Editors.ADMINS


LOCAL_CHAT = Chat(id=1, kind=ChatKind.LOCAL, title="This terminal")
