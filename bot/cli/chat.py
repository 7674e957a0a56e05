"""`dateline chat`: the bot in this terminal, without a token or a network."""

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.cli.command import Command, instant


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("--script", type=Path, metavar="FILE", help="say the lines of a file, and leave")
    parser.add_argument("--now", type=instant, metavar="INSTANT", help="stop the clock at 2021-04-21T09:00Z")
    parser.add_argument("--memory", action="store_true", help="keep nothing: a database for this chat alone")


def _run(arguments: Namespace) -> int:
    from bot.settings import Settings
    from bot.terminal import ChatOptions, run_chat

    settings = Settings.read(os.environ)
    return run_chat(ChatOptions(settings, arguments.script, arguments.now, memory=arguments.memory))


CHAT = Command(
    name="chat",
    purpose="Chat with the bot in this terminal, without a token or a network.",
    examples=(
        "dateline chat",
        "dateline chat --memory --script conversation.txt --now 2021-04-21T09:00Z",
    ),
    declare=_declare,
    run=_run,
)
