"""`dateline health`: asks the bot that runs on this machine how it is, as a container's health check does."""

import os
import ssl
from argparse import ArgumentParser, Namespace
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from bot.cli.command import Command
from bot.cli.failures import FAILED, complain
from bot.cli.output import say
from bot.model.address import Address

ANYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one of them is reached
PATIENCE = 8.0  # seconds
LONGEST = 100_000  # bytes of an answer


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--alive", action="store_true", help="ask whether it lives, not whether all is well")


def _run(arguments: Namespace) -> int:
    from bot.settings import Settings

    settings = Settings.read(os.environ)
    if settings.listen is None:
        complain("LISTEN is not set, so the bot answers nobody here; `dateline doctor` looks from outside")
        return FAILED
    path = "/healthz" if arguments.alive else "/readyz"
    try:
        status, words = _asked(settings.listen, path, tls=settings.webhook_certificate is not None)
    except (OSError, HTTPException) as error:
        why = str(error) or type(error).__name__
        complain(f"nothing answers at {settings.listen} ({why}); is the bot running, with the same LISTEN?")
        return FAILED
    say(words)
    return 0 if status == HTTPStatus.OK else FAILED


def _asked(address: Address, path: str, *, tls: bool) -> tuple[int, str]:
    """The answer's status and text."""
    host = ANYWHERE.get(address.host, address.host)
    connection = (
        HTTPSConnection(host, address.port, timeout=PATIENCE, context=_of_whomever())
        if tls
        else HTTPConnection(host, address.port, timeout=PATIENCE)
    )
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST).decode("utf-8", "replace").strip()


def _of_whomever() -> ssl.SSLContext:
    """The certificate is of the name that Telegram calls, and this machine is called by its number."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


HEALTH = Command(
    name="health",
    purpose="Ask the bot that runs here whether all is well; needs LISTEN. Not well: exit code 1.",
    examples=("dateline health", "LISTEN=127.0.0.1:8080 dateline health --alive"),
    declare=_declare,
    run=_run,
)
