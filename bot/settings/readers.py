"""How the text of a setting is read: each gives the value, or raises ValueError with words.

The words go on after the name of the variable: "BOT_TOKEN is not a token; …".
"""

import re
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from bot.model.address import Address
from bot.model.chat import Access
from bot.model.subscription import Unsure
from bot.settings.secret import Secret

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")


def token(text: str) -> Secret:
    if not re.fullmatch(r"\d+:[\w-]+", text, re.ASCII):
        raise ValueError("is not a token; BotFather's look like 123456:ABC-DEF")
    return Secret(text)


def address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not an address such as https://api.telegram.org")
    return text.rstrip("/")


def database(text: str) -> Secret:
    if text.startswith("postgres://"):
        text = text.replace("postgres", "postgresql", 1)
    if not text.startswith(("sqlite://", "postgresql://")):
        raise ValueError("must start with sqlite:/// and a path, or with postgresql://")
    return Secret(text)


def server(text: str) -> Secret:
    if not text.startswith(("postgres://", "postgresql://")):
        raise ValueError("must start with postgresql://")
    return database(text)


def directory(text: str) -> Path:
    return Path(text).expanduser().absolute()


def ids(text: str) -> frozenset[int]:
    words = text.replace(",", " ").split()
    if not all(word.isascii() and word.isdigit() and int(word) for word in words):
        raise ValueError("must be Telegram user ids, numbers with commas between them")
    return frozenset(map(int, words))


def access(text: str) -> Access:
    if text.lower() not in set(Access):
        raise ValueError(f"must be {either(Access)}")
    return Access(text.lower())


def level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError(f"must be {either(LOG_LEVELS)}")
    return text.lower()


def log_format(text: str) -> str:
    if text.lower() not in LOG_FORMATS:
        raise ValueError(f"must be {either(LOG_FORMATS)}")
    return text.lower()


def seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}(\.\d+)?", text, re.ASCII):
        raise ValueError("must be seconds, from 0 to 99")
    return float(text)


def rate(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise ValueError("must be messages a second, from 0 to 9999")
    return int(text)


def unsure(text: str) -> Unsure:
    if text.lower() not in set(Unsure):
        raise ValueError(f"must be {either(Unsure)}")
    return Unsure(text.lower())


def webhook(text: str) -> str:
    """The address without what would not come with a request; without a path it is that of the root."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or _bad_port(text):
        raise ValueError("is not an address such as https://bot.example.org/updates")
    if (
        parts.username
        or parts.query
        or parts.fragment
        or not re.fullmatch(r"[\w./~-]*", parts.path, re.ASCII)
    ):
        raise ValueError("may have a host, a port and a plain path, and nothing else")
    return text if parts.path else f"{text}/"


def secret_word(text: str) -> Secret:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ -; `openssl rand -hex 32` makes one")
    return Secret(text)


def listen(text: str) -> Address:
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]*)):(\d{1,5})", text, re.ASCII)
    if match is None or int(match[3]) > 65_535:
        raise ValueError(
            "must be a host and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 for every address"
        )
    return Address(match[1] or match[2] or "", int(match[3]))


def file(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise ValueError(f"cannot be read from {path}: {error.strerror}") from None


def _bad_port(address: str) -> bool:
    try:
        return urlsplit(address).port == 0
    except ValueError:
        return True


def either(words: type[StrEnum] | tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


def every(text: str) -> timedelta:
    """A number of hours or days; no time for "off"."""
    if text.lower() == "off":
        return timedelta()
    found = re.fullmatch(r"(\d{1,4})([hd])", text.lower(), re.ASCII)
    if not found or not int(found[1]):
        raise ValueError("must be hours or days such as 24h or 7d, or off")
    return timedelta(hours=int(found[1]) * (24 if found[2] == "d" else 1))


def how_many(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not int(text):
        raise ValueError("must be a number from 1 to 9999")
    return int(text)
