"""Moving: everything from one database into another, empty one, of whichever kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import BadBackup
from bot.services.backups.pouring import of_database, pour
from storage.address import address_of
from storage.filling import filling, holdings, still
from storage.snapshot import place_of, snapshot
from storage.whole import Sum


@dataclass(frozen=True, slots=True)
class Moved:
    """What went from where to where: rows and checksum of each table, the same on both sides."""

    source: str
    target: str
    sums: Mapping[str, Sum]


async def move(source: str, target: str) -> Moved:
    """Put everything of one database into another, which must be empty; all of it or nothing.

    The source stays as it is, and nobody may work on it meanwhile: what came later would be lost. The target
    has the newest schema afterwards. Raises BadBackup and StorageError.
    """
    here, there = place_of(address_of(source)), place_of(address_of(target))
    if held := await holdings(target):
        raise BadBackup(f"{there} is not empty: it holds {sum(held.values())} rows. Name an empty database.")
    if held is None:
        raise BadBackup(f"{there} holds something that cannot be read. Name an empty database.")
    async with still(source), snapshot(source) as found, filling(target, found.revision) as whole:
        sums = await pour(of_database(found.whole), whole)
    return Moved(here, there, sums)
