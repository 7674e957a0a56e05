"""The chat in a terminal: the same handlers, answered by a Bot API of our own.

    run_chat(ChatOptions(settings))                                 # somebody types
    run_chat(ChatOptions(settings, Path("try.chat"), memory=True))  # a file does; returns 1 on an error

What is typed, or stands on a line of a script:

    any text                    is said to the bot; a pasted text of many lines is one message
    <<<  …  >>>                 the lines between are one message
    @PATH                       the text of a file is said; a PDF or the like is sent as it is
    /file PATH [caption]        a file is sent
    /forward NAME DATE text     a post of that channel and day is forwarded; @PATH does for the text
    [3]  or  :3                 presses the button of that number; so does 3 alone where there is one
    [Undo]                      presses the newest button of that label
    :edit text                  changes what was said last
    :reply text                 is said in reply to the bot's last message
    /quit                       leaves

and in scripts alone, where empty lines and lines that begin with # are left out:

    :expect words               the last answers must hold these words
    :fails /why e999            says the rest, and the bot must refuse it

A script ends with an error at a line that cannot be done: a directive, button or file that is not there,
an answer without the words it must hold, a failure of the bot. A refusal ("There is no event e999") is an
answer.

Paths are relative to the script, or to where the terminal is.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """How to chat. `now` stops the clock; with `memory` nothing is kept; the bot's files go to `files`."""

    settings: "Settings"
    script: Path | None = None
    now: datetime | None = None
    memory: bool = False
    files: Path = Path("dateline-files")


def run_chat(options: ChatOptions) -> int:
    """Chat until /quit or the end of what there is to read; the exit code. Raises StorageError."""
    import asyncio

    from bot.terminal.chat import chat

    return asyncio.run(chat(options))
