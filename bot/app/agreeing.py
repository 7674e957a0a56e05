"""Agreeing: a bot whose database was brought to a newer schema by another process leaves it to that one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.errors import DatabaseAway, DatabaseNewer
from storage.store import Store

LOOK = 3.0  # seconds


@asynccontextmanager
async def agreeing(store: Store) -> AsyncIterator[None]:
    """Cancels the block when the schema is newer than this program, and raises DatabaseNewer after it."""
    task, newer = asyncio.current_task(), asyncio.create_task(_newer(store))
    newer.add_done_callback(lambda ended: ended.cancelled() or (task and task.cancel()))
    try:
        yield
    except asyncio.CancelledError:
        if task and newer.done() and not newer.cancelled():
            task.uncancel()
            raise newer.result() from None
        raise
    finally:
        newer.cancel()
        await asyncio.gather(newer, return_exceptions=True)


async def _newer(store: Store) -> DatabaseNewer:
    """Return when it is."""
    while True:
        await asyncio.sleep(LOOK)
        with suppress(DatabaseAway):
            try:
                await store.agree()
            except DatabaseNewer as newer:
                return newer
