"""Access: whom the bot serves, who may let others in, and how a new bot finds its owner."""

import asyncio
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic

from bot.clock import Clock, now
from bot.errors import NotAllowed
from bot.model.chat import Access
from storage.store import Store

FRESH = 1.0  # seconds for which the list need not be read again: every update asks for it, some twice


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the door: the person, if it is one, and the chat they write in."""

    user_id: int | None
    chat_id: int | None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """Whom the bot serves at this moment. `claim_word` makes its sayer the owner; None once there is one."""

    mode: Access
    owners: frozenset[int] = frozenset()
    allowed: frozenset[int] = frozenset()
    claim_word: str | None = None

    def admits(self, visitor: Visitor) -> bool:
        """Owners everywhere; when listed, also those let in, and everybody in a chat that was let in."""
        if self.mode is Access.OPEN or visitor.user_id in self.owners:
            return True
        if self.mode is Access.OWNER:
            return False
        return visitor.user_id in self.allowed or visitor.chat_id in self.allowed

    def is_claim(self, visitor: Visitor, text: str) -> bool:
        """Whether this is the claim word, said in private: alone, or behind /start as its link does."""
        said = text.removeprefix("/start").strip()
        return (
            visitor.private
            and self.claim_word is not None
            and hmac.compare_digest(said.encode(), self.claim_word.encode())
        )


def claim_word_of(token: str) -> str:
    """The same for all who know the bot's token, and for nobody else."""
    digest = hmac.digest(token.encode(), b"the claim word of this bot's first owner", "sha256")
    return urlsafe_b64encode(digest[:12]).decode()


@dataclass(frozen=True, slots=True)
class AccessControl:
    """The use cases of the door. `mode` and `owner_ids` are the operator's; None leaves it to /allow.

    Without a mode the list decides: an empty one serves the owners alone. Who is let in is served at once;
    whom another process disallows, a second later.
    """

    store: Store
    clock: Clock = now
    mode: Access | None = None
    owner_ids: Collection[int] = ()
    claim_word: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)
    seconds: Callable[[], float] = monotonic
    _recent: "_Recent" = field(default_factory=lambda: _Recent(), repr=False)

    async def admission(self) -> Admission:
        """Whom the bot serves now."""
        recent, begun = self._recent, self.seconds()
        changes = recent.changes
        async with self.store.read() as tx:
            owners = await tx.access.owners() | frozenset(self.owner_ids)
            allowed = await tx.access.allowed()
        claim_word = None if owners else self.claim_word
        admission = Admission(self.mode or Access.LISTED, owners, allowed, claim_word)
        if changes == recent.changes:
            recent.admission, recent.until = admission, begun + FRESH
        return admission

    async def recent(self) -> Admission:
        """Whom the bot serves, as it was read at most a second ago: whom that turns away, ask `admission`.

        Many who ask at once wait for one answer.
        """
        async with self._recent.alone if self._fresh() is None else nullcontext():
            return self._fresh() or await self.admission()

    def _fresh(self) -> Admission | None:
        recent = self._recent
        return recent.admission if self.seconds() < recent.until else None

    async def claim(self, user_id: int, name: str) -> bool:
        """Make who said the claim word the owner; False when somebody was quicker."""
        if self.owner_ids:
            return False
        async with self.store.begin() as tx:
            if await tx.access.owners():
                return False
            await tx.access.add_owner(user_id, name, self.clock())
        self._recent.forget()
        return True

    async def allow(self, by: int | None, id: int, name: str) -> None:
        """Let a person or a chat in, by an owner's word. Raises NotAllowed for anybody else."""
        await self.check_owner(by)
        async with self.store.begin() as tx:
            await tx.access.allow(id, name, self.clock())
        self._recent.forget()

    async def disallow(self, by: int | None, id: int) -> bool:
        """Take that back; False when they had not been let in. Raises NotAllowed as `allow` does."""
        await self.check_owner(by)
        async with self.store.begin() as tx:
            known = id in await tx.access.allowed()
            await tx.access.disallow(id)
        self._recent.forget()
        return known

    async def check_owner(self, user_id: int | None) -> None:
        """Raises NotAllowed for anybody but an owner."""
        if user_id not in (await self.admission()).owners:
            raise NotAllowed


@dataclass(slots=True)
class _Recent:
    """What was read last, until when it is fresh, and how many changes it has seen."""

    admission: Admission | None = None
    until: float = 0.0
    changes: int = 0
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    def forget(self) -> None:
        self.admission, self.changes = None, self.changes + 1
