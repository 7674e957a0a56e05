"""The settings, read once from the environment: all faults told together, secrets never shown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path

from bot.errors import BadSettings
from bot.model.chat import Access
from bot.model.subscription import Unsure

TELEGRAM = "https://api.telegram.org"
LOG_LEVELS = ("debug", "info", "warning", "error")


class Secret:
    """A text that only `reveal` shows; printed, logged or formatted it is three stars."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class Variable:
    """One setting: what it means, what it is when unset (in words), how its text is read.

    A secret may also be handed over in a file, named by the variable of that name with _FILE.
    `read` raises ValueError with words that go on after "BOT_TOKEN …".
    """

    name: str
    meaning: str
    default: str
    read: Callable[[str], Any]
    secret: bool = False


def _token(text: str) -> Secret:
    if not re.fullmatch(r"\d+:[\w-]+", text, re.ASCII):
        raise ValueError("is not a token; BotFather's look like 123456:ABC-DEF")
    return Secret(text)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not an address such as https://api.telegram.org")
    return text.rstrip("/")


def _database(text: str) -> Secret:
    if text.startswith("postgres://"):
        text = text.replace("postgres", "postgresql", 1)
    if not text.startswith(("sqlite://", "postgresql://")):
        raise ValueError("must start with sqlite:/// and a path, or with postgresql://")
    return Secret(text)


def _directory(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _ids(text: str) -> frozenset[int]:
    words = text.replace(",", " ").split()
    if not all(word.isascii() and word.isdigit() and int(word) for word in words):
        raise ValueError("must be Telegram user ids, numbers with commas between them")
    return frozenset(map(int, words))


def _access(text: str) -> Access:
    if text.lower() not in set(Access):
        raise ValueError(f"must be {_or(Access)}")
    return Access(text.lower())


def _level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError(f"must be {_or(LOG_LEVELS)}")
    return text.lower()


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,2}(\.\d+)?", text, re.ASCII):
        raise ValueError("must be seconds, from 0 to 99")
    return float(text)


def _rate(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise ValueError("must be messages a second, from 0 to 9999")
    return int(text)


def _unsure(text: str) -> Unsure:
    if text.lower() not in set(Unsure):
        raise ValueError(f"must be {_or(Unsure)}")
    return Unsure(text.lower())


def _or(words: type[StrEnum] | tuple[str, ...]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


VARIABLES = (
    Variable(
        "BOT_TOKEN",
        "The bot's token, from @BotFather. Without it only the terminal works.",
        "none",
        _token,
        secret=True,
    ),
    Variable(
        "OWNER_IDS",
        "Telegram ids of the owners, with commas between them.",
        "whoever says the word that the first start prints",
        _ids,
    ),
    Variable(
        "ACCESS",
        "Whom the bot serves: owner, listed (owners, and whom /allow let in) or open (everybody).",
        "listed",
        _access,
    ),
    Variable(
        "DATA_DIR", "The directory for the database and its copies.", "the user's data directory", _directory
    ),
    Variable(
        "DATABASE_URL",
        "sqlite:////path/to/file.db, or postgresql://user:password@host/database.",
        "dateline.db in DATA_DIR",
        _database,
        secret=True,
    ),
    Variable("BOT_API_URL", "The Bot API, for methods and files.", TELEGRAM, _address),
    Variable("LOG_LEVEL", f"How much is logged: {_or(LOG_LEVELS)}.", "info", _level),
    Variable(
        "PASTE_WAIT",
        "Seconds to wait for the next part of a paste that Telegram cut into several messages.",
        "1",
        _seconds,
    ),
    Variable(
        "MESSAGES_PER_SECOND",
        "How many messages a second are sent at most. 0 lifts all limits, for a Bot API that has none.",
        "30",
        _rate,
    ),
    Variable(
        "UNSURE_DIGESTS",
        "What becomes of a digest of which nobody knows whether it arrived: again (it is sent again, and may "
        "be there twice) or uncertain (it is not, and /status lists it).",
        "again",
        _unsure,
    ),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator asked for. `access` is None when the operator left it to /allow."""

    data_dir: Path
    database_url: Secret
    bot_token: Secret | None = None
    bot_api_url: str = TELEGRAM
    owner_ids: frozenset[int] = frozenset()
    access: Access | None = None
    log_level: str = "info"
    paste_wait: float = 1.0
    messages_per_second: int = 30
    unsure_digests: Unsure = Unsure.AGAIN

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """The settings that this environment asks for. Raises BadSettings with all its faults."""
        faults: list[str] = []
        values: dict[str, Any] = {}
        for variable in VARIABLES:
            try:
                text = _text_of(variable, environment)
                if text:
                    values[variable.name.lower()] = variable.read(text)
            except ValueError as fault:
                faults.append(f"{variable.name} {fault}")
        if faults:
            raise BadSettings(faults)
        values.setdefault("data_dir", user_data_path("dateline", appauthor=False))
        values.setdefault("database_url", Secret(f"sqlite:///{values['data_dir'] / 'dateline.db'}"))
        return cls(**values)

    def token(self) -> str:
        """The bot's token. Raises BadSettings when there is none."""
        if self.bot_token is None:
            raise BadSettings(["BOT_TOKEN is not set; get a token from @BotFather, or try `dateline chat`"])
        return self.bot_token.reveal()

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not be shown anywhere."""
        password = urlsplit(self.database_url.reveal()).password
        token = [self.bot_token.reveal()] if self.bot_token else []
        return (*token, *([password] if password else []))


def _text_of(variable: Variable, environment: Mapping[str, str]) -> str:
    """The variable's text, from its file where a secret names one; empty when unset."""
    text = environment.get(variable.name, "").strip()
    file = environment.get(f"{variable.name}_FILE", "").strip() if variable.secret else ""
    if not file:
        return text
    if text:
        raise ValueError(f"is set twice, also as {variable.name}_FILE; unset one")
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text"
        raise ValueError(f"cannot be read from {file} ({variable.name}_FILE): {reason}") from None
