"""The chat itself: a bot put together over the database, and somebody or something to talk with it."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import assembled
from bot.clock import now, stopped_at
from bot.errors import BadInput
from bot.handlers.context import BotContext
from bot.handlers.errors import failed
from bot.model.chat import LOCAL_CHAT, Access
from bot.settings import Secret, Settings
from bot.terminal import ChatOptions
from bot.terminal.botapi import InProcessRequest
from bot.terminal.desk import Desk, ShownApi
from bot.terminal.inputs import Line, Quit, lines_of
from bot.terminal.markup import parse_markup
from bot.terminal.paper import Paper


async def chat(options: ChatOptions) -> int:
    """Chat by script, by keyboard or by pipe; the exit code."""
    async with _desk(options) as desk:
        if options.script is not None:
            return await _play(desk, options.script)
        if sys.stdin.isatty():
            await _type(desk)
        else:
            await _pipe(desk)
    return 0


@asynccontextmanager
async def _desk(options: ChatOptions) -> AsyncIterator[Desk]:
    clock = now if options.now is None else stopped_at(options.now)
    # Ids grow from run to run, as the database remembers which updates it has seen.
    api = ShownApi(parse=parse_markup, clock=clock, first_id=int(now().timestamp() * 1000))
    you = api.person(LOCAL_CHAT.id, "You")
    async with assembled(_settings(options), api.token, request=InProcessRequest(api), clock=clock) as bot:
        strict = options.script is not None
        echo = strict or not sys.stdin.isatty()
        desk = Desk(api, bot, Paper(sys.stdout), you, options.files, echo=echo, strict=strict)
        api.desk = desk

        async def note(_: object, context: BotContext) -> None:
            desk.errors.append(context.error or RuntimeError("unknown"))

        bot.application.remove_error_handler(failed)  # which is the last to be asked: so it comes behind
        bot.application.add_error_handler(note)
        bot.application.add_error_handler(failed)
        yield desk


def _settings(options: ChatOptions) -> Settings:
    """Whoever sits at the terminal owns the bot; a paste comes in one piece, and nothing is too fast."""
    database = Secret("sqlite://") if options.memory else options.settings.database_url
    return replace(
        options.settings,
        database_url=database,
        owner_ids=frozenset({LOCAL_CHAT.id}),
        access=Access.OWNER,
        paste_wait=0.0,
        messages_per_second=0,
    )


async def _play(desk: Desk, script: Path) -> int:
    """Every line of the script, until one cannot be done."""
    number = 0
    try:
        with script.open(encoding="utf-8") as lines:
            for line in lines_of(lines):
                number = line.number
                if await _do(desk, line, script.parent):
                    break
    except BadInput as fault:
        sys.stdout.flush()
        sys.stderr.write(f"{script}, line {number}: {fault}\n")
        return 1
    except UnicodeDecodeError:
        sys.stdout.flush()
        sys.stderr.write(f"{script} is not a text in UTF-8\n")
        return 1
    return 0


async def _pipe(desk: Desk) -> None:
    """Lines from a pipe; what cannot be done is said, and the next line is read."""
    for line in lines_of(sys.stdin):
        if await _try(desk, line):
            return


async def _type(desk: Desk) -> None:
    """Lines from a keyboard. Many that are pasted in one go are one message."""
    from prompt_toolkit import PromptSession

    keyboard: PromptSession[str] = PromptSession("\n> ")
    desk.paper.note("/help tells more, [1] presses a button, /quit leaves")
    while True:
        try:
            words = (await keyboard.prompt_async()).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if words and await _try(desk, Line(0, words, verbatim="\n" in words)):
            return


async def _try(desk: Desk, line: Line) -> bool:
    try:
        return await _do(desk, line, Path.cwd())
    except BadInput as fault:
        desk.paper.note(str(fault))
        return False


async def _do(desk: Desk, line: Line, home: Path) -> bool:
    """Do what a line says; whether that was to leave."""
    deed = line.read(home)
    await desk.do(deed, line.words)
    return isinstance(deed, Quit)
