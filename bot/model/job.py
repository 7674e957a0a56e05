"""Long work: many links or articles handed in at once, read one after the other, with progress to show."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.news import Actor, Draft
from bot.model.outcome import UpdateKey

OURS = "ours"  # the fault of a piece that went wrong through no fault of its own


class JobState(StrEnum):
    """Whether there is work left, and how it ended."""

    RUNNING = "running"
    CANCELLED = "cancelled"  # by a person; what was read stays
    DONE = "done"


@dataclass(frozen=True, slots=True)
class JobItem:
    """One piece of the work: a text to read, or an address to fetch. `place` counts from 1."""

    place: int
    draft: Draft | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of a piece: the change it made, events by what became of them, or why it failed.

    `fault` is one of bot.model.link.Fault, bot.model.file.FileFault, "refused" or OURS; `detail` is what is
    known of it.
    """

    place: int
    change: int | None = None
    known: bool = False
    new: int = 0
    matched: int = 0
    disputed: int = 0
    fault: str | None = None
    detail: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the work is, and what came of it so far."""

    total: int = 0
    done: int = 0
    failed: int = 0
    known: int = 0
    new: int = 0
    matched: int = 0
    disputed: int = 0

    @property
    def left(self) -> int:
        return self.total - self.done - self.failed


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work of a chat. Instants are aware and UTC.

    `update` is the one that asked for it: with it and its place each piece is applied once. `message_id` is
    the message that shows its progress, None until there is one.
    """

    number: int
    title: str
    actor: Actor
    started_at: datetime
    update: UpdateKey | None = None
    state: JobState = JobState.RUNNING
    thread: int | None = None
    message_id: int | None = None
    ended_at: datetime | None = None
