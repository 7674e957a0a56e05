"""What a chat asked to be told of, and each message that is owed to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.schedule import Due, Schedule


class SubscriptionKind(StrEnum):
    """A digest comes by the clock; a follow comes when its topic changed, at most once in its schedule."""

    DIGEST = "digest"
    FOLLOW = "follow"


class SubscriptionState(StrEnum):
    """Whether a subscription sends, and if not, who stopped it."""

    ON = "on"
    PAUSED = "paused"  # by a person
    STOPPED = "stopped"  # by Telegram: blocked, kicked, no rights; `reason` says which


@dataclass(frozen=True, slots=True)
class Subscription:
    """One standing order of a chat. Instants are aware and UTC.

    `covered` is the number of the last change that was told, `covered_until` when that was; of a new one,
    where the period before its first digest begins. `next` is the run that is owed next, None while it does
    not send. `thread` is the group's topic that it goes to. `snoozed_until`: runs before that are let pass.
    """

    number: int
    kind: SubscriptionKind
    topic: str
    schedule: Schedule
    created_at: datetime
    created_by: str
    state: SubscriptionState = SubscriptionState.ON
    reason: str | None = None
    silent: bool = False
    thread: int | None = None
    covered: int | None = None
    covered_until: datetime | None = None
    snoozed_until: datetime | None = None
    next: Due | None = None


class DeliveryState(StrEnum):
    """Where a message owed stands."""

    PENDING = "pending"
    SENDING = "sending"  # a part is on its way, and nobody knows yet whether it arrived
    SENT = "sent"
    UNCERTAIN = "uncertain"  # perhaps it arrived; told by /status
    DEAD = "dead"  # given up; `error` says why
    EMPTY = "empty"  # there was nothing to tell: kept so that the period is not composed again


class Unsure(StrEnum):
    """What becomes of a part of which nobody knows whether it arrived."""

    AGAIN = "again"  # at least once: it is sent again, and perhaps stands there twice
    UNCERTAIN = "uncertain"  # at most once: it is not sent again, and listed


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is left to do: subscriptions that are `due`, deliveries `owed`, `uncertain` and given up (`dead`).

    `lag` is for how long the oldest of what should have been sent by now has waited.
    """

    due: int
    owed: int
    uncertain: int
    dead: int
    lag: timedelta


@dataclass(frozen=True, slots=True)
class OwedPart:
    """One message of those owed: Telegram's HTML, and rows of buttons as (label, data of the press)."""

    html: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is owed to a chat for one period of a subscription, part by part. Instants are aware and UTC.

    `subscription` and `period` are unique together within the chat. `since` and `since_at` are what the
    subscription had covered before, for the case that this is never sent. `message_ids` holds one number for
    each part that has arrived (0 for one whose fate is unknown), so that a retry goes on with the next.
    Nobody takes it before `next_try_at`: the next try's time, or the end of a lease. `fence` grows with every
    lease: who holds an older one may store nothing.
    """

    chat_id: int
    number: int
    subscription: int | None
    period: str
    due_at: datetime
    parts: tuple[OwedPart, ...]
    owed_at: datetime
    next_try_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    silent: bool = False
    thread: int | None = None
    since: int | None = None
    since_at: datetime | None = None
    message_ids: tuple[int, ...] = ()
    attempts: int = 0
    fence: int = 0
    error: str | None = None
    settled_at: datetime | None = None
