"""What is written to the log: lines on stderr, in UTC, with no secret in any of them."""

import logging
import sys
import time
from collections.abc import Iterable
from typing import TextIO
from urllib.parse import quote, unquote

# Libraries that would log addresses with the token in them, the texts of messages, or nothing of use.
_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "telegram": logging.WARNING,
}


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


def _forms(secret: str) -> Iterable[str]:
    """A secret as it may be met: whole, as in an address or out of one, and a token's second half alone."""
    half = secret.partition(":")[2]
    return filter(None, (secret, quote(secret, safe=""), unquote(secret), half))


def start_logging(level: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Log from `level` on to stderr, or to `stream`. What was set up before is replaced."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Masking(secrets))
    threshold = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=threshold, handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, threshold))
    logging.captureWarnings(True)
