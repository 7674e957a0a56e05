"""Work on hostile input in a process of its own, with bounds of memory, time and files.

    answer = await limited("bot.ingest.apart", given)   # what `python -m bot.ingest.apart` says on stdout

The child calls `limit_myself` before it reads anything. It is given nothing of our environment but what
Python needs, so that no secret is in it.
"""

import asyncio
import os
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

MEMORY = 768 * 2**20  # bytes of address space, of which a third is Python and its libraries
SECONDS = 15.0  # from its start to its answer

_HOME = str(Path(__file__).parent.parent.parent)


class GaveUp(Exception):
    """The work took more than it may, or broke."""


async def limited(module: str, given: bytes, *, seconds: float = SECONDS) -> bytes:
    """What the module answers to `given`. Raises GaveUp."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), cwd=_HOME
    )
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await child.communicate(given)
    except TimeoutError:
        raise GaveUp from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        raise GaveUp
    return answer


def limit_myself(memory: int = MEMORY, seconds: float = SECONDS) -> None:
    """Bounds for this process from here on: no more memory, time, files or writing than the work needs."""
    for bound, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(bound, (most, most))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return kept | {"PYTHONPATH": _HOME, "PYTHONDONTWRITEBYTECODE": "1"}
