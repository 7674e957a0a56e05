"""An office that owes digests: a clock that is set by hand, and a Telegram that answers as it is told to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.model.chat import Chat
from bot.model.digest import Digest
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.sending import SendResult, Sent
from bot.model.subscription import Delivery, DeliveryState, OwedPart, Subscription, SubscriptionKind, Unsure
from bot.services.claims import Claims
from bot.services.deliveries import Deliveries
from bot.services.digests import compose
from bot.services.services import Services
from storage.store import Store, Transaction
from tests.support.builders import a_cause, a_chat, a_draft

BOT = 4711
CHAT = replace(a_chat(), bot_id=BOT)
DAILY = Schedule(Cadence.WEEKLY, time(8))
EVE = datetime(2021, 4, 21, 15, 0, tzinfo=UTC)
EIGHT = datetime(2021, 4, 22, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Telegram:
    """Says to each message what comes next of `answers`; that it is there, once these are used up."""

    answers: list[SendResult | BaseException] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    silent: list[bool] = field(default_factory=list)
    waiting: Callable[[], Awaitable[None]] | None = None  # while a message waits for its turn
    meanwhile: Callable[[], Awaitable[None]] | None = None  # while it is on its way

    async def send(
        self,
        part: OwedPart,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        starting: Callable[[], Awaitable[None]] | None = None,
    ) -> SendResult:
        if self.waiting is not None:
            await self.waiting()
        if starting is not None:
            await starting()
        if self.meanwhile is not None:
            await self.meanwhile()
        answer = self.answers.pop(0) if self.answers else Sent(len(self.texts) + 501)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent):
            self.texts.append((chat_id, part.html))
            self.silent.append(silent)
        return answer


def told(digest: Digest, _chat: Chat) -> Sequence[OwedPart]:
    """One message that says what it covers."""
    return [OwedPart(f"{digest.topic} {digest.first_change + 1}..{digest.last_change}")]


@dataclass
class Office:
    """One bot, and what it owes on a store."""

    store: Store
    now: datetime = EVE
    unsure: Unsure = Unsure.AGAIN
    telegram: Telegram = field(default_factory=Telegram)
    render: Callable[[Digest, Chat], Sequence[OwedPart]] = told
    compose: Callable[[Transaction, Chat, Subscription, Due, datetime], Awaitable[Digest | None]] = compose

    @property
    def services(self) -> Services:
        return Services.over(self.store, lambda: self.now)

    @property
    def claims(self) -> Claims:
        return Claims(self.store, BOT, self.compose, self.render)

    @property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.store, lambda: self.now, self.unsure, chance=lambda: 0.5)

    async def subscribe(
        self, topic: str = "", schedule: Schedule = DAILY, chat: Chat = CHAT, **more: bool
    ) -> Subscription:
        create = self.services.subscriptions.create
        return await create(chat, SubscriptionKind.DIGEST, topic, schedule, now=self.now, by="Mira", **more)

    async def happens(self, day: int = 1, chat: Chat = CHAT) -> None:
        """The chat is handed news of its own of that day of 2015."""
        text = f"It rained in Town{day} on {date(2015, 1, 1) + timedelta(days=day):%d %B %Y}."
        await self.services.articles.read_one(chat, a_draft(text), a_cause(at=self.now))

    async def tick(self, now: datetime | None = None) -> list[str]:
        """Claim what is due and send what is owed, at that time; what arrived."""
        self.now = now or self.now
        before = len(self.telegram.texts)
        await self.claims.claim(self.now, 100)
        await self.send()
        return [text for _, text in self.telegram.texts[before:]]

    async def send(self) -> None:
        for leased in await self.deliveries.lease(BOT, 100):
            await self.deliveries.deliver(leased, self.telegram.send)

    async def owed(self, chat: Chat = CHAT) -> list[Delivery]:
        async with self.store.read() as tx:
            return await tx.deliveries.of_chat(chat.id)

    async def states(self) -> list[DeliveryState]:
        return [one.state for one in await self.owed()]

    async def subscription(self, number: int = 1, chat: Chat = CHAT) -> Subscription:
        return await self.services.subscriptions.get(chat.id, number)
