"""The door of the Bot API: one call in, one answer out, with faults on request."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.clock import Clock, now
from bot.terminal.botapi.faults import CUT, CUT_AFTER, ConnectionCut, Fault, Refused
from bot.terminal.botapi.limits import FloodControl
from bot.terminal.botapi.methods import METHODS
from bot.terminal.botapi.parameters import Parameters
from bot.terminal.botapi.people import People
from bot.terminal.botapi.queue import UpdateQueue
from bot.terminal.botapi.webhook import Webhook
from bot.terminal.botapi.world import Json, Parse, Room, Upload, World


def unparsed(text: str, _mode: str) -> tuple[str, Sequence[Json]]:
    """Takes markup for plain text: for those who do not look at what was sent."""
    return text, ()


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came in; `answer` is what was told."""

    method: str
    parameters: Mapping[str, object]
    answer: Json = field(default_factory=dict)


class BotApi:
    """Telegram's side of a bot. `token` must be in the address of each request that a front serves.

    `on_call` is awaited before each call takes effect: it may wait, look, or raise `Refused`. Ids of
    updates and messages count from `first_id`: let it grow from run to run when a database outlives this.
    Nothing is too much for it unless `floods` is set. `inline`: it may be asked in other chats.
    """

    def __init__(
        self,
        *,
        token: str = "12345:terminal",  # noqa: S107 - it opens nothing but this
        username: str = "dateline_bot",
        parse: Parse = unparsed,
        clock: Clock = now,
        first_id: int = 1,
        inline: bool = False,
    ) -> None:
        me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Dateline",
            "username": username,
        }
        me |= {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": inline,
        }
        self.token = token
        self.world = World(me, clock, parse, first_id)
        self.updates = UpdateQueue(first_id)
        self.webhook = Webhook(self.updates)
        self.people = People(self.world, self.updates)
        self.calls: list[Call] = []
        self.on_call: Callable[[Call], Awaitable[None]] | None = None
        self.floods: FloodControl | None = None
        self._faults: dict[tuple[str, str | None], deque[Fault]] = defaultdict(deque)

    async def call(
        self, method: str, parameters: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> Json:
        """Answer as Telegram does: `{"ok": true, "result": …}`, or false with error_code and description.

        Raises `ConnectionCut` where a fault asks for it.
        """
        fault = self._next_fault(method, str(parameters.get("chat_id")))
        if fault is CUT:
            raise ConnectionCut(done=False)
        answer = (
            fault.answer()
            if fault and fault is not CUT_AFTER
            else await self._answer(method, parameters, files)
        )
        self.calls.append(Call(method, parameters, answer))
        if fault is CUT_AFTER:
            raise ConnectionCut(done=True)
        return answer

    def fail(self, method: str, *faults: Fault, chat_id: int | None = None) -> None:
        """Answer the next calls of `method` with these, one each; the next to that chat when it is named."""
        self._faults[method, None if chat_id is None else str(chat_id)].extend(faults)

    def person(self, user_id: int, name: str, *, username: str | None = None, language: str = "en") -> Json:
        """Somebody, with a private chat that is open already; a user as Telegram describes one."""
        user: Json = {"id": user_id, "is_bot": False, "first_name": name, "language_code": language}
        chat: Json = {"id": user_id, "type": "private", "first_name": name}
        if username:
            user["username"] = chat["username"] = username
        self.world.people[user_id] = user
        self._open(chat, {user_id: "member", self.world.me["id"]: "member"})
        return user

    def group(
        self,
        chat_id: int,
        title: str,
        members: Mapping[int, str] | None = None,
        *,
        kind: Literal["group", "supergroup"] = "supergroup",
    ) -> Json:
        """A group with the bot in it; `members` says each one's status. Ids of groups are negative."""
        chat: Json = {"id": chat_id, "type": kind, "title": title}
        return self._open(chat, {self.world.me["id"]: "member", **(members or {})})

    def channel(self, chat_id: int, title: str, *, username: str | None = None) -> Json:
        """A channel that the bot may post in."""
        chat: Json = {"id": chat_id, "type": "channel", "title": title}
        chat |= {"username": username} if username else {}
        return self._open(chat, {self.world.me["id"]: "administrator"})

    def sent(self, chat_id: int | None = None) -> list[Json]:
        """The bot's messages as they stand now, oldest first, of one chat or of all."""
        rooms = self.world.rooms.values() if chat_id is None else [self.world.rooms[chat_id]]
        me = self.world.me["id"]
        ours = [m for room in rooms for m in room.messages.values() if m.get("from", {}).get("id") == me]
        return sorted(ours, key=lambda message: int(message["message_id"]))

    def file(self, path: str) -> bytes | None:
        """The bytes behind a `file_path`."""
        upload = self.world.files.get(path.removeprefix("documents/"))
        return upload.body if upload else None

    def _next_fault(self, method: str, chat_id: str) -> Fault | None:
        waiting = self._faults.get((method, chat_id)) or self._faults.get((method, None))
        return waiting.popleft() if waiting else None

    def _open(self, chat: Json, members: dict[int, str]) -> Json:
        self.world.rooms[chat["id"]] = Room(chat, members=members)
        return chat

    async def _answer(
        self, method: str, parameters: Mapping[str, object], files: Mapping[str, Upload] | None
    ) -> Json:
        try:
            if self.on_call:
                await self.on_call(Call(method, parameters))
            return {"ok": True, "result": await self._result(method, Parameters(parameters), files or {})}
        except Refused as refusal:
            return refusal.fault.answer()

    async def _result(self, method: str, asked: Parameters, files: Mapping[str, Upload]) -> Any:
        if method == "getUpdates":
            offset, limit = asked.number("offset"), asked.number("limit", 100)
            return await self.updates.fetch(
                offset, limit, asked.number("timeout"), asked.json("allowed_updates")
            )
        if method == "getWebhookInfo":
            return self.webhook.info()
        if method == "setWebhook":
            return await self.webhook.set(asked, next(iter(files.values()), None), self.world)
        if method == "deleteWebhook":
            return await self.webhook.remove(asked)
        if method not in METHODS:
            raise Refused(Fault(404, "Not Found: method not found"))
        if self.floods:
            self.floods.check(method, asked.text("chat_id"))
        return METHODS[method](self.world, asked, files)
