"""Access: owners and those they let in survive a restart."""

from storage.store import Store
from tests.support.builders import NOON


async def test_owners_and_the_allowed_are_kept_apart(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.access.owners() == frozenset()
        await tx.access.add_owner(7, "Mira", NOON)
        await tx.access.add_owner(7, "Mira again", NOON)
        await tx.access.allow(-100, "Newsroom", NOON)
        await tx.access.allow(8, "Tomas", NOON)
        await tx.access.disallow(8)
        await tx.access.disallow(7)

    async with store.read() as tx:
        assert await tx.access.owners() == {7}
        assert await tx.access.allowed() == {-100}
