"""How long it takes to export a chat of very many events and to import it again, and in how much memory.

    python -m tests.benchmarks.portable [EVENTS]

On a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL names one; what one wrote, the
other reads. Each step is a process of its own, so that its peak is its own.
"""

import asyncio
import hashlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter, process_time

from bot.briefing.matching import lookup_keys
from bot.briefing.terms import search_terms
from bot.clock import now
from bot.model.briefing import Query
from bot.model.news import Action, ArticleMove, ArticleState, Change, Event, Mention, Revision
from bot.rendering.export import FORMATS, About
from bot.services.exports import Exports
from bot.services.imports import Imports
from storage.store import Store, Transaction
from tests.benchmarks.filing import statements
from tests.support.builders import MIRA, NOON, a_chat, an_article
from tests.support.stores import postgresql_schema, postgresql_url

EVENTS = 50_000
OF_ARTICLE = 10  # events that one article tells
FILLER = "The council heard the report and put the matter off until its next meeting in the old hall. " * 20


async def fill(url: str, count: int) -> None:
    """A chat with so many events, ten an article, each article added by a change of its own."""
    store, told = await Store.open(url), statements(count)
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
    while batch := list(islice(told, OF_ARTICLE * 100)):
        async with store.begin() as tx:
            for at in range(0, len(batch), OF_ARTICLE):
                await _file(tx, batch[at : at + OF_ARTICLE])
    await store.close()


async def _file(tx: Transaction, told: list[Mention]) -> None:
    chat = a_chat().id
    text = " ".join([*(mention.sentence for mention in told), FILLER])
    print_ = hashlib.sha256(text.encode()).hexdigest()
    article = await tx.articles.add(chat, an_article(text, fingerprint=print_))
    mentions = await tx.mentions.add(chat, article.number, told, [lookup_keys(m) for m in told])
    numbers = await tx.events.new_numbers(chat, len(mentions))
    events = [
        Event(number, mention.headline, mention.when, (mention.id,), kind=mention.kind)
        for number, mention in zip(numbers, mentions, strict=True)
    ]
    terms = {e.number: (e, search_terms(e, {m.id: m}, {})) for e, m in zip(events, mentions, strict=True)}
    await tx.events.change(chat, terms)
    revisions = tuple(Revision(event.number, None, event) for event in events)
    move = ArticleMove(article.number, None, ArticleState.LIVE)
    await tx.changes.add(chat, Change(0, Action.ADD, MIRA, NOON, revisions, (move,)), None, 0)


async def export(url: str, path: str, format: str) -> None:
    store = await Store.open_reading(url)
    sheet = FORMATS[format].sheet
    out = await asyncio.to_thread(Path(path).open, "wb")
    with out:
        if sheet is None:
            await Exports(store).whole(a_chat().id, out)
        else:
            counts = await Exports(store).count(a_chat().id, Query())
            about = About(a_chat().id, Query(), counts, now())
            await Exports(store).write(a_chat().id, Query(), sheet(about), out)
    await store.close()


async def restore(url: str, path: str) -> None:
    store = await Store.open(url)
    file = await asyncio.to_thread(Path(path).open, "rb")
    with file:
        await Imports(store).restore(a_chat(), file)
    await store.close()


def _sum(path: Path) -> str:
    """Read in pieces: what this process holds counts as the peak of those it starts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def step(*words: str) -> str:
    """A step in a process of its own: what it says of itself."""
    command = [sys.executable, "-m", "tests.benchmarks.portable", *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


async def _fill(url: str, count: str) -> None:
    await fill(url, int(count))


STEPS: dict[str, Callable[..., Coroutine[None, None, None]]] = {
    "fill": _fill,
    "export": export,
    "import": restore,
}


def run_step(name: str, *words: str) -> None:
    begun = perf_counter()
    asyncio.run(STEPS[name](*words))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{perf_counter() - begun:6.1f} s ({process_time():5.1f} s of ours)  {peak:5.0f} MB")


async def main(count: int) -> None:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = [f"sqlite:///{folder / 'a.db'}", f"sqlite:///{folder / 'b.db'}"]
        if postgresql_url():
            urls[1:1] = [await stack.enter_async_context(postgresql_schema())]
        print(f"{count:,} events\nfill              {step('fill', urls[0], str(count))}")
        files = []
        for at, (source, target) in enumerate(pairwise(urls)):
            files.append(folder / f"{at}.json")
            kinds = f"{source.partition(':')[0]:10}"
            print(f"export {kinds} {step('export', source, str(files[-1]), 'json')}")
            print(f"import {target.partition(':')[0]:10} {step('import', target, str(files[-1]))}")
        last = folder / "last.json"
        step("export", urls[-1], str(last), "json")
        same = len({_sum(file) for file in (*files, last)}) == 1
        print(f"{last.stat().st_size / 1e6:.1f} MB; the same after every journey: {same}")
        for format in ("ics", "csv", "md", "timelinejs", "html"):
            path = folder / f"x.{format}"
            said = step("export", urls[0], str(path), format)
            print(f"{format:17} {said}  {path.stat().st_size / 1e6:6.1f} MB")


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in STEPS:
        run_step(*sys.argv[1:])
    else:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS))
