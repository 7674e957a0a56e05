"""Deliveries: the sending of what is owed, part by part, so that a crash or an outage loses nothing silently.

Telegram knows no key by which it would see that a message is the same again. A part whose answer was lost is
*ambiguous*: `Unsure` says whether it is sent again (at least once) or left and listed (at most once). The
parts after it carry no such risk, and go.
"""

import logging
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from bot.clock import Clock
from bot.measures import count
from bot.measures.names import DELIVERIES
from bot.model.chat import Chat
from bot.model.digest import Delay, Outage
from bot.model.sending import Ambiguous, Later, Moved, Reason, Refused, Scope, SendResult, Sent
from bot.model.subscription import Backlog, Delivery, DeliveryState, OwedPart, Unsure
from bot.services.digests import LATE
from bot.services.ledger import Ledger
from bot.services.subscriptions import stop
from storage.store import Store, Transaction

LEASE = timedelta(minutes=2)  # how long a sender that vanished keeps others from what it had in hand
LONGEST = timedelta(hours=24)  # from the moment it is owed until it is given up
FIRST_PAUSE = 2.0  # seconds until the second try, doubled at each further one
LONGEST_PAUSE = 1_800.0
KEPT = timedelta(days=30)  # what was settled stays on record for that long
UNKNOWN = 0  # in the place of the message's number, for a part of which nobody knows whether it arrived


log = logging.getLogger(__name__)


class Send(Protocol):
    """Hands one part to Telegram, and says what became of it.

    `starting` is awaited when its turn has come, right before it goes; what that raises is raised.
    """

    def __call__(
        self,
        part: OwedPart,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        starting: Callable[[], Awaitable[None]] | None = None,
    ) -> Awaitable[SendResult]: ...


Explain = Callable[[OwedPart, Chat, Delay], OwedPart]  # the part, with what kept it


class _Lost(Exception):
    """Somebody else has the delivery by now, or it was taken back."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing can be sent to anybody for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The use cases of the outbox."""

    store: Store
    clock: Clock
    unsure: Unsure = Unsure.AGAIN
    chance: Callable[[], float] = field(default=random.random, repr=False)
    ledger: Ledger = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ledger", Ledger(self.store))

    async def lease(self, bot_id: int, limit: int) -> list[Delivery]:
        """Up to `limit` that may be sent now, for this process alone."""
        now = self.clock()
        async with self.store.begin() as tx:
            return await tx.deliveries.lease(bot_id, now, limit, now + LEASE, self.store.holder)

    async def recover(self, bot_id: int) -> None:
        """What a process that is gone had in hand may be sent at once."""
        if self.store.holder is None:
            return
        living = await self.store.living()
        async with self.store.begin() as tx:
            await tx.deliveries.release(bot_id, self.clock(), living)

    async def give_back(self, leased: Iterable[Delivery]) -> None:
        """Let others have what was leased; what is on its way stays with its lease."""
        async with self.store.begin() as tx:
            await tx.deliveries.give_back(leased, self.clock())

    async def deliver(self, leased: Delivery, send: Send, explain: Explain | None = None) -> Pause | None:
        """Send what has not arrived of it, and store each part's fate at once.

        A digest that was ready and is late by now is sent as `explain` has it. Says so when the whole bot is
        to pause.
        """
        delivery = self._doubted(leased) if leased.state is DeliveryState.SENDING else leased
        try:
            while len(delivery.message_ids) < len(delivery.parts):
                result = await self._send(delivery, send, explain)
                part = self._fate(delivery, result)
                if part is None:
                    return await self._put_off(delivery, result)
                delivery = part
                if len(delivery.message_ids) < len(delivery.parts):
                    await self._hold(replace(delivery, state=DeliveryState.PENDING))
            whole = self._whole(delivery)
            await self._hold(whole, held=False)
            count(DELIVERIES, whole.state)
        except _Lost:
            log.info("chat %s, delivery %s: taken over or taken back", leased.chat_id, leased.number)
        return None

    def _is_held_up(self, delivery: Delivery) -> bool:
        """Whether it is late by now, and says nothing of that."""
        was_late = delivery.owed_at - delivery.due_at > LATE
        begun = delivery.message_ids or delivery.subscription is None
        return not begun and not was_late and self.clock() - delivery.due_at > LATE

    async def _explained(self, delivery: Delivery, explain: Explain) -> OwedPart:
        """Its first part with what kept it, for this try alone: what is stored stays as it was."""
        async with self.store.read() as tx:
            chat = await tx.chats.get(delivery.chat_id)
            away = await tx.pulse.outage(chat.bot_id) if chat and chat.bot_id is not None else None
        if chat is None:
            return delivery.parts[0]
        outage = Outage(*away) if away and away[1] > delivery.owed_at else None
        delay = Delay(delivery.due_at, self.clock(), outage, delivery.error is not None)
        return explain(delivery.parts[0], chat, delay)

    async def _send(self, delivery: Delivery, send: Send, explain: Explain | None) -> SendResult:
        """Hand over the first part that has no fate yet; it is on record that it is on its way."""

        async def starting() -> None:
            await self._hold(replace(delivery, state=DeliveryState.SENDING))

        part = delivery.parts[len(delivery.message_ids)]
        if explain is not None and self._is_held_up(delivery):
            part = await self._explained(delivery, explain)
        where = delivery.chat_id, delivery.thread
        return await send(part, *where, silent=delivery.silent, starting=starting)

    def _fate(self, delivery: Delivery, result: SendResult) -> Delivery | None:
        """With the part's fate; None when it is to be sent again, or nothing more of it."""
        match result:
            case Sent(message_id):
                return replace(delivery, message_ids=(*delivery.message_ids, message_id))
            case Ambiguous(words) if self.unsure is Unsure.UNCERTAIN:
                return replace(delivery, message_ids=(*delivery.message_ids, UNKNOWN), error=words)
        return None

    async def _put_off(self, delivery: Delivery, result: SendResult) -> Pause | None:
        match result:
            case Later():
                return await self._retry(delivery, result)
            case Moved(chat_id):
                await self._move(delivery, chat_id)
            case Refused():
                await self._refused(delivery, result)
            case Ambiguous(words):
                await self._retry(delivery, Later(0, Scope.CHAT, words))
        return None

    async def status(self, bot_id: int) -> Backlog:
        """What is left to do."""
        now = self.clock()
        async with self.store.read() as tx:
            due, awaited = await tx.subscriptions.overdue(bot_id, now)
            owed, waiting = await tx.deliveries.owed(bot_id, now)
            trouble = await tx.deliveries.trouble(bot_id)
        oldest = min((at for at in (awaited, waiting) if at is not None), default=now)
        uncertain, dead = (trouble.get(one, 0) for one in (DeliveryState.UNCERTAIN, DeliveryState.DEAD))
        return Backlog(due, owed, uncertain, dead, max(now - oldest, timedelta()))

    async def troubled(self, bot_id: int, *, limit: int) -> list[Delivery]:
        """The uncertain ones and those that were given up, newest first."""
        async with self.store.read() as tx:
            return await tx.deliveries.troubled(bot_id, limit=limit)

    async def tidy(self) -> None:
        """Forget what was settled long ago."""
        async with self.store.begin() as tx:
            await tx.deliveries.prune(self.clock() - KEPT)
            await tx.limits.prune(self.clock() - LONGEST)

    def _doubted(self, delivery: Delivery) -> Delivery:
        """Its sender vanished while a part was on its way."""
        if self.unsure is Unsure.AGAIN:
            return delivery
        words = "the bot was stopped while it was on its way"
        return replace(delivery, message_ids=(*delivery.message_ids, UNKNOWN), error=words)

    def _whole(self, delivery: Delivery) -> Delivery:
        """Every part has its fate. What arrived is Telegram's from now on, and not kept here."""
        if UNKNOWN in delivery.message_ids:
            return replace(delivery, state=DeliveryState.UNCERTAIN, settled_at=self.clock())
        return replace(delivery, state=DeliveryState.SENT, settled_at=self.clock(), parts=())

    async def _retry(self, delivery: Delivery, later: Later) -> Pause | None:
        now = self.clock()
        failed = 0 if later.seconds else 1  # a wait that was asked for is no failure
        delivery = replace(delivery, attempts=delivery.attempts + failed, error=later.words or None)
        at = now + timedelta(seconds=self._pause(delivery.attempts, later.seconds))
        if at - delivery.owed_at > LONGEST:
            await self._give_up(delivery, later.words)
        else:
            waiting = replace(delivery, state=DeliveryState.PENDING, next_try_at=at)
            await self.ledger.write(waiting, held=False)
        return Pause(max(later.seconds, FIRST_PAUSE)) if later.scope is Scope.BOT else None

    def _pause(self, attempts: int, asked: float) -> float:
        """What was asked for and a little more, or twice as long each time; never the same for all."""
        if asked:
            return asked + self.chance()
        doubled: float = FIRST_PAUSE * 2 ** min(attempts - 1, 30)
        return min(doubled, LONGEST_PAUSE) * (0.5 + self.chance())

    async def _move(self, delivery: Delivery, chat_id: int) -> None:
        """The group has another id: everything of it goes there, this one too, at once."""
        async with self.store.begin() as tx:
            here = replace(delivery, state=DeliveryState.PENDING, next_try_at=self.clock())
            if await tx.deliveries.store(here):
                await tx.moves.move(delivery.chat_id, chat_id)

    async def _refused(self, delivery: Delivery, refused: Refused) -> None:
        """It is given up. When the chat takes nothing any more, all of its subscriptions rest."""
        if not refused.closed:
            await self._give_up(delivery, f"{Reason.BAD.value}: {refused.words}", told=True)
            return
        async with self.store.begin() as tx:
            if await self._die(tx, delivery, refused.reason.value):
                await stop(tx, delivery.chat_id, refused.reason.value, self.clock())

    async def _give_up(self, delivery: Delivery, words: str, *, told: bool = False) -> None:
        async with self.store.begin() as tx:
            await self._die(tx, delivery, words, told=told)

    async def _die(self, tx: Transaction, delivery: Delivery, words: str, *, told: bool = False) -> bool:
        """What it would have told is told by the next one, unless some of it arrived or it cannot be told."""
        dead = replace(delivery, state=DeliveryState.DEAD, error=words, settled_at=self.clock())
        held = await tx.deliveries.store(dead)
        count(DELIVERIES, dead.state, by=held)
        if held and not told and not delivery.message_ids and delivery.subscription is not None:
            number, since, since_at = delivery.subscription, delivery.since, delivery.since_at
            await tx.subscriptions.uncover(delivery.chat_id, number, since, since_at)
        return held

    async def _hold(self, delivery: Delivery, *, held: bool = True) -> None:
        """Store where it stands. Raises _Lost when it is in other hands."""
        lasting = replace(delivery, next_try_at=self.clock() + LEASE)
        if not await self.ledger.write(lasting, held=held):
            raise _Lost
