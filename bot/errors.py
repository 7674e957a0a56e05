"""Every error of our own, one tree:

DatelineError
├── BadSettings          the environment asks for something impossible; `faults` has all of it
├── BadInput             what was typed or handed in cannot be used; `problem` says which way
├── NotFound             no event, article or change of that number in this chat
├── NotAllowed           this person may not do this here
├── AlreadyApplied       what this update asks was done before
└── StorageError
    ├── DatabaseBusy     another process holds the SQLite file
    ├── DatabaseNewer    the schema comes from a newer version
    └── DatabaseUnusable not a database of ours, damaged, unreachable, or the disk is full

Exceptions carry facts; `bot/rendering/failures.py` has the words for the chat.
"""


class DatelineError(Exception):
    """The root: whatever is raised on purpose descends from it."""


class BadSettings(DatelineError):
    """All faults of the settings at once, each naming its variable."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class BadInput(DatelineError):
    """Something handed in cannot be used; the text says what and what to do instead."""


class NotFound(DatelineError):
    """There is no such thing in this chat."""

    def __init__(self, noun: str, number: int | str) -> None:
        super().__init__(f"there is no {noun} {number}")
        self.noun = noun
        self.number = number


class NotAllowed(DatelineError):
    """This person may not do this here."""


class AlreadyApplied(DatelineError):
    """What this part of this update asks was done before, and is not done twice."""

    def __init__(self, update_id: int, part: int) -> None:
        super().__init__(f"update {update_id}, part {part}, was applied before")
        self.update_id = update_id
        self.part = part


class StorageError(DatelineError):
    """The database cannot be used."""


class DatabaseBusy(StorageError):
    """Another process holds the SQLite file."""


class DatabaseNewer(StorageError):
    """The schema was written by a newer version of Dateline."""


class DatabaseUnusable(StorageError):
    """Not a database of ours, damaged, out of reach, or the disk is full."""
