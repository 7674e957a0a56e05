"""Forgetting: what a chat holds, counted before it is asked for for good, and then deleted."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.store import Store


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The use cases of deleting everything."""

    store: Store

    async def holds(self, chat_id: int) -> Mapping[str, int]:
        """How many rows of each table the chat has, itself included; empty when it is not known."""
        async with self.store.read() as tx:
            return await tx.portable.holds(chat_id)

    async def forget(self, chat_id: int, counted: Mapping[str, int]) -> bool:
        """Delete all of it, unless it holds something else by now than was counted; whether it was done."""
        async with self.store.begin() as tx:
            if await tx.portable.holds(chat_id) != counted:
                return False
            await tx.forgetting.forget(chat_id)
        await self.store.tidy()
        return True
