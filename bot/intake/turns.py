"""Whose turn a chat is, when several processes take its updates in: `storage.turns`, or this one's always."""

from collections.abc import Collection
from typing import Protocol


class Turns(Protocol):
    """The turns of one bot's chats, as `storage.turns.Turns` has them."""

    shared: bool

    @property
    def era(self) -> int: ...
    async def take(self, chat_id: int | None) -> list[int] | None: ...
    async def give(self, chat_ids: Collection[int | None]) -> list[int | None]: ...
    async def still(self, chat_id: int | None) -> bool: ...
    async def waiting(self, limit: int) -> list[int | None]: ...


class Alone:
    """There is no other process: every turn is ours, and nothing comes to the inbox but by us."""

    shared = False
    era = 0

    async def take(self, chat_id: int | None) -> list[int] | None:
        return []

    async def give(self, chat_ids: Collection[int | None]) -> list[int | None]:
        return []

    async def still(self, chat_id: int | None) -> bool:
        return True

    async def waiting(self, limit: int) -> list[int | None]:
        return []
