"""Every setting: its name, what it means, what it is when unset, how its text is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.settings import readers

TELEGRAM = "https://api.telegram.org"


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


VARIABLES = (
    Variable(
        "BOT_TOKEN",
        "The bot's token, from @BotFather. Without it only the terminal works.",
        "none",
        readers.token,
        secret=True,
    ),
    Variable(
        "OWNER_IDS",
        "Telegram ids of the owners, with commas between them.",
        "whoever says the word that the first start prints",
        readers.ids,
    ),
    Variable(
        "ACCESS",
        "Whom the bot serves: owner, listed (owners, and whom /allow let in) or open (everybody).",
        "listed",
        readers.access,
    ),
    Variable(
        "DATA_DIR",
        "The directory for the database and its copies.",
        "the user's data directory",
        readers.directory,
    ),
    Variable(
        "DATABASE_URL",
        "sqlite:////path/to/file.db, or postgresql://user:password@host/database.",
        "dateline.db in DATA_DIR",
        readers.database,
        secret=True,
    ),
    Variable(
        "DATABASE_READ_URL",
        "A read replica of the PostgreSQL server in DATABASE_URL: what only reads is asked there, as long as "
        "it keeps up.",
        "everything is asked of DATABASE_URL",
        readers.server,
        secret=True,
    ),
    Variable("BOT_API_URL", "The Bot API, for methods and files.", TELEGRAM, readers.address),
    Variable(
        "LOG_LEVEL", f"How much is logged: {readers.either(readers.LOG_LEVELS)}.", "info", readers.level
    ),
    Variable(
        "LOG_FORMAT",
        "How lines are logged: text for people, or json, an object a line with the ids of chat and update.",
        "text",
        readers.log_format,
    ),
    Variable(
        "PASTE_WAIT",
        "Seconds to wait for the next part of a paste that Telegram cut into several messages.",
        "1",
        readers.seconds,
    ),
    Variable(
        "MESSAGES_PER_SECOND",
        "How many messages a second are sent at most. 0 lifts all limits, for a Bot API that has none.",
        "30",
        readers.rate,
    ),
    Variable(
        "UNSURE_DIGESTS",
        "What becomes of a digest of which nobody knows whether it arrived: again (it is sent again, and may "
        "be there twice) or uncertain (it is not, and /status lists it).",
        "again",
        readers.unsure,
    ),
    Variable(
        "BACKUP_EVERY",
        "How often the bot makes a backup by itself: 24h, 7d, or off.",
        "24h of a SQLite file, off for PostgreSQL",
        readers.every,
    ),
    Variable(
        "BACKUP_KEEP", "How many backups stay; older ones that it made itself go.", "7", readers.how_many
    ),
    Variable(
        "BACKUP_DIR",
        "The directory for backups; on another disk they outlive this one.",
        "backups in DATA_DIR",
        readers.directory,
    ),
    Variable(
        "WEBHOOK_URL",
        "The https address at which Telegram hands updates over, on port 443, 80, 88 or 8443.",
        "the bot asks for updates",
        readers.webhook,
    ),
    Variable(
        "WEBHOOK_SECRET",
        "The word by which Telegram is known at WEBHOOK_URL, and without which nothing is: 1 to 256 of "
        "A-Z a-z 0-9 _ -.",
        "none",
        readers.secret_word,
        secret=True,
    ),
    Variable(
        "WEBHOOK_CERTIFICATE",
        "A PEM file with the certificate of WEBHOOK_URL's host, when no proxy ends TLS in front of the bot. "
        "One that signs itself is handed to Telegram.",
        "a proxy ends TLS",
        readers.file,
    ),
    Variable("WEBHOOK_KEY", "The PEM file with its private key.", "none", readers.file),
    Variable(
        "LISTEN",
        "Where the bot listens for HTTP: a host and a port.",
        "127.0.0.1:8080 with WEBHOOK_URL, otherwise nowhere",
        readers.listen,
    ),
)
