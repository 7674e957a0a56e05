"""Buttons below a message: a label, and the press that comes back when somebody touches it.

A press is at most 64 bytes and says what to do by itself; what does not fit, such as the topic of a
timeline, is a view in the database, named by its number.
"""

import re
from dataclasses import dataclass

from bot.model.subscription import OwedPart
from bot.rendering.html import Html

MOST_BYTES = 64
_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)  # of any length, and a database would not take it


@dataclass(frozen=True, slots=True)
class Press:
    """What a button does: a verb of a handler and whole numbers, written "verb:1:2"."""

    verb: str
    numbers: tuple[int, ...] = ()

    @classmethod
    def to(cls, verb: str, *numbers: int) -> "Press":
        return cls(verb, numbers)

    @classmethod
    def read(cls, data: str) -> "Press | None":
        """The press that a button's data tells, None when no button of ours says that."""
        verb, *numbers = data.split(":")
        written = all(_NUMBER.fullmatch(number) for number in numbers)
        return cls(verb, tuple(map(int, numbers))) if verb.isalpha() and written else None

    @property
    def data(self) -> str:
        return ":".join([self.verb, *map(str, self.numbers)])


NOWHERE = Press("page", (0, 0))


@dataclass(frozen=True, slots=True)
class Button:
    """One button; raises ValueError when Telegram would refuse it.

    It leads to an `address` instead, or, where people look for something `shared`, to a chat of their choice.
    """

    label: str
    press: Press = NOWHERE
    address: str | None = None
    shared: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.press.data.encode()) <= MOST_BYTES:
            raise ValueError(f"callback data holds 1 to {MOST_BYTES} bytes: {self.press.data!r}")
        if not self.label.strip():
            raise ValueError("a button needs a label")


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to send: its text, and rows of buttons below it."""

    html: Html
    buttons: tuple[Row, ...] = ()


def owed(reply: Reply) -> OwedPart:
    """The reply as the outbox keeps it."""
    labels = tuple(tuple((button.label, button.press.data) for button in row) for row in reply.buttons)
    return OwedPart(reply.html.markup, labels)


def rows(*candidates: Row) -> tuple[Row, ...]:
    """The rows that hold a button."""
    return tuple(row for row in candidates if row)
