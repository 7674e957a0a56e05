"""How long backups, restores and moves take, in how much memory, and what answers wait for meanwhile.

    python -m tests.benchmarks.backups [EVENTS]

On a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL names one. Each step is a
process of its own, so that its peak is its own. Answers are pages of a timeline and small writes by turns, by
the one process that a bot is, alone, and while it makes a backup itself.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from time import perf_counter

from bot.clock import now
from bot.model.briefing import Query
from bot.services.backups.making import Backups
from bot.services.backups.moving import move
from bot.services.backups.restoring import Restoring
from bot.services.services import Services
from storage.store import Store
from tests.benchmarks.portable import fill
from tests.support.builders import a_chat
from tests.support.stores import postgresql_schema, postgresql_url

EVENTS = 50_000
PAUSE = 0.01  # seconds between answers
ALONE = 10.0  # seconds that answers are measured without a backup


async def make(url: str, folder: str, ending: str) -> None:
    made = await Backups(url, Path(folder), now).make(Path(folder) / f"made{ending}")
    print(f"{made.size / 1e6:6.1f} MB", end=" ")


async def restore(url: str, folder: str, file: str) -> None:
    await Restoring(url, Path(folder), now).restore(Path(file))


async def moved(url: str, target: str) -> None:
    await move(url, target)


async def answers(url: str, folder: str) -> None:
    """Times of answers, alone and beside a backup of the same process."""
    store = await Store.open(url)
    services = Services.over(store)
    await _answer(services)
    alone = await _measured(services, asyncio.create_task(asyncio.sleep(ALONE)))
    backup = asyncio.create_task(make(url, folder, ".db.gz" if url.startswith("sqlite") else ".json.gz"))
    beside = await _measured(services, backup)
    await store.close()
    print(f"\n  alone            {_spread(alone)}\n  beside a backup  {_spread(beside)}")


async def _measured(services: Services, work: asyncio.Task[None]) -> list[float]:
    times = []
    while not work.done():
        since = perf_counter()
        await _answer(services)
        times.append(1_000 * (perf_counter() - since))
        await asyncio.sleep(PAUSE)
    await work
    return times


async def _answer(services: Services) -> None:
    await services.timelines.timeline(a_chat().id, Query(), limit=10)
    await services.views.put(a_chat().id, "query", {"topic": "x"})


def _spread(times: list[float]) -> str:
    ranked = sorted(times)
    p50, p95, p99 = (ranked[int(len(ranked) * share)] for share in (0.5, 0.95, 0.99))
    told = f"p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, p99 {p99:6.1f} ms, at most {ranked[-1]:6.1f} ms"
    return f"{len(times):6} answers, {told}"


STEPS = {"make": make, "restore": restore, "move": moved, "answers": answers, "fill": fill}


def step(name: str, *words: str) -> None:
    """Run it in a process of its own, and say how long it took and how much memory."""
    print(f"{name:8}", end=" ", flush=True)
    subprocess.run([sys.executable, "-m", __spec__.name, "--step", name, *words], check=True)


async def everything(count: int) -> None:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        file = f"sqlite:///{folder}/dateline.db"
        await asyncio.to_thread(step, "fill", file, str(count))
        print(f"{_size(folder) / 1e6:.0f} MB of SQLite")
        for ending in (".db", ".db.gz", ".json.gz"):
            await asyncio.to_thread(step, "make", file, folder, ending)
            target = f"sqlite:///{folder}/restored{ending}.db"
            await asyncio.to_thread(step, "restore", target, folder, f"{folder}/made{ending}")
        await asyncio.to_thread(step, "answers", file, f"{folder}/more")
        if postgresql_url():
            url = await stack.enter_async_context(postgresql_schema())
            await asyncio.to_thread(step, "move", file, url)
            await asyncio.to_thread(step, "move", url, f"sqlite:///{folder}/back.db")
            await asyncio.to_thread(step, "answers", url, f"{folder}/server")


def _size(folder: str) -> int:
    return Path(folder, "dateline.db").stat().st_size


def main(words: list[str]) -> None:
    if words[:1] != ["--step"]:
        asyncio.run(everything(int(words[0]) if words else EVENTS))
        return
    name, *rest = words[1:]
    if name == "answers":
        Path(rest[1]).mkdir(exist_ok=True)
    since = perf_counter()
    arguments = [int(word) if name == "fill" and word.isdecimal() else word for word in rest]
    asyncio.run(STEPS[name](*arguments))  # type: ignore[operator]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(f"{perf_counter() - since:7.1f} s, at most {peak:.0f} MB")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(sys.argv[1:])
