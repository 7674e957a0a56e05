"""Make the fixture of the newest revision: a database as this program fills it, as statements of SQL.

    python -m tests.storage.upgrades.make

To be run before a migration is written, and never again for that revision: what it holds is what people have.
The answers beside it are written by the test, when there are none yet.
"""

import asyncio
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bot.model.chat import Chat, ChatKind
from bot.model.message import MessagePart
from bot.model.news import Actor, Draft, Source, SourceKind
from bot.model.outcome import Cause, UpdateKey
from bot.model.timex import Dct, DctOrigin
from bot.services.services import Services
from storage.schema import HEAD
from storage.store import Store

HERE = Path(__file__).parent
NOON = datetime(2021, 4, 22, 12, 0, tzinfo=UTC)
BOT = 4711
MIRA = Actor(7, "Mira")
HOME = Chat(7, ChatKind.PRIVATE, "Mira")
DESK = Chat(-200, ChatKind.GROUP, "Desk")
NOT_OURS = ("sqlite_", "events_search", "search_", "dateline_schema")

BRIDGE = (
    "2021-04-20",
    "The bridge of Tolva\n\nAnna Lindqvist visited Tolva in 2015 and was assassinated in Oslo in 2019. The "
    "new bridge of Tolva is to be opened in June 2022, said the mayor's office; it's the 3rd to stand there.",
)
PILES = (
    "2021-02-13",
    "Piles for Tolva\n\nAnna Lindqvist, the mayor, was assassinated in Oslo on 5 January 2020, when a bomb "
    "went off under her car. On 12 February 2021 workers began to drive the piles for the new bridge of "
    "Tolva.",
)
FERRY = ("2021-04-21", "On 1 May 2010 a ferry sank on the river Tol. «Никто не погиб», said its captain. ⛴")


async def fill(store: Store) -> None:
    """Two chats, sources that disagree, corrections, one source taken out, and all that is beside them."""
    services = Services.over(store)
    for number, text in enumerate((BRIDGE, PILES, FERRY), start=1):
        await services.articles.read_one(HOME, _draft(*text), _cause(number))
    await services.articles.read_one(DESK, _draft(*PILES), _cause(4))
    await services.articles.remove(HOME.id, 3, _cause(5))
    await services.rulings.settle(HOME.id, 2, date(2020, 1, 5).toordinal(), _cause(6))
    await services.rulings.headline(HOME.id, 3, "Tolva opens its new bridge", _cause(7))
    await services.rulings.headline(HOME.id, 1, "A visit", _cause(8))
    await services.changes.undo(HOME.id, _cause(9))
    async with store.begin() as tx:
        await tx.messages.put(HOME.id, 1, [MessagePart(41, BRIDGE[1], NOON, 1)])
        await tx.views.put(HOME.id, "query", {"topic": "Tolva"})
        await tx.access.allow(8, "Ilse", NOON)
    for more in (_keep_updates, _subscribe, _follow_a_feed, _work_long, _note_trouble):
        await more(store)


async def _keep_updates(store: Store) -> None:
    """One that waits, and one that is done."""
    from bot.model.inbox import Kept

    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 7, '{"update_id": 1}'), Kept(2, -200, '{"update_id": 2}')])
        await tx.inbox.done(BOT, [2], NOON)


async def _subscribe(store: Store) -> None:
    from bot.model.schedule import Cadence, Due, Schedule
    from bot.model.subscription import Delivery, OwedPart, Subscription, SubscriptionKind

    digest = Subscription(
        number=0,
        kind=SubscriptionKind.DIGEST,
        topic="bridge",
        schedule=Schedule(Cadence.WEEKLY, time(7, 30), frozenset({1, 5})),
        created_at=NOON,
        created_by="Mira",
        covered=2,
        next=Due("2021-04-23T07:30", datetime(2021, 4, 23, 7, 30, tzinfo=UTC)),
    )
    owed = Delivery(
        chat_id=HOME.id,
        number=0,
        subscription=1,
        period="2021-04-19T07:30",
        due_at=NOON - timedelta(days=3),
        parts=(OwedPart("<b>Tolva</b>"),),
        owed_at=NOON - timedelta(days=3),
        next_try_at=NOON,
    )
    async with store.begin() as tx:
        await tx.chats.bind(HOME.id, BOT)
        await tx.subscriptions.add(HOME.id, digest)
        await tx.deliveries.add(BOT, [owed])
        await tx.moves.move(-99, DESK.id)
        await tx.limits.take("telegram", NOON, 1, 30.0, 30.0)


async def _follow_a_feed(store: Store) -> None:
    from bot.model.feed import Feed

    feed = Feed(0, "https://tolva.example/feed", added_at=NOON, added_by="Mira", title="Tolva", next_at=NOON)
    async with store.begin() as tx:
        await tx.feeds.add(HOME.id, feed)
        await tx.feeds.note(HOME.id, 1, ["https://tolva.example/1"], NOON, 1)


async def _work_long(store: Store) -> None:
    from bot.model.job import Job, JobItem

    async with store.begin() as tx:
        items = [JobItem(1, address="https://tolva.example/3"), JobItem(2, draft=_draft(*FERRY))]
        await tx.jobs.add(HOME.id, Job(0, "links.txt", MIRA, NOON, UpdateKey(BOT, 3)), items)


async def _note_trouble(store: Store) -> None:
    from bot.model.notice import Notice, Trouble

    async with store.begin() as tx:
        await tx.notices.note(BOT, Notice("disk", Trouble.DISK, "0.4 GB", NOON, NOON))


def _draft(published: str, text: str) -> Draft:
    given = Dct(date.fromisoformat(published), DctOrigin.GIVEN)
    return Draft(text=text, source=Source(SourceKind.PASTE), published=given)


def _cause(number: int) -> Cause:
    return Cause(actor=MIRA, at=NOON + timedelta(minutes=number), update=UpdateKey(1, number))


def statements(path: Path) -> list[str]:
    """The rows of a file as statements that both databases take, one for each table."""
    with closing(sqlite3.connect(path)) as file:
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name <> 'chats', name"
        names = [name for (name,) in file.execute(query) if not name.startswith(NOT_OURS)]
        return [statement for name in names if (statement := _insert(file, name))]


def _insert(file: sqlite3.Connection, table: str) -> str:
    columns = [(row[1], row[2]) for row in file.execute(f'PRAGMA table_info("{table}")')]
    names, kinds = ", ".join(f'"{name}"' for name, _ in columns), [kind for _, kind in columns]
    rows = [", ".join(map(_literal, row, kinds)) for row in file.execute(f'SELECT {names} FROM "{table}"')]
    values = ",\n".join(f"({row})" for row in rows)
    return f"INSERT INTO {table} ({names}) VALUES\n{values}" if rows else ""


def _literal(value: object, kind: str) -> str:
    if value is None:
        return "NULL"
    if kind == "BOOLEAN":
        return str(bool(value)).upper()
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


async def _filled(path: Path) -> None:
    store = await Store.open(f"sqlite:///{path}")
    await fill(store)
    await store.close()


def main() -> None:
    target = HERE / f"{HEAD}.sql"
    if target.exists():
        sys.exit(f"{target.name} is there already. It holds what people have: it is not made anew.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dateline.db"
        asyncio.run(_filled(path))
        target.write_text(";\n".join(statements(path)) + ";\n", "utf-8")


if __name__ == "__main__":
    main()
