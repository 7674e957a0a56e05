"""What the Bot API knows: chats with their messages and members, files, open questions, commands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.clock import Clock
from bot.terminal.botapi.faults import Fault, Refused, refused

Json = dict[str, Any]

# (text, parse mode) → plain text and its entities; raises ValueError with Telegram's words when it cannot.
Parse = Callable[[str, str], tuple[str, Sequence[Json]]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    body: bytes
    mime: str = "application/octet-stream"


@dataclass(slots=True)
class Room:
    """A chat: Telegram's facts about it, its messages by id, its members' status by user id.

    `fault` answers everything the bot sends there, when it is blocked or kicked. `closed` are topics that
    take nothing.
    """

    facts: Json
    messages: dict[int, Json] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    fault: Fault | None = None
    closed: set[int] = field(default_factory=set)


class World:
    """All state behind the Bot API. Ids count up from `first_id` over all chats."""

    def __init__(self, me: Json, clock: Clock, parse: Parse, first_id: int = 1) -> None:
        self.me = me
        self.rooms: dict[int, Room] = {}
        self.people: dict[int, Json] = {}
        self.files: dict[str, Upload] = {}
        self.questions: set[str] = set()
        self.commands: dict[str, list[Json]] = {}
        self.parse = parse
        self._clock = clock
        self._ids = count(first_id)

    def next_id(self) -> int:
        return next(self._ids)

    def now(self) -> int:
        return int(self._clock().timestamp())

    def room(self, chat_id: object) -> Room:
        """The chat of that id or @name, ready to be written to."""
        room = self._find(chat_id)
        if room is None:
            raise Refused(refused("chat not found"))
        if room.fault:
            raise Refused(room.fault)
        return room

    def message(self, chat_id: object, message_id: int, missing: str) -> Json:
        try:
            return self.room(chat_id).messages[message_id]
        except KeyError:
            raise Refused(refused(missing)) from None

    def post(self, room: Room, sender: Json, content: Json) -> Json:
        """A new message in the chat."""
        head: Json = {"message_id": self.next_id(), "date": self.now(), "chat": room.facts}
        if room.facts["type"] == "channel":
            head["sender_chat"] = room.facts
        else:
            head["from"] = sender
        message: Json = head | content
        room.messages[message["message_id"]] = message
        return message

    def keep_file(self, upload: Upload) -> Json:
        """Store a file; what Telegram tells of it."""
        file_id = f"file{self.next_id()}"
        self.files[file_id] = upload
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(upload.body)}

    def _find(self, chat_id: object) -> Room | None:
        text = str(chat_id)
        if text.startswith("@"):
            named = (room for room in self.rooms.values() if room.facts.get("username") == text[1:])
            return next(named, None)
        return self.rooms.get(int(text)) if text.lstrip("-").isdigit() else None
