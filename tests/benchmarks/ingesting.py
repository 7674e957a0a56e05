"""How fast a collection of articles is taken in, and whether that holds as the chat grows. Run by hand:

    python -m tests.benchmarks.ingesting [ARTICLES | FILE.jsonl] [--first N] [--sqlite | --postgresql]

Without a file: that many invented articles of about 3 kB (5,000), in which stories go on for weeks and each
article tells again what came before. On a SQLite file in a temporary folder, and on a server when
TEST_DATABASE_URL names one. Everything is on: the way of `dateline ingest`, twenty texts a transaction.

`cpu` is the processor time of this process, all its threads: on a busy machine it tells more than the clock.
The shares of the stages are of the clock. After each thousand it says what memory is held, and at
the end by how much that grew with each thousand after the first.
"""

import asyncio
import gc
import json
import random
import resource
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bot.cli.ingest import TOGETHER, spare_the_collector
from bot.model.briefing import Query
from bot.model.news import Draft, Source, SourceKind
from bot.model.timex import Dct, DctOrigin
from bot.services import articles, filing
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import a_cause, a_chat
from tests.support.stores import postgresql_schema, postgresql_url

ARTICLES, THOUSAND = 5_000, 1_000
RUNNING, LENGTH = 12, 3_000  # stories at one time, characters of an article
FRESH, RETOLD, LATELY = 2, 6, 40  # happenings of a new day, told again by an article, and out of how many
BEGIN = date(2019, 1, 7)

TOWNS = tuple(
    a + b
    for a in ("Kar", "Ost", "Vel", "Mor", "Tir", "Bel", "Sar", "Lun")
    for b in ("sk", "avia", "nhofen", "dale")
)
FIRST = (
    "Anna", "Boris", "Clara", "Deniz", "Emil", "Farida", "Goran", "Helene", "Ivo", "Jana", "Karim", "Lidia"
)  # fmt: skip
LAST = tuple(
    a + b
    for a in ("Mol", "Ter", "Vas", "Hol", "Kem", "Dur", "Ral", "Pet", "Zan")
    for b in ("ner", "ovic", "strom", "aldi", "berg", "escu")
)
OFFICES = ("President", "Minister", "Mayor", "General", "Judge", "Governor")
BODIES = tuple(
    f"the {body}"
    for body in ("city council", "court of appeal", "energy ministry", "harbour authority", "rail union")
)
DEEDS = (
    "{who} resigned as head of {body}",
    "{who} signed an agreement with {other} in {town}",
    "rebels attacked a convoy near {town}, killing {n} soldiers",
    "a flood destroyed {n} houses in {town}",
    "{body} approved a plan to close the mine at {town}",
    "police arrested {who} in {town}",
    "thousands of people protested against {who} in {town}",
    "{who} opened talks with {other} about the harbour of {town}",
    "an explosion at the refinery of {town} injured {n} workers",
    "{who} was elected chair of {body}",
    "{other} accused {who} of hiding {n} reports from {body}",
    "the dam above {town} burst after heavy rain",
)
LEADS = ("On {day} {deed}.", "{deed} on {day}, officials said.", "{deed} on {weekday}.", "{deed} in {month}.")
FILLERS = (
    "Nobody at {body} wanted to say how long the repairs would take.",
    "{who} told reporters that the people of {town} had been patient for long enough.",
    "The price of bread has risen faster than wages, and many families live on what they grow themselves.",
    "“We do not know whom to believe,” said a teacher who has lived near {town} all her life.",
    "Observers say that {other} has more to lose than {who}, though few of them expect a quick decision.",
    "The road along the river is narrow, and lorries wait for hours where it meets the old railway.",
    "A spokesman for {body} said the figures were being checked and would be made public in due course.",
    "Critics call the proposal a gift to a handful of companies that never paid for the damage they did.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """A cast and a place, and what happened day by day."""

    cast: dict[str, str]
    told: list[tuple[date, str]] = field(default_factory=list)


def invented(count: int) -> Iterator[Draft]:
    """Articles in order of days, some twenty a day."""
    chance = random.Random(5)
    stories = [a_story(chance) for _ in range(RUNNING)]
    for number in range(count):
        day = BEGIN + timedelta(days=number // 20)
        if chance.random() < 1 / 60:
            stories[chance.randrange(RUNNING)] = a_story(chance)
        yield _draft(str(number), _text(chance.choice(stories), day, chance), day)


def a_story(chance: random.Random) -> Story:
    who, other = (f"{chance.choice(OFFICES)} {chance.choice(FIRST)} {chance.choice(LAST)}" for _ in "ab")
    return Story({"who": who, "other": other, "town": chance.choice(TOWNS), "body": chance.choice(BODIES)})


def _text(story: Story, today: date, chance: random.Random) -> str:
    """The news of the day, what led to it, and much that has no date."""
    for _ in range(FRESH if not story.told or story.told[-1][0] < today else 1):
        deed = chance.choice(DEEDS).format(**story.cast, n=chance.randrange(3, 400))
        story.told.append((today, deed))
    lately = story.told[-LATELY:]
    known = [story.told[-1], *chance.sample(lately, min(RETOLD, len(lately)))]
    dated = [_sentence(day, deed, today, chance) for day, deed in dict.fromkeys(known)]
    lines = list(dated)
    while sum(map(len, lines)) < LENGTH:
        lines.append(chance.choice(FILLERS).format(**story.cast))
    rest = lines[1:]
    chance.shuffle(rest)
    return "\n\n".join(" ".join(part) for part in _paragraphs([lines[0], *rest]))


def _paragraphs(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(lines), 3):
        yield lines[at : at + 3]


def _sentence(day: date, deed: str, today: date, chance: random.Random) -> str:
    near = (today - day).days < 6
    form = LEADS[2] if near else chance.choice((LEADS[0], LEADS[1], LEADS[3]))
    said = form.format(
        day=f"{day.day} {day:%B} {day.year}", weekday=f"{day:%A}", month=f"{day:%B %Y}", deed=deed
    )
    return said[0].upper() + said[1:]


def of_file(path: Path) -> Iterator[Draft]:
    """The articles of a JSONL file, as `dateline ingest --jsonl` takes them."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            day = date.fromisoformat(row["published"][:10]) if row.get("published") else None
            yield _draft(str(row.get("id", number)), row["text"], day, row.get("title"))


def _draft(name: str, text: str, day: date | None, title: str | None = None) -> Draft:
    dct = Dct(day, DctOrigin.GIVEN) if day else None
    return Draft(text=text, source=Source(SourceKind.PASTE), title=title, published=dct, name=name)


class Stages:
    """How long each stage took, by the clock; a stage's own time is without the ones it holds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = 0.0

    def watch(self, module: Any, name: str, stage: str) -> None:
        """From now on, calls of that function of the module are counted under that stage."""
        asked: Callable[..., Awaitable[Any]] = getattr(module, name)

        async def watched(*arguments: Any, **named: Any) -> Any:
            outside, self._inner, begun = self._inner, 0.0, perf_counter()
            try:
                return await asked(*arguments, **named)
            finally:
                took = perf_counter() - begun
                self.seconds[stage] += took - self._inner
                self._inner = outside + took

        setattr(module, name, watched)

    def shares(self, whole: float) -> str:
        ranked = sorted(self.seconds.items(), key=lambda stage: -stage[1])
        rest = whole - sum(self.seconds.values())
        return ", ".join(f"{name} {took / whole:.0%}" for name, took in [*ranked, ("commit and rest", rest)])


def watched() -> Stages:
    stages = Stages()
    stages.watch(articles, "_read_unless_refused", "reading")
    stages.watch(articles, "_look_up", "looking up")
    stages.watch(articles, "file_article", "storing")
    stages.watch(articles, "refile", "grouping")
    stages.watch(filing, "_matches", "matching")
    stages.watch(filing, "_within_reach", "reach")
    stages.watch(filing, "_composed", "composing")
    stages.watch(filing, "_put", "events")
    stages.watch(articles, "outcome_of", "outcome")
    return stages


async def measure(name: str, url: str, drafts: Iterator[Draft], stages: Stages) -> None:
    store = await Store.open(url)
    services, marks, characters = Services.over(store), [Mark(0)], 0
    stages.seconds.clear()
    while batch := list(islice(drafts, TOGETHER)):
        characters += sum(len(draft.text) for draft in batch)
        await services.articles.read_together(a_chat(), batch, a_cause())
        if not gc.get_freeze_count():
            spare_the_collector()
        marks.append(Mark(marks[-1].count + len(batch)))
        if marks[-1].count % THOUSAND < len(batch):
            before = next(mark for mark in marks if mark.count > marks[-1].count - THOUSAND - len(batch))
            print(
                f"  {name} {marks[-1].count:>7,} {_rates(before, marks[-1])}, {marks[-1].held:.0f} MB",
                flush=True,
            )
    events = (await services.timelines.timeline(a_chat().id, Query(), limit=1)).total
    await store.close()
    tell(name, marks, characters, events, stages)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far it has come, in articles, and when: seconds of the clock and of the processor, MB held."""

    count: int
    clock: float = field(default_factory=perf_counter)
    cpu: float = field(default_factory=process_time)
    held: float = field(default_factory=lambda: _held())


def _held() -> float:
    """MB of memory that the process holds at this moment; where the system does not tell, the most it had."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _growth(marks: Sequence[Mark]) -> str:
    """By how many MB each thousand after the first made it grow."""
    first = next((mark for mark in marks if mark.count >= THOUSAND), marks[-1])
    thousands = (marks[-1].count - first.count) / THOUSAND
    if thousands < 1:
        return "too few to tell"
    return f"{(marks[-1].held - first.held) / thousands:+.1f} MB with each thousand after the first"


def tell(name: str, marks: Sequence[Mark], characters: int, events: int, stages: Stages) -> None:
    count, wall = marks[-1].count, marks[-1].clock - marks[0].clock
    print(f"{name}: {count:,} articles of {characters / count / 1000:.1f} kB, {events:,} events")
    print(f"  whole            {_rates(marks[0], marks[-1])}")
    ahead = next(mark for mark in marks if mark.count >= min(THOUSAND, count // 2))
    behind = next(mark for mark in marks if mark.count >= max(count - THOUSAND, count // 2))
    print(f"  first {ahead.count:>5,}      {_rates(marks[0], ahead)}")
    print(f"  last {count - behind.count:>6,}      {_rates(behind, marks[-1])}")
    print(f"  memory           {_growth(marks)}")
    print(f"  shares           {stages.shares(wall)}")
    print(
        f"  peak memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True
    )


def _rates(one: Mark, other: Mark) -> str:
    count, wall, cpu = other.count - one.count, other.clock - one.clock, other.cpu - one.cpu
    return (
        f"{count / wall:6.1f} articles/s, "
        f"{count / cpu:6.1f} a second of cpu: {cpu / count * 1000:.1f} ms each"
    )


def _arguments(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.ingesting")
    parser.add_argument("articles", nargs="?", default=str(ARTICLES))
    parser.add_argument("--first", type=int, default=None)
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--sqlite", action="store_true")
    only.add_argument("--postgresql", action="store_true")
    return parser.parse_args(words)


def _drafts(said: Namespace) -> Iterator[Draft]:
    if said.articles.isdecimal():
        return invented(int(said.articles))
    found = of_file(Path(said.articles))
    return (draft for draft, _ in zip(found, range(said.first or 10**9), strict=False))


async def main(said: Namespace) -> None:
    stages = watched()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {} if said.postgresql else {"SQLite": f"sqlite:///{folder / 'ingesting.db'}"}
        if postgresql_url() and not said.sqlite:
            urls["PostgreSQL"] = await stack.enter_async_context(postgresql_schema())
        for name, url in urls.items():
            await measure(name, url, _drafts(said), stages)


if __name__ == "__main__":
    asyncio.run(main(_arguments(sys.argv[1:])))
