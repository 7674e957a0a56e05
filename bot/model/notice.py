"""What the owner of a bot is told of its running: something went wrong, or soon will."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Trouble(StrEnum):
    """What kind of matter it is; each has its own words and advice."""

    ERROR = "error"  # one that nobody foresaw
    CONFLICT = "conflict"  # another process fetches the same bot's updates
    POISON = "poison"  # an update was put aside
    DATABASE = "database"  # it is out of reach, and will be back
    DAMAGED = "damaged"  # it cannot be read, and a person must act
    DISK = "disk"  # there is little room left
    BACKUP = "backup"  # none could be made


@dataclass(frozen=True, slots=True)
class Notice:
    """One matter with all its occurrences. Instants are aware and UTC.

    `key` is the same whenever the same matter occurs; `detail` says where, or what was seen last, and holds
    nothing of what people wrote. `told_times` is how often it had occurred when the owner was told of it.
    """

    key: str
    trouble: Trouble
    detail: str
    first_at: datetime
    last_at: datetime
    times: int = 1
    told_at: datetime | None = None
    told_times: int = 0
