"""Indexes of a PostgreSQL server, each compared with its table by the server's extension amcheck.

A damaged one hides rows that are there. Nothing is lost with it, as it can be built anew from its table.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseDamaged
from storage import postgresql
from storage.address import address_of
from storage.faults import connected, told
from storage.tables import metadata

# Where the extension is, if it is there and ours to use.
_PLACE = """
SELECT quote_ident(n.nspname) FROM pg_extension e
JOIN pg_depend d ON d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 'pg_proc'::regclass
JOIN pg_proc p ON p.oid = d.objid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE e.extname = 'amcheck' AND p.proname = 'bt_index_check' AND p.pronargs = 2
  AND has_function_privilege(p.oid, 'EXECUTE')
"""
_OURS = """
SELECT c.oid::bigint, quote_ident(c.relname) FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam
WHERE m.amname = 'btree' AND c.relkind = 'i' AND i.indisvalid
  AND t.relnamespace = current_schema()::regnamespace AND t.relname = ANY(:tables)
ORDER BY c.relpages, c.relname
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """How many indexes there was time for, and how many there are."""

    seen: int
    there: int


async def compare(url: str, seconds: float) -> Compared | None:
    """Compare the indexes with their tables, the small ones first; None where the extension is not there.

    Raises DatabaseDamaged, which names the index and what builds it anew, and StorageError as it may be.
    """
    address = address_of(url)
    engine, where = postgresql.engine(address), postgresql.place(address)
    try:
        async with connected(engine, where) as connection:
            with told(where):
                place = (await connection.execute(text(_PLACE))).scalar()
                names = {"tables": [table.name for table in metadata.sorted_tables]}
                ours = (await connection.execute(text(_OURS), names)).all()
            return None if place is None else await _each(connection, place, dict(ours), where, seconds)
    finally:
        await engine.dispose()


async def _each(
    connection: AsyncConnection, place: str, ours: dict[int, str], where: str, seconds: float
) -> Compared:
    check = text(f"SELECT {place}.bt_index_check(CAST(CAST(:oid AS bigint) AS oid)::regclass, true)")
    seen = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            for oid, name in ours.items():
                with _named(name, where):
                    await connection.execute(check, {"oid": oid})
                seen += 1
    return Compared(seen, len(ours))


@contextmanager
def _named(name: str, where: str) -> Iterator[None]:
    try:
        with told(where):
            yield
    except DatabaseDamaged as fault:
        words = f"{where}: the index {name} is damaged, so that rows are not found. "
        raise DatabaseDamaged(f"{words}Build it anew: REINDEX INDEX CONCURRENTLY {name}") from fault
