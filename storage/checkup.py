"""A checkup: the database is read through, as far as there is time, to find what is damaged."""

import asyncio
from time import monotonic

from sqlalchemy import text

from storage import postgresql
from storage.address import address_of
from storage.copying import glance
from storage.faults import connected, told
from storage.snapshot import file_at
from storage.tables import metadata


async def read_through(url: str, seconds: float) -> bool:
    """Whether there was time for all of it. Raises DatabaseDamaged, and StorageError as it may be."""
    path = file_at(url)
    if path is not None:
        begun = monotonic()
        await asyncio.to_thread(glance, path, seconds)
        return monotonic() - begun < seconds
    try:
        async with asyncio.timeout(seconds):
            await _read_tables(url)
    except TimeoutError:
        return False
    return True


async def _read_tables(url: str) -> None:
    """Every row as text, so that the server opens what it keeps elsewhere too."""
    address = address_of(url)
    engine, where = postgresql.engine(address), postgresql.place(address)
    try:
        async with connected(engine, where) as connection:
            for table in metadata.sorted_tables:
                with told(where):
                    every = f'SELECT count(one::text) FROM "{table.name}" AS one'  # noqa: S608 - a name of ours
                    await connection.execute(text(every))
    finally:
        await engine.dispose()
