"""What people do in the chats: each act becomes an update that waits for the bot."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from bot.terminal.botapi.faults import Fault, blocked, kicked, moved, silenced
from bot.terminal.botapi.members import member
from bot.terminal.botapi.queue import UpdateQueue
from bot.terminal.botapi.world import Json, Room, Upload, World

_ENTITY = re.compile(
    r"(?<![\w/])(?P<bot_command>/\w{1,64}(?:@\w+)?)|(?P<url>https?://\S+)|(?<!\w)(?P<mention>@\w{3,32})",
    re.ASCII,
)


class Origin:
    """The four kinds of `forward_origin`; `date` is in Unix time."""

    @staticmethod
    def user(person: Json, date: int) -> Json:
        return {"type": "user", "date": date, "sender_user": person}

    @staticmethod
    def hidden_user(name: str, date: int) -> Json:
        return {"type": "hidden_user", "date": date, "sender_user_name": name}

    @staticmethod
    def chat(chat: Json, date: int, signature: str | None = None) -> Json:
        return _signed({"type": "chat", "date": date, "sender_chat": chat}, signature)

    @staticmethod
    def channel(chat: Json, message_id: int, date: int, signature: str | None = None) -> Json:
        origin = {"type": "channel", "date": date, "chat": chat, "message_id": message_id}
        return _signed(origin, signature)


def _signed(origin: Json, signature: str | None) -> Json:
    return origin | ({"author_signature": signature} if signature else {})


class People:
    """Acts of people. `who` is a user as Telegram describes one, `where` a chat, else the private one."""

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        self._world = world
        self._updates = updates

    def say(
        self,
        who: Json,
        text: str,
        where: Json | None = None,
        *,
        reply_to: int | None = None,
        origin: Json | None = None,
        **more: Any,
    ) -> Json:
        """Write a message (forwarded, when it has an origin); the update.

        `more` goes into the message as it is: entities, message_thread_id, via_bot, sender_chat…
        """
        room = self._room(who, where)
        content: Json = {"text": text, **_entities(text), **self._reply(room, reply_to)}
        if origin:
            content["forward_origin"] = origin
        return self._message(room, who, content | more)

    def edit(self, message: Json, text: str) -> Json:
        """Change the words of a message written before."""
        room = self._world.rooms[message["chat"]["id"]]
        kept = {key: value for key, value in message.items() if key != "entities"}
        edited = kept | {"text": text, "edit_date": self._world.now(), **_entities(text)}
        room.messages[message["message_id"]] = edited
        kind = "edited_channel_post" if room.facts["type"] == "channel" else "edited_message"
        return self._updates.add({kind: edited})

    def press(self, who: Json, message: Json, data: str) -> Json:
        """Press a button under a message of the bot."""
        query_id = str(self._world.next_id())
        self._world.questions.add(query_id)
        query = {"id": query_id, "from": who, "message": message, "data": data}
        return self._updates.add({"callback_query": query | {"chat_instance": str(message["chat"]["id"])}})

    def ask_inline(self, who: Json, words: str) -> Json:
        """Type the bot's name and some words, in whatever chat."""
        query_id = str(self._world.next_id())
        self._world.questions.add(query_id)
        return self._updates.add(
            {"inline_query": {"id": query_id, "from": who, "query": words, "offset": ""}}
        )

    def send_file(
        self, who: Json, upload: Upload, where: Json | None = None, *, caption: str | None = None, **more: Any
    ) -> Json:
        """Send a document."""
        document = self._world.keep_file(upload) | {"file_name": upload.name, "mime_type": upload.mime}
        content: Json = {"document": document}
        if caption:
            content["caption"] = caption
        return self._message(self._room(who, where), who, content | more)

    def share_location(self, who: Json, latitude: float, longitude: float, where: Json | None = None) -> Json:
        spot = {"latitude": latitude, "longitude": longitude}
        return self._message(self._room(who, where), who, {"location": spot})

    def set_membership(
        self,
        who: Json,
        status: Literal["member", "administrator", "restricted", "left", "kicked"],
        where: Json | None = None,
    ) -> Json:
        """Let the bot into a chat, make it an admin, silence, remove or block it."""
        room = self._room(who, where)
        me = self._world.me
        old = room.members.get(me["id"], "left")
        room.members[me["id"]] = status
        room.fault = _fault(room, status)
        members = {"old_chat_member": member(me, old), "new_chat_member": member(me, status)}
        change = {"chat": room.facts, "from": who, "date": self._world.now(), **members}
        return self._updates.add({"my_chat_member": change})

    def upgrade(self, who: Json, group: Json, new_id: int, *, told: bool = True) -> Json:
        """Make a supergroup of a group; the new chat. Not `told`, the bot learns it from an error."""
        old = self._world.rooms[group["id"]]
        chat = old.facts | {"id": new_id, "type": "supergroup"}
        new = self._world.rooms[new_id] = Room(chat, members=old.members)
        if told:
            self._message(old, who, {"migrate_to_chat_id": new_id})
            self._message(new, who, {"migrate_from_chat_id": group["id"]})
        old.fault = moved(new_id)
        return chat

    def raw(self, update: Json) -> Json:
        """Any other update, without its id."""
        return self._updates.add(update)

    def _message(self, room: Room, who: Json, content: Json) -> Json:
        kind = "channel_post" if room.facts["type"] == "channel" else "message"
        return self._updates.add({kind: self._world.post(room, who, content)})

    def _room(self, who: Json, where: Json | None) -> Room:
        return self._world.rooms[(where or who)["id"]]

    def _reply(self, room: Room, reply_to: int | None) -> Json:
        if reply_to is None:
            return {}
        answered = room.messages[reply_to]
        return {"reply_to_message": {k: v for k, v in answered.items() if k != "reply_to_message"}}


def _fault(room: Room, status: str) -> Fault | None:
    """What a bot of that status is told when it writes."""
    if status == "restricted":
        return silenced()
    if status not in ("left", "kicked"):
        return None
    kind = room.facts["type"]
    return blocked() if kind == "private" else kicked(kind)


def _entities(text: str) -> Json:
    """Commands, links and mentions, as clients mark them, in UTF-16 units."""
    found: Sequence[Json] = [
        {"type": m.lastgroup, "offset": _units(text[: m.start()]), "length": _units(m[0])}
        for m in _ENTITY.finditer(text)
    ]
    return {"entities": found} if found else {}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
