"""What settings must be beside each other: faults that no setting has alone."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.settings.secret import Secret
from bot.settings.variables import TELEGRAM

PORTS = (443, 80, 88, 8443)  # where Telegram comes to
OURS = ("/healthz", "/readyz", "/metrics")


def faults_together(values: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each, with its variable first.

    `values`: by the names of `Settings`' fields, those that are set; None where one has a fault of its own.
    """
    if values.get("webhook_url"):
        yield from _of_the_webhook(values)
    url = values.get("database_url", Secret("sqlite://"))
    if "database_read_url" in values and url and not url.reveal().startswith("postgresql://"):
        yield "DATABASE_READ_URL needs a DATABASE_URL of PostgreSQL, whose replica it is; set both or none"
    for one, other in (("certificate", "key"), ("key", "certificate")):
        if f"webhook_{one}" in values and f"webhook_{other}" not in values:
            yield f"WEBHOOK_{other.upper()} is not set, and WEBHOOK_{one.upper()} needs it; set both or none"


def _of_the_webhook(values: Mapping[str, Any]) -> Iterator[str]:
    url = urlsplit(values["webhook_url"])
    if "webhook_secret" not in values:
        yield "WEBHOOK_SECRET is not set, and WEBHOOK_URL needs it; `openssl rand -hex 32` makes one"
    if url.path in OURS:
        yield f"WEBHOOK_URL may not end in {url.path}, where others ask how the bot is; name another path"
    if values.get("bot_api_url", TELEGRAM) == TELEGRAM:  # a Bot API of one's own comes anywhere
        yield from _of_telegrams_rules(url.scheme, url.port)
    if "webhook_certificate" in values and "listen" not in values:
        yield (
            "LISTEN is not set, and with WEBHOOK_CERTIFICATE no proxy finds the bot; "
            "set it to where Telegram comes in, such as 0.0.0.0:8443"
        )


def _of_telegrams_rules(scheme: str, port: int | None) -> Iterator[str]:
    if scheme != "https":
        yield "WEBHOOK_URL must begin with https://, Telegram takes nothing else"
    if port not in (None, *PORTS):
        yield f"WEBHOOK_URL has port {port}, and Telegram comes to 443, 80, 88 and 8443 alone"
