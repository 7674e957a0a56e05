"""`dateline doctor`: is everything in place for the bot to run, and if not, what to do.

It looks beside a running bot too, and changes nothing.
"""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from bot.cli.command import Command
from bot.cli.doctor import machine, rights
from bot.cli.doctor.finding import Finding, State
from bot.cli.failures import FAILED
from bot.cli.output import emit, say
from bot.clock import now
from bot.errors import BadSettings

if TYPE_CHECKING:
    from bot.settings import Settings


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--offline", action="store_true", help="ask nothing of Telegram")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _run(arguments: Namespace) -> int:
    findings = list(findings_of(os.environ, now(), offline=arguments.offline))
    fine = all(finding.state is not State.FAILS for finding in findings)
    if arguments.json:
        emit({"fine": fine, "findings": [_shape(finding) for finding in findings]})
    else:
        for finding in findings:
            say(f"{finding.state:<6} {finding.name:<9} {finding.seen}")
            if finding.advice:
                say(f"{'':16} {finding.advice}")
    return 0 if fine else FAILED


def findings_of(
    environment: Mapping[str, str], instant: datetime, *, offline: bool = False
) -> Iterator[Finding]:
    """Everything there is to look at, one after the other, at this instant."""
    from bot.settings import Settings

    yield machine.python()
    yield machine.clock(instant)
    try:
        settings = Settings.read(environment)
    except BadSettings as error:
        for fault in error.faults:
            yield Finding(
                "settings", State.FAILS, fault, "Correct this variable; the README's table says more."
            )
        return
    yield Finding("settings", State.FINE, f"data in {settings.data_dir}")
    yield from rights.secrets(environment)
    yield from _of_telegram(settings, instant, offline=offline)
    yield from machine.disks(settings)
    yield from _of_database(settings, instant)


def _of_telegram(settings: "Settings", instant: datetime, *, offline: bool) -> Iterator[Finding]:
    from bot.cli.doctor import telegram

    if settings.bot_token is None:
        yield Finding(
            "token", State.NOTE, "no BOT_TOKEN", "`dateline chat` works without; @BotFather gives one."
        )
    elif offline:
        yield Finding("token", State.FINE, "BOT_TOKEN is set and looks like one; Telegram was not asked")
    else:
        yield from telegram.findings(settings, instant)


def _of_database(settings: "Settings", instant: datetime) -> Iterator[Finding]:
    from bot.cli.doctor import backups, database, records

    yield from rights.database(settings.database_url.reveal())  # before SQLite tidies up beside the file
    schema = database.schema(settings)
    yield schema
    if settings.database_read_url is not None:
        yield database.replica(settings.database_read_url.reveal())
    if schema.state is State.FINE and schema.seen != database.NOT_MADE:
        yield database.integrity(settings)
        yield from database.indexes(settings.database_url.reveal())
        yield from records.findings(settings, instant)
        yield backups.newest(settings, instant)


def _shape(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "state": finding.state.value,
        "seen": finding.seen,
        "advice": finding.advice,
    }


DOCTOR = Command(
    name="doctor",
    purpose="Check that everything is in place, and say what to do where it is not.",
    examples=("dateline doctor", "dateline doctor --offline --json"),
    declare=_declare,
    run=_run,
)
