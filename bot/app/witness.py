"""What is logged as an error is noted for the owner: grouped by what it was and where it rose in our code.

    log.exception("…")                                              # an error that nobody foresaw
    log.error("…", extra={"trouble": Trouble.CONFLICT, "detail": "…"})      # a matter of its own

Nothing of what people wrote is in a notice: not the message of the record, nor that of the error.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from telegram.error import BadRequest, TelegramError

from bot.errors import DatabaseDamaged, DatabaseFull, StorageError
from bot.measures import count
from bot.measures.names import ERRORS
from bot.model.notice import Trouble
from bot.services.notices import Notices

OURS = ("bot.", "storage.")


@contextmanager
def witnessed(notices: Notices) -> Iterator[None]:
    """Note what is logged as an error within the block."""
    witness, root = _Witness(notices), logging.getLogger()
    root.addHandler(witness)
    try:
        yield
    finally:
        root.removeHandler(witness)


class _Witness(logging.Handler):
    def __init__(self, notices: Notices) -> None:
        super().__init__(logging.WARNING)  # below that nothing is a matter; warnings are when they say so
        self._notices = notices

    def emit(self, record: logging.LogRecord) -> None:
        trouble = getattr(record, "trouble", None)
        if isinstance(trouble, Trouble):
            self._notices.note(trouble, trouble.value, str(getattr(record, "detail", "")))
        elif record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1] is not None:
            self._notice(record.exc_info[1])

    def _notice(self, error: BaseException) -> None:
        count(ERRORS, type(error).__name__)
        if isinstance(error, StorageError):
            trouble = _trouble_of(error)
            self._notices.note(trouble, trouble.value, str(error))
        elif not _is_of_telegram(error):
            self._notices.note(Trouble.ERROR, *told_apart(error))


def told_apart(error: BaseException) -> tuple[str, str]:
    """What an error is grouped by, and the same with the line: its type and where it rose in our code."""
    name = type(error).__qualname__
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith(OURS):
            where = f"{name} in {module}, {frame.f_code.co_qualname}"
            return where, f"{where}, line {line}"
    return name, name


def _trouble_of(error: StorageError) -> Trouble:
    if isinstance(error, DatabaseDamaged):
        return Trouble.DAMAGED
    return Trouble.DISK if isinstance(error, DatabaseFull) else Trouble.DATABASE


def _is_of_telegram(error: BaseException) -> bool:
    """Telegram out of reach or unwilling is not for the owner to mend; a request that is wrong is."""
    return isinstance(error, TelegramError) and not isinstance(error, BadRequest)
