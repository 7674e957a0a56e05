"""Every error of our own, one tree:

DatelineError
├── BadSettings          the environment asks for something impossible; `faults` has all of it
├── BadInput             what was typed or handed in cannot be used; `problem` says which way
│   └── BadSchedule      words that were meant to say when, and do not
├── BadBackup            a file is no backup that can be put back, or there is no place for it
├── NotFound             no event, article or change of that number in this chat
├── NotAllowed           this person may not do this here
├── AlreadyApplied       what this update asks was done before
├── FileUnreadable       a file holds nothing that can be read; `fault` says why
├── FetchFailed          a link or feed cannot be had, or holds nothing to read; `fault` says why
└── StorageError
    ├── DatabaseBusy     another process holds the SQLite file
    ├── DatabaseNewer    the schema comes from a newer version
    └── DatabaseUnusable out of reach, or not as it must be
        ├── DatabaseAway     it will be back: the server restarts, or another takes its place
        ├── DatabaseRefused  the server knows no such database, user or password
        ├── DatabaseFull     there is no room on the disk
        └── DatabaseDamaged  damaged, or not a database of ours: no second start mends it

Exceptions carry facts; `bot/rendering/failures.py` has the words for the chat.
"""

import re

_GAP = re.compile(r"\{(\w+)\}")


class DatelineError(Exception):
    """The root: whatever is raised on purpose descends from it."""


class BadSettings(DatelineError):
    """All faults of the settings at once, each naming its variable."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class BadInput(DatelineError):
    """Something handed in cannot be used: the sentence says what and what to do instead.

    Its gaps ("{words}") are filled with `facts`; the chat hears it in its own language.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(_GAP.sub(lambda gap: str(facts.get(gap[1], gap[0])), sentence))
        self.sentence = sentence
        self.facts = facts


class BadSchedule(BadInput):
    """These words say no times that can be kept; `why` is a Misread of `bot.model.schedule`."""

    def __init__(self, why: str, words: str) -> None:
        super().__init__("{why}: {words}", why=why, words=words)
        self.why = why
        self.words = words


class BadBackup(DatelineError):
    """A file is no backup, or not as it was made; or something is where it should go. For operators alone."""


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


class FileUnreadable(DatelineError):
    """A file holds nothing that can be read; `fault` is a bot.model.file.FileFault, `detail` a limit."""

    def __init__(self, fault: str, detail: str = "") -> None:
        super().__init__(f"{fault} {detail}".strip())
        self.fault = fault
        self.detail = detail


class FetchFailed(DatelineError):
    """What an address leads to cannot be had, or holds nothing to read.

    `fault` is a bot.model.link.Fault, `status` that of HTTP, `detail` what else is known of it, `retry_after`
    the seconds after which the server wishes to be asked again.
    """

    def __init__(
        self,
        address: str,
        fault: str,
        *,
        status: int | None = None,
        detail: str | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(" ".join(str(fact) for fact in (address, fault, status, detail) if fact))
        self.address = address
        self.fault = fault
        self.status = status
        self.detail = detail
        self.retry_after = retry_after


class StorageError(DatelineError):
    """The database cannot be used."""


class DatabaseBusy(StorageError):
    """Another process holds the SQLite file."""


class DatabaseNewer(StorageError):
    """The schema was written by a newer version of Dateline."""


class DatabaseUnusable(StorageError):
    """Out of reach, or not as it must be."""


class DatabaseRefused(DatabaseUnusable):
    """The server has no database of that name, or does not let this user in: a person must set it right."""


class DatabaseFull(DatabaseUnusable):
    """There is no room for more on the disk; what was stored before is all there."""


class DatabaseDamaged(DatabaseUnusable):
    """Damaged, or not a database of ours: only a person can mend it, with a backup or another name."""


class DatabaseAway(DatabaseUnusable):
    """Out of reach for a while: what was asked changed nothing, or did it whole, and can be asked again."""
