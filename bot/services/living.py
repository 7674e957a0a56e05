"""Living: which processes of the bot are at work on the database, as far as there can be several."""

from storage.store import Store


class Living:
    """Remembers who was at work when it looked last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = self._now = frozenset[int]()

    @property
    def are_several(self) -> bool:
        """Whether there can be others."""
        return not self._store.is_ours_alone

    async def gone(self) -> int:
        """How many are at work no more, of those that were when that was last recovered from."""
        self._now = await self._store.living() or frozenset()
        gone = len(self._known - self._now)
        if not gone:
            self._known = self._now
        return gone

    def recovered(self) -> None:
        """What they had in hand is free."""
        self._known = self._now
