"""`dateline run`: the bot itself."""

import asyncio
import os
from argparse import ArgumentParser, Namespace

from bot.cli.command import Command


def _declare(parser: ArgumentParser) -> None:
    """All that the bot is told stands in the environment."""


def _run(_: Namespace) -> int:
    from bot.app import serve
    from bot.settings import Settings

    asyncio.run(serve(Settings.read(os.environ)))
    return 0


RUN = Command(
    name="run",
    purpose="Run the bot until it is told to stop. Its settings come from the environment.",
    examples=("BOT_TOKEN=123456:ABC-DEF dateline run", "BOT_TOKEN_FILE=/run/secrets/bot_token dateline run"),
    declare=_declare,
    run=_run,
)
