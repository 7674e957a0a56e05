"""How long many links take from message to record, and how much memory. Run by hand:

    python -m tests.benchmarks.links [LINKS]

Pages of 100 kB of five hosts, from a server on loopback that takes 0.2 s for each: four at a time, one of a
host. Then single pages of the hardest kinds.
"""

import asyncio
import resource
import sys
from time import perf_counter

from aiohttp import web

from bot.ingest.page import MOST_ELEMENTS
from bot.model.chat import Chat, ChatKind
from bot.model.news import Actor
from bot.model.outcome import Cause, Outcome
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import NOON
from tests.support.outside import Outside, outside

HOSTS, SLOW, SIZE = 5, 0.2, 100_000
CHAT = Chat(1, ChatKind.LOCAL)
SENTENCE = "The council of {town} voted on the bridge on {day} March 2021, as had been expected for a while."
FILLER = "<p>Of this there is more to be said than anybody in the town hall would care to hear.</p>"


def a_page(number: int) -> bytes:
    told = "".join(f"<p>{SENTENCE.format(town=f'Town{number}', day=day)}</p>" for day in range(1, 20))
    menu, script = "<a href='/x'>Elsewhere</a> " * 200, "var x = 1;" * 4_000
    frame = f"<nav>{menu}</nav><script>{script}</script>"
    head = f"<title>Bridge {number}</title><meta property='article:published_time' content='2021-04-21'>"
    body = f"<article><h1>Bridge {number}</h1>{told}"
    missing = SIZE - len(head) - len(frame) - len(body)
    return f"<html><head>{head}</head><body>{frame}{body}{FILLER * (missing // len(FILLER))}".encode()


async def _slowly(body: bytes) -> web.Response:
    await asyncio.sleep(SLOW)
    return web.Response(body=body, content_type="text/html")


def _served(there: Outside, count: int) -> list[str]:
    def answer(body: bytes):  # type: ignore[no-untyped-def]
        return lambda _: _slowly(body)

    return [there.serve(f"h{n % HOSTS}.example", f"/{n}", answer(a_page(n))) for n in range(count)]


async def _many(count: int) -> None:
    async with outside() as there:
        store = await Store.open("sqlite://")
        services = Services.over(store, web=there.reader())
        links = _served(there, count)
        cause = Cause(Actor(None, "bench"), NOON)
        start = perf_counter()
        found = await services.links.read_links(CHAT, links, cause)
        seconds = perf_counter() - start
        read = sum(isinstance(one, Outcome) and one.change is not None for one in found)
        print(f"{count} links of {SIZE // 1000} kB, {HOSTS} hosts: {seconds:.1f} s, {read} read", flush=True)
        print(f"  at most {there.most_at_once} at a time, {there.most_of_a_host} of a host, {_peak()} MB")
        await store.close()


async def _hard() -> None:
    """Pages as hard as they come, one by one; what the loop waits at most meanwhile."""
    elements = MOST_ELEMENTS - 100
    pages = {
        "paragraphs": "<p>a b c d e f</p>" * elements,
        "links": "<a href=x>some words</a>" * elements,
        "list items": "<ul>" + "<li>some words</li>" * elements,
        "nested": "<div>" * 400_000,
        "attributes": "<p " + "a=b " * 1_200_000 + ">",
        "blanks": "<p>" + " \n" * 2_400_000,
    }
    async with outside() as there:
        reader = there.reader()
        for name, body in pages.items():
            address = there.page("hard.example", f"/{name.replace(' ', '')}", f"<html><body>{body}")
            start = perf_counter()
            longest = await _watched(asyncio.ensure_future(_settled(reader.article(address, NOON.date()))))
            taken = f"{perf_counter() - start:>6.2f} s, the loop waits {longest * 1000:>4.0f} ms"
            print(f"{name:<12}{taken}, {_peak()} MB")


async def _settled(call: object) -> None:
    from bot.errors import FetchFailed

    try:
        await call  # type: ignore[misc]
    except FetchFailed as failure:
        print(f"{failure.fault}: ", end="")


async def _watched(work: "asyncio.Future[None]") -> float:
    longest = 0.0
    while not work.done():
        before = perf_counter()
        await asyncio.sleep(0.005)
        longest = max(longest, perf_counter() - before - 0.005)
    return longest


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    asyncio.run(_many(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
    asyncio.run(_hard())
