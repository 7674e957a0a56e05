"""What stands on a line of the terminal or of a script, read into something to do."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import BadInput


@dataclass(frozen=True, slots=True)
class Say:
    """A message; `fails` when the bot must refuse it."""

    text: str
    fails: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A message in reply to the bot's last one."""

    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What was said last, in other words."""

    text: str


@dataclass(frozen=True, slots=True)
class Forward:
    """A post of a channel, forwarded."""

    name: str
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Attach:
    """A file is sent."""

    path: Path
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PressButton:
    """A button, by its number or the newest of its label."""

    button: int | str


@dataclass(frozen=True, slots=True)
class Expect:
    """The last answers must hold these words."""

    words: str


@dataclass(frozen=True, slots=True)
class Quit:
    """The end."""


Input = Say | Reply | Edit | Forward | Attach | PressButton | Expect | Quit

_PRESS = re.compile(r"\[(?P<label>[^\[\]]+)\]|:(?P<number>\d+)")
_DIRECTIVE = re.compile(r":(?P<name>[a-z]+)(?:\s+(?P<rest>.*))?", re.DOTALL)
_POST = re.compile(r'(?:"(?P<name>[^"]+)"|(?P<word>\S+))\s+(?P<day>[\d-]+)\s+(?P<text>.+)', re.DOTALL)
_DOCUMENTS = {
    *(".pdf", ".docx", ".doc", ".eml", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".gz"),
    *(".html", ".htm", ".opml", ".png", ".jpg", ".jpeg"),
}
_EXAMPLE = '/forward "Example Channel" 2021-04-22 The strike was carried out on Monday.'


def read_input(line: str, home: Path) -> Input:
    """What to do for a line; paths start at `home`. Raises BadInput for one that cannot be done."""
    line = line.strip()
    command, _, rest = line.partition(" ")
    if line in ("/quit", "/exit"):
        return Quit()
    if command == "/file":
        return _attach(rest, home)
    if command == "/forward":
        return _forward(rest, home)
    if press := _PRESS.fullmatch(line):
        return _press(press)
    if directive := _DIRECTIVE.fullmatch(line):
        return _directive(directive["name"], (directive["rest"] or "").strip(), home)
    if _names_document(line):
        return _attach(line[1:], home)
    return Say(_text(line, home))


def _names_document(line: str) -> bool:
    """Whether it is @plan.pdf or the like: a file that is no text to be typed."""
    return len(line.split()) == 1 and line.startswith("@") and Path(line).suffix.lower() in _DOCUMENTS


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a script, or several that are one message."""

    number: int
    words: str
    verbatim: bool = False

    def read(self, home: Path) -> Input:
        """What to do for it."""
        return Say(self.words) if self.verbatim else read_input(self.words, home)


def lines_of(script: Iterable[str]) -> Iterator[Line]:
    """The lines that say something. Raises BadInput for a <<< that never ends."""
    numbered = enumerate(script, start=1)
    for number, line in numbered:
        words = line.strip()
        if words == "<<<":
            yield Line(number, _until_end(numbered), verbatim=True)
        elif words and not words.startswith("#"):
            yield Line(number, words)


def _until_end(numbered: Iterator[tuple[int, str]]) -> str:
    kept: list[str] = []
    for _, line in numbered:
        if line.strip() == ">>>":
            return "\n".join(kept)
        kept.append(line.rstrip("\n"))
    raise BadInput("a line <<< has no line >>> after it")


def _press(press: re.Match[str]) -> PressButton:
    label = press["label"] or press["number"]
    return PressButton(int(label) if label.isdigit() else label.strip())


def _directive(name: str, rest: str, home: Path) -> Input:
    if name == "edit":
        return Edit(_text(rest, home))
    if name == "reply":
        return Reply(_text(rest, home))
    if name == "expect":
        return Expect(rest)
    if name == "fails":
        return Say(_text(rest, home), fails=True)
    raise BadInput(f"there is no :{name}; there are :edit, :reply, :expect, :fails and :NUMBER for a button")


def _text(words: str, home: Path) -> str:
    """The words, or those of the file they name: @article.txt."""
    if not words.startswith("@") or len(words.split()) > 1:
        return words
    return _contents(home / words[1:]).decode("utf-8", "replace")


def _forward(rest: str, home: Path) -> Forward:
    post = _POST.fullmatch(rest.strip())
    if post is None:
        raise BadInput(f"write it so: {_EXAMPLE}")
    try:
        day = date.fromisoformat(post["day"])
    except ValueError:
        raise BadInput(f"{post['day']} is not a day; write it so: {_EXAMPLE}") from None
    return Forward(post["name"] or post["word"], day, _text(post["text"], home))


def _attach(rest: str, home: Path) -> Attach:
    name, _, caption = rest.strip().partition(" ")
    path = home / Path(name).expanduser()
    _contents(path)
    return Attach(path, caption.strip())


def _contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
