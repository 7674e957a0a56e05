"""What goes to stdout: lines for people, JSON for programs."""

import json
import shutil
import sys
import textwrap
from collections.abc import Mapping

from bot.rendering.foreign import harmless, one_line

COLUMN = 16  # where the words begin beside a date


def say(line: str = "") -> None:
    """A line for a person."""
    sys.stdout.write(line + "\n")


def emit(value: Mapping[str, object]) -> None:
    """One JSON object on a line of its own, sent on its way at once."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=ascii_only) + "\n")
    sys.stdout.flush()


def plain(foreign: str) -> str:
    """Words from outside on one line, without what would play with the terminal."""
    return one_line(harmless(foreign))


def width() -> int:
    """Columns to write in: the terminal's, but no wider than reads well."""
    return min(shutil.get_terminal_size((100, 24)).columns, 110)


def beside(date: str, words: str) -> list[str]:
    """The date in a column of its own, the words beside it, or below a long one."""
    lines = textwrap.wrap(words, width() - COLUMN) or [""]
    margin = " " * COLUMN
    if len(date) + 3 > COLUMN:
        return [f"  {strong(date)}", *(margin + line for line in lines)]
    gap = " " * (COLUMN - 2 - len(date))
    return [f"  {strong(date)}{gap}{lines[0]}", *(margin + line for line in lines[1:])]


def below(words: str) -> list[str]:
    """Words of less weight, in the same column."""
    return [faint(" " * COLUMN + line) for line in textwrap.wrap(plain(words), width() - COLUMN)]


def strong(words: str) -> str:
    """Bold on a terminal, plain in a file or pipe."""
    return f"\x1b[1m{words}\x1b[0m" if sys.stdout.isatty() else words


def faint(words: str) -> str:
    """Dim on a terminal, plain in a file or pipe."""
    return f"\x1b[2m{words}\x1b[0m" if sys.stdout.isatty() else words
