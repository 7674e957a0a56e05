"""What a wave of digests comes to whose sender is killed again and again. Run by hand:

    python -m tests.benchmarks.killing [CHATS] [KILLS]

A process of the bot on a SQLite file and our Bot API on loopback, without limits; SIGKILL at random moments.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from bot.model.subscription import DeliveryState, Unsure
from bot.scheduling.sending import AT_ONCE
from tests.support.kills import a_wave_with_kills


async def measure(chats: int, kills: int) -> None:
    print(f"{chats} digests, {kills} kills, at most {AT_ONCE} on their way at once")
    for unsure in Unsure:
        with tempfile.TemporaryDirectory() as folder:
            begun = perf_counter()
            after = await a_wave_with_kills(Path(folder), unsure, range(1_000, 1_000 + chats), kills)
        uncertain = after.being(DeliveryState.UNCERTAIN)
        print(f"UNSURE_DIGESTS={unsure.value:<10} {perf_counter() - begun:>4.0f} s", end="  ")
        print(f"{after.doubles} came twice, {len(after.missing)} did not come", end=", ")
        print(f"{len(uncertain)} listed as uncertain, {len(after.missing - uncertain)} lost silently")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(measure(*(given + [2_500, 60][len(given) :])))
