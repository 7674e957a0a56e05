"""Whatever goes wrong becomes a line on stderr and an exit code, never a traceback."""

import os
import sys
import traceback
from collections.abc import Callable

from bot.errors import BadSettings, DatabaseDamaged, DatabaseNewer, DatabaseRefused, DatelineError

FAILED = 1
FAULT_OF_OURS = 70
UNMENDABLE = 78  # no second start mends it: whoever starts the bot again and again should stop
INTERRUPTED = 130
PIPE_CLOSED = 141

LASTING = (BadSettings, DatabaseNewer, DatabaseDamaged, DatabaseRefused)


def guarded(act: Callable[[], int]) -> int:
    """What `act` returns, or the exit code of what it raised, told on stderr."""
    try:
        code = act()
        sys.stdout.flush()
    except BrokenPipeError:
        return _leave_quietly()
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DatelineError, OSError) as error:
        return tell(error)
    except Exception as error:  # the last door of the process: a person gets words, not a stack
        return _confess(error)
    return code


def complain(words: str) -> None:
    """One line on stderr, in the program's name."""
    print(f"dateline: {words}", file=sys.stderr)  # noqa: T201


def tell(error: DatelineError | OSError) -> int:
    """What it says, on stderr; the exit code."""
    if isinstance(error, BadSettings):
        for fault in error.faults:
            complain(fault)
    elif isinstance(error, OSError) and error.filename is not None:
        complain(f"{error.filename}: {error.strerror}")
    else:
        complain(str(error))
    return FAILED


def _confess(error: Exception) -> int:
    place = traceback.extract_tb(error.__traceback__)[-1]
    complain(
        f"a fault of Dateline itself: {type(error).__name__}: {error} "
        f"({place.name}, {os.path.basename(place.filename)}:{place.lineno}). Please report it."  # noqa: PTH119
    )
    return FAULT_OF_OURS


def _leave_quietly() -> int:
    """The reader of our output has left (`| head`): say nothing, now or when the interpreter flushes."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    return PIPE_CLOSED
