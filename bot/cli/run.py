"""`dateline run`: the bot itself."""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.command import Command
from bot.cli.failures import LASTING, UNMENDABLE, complain, tell
from bot.errors import DatabaseDamaged

if TYPE_CHECKING:
    from bot.settings import Settings


def _declare(parser: ArgumentParser) -> None:
    """All that the bot is told stands in the environment."""


def _run(_: Namespace) -> int:
    """Raises what another start may mend; what it cannot is told here, with the exit code for it."""
    from bot.app import serve
    from bot.settings import Settings

    try:
        settings = Settings.read(os.environ)
        try:
            asyncio.run(serve(settings))
        except DatabaseDamaged as error:
            return _tell_damage(error, settings)
    except LASTING as error:
        tell(error)
        return UNMENDABLE
    return 0


def _tell_damage(error: DatabaseDamaged, settings: "Settings") -> int:
    from bot.app.upkeep import advice

    tell(error)
    complain(advice(settings))
    return UNMENDABLE


RUN = Command(
    name="run",
    purpose="Run the bot until it is told to stop. Its settings come from the environment.",
    examples=("BOT_TOKEN=123456:ABC-DEF dateline run", "BOT_TOKEN_FILE=/run/secrets/bot_token dateline run"),
    declare=_declare,
    run=_run,
)
