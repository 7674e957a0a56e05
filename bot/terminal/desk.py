"""One person's chat with the bot: what they do goes in as updates, and what the bot does is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import count
from pathlib import Path

from bot.app import Dateline
from bot.errors import BadInput
from bot.handlers.errors import EXPECTED
from bot.terminal.botapi import BotApi, Json, Origin, Upload
from bot.terminal.inputs import Attach, Edit, Expect, Forward, Input, PressButton, Quit, Reply, Say
from bot.terminal.paper import Paper


class ShownApi(BotApi):
    """A Bot API whose every answer is shown as soon as it is given."""

    desk: "Desk | None" = None

    async def call(
        self, method: str, parameters: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> Json:
        answer = await super().call(method, parameters, files)
        if self.desk and answer["ok"]:
            self.desk.show(method, parameters, answer["result"])
        return answer


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button that can be pressed."""

    message: Json
    label: str
    data: str


@dataclass(slots=True)
class Desk:
    """`you` is the person; `echo` writes down what they do, for those who did not see them type.

    When `strict`, as in a script, a handler that failed is an error.
    """

    api: ShownApi
    bot: Dateline
    paper: Paper
    you: Json
    files: Path
    echo: bool = True
    strict: bool = True
    answers: list[str] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)
    _buttons: dict[int, ShownButton] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _last_said: Json | None = None

    async def do(self, deed: Input, words: str) -> None:
        """Do what stands on a line, `words`. Raises BadInput when that cannot be."""
        deed = self._meant(deed)
        if isinstance(deed, Expect):
            self._check(deed.words)
        elif not isinstance(deed, Quit):
            await self._take(self._update(deed), self._described(deed, words))
            if self.strict:
                self._judge(deed)

    def _meant(self, deed: Input) -> Input:
        """A number alone presses the button that has it."""
        number = deed.text if isinstance(deed, Say) and not deed.fails else ""
        pressed = number.isascii() and number.isdigit() and int(number) in self._buttons
        return PressButton(int(number)) if pressed else deed

    def show(self, method: str, parameters: Mapping[str, object], result: Json) -> None:
        """Write down what the bot did."""
        if method in ("sendMessage", "sendDocument", "sendPhoto"):
            self._message(result)
        elif method in ("editMessageText", "editMessageCaption"):
            self._message(result, note="edited")
        elif method == "editMessageReplyMarkup":
            self._keep_buttons(result)
        elif method == "answerCallbackQuery" and parameters.get("text"):
            self.answers.append(str(parameters["text"]))
            self.paper.note(str(parameters["text"]))

    async def _take(self, update: Json, words: str) -> None:
        self.answers.clear()
        self.errors.clear()
        if self.echo:
            self.paper.said(words)
        else:
            self.paper.typed()
        await self.bot.intake.take([update])
        await self.bot.intake.idle()
        await self.bot.jobs.round()
        await self.bot.digests.sending.round()

    def _update(self, deed: Input) -> Json:
        people = self.api.people
        if isinstance(deed, PressButton):
            button = self._button(deed.button)
            return people.press(self.you, button.message, button.data)
        if isinstance(deed, Edit):
            return self._edit(deed.text)
        if isinstance(deed, Reply):
            return self._reply(deed.text)
        if isinstance(deed, Attach):
            upload = Upload(deed.path.name, deed.path.read_bytes(), _mime(deed.path))
            return people.send_file(self.you, upload, caption=deed.caption or None)
        if isinstance(deed, Forward):
            return self._say(deed.text, origin=_origin(deed))
        return self._say(deed.text if isinstance(deed, Say) else "")

    def _say(self, text: str, *, origin: Json | None = None, reply_to: int | None = None) -> Json:
        update = self.api.people.say(self.you, text, origin=origin, reply_to=reply_to)
        self._last_said = update["message"]
        return update

    def _reply(self, text: str) -> Json:
        answers = self.api.sent(self.you["id"])
        if not answers:
            raise BadInput("the bot has said nothing to reply to")
        return self._say(text, reply_to=answers[-1]["message_id"])

    def _edit(self, text: str) -> Json:
        if self._last_said is None:
            raise BadInput("nothing was said that could be edited")
        return self.api.people.edit(self._last_said, text)

    def _described(self, deed: Input, words: str) -> str:
        """The line as it goes into the transcript."""
        if isinstance(deed, PressButton):
            return f"[{self._button(deed.button).label}]"
        return deed.text if isinstance(deed, Say) and deed.fails else words

    def _button(self, wanted: int | str) -> ShownButton:
        for number, button in reversed(self._buttons.items()):
            if wanted in (number, button.label):
                return button
        there = ", ".join(f"[{number}] {button.label}" for number, button in self._buttons.items())
        raise BadInput(f"there is no button [{wanted}]; there {'are ' + there if there else 'are none'}")

    def _message(self, message: Json, note: str = "") -> None:
        text = message.get("text") or message.get("caption") or ""
        self.answers.append(text)
        self.paper.message(text, message.get("entities") or message.get("caption_entities") or (), note=note)
        if "document" in message:
            self._save(message["document"])
        self._forget_buttons(message)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        self.paper.buttons([[self._numbered(message, button) for button in row] for row in rows])

    def _numbered(self, message: Json, button: Json) -> tuple[int, str]:
        number = next(self._numbers)
        self._buttons[number] = ShownButton(message, button["text"], button["callback_data"])
        self.answers.append(button["text"])
        return number, button["text"]

    def _keep_buttons(self, message: Json) -> None:
        """A message lost some of its buttons; the others keep their numbers."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        left = {button["callback_data"] for row in rows for button in row}
        own = message["message_id"]
        for number, button in list(self._buttons.items()):
            if button.message["message_id"] == own and button.data not in left:
                del self._buttons[number]

    def _forget_buttons(self, message: Json) -> None:
        """A message that changed has other buttons now, or none."""
        gone = [n for n, b in self._buttons.items() if b.message["message_id"] == message["message_id"]]
        for number in gone:
            del self._buttons[number]

    def _save(self, document: Json) -> None:
        """Keep a file that the bot sent, under its name."""
        upload = self.api.world.files[document["file_id"]]
        self.files.mkdir(parents=True, exist_ok=True)
        path = self.files / Path(upload.name).name
        path.write_bytes(upload.body)
        self.paper.note(f"{len(upload.body):,} bytes, saved as {path}")

    def _check(self, words: str) -> None:
        if not any(words in answer for answer in self.answers):
            raise BadInput(f"no answer holds “{words}”")

    def _judge(self, deed: Input) -> None:
        """A fault of ours, or a refusal that had to come and did not; any other refusal is an answer."""
        faults = [error for error in self.errors if not isinstance(error, EXPECTED)]
        if faults:
            raise BadInput(f"the bot failed: {faults[0]!r}")
        if isinstance(deed, Say) and deed.fails and not self.errors:
            raise BadInput("the bot was to refuse that, and did not")


def _origin(post: Forward) -> Json:
    noon = datetime.combine(post.day, time(12), UTC)
    channel = {"id": -1000000000001, "type": "channel", "title": post.name}
    return Origin.channel(channel, 1, int(noon.timestamp()))


def _mime(path: Path) -> str:
    return "text/plain" if path.suffix in (".txt", ".md") else "application/octet-stream"
