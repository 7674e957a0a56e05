"""Chats and the people who may use them."""

from dataclasses import dataclass
from datetime import time
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
    """A chat and what it asked for.

    `zone` is an IANA name, UTC until somebody chose one. `language` is that of the interface.
    `digest_thread` is the group's topic that digests go to. Between the local times `quiet_from`
    and `quiet_until` nothing rings. `day_first` reads 4/5/2021 as 4 May; None leaves it to the text's
    language. `full_text` fetches whole articles for feeds that have teasers. `retention_days` is how long
    sources are kept, None for ever. `watching`: every post of the channel is read. `bot_id` is the bot that
    it last talked to, which sends it what is owed.
    """

    id: int
    kind: ChatKind
    title: str | None = None
    zone: str = "UTC"
    language: str = "en"
    editors: Editors = Editors.ADMINS
    zone_chosen: bool = False
    digest_thread: int | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None
    day_first: bool | None = None
    full_text: bool = True
    retention_days: int | None = None
    watching: bool = False
    bot_id: int | None = None


LOCAL_CHAT = Chat(id=1, kind=ChatKind.LOCAL, title="This terminal")
