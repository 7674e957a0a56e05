"""Questions: commands that only read, known by a look at what Telegram sent."""

import re
from typing import Final

from bot.intake.envelope import Raw

COMMANDS: Final = frozenset({"timeline", "find", "on", "before", "between", "help"})

_COMMAND = re.compile(r"/(\w+)(@\w+)?(?!\S)")


def is_question(raw: Raw) -> bool:
    """Whether an update is such a command; it may be one to another bot."""
    message = raw.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    command = _COMMAND.match(text) if isinstance(text, str) else None
    return command is not None and command[1].lower() in COMMANDS
