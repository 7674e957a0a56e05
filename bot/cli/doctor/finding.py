"""What the doctor says of one thing: how it is, what was seen, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out; only `FAILS` keeps the bot from running, or from running right."""

    FINE = "ok"
    NOTE = "note"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was seen, and what to do when it is not fine."""

    name: str
    state: State
    seen: str
    advice: str | None = None


def span(seconds: float) -> str:
    """A length of time in the largest unit of which there are at least two: "90 s", "3 min", "5 h"."""
    for unit, length in (("days", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
