"""How long it takes to file one article in a chat that holds very many events. Run by hand:

    python -m tests.benchmarks.filing [EVENTS]

On a SQLite file in a temporary folder, and on a server when TEST_DATABASE_URL names one. Reading the words
is timed apart; filing is everything after it: the same words? which events? what changed? and the commit.
"""

import asyncio
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bot.briefing.matching import lookup_keys
from bot.briefing.terms import search_terms
from bot.model.news import Event, Mention
from bot.model.timespan import day_value
from bot.services.articles import read_text
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat, a_draft, a_mention, an_article
from tests.support.stores import postgresql_schema, postgresql_url

ROUNDS, BATCH = 30, 5_000
PEOPLE = ("Minister", "General", "Mayor", "Judge", "Doctor")
DEEDS = (
    ("visited", "visit"), ("was killed in", "killing"), ("won the election in", "election"),
    ("signed a treaty in", "agreement"), ("led a protest in", "protest"), ("opened a bridge in", None),
)  # fmt: skip


def a_statement(chance: random.Random) -> tuple[str, date, str | None, str, str]:
    deed, kind = chance.choice(DEEDS)
    name = f"{chance.choice(PEOPLE)} {chr(65 + chance.randrange(26))}{'aeiou'[chance.randrange(5)]}"
    name += f"rne{chance.randrange(2000)}"
    town = f"Town{chance.randrange(500)}"
    day = date(1990, 1, 1) + timedelta(days=chance.randrange(11_000))
    return f"{name} {deed} {town}", day, kind, name, town


def statements(count: int) -> Iterator[Mention]:
    chance = random.Random(7)
    for _ in range(count):
        said, day, kind, name, town = a_statement(chance)
        yield a_mention(f"{said}.", day_value(day), kind=kind, participants=(name,), places=(town,))


async def fill(store: Store, count: int) -> None:
    """A chat with that many events, one mention each."""
    batch: list[Mention] = []
    async with store.begin() as tx:
        await tx.chats.put(a_chat())
        article = await tx.articles.add(a_chat().id, an_article())
    for place, mention in enumerate(statements(count), 1):
        batch.append(mention)
        if len(batch) == BATCH or place == count:
            async with store.begin() as tx:
                keys = [lookup_keys(m) for m in batch]
                stored = await tx.mentions.add(a_chat().id, article.number, batch, keys)
                numbers = await tx.events.new_numbers(a_chat().id, len(stored))
                told = {n: _event(n, m) for n, m in zip(numbers, stored, strict=True)}
                await tx.events.change(a_chat().id, told)
            batch = []


def _event(number: int, mention: Mention) -> tuple[Event, str]:
    event = Event(number, mention.headline, mention.when, (mention.id,), kind=mention.kind)
    return event, search_terms(event, {mention.id: mention}, {})


def an_article_of(chance: random.Random) -> str:
    """Twelve dated sentences, half of them told in the chat already."""
    known = list(statements(200))
    lines = []
    for _ in range(12):
        if chance.random() < 0.5:
            mention = chance.choice(known)
            said, day = mention.sentence.rstrip("."), mention.when.span.start
        else:
            said, day, *_ = a_statement(chance)
        lines.append(f"On {day.day} {day:%B} {day.year} {said}.")
    return " ".join(lines)


async def measure(name: str, store: Store, count: int) -> None:
    await fill(store, count)
    services, chance = Services.over(store), random.Random(11)
    reading, filing = [], []
    for _ in range(ROUNDS):
        draft = a_draft(an_article_of(chance))
        start = perf_counter()
        await read_text(a_chat(), draft, date(2021, 4, 22))
        read = perf_counter()
        await services.articles.read_one(a_chat(), replace(draft, text=draft.text), a_cause())
        filing.append((perf_counter() - read - (read - start)) * 1000)
        reading.append((read - start) * 1000)
    print(
        f"{name:12} {count:>9,} {median(reading):>12.1f} {median(filing):>12.1f} "
        f"{quantiles(filing, n=20)[-1]:>12.1f}"
    )


async def main(count: int) -> None:
    print(f"{'database':12} {'events':>9} {'read, ms':>12} {'file, ms':>12} {'p95, ms':>12}")
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {"sqlite": f"sqlite:///{folder / 'filing.db'}"}
        if postgresql_url():
            urls["postgresql"] = await stack.enter_async_context(postgresql_schema())
        for name, url in urls.items():
            store = await Store.open(url)
            await measure(name, store, count)
            await store.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
