"""What is written to the log: lines on stderr, in UTC, with no secret in any of them.

with about(chat=7, update=12):
    log.warning("…")                    # as JSON, the line says which chat and update it is about
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import quote, unquote

# Libraries that would log addresses with the token in them, the texts of messages, what strangers knock
# with, or nothing of use.
_QUIET = {
    "aiohttp": logging.CRITICAL,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "telegram": logging.WARNING,
}


# Errors whose words are about the machine, and never somebody's text.
_TELLING = ("bot.errors", "telegram.", "asyncpg.", "sqlite3")

_about: ContextVar[Mapping[str, int | None]] = ContextVar("about", default={})  # noqa: B039 - never changed


@contextmanager
def about(**ids: int | None) -> Iterator[None]:
    """What is logged within the block, and in the tasks that are begun there, is about these."""
    before = _about.get()
    _about.set({**before, **ids})
    try:
        yield
    finally:
        _about.set(before)


class Masking(logging.Formatter):
    """Formats a record whole, arguments and traceback too, and then puts stars over every secret."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("{asctime}Z {levelname:<7} {name}: {message}", "%Y-%m-%dT%H:%M:%S", style="{")
        self.converter = time.gmtime
        # The longest first, so that no half of one is left standing.
        self._secrets = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        return self.mask(super().format(record))

    def mask(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class Json(Masking):
    """A JSON object a line: what is about whom, and an error with its way, but nothing that people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: id for name, id in _about.get().items() if id is not None},
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line |= {"error": type(error).__qualname__, "traceback": "".join(_way(error))}
        return self.mask(json.dumps(self._masked(line)))

    def _masked(self, line: Mapping[str, object]) -> dict[str, object]:
        """Before quotes and line ends in it are written otherwise."""
        return {name: self.mask(value) if isinstance(value, str) else value for name, value in line.items()}


def _way(error: BaseException) -> Iterator[str]:
    """The traceback of an error and of those it came from, the first of them first.

    What an error says stands there only when that is about the machine.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _way(before)
    yield from traceback.format_tb(error.__traceback__)
    telling = isinstance(error, OSError) or type(error).__module__.startswith(_TELLING)
    yield f"{type(error).__qualname__}{f': {error}' if telling else ''}\n"


def _forms(secret: str) -> Iterable[str]:
    """A secret as it may be met: whole, quoted, as in an address or out of one, half a token."""
    half = secret.partition(":")[2]
    written = repr(secret)[1:-1], json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]
    return filter(None, (secret, quote(secret, safe=""), quote(secret), unquote(secret), half, *written))


def start_logging(
    level: str, secrets: Iterable[str], stream: TextIO | None = None, *, as_json: bool = False
) -> None:
    """Log from `level` on to stderr, or to `stream`. What was set up before is replaced."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter((Json if as_json else Masking)(secrets))
    threshold = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=threshold, handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, threshold))
    logging.captureWarnings(True)
