"""How soon the chat answers what is handed in, and what it draws; and how much memory hostile files take.

python -m tests.benchmarks.chatting

A process of its own, against our Bot API on loopback. The figures hold for a quiet machine.
"""

import asyncio
import gzip
import tempfile
import zipfile
from collections.abc import Awaitable, Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.terminal.botapi import BotApi, Json, Upload
from tests.benchmarks.running import OWNER, Watch, an_api, memory
from tests.support.bots import Running, a_process
from tests.support.loopback import loopback

ROUNDS = 20
WORKS = ("bridge", "tunnel", "weir", "harbour wall", "cable car", "school", "reservoir", "bypass")


def an_article(number: int) -> str:
    """About 3 kB in our own words, with nine dated events that no other article tells."""
    return " ".join(_paragraph(number, n) for n in range(9))


def _paragraph(number: int, n: int) -> str:
    day, year = 1 + (number + n) % 28, 2000 + (number + n) % 21
    return (
        f"On {day} March {year} the council of Valdora{number * 12 + n} approved the "
        f"{WORKS[(number * 3 + n) % 8]} that farmers below the pass had asked for, after a debate that went "
        f"on until the lamps in the square were lit and vote number {number * 12 + n} was counted. "
        "Nobody spoke against it, although some would rather have had the money spent on the road."
    )


def hostile() -> dict[str, bytes]:
    """Files that are small on the wire and large, or endless, to whoever opens them."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"<w:p>" + b" " * 300_000_000)
    pages = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R>>endobj\n" % n for n in range(10, 60_000))
    return {
        "bomb.docx": packed.getvalue(),
        "pages.pdf": b"%PDF-1.4\n" + pages + b"trailer<</Root 1 0 R>>",
        "nested.json": b'{"type":"x","messages":' + b"[" * 5_000_000,
        "deep.html": b"<html><body>" + b"<div>" * 1_000_000,
        "wide.csv": b"text\n" + b'"' + b"a" * 15_000_000,
        "packed.gz": gzip.compress(b"\0" * 200_000_000),
        "marks.txt": ("e" + "\u0301" * 5_000 + " came on 3 March 2021. ").encode() * 40,
        "lines.jsonl": b'{"text": "x"}\n' * 4_999,
    }


async def timed(watch: Watch, method: str, act: Callable[[], Awaitable[object]]) -> float:
    begun = perf_counter()
    seen = asyncio.ensure_future(watch.next(method))
    await asyncio.sleep(0)
    await act()
    return await seen - begun


async def main() -> None:
    api = an_api()
    watch = Watch(api)
    with tempfile.TemporaryDirectory() as folder:
        async with loopback(api) as address:
            settings = {"OWNER_IDS": str(OWNER), "PASTE_WAIT": "0.01", "MESSAGES_PER_SECOND": "0"}
            async with a_process(address, Path(folder), **settings) as bot:
                await bot.says("is at work")
                await _articles(api, watch)
                await _pictures(api, watch)
                await _files(api, watch, bot)


async def _articles(api: BotApi, watch: Watch) -> None:
    me = api.world.people[OWNER]

    async def hand_in(number: int) -> None:
        api.people.say(me, an_article(number))

    seconds = [await timed(watch, "sendMessage", partial(hand_in, n)) for n in range(ROUNDS)]
    size = len(an_article(1)) / 1000
    print(
        f"an article of {size:.1f} kB to its answer: first {seconds[0] * 1000:.0f} ms, "
        f"median {median(seconds) * 1000:.0f} ms, at most {max(seconds[1:]) * 1000:.0f} ms after that"
    )


async def _pictures(api: BotApi, watch: Watch) -> None:
    me = api.world.people[OWNER]

    async def ask() -> None:
        api.people.say(me, "/picture 2000..2004")

    seconds = [await timed(watch, "sendDocument", ask) for _ in range(3)]
    print(f"a picture: first {seconds[0]:.2f} s, then {min(seconds[1:]):.2f} s")


async def _files(api: BotApi, watch: Watch, bot: Running) -> None:
    me: Json = api.world.people[OWNER]
    for name, body in hostile().items():

        async def send(name: str = name, body: bytes = body) -> None:
            api.people.send_file(me, Upload(name, body))

        seconds = await timed(watch, "sendMessage", send)
        print(
            f"{name:12} {len(body) / 1000:8.0f} kB answered after {seconds:5.2f} s; "
            f"at most {memory(bot.process.pid, 'VmHWM'):.0f} MB so far"
        )


if __name__ == "__main__":
    asyncio.run(main())
