"""The settings, read once from the environment: all faults told together, secrets never shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path

from bot.errors import BadSettings
from bot.model.address import Address
from bot.model.chat import Access
from bot.model.subscription import Unsure
from bot.settings.secret import Secret
from bot.settings.together import faults_together
from bot.settings.variables import TELEGRAM, VARIABLES, Variable

A_DAY = timedelta(days=1)
BEHIND_A_PROXY = Address("127.0.0.1", 8080)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator asked for. `access` is None when the operator left it to /allow."""

    data_dir: Path
    database_url: Secret
    database_read_url: Secret | None = None
    bot_token: Secret | None = None
    bot_api_url: str = TELEGRAM
    owner_ids: frozenset[int] = frozenset()
    access: Access | None = None
    log_level: str = "info"
    log_format: str = "text"
    paste_wait: float = 1.0
    messages_per_second: int = 30
    unsure_digests: Unsure = Unsure.AGAIN
    backup_every: timedelta | None = None
    backup_keep: int = 7
    backup_dir: Path | None = None
    webhook_url: str | None = None
    webhook_secret: Secret | None = None
    webhook_certificate: Path | None = None
    webhook_key: Path | None = None
    listen: Address | None = None

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
                values.setdefault(variable.name.lower(), None)
        faults += faults_together(values)
        if faults:
            raise BadSettings(faults)
        values.setdefault("data_dir", user_data_path("dateline", appauthor=False))
        values.setdefault("database_url", Secret(f"sqlite:///{values['data_dir'] / 'dateline.db'}"))
        if "webhook_url" in values:
            values.setdefault("listen", BEHIND_A_PROXY)
        return cls(**values)

    @property
    def backups(self) -> Path:
        """Where backups are."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def backup_rest(self) -> timedelta:
        """The time from one backup to the next, nothing for none: a server's is its operator's."""
        if self.backup_every is not None:
            return self.backup_every
        return A_DAY if self.database_url.reveal().startswith("sqlite://") else timedelta()

    def token(self) -> str:
        """The bot's token. Raises BadSettings when there is none."""
        if self.bot_token is None:
            raise BadSettings(["BOT_TOKEN is not set; get a token from @BotFather, or try `dateline chat`"])
        return self.bot_token.reveal()

    def secrets(self) -> tuple[str, ...]:
        """Every text that must not be shown anywhere."""
        urls = [url.reveal() for url in (self.database_url, self.database_read_url) if url]
        passwords = [password for url in urls if (password := urlsplit(url).password)]
        words = [secret.reveal() for secret in (self.bot_token, self.webhook_secret) if secret]
        return (*words, *passwords)


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
