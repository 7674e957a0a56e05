"""Pouring: everything out of one database or file into an empty database, and compared afterwards."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.errors import DatabaseUnusable
from bot.services.portable import Record, read_backup
from storage.portable import PAGE
from storage.whole import Sum, Tally, Whole

Rows = list[dict[str, Any]]
Batch = tuple[str, Rows]


async def pour(batches: AsyncIterator[Batch], whole: Whole) -> Mapping[str, Sum]:
    """Put all of it into the tables of a database; what each table then has.

    Raises DatabaseUnusable when that is not what came, row by row; the block around it is then undone.
    """
    tallies = {name: Tally() for name in whole.tables}
    async for name, rows in batches:
        await whole.put(name, rows)
        tallies[name].add(rows)
    came, there = {name: tally.sum for name, tally in tallies.items()}, await whole.sums()
    if amiss := sorted(name for name in came if came[name] != there[name]):
        told = ", ".join(amiss)
        raise DatabaseUnusable(
            f"the new database does not have what came ({told}), so nothing was kept of it."
        )
    return there


async def of_database(whole: Whole) -> AsyncIterator[Batch]:
    """All rows of a database, the chats first."""
    for name in whole.tables:
        async for rows in whole.read(name):
            yield name, rows


async def of_file(path: Path) -> AsyncIterator[Batch]:
    """All rows of a portable backup, as they stand there. Raises BadBackup."""
    with await asyncio.to_thread(path.open, "rb") as file:
        _, records = read_backup(file)
        batches = _batches(records)
        while batch := await asyncio.to_thread(next, batches, None):
            yield batch


def _batches(records: Iterator[Record]) -> Iterator[Batch]:
    """Rows of one table, some at a time."""
    current, batch = "", Rows()
    for name, row in records:
        if batch and (name != current or len(batch) >= PAGE):
            yield current, batch
            batch = []
        current = name
        batch.append(row)
    if batch:
        yield current, batch
