"""Setting up what a chat is told of, and ending it: for /digest and /follow alike."""

import asyncio
from collections.abc import Sequence

from telegram import Message

from bot.briefing.schedule import following
from bot.briefing.schedule_words import Order, read_order, spelled
from bot.errors import NotFound
from bot.handlers.context import BotContext
from bot.handlers.rights import may_edit
from bot.handlers.zones import choices
from bot.model.briefing import Query
from bot.model.schedule import Schedule
from bot.model.subscription import Subscription, SubscriptionKind, SubscriptionState
from bot.rendering.buttons import Press
from bot.rendering.messages import gone_view
from bot.rendering.subscribing import (
    ended,
    may_not_subscribe,
    nothing_to_end,
    put_back,
    subscribed,
    which_to_end,
)
from bot.rendering.subscriptions import (
    Standing,
)
from bot.rendering.zones import zone_buttons

ENDED = "ended"  # the kind of views that hold what was turned off
SHOWN = 3  # runs told in advance


async def read(words: str) -> Order:
    """What was said; in a thread, as names of days in rare languages take a while the first time."""
    return await asyncio.to_thread(read_order, words)


async def may_subscribe(context: BotContext) -> bool:
    """Whether they may change what the chat is told; who may not is told so."""
    if await may_edit(context):
        return True
    await context.reply(may_not_subscribe(context.chat))
    return False


async def subscribe(
    context: BotContext, kind: SubscriptionKind, topic: str, schedule: Schedule, *, silent: bool = False
) -> None:
    """Set one up, and tell when it comes; with the first, ask for the time zone."""
    chat, now = context.chat, context.services.clock()
    theirs = await context.services.subscriptions.of(chat.id)
    first = not chat.zone_chosen and not theirs
    topic = next((one.topic for one in theirs if one.topic.casefold() == topic.casefold()), topic)
    one = await context.services.subscriptions.create(
        chat,
        kind,
        topic,
        schedule,
        now=now,
        by=context.cause.actor.name,
        silent=silent,
        thread=thread_of(context),
    )
    buttons = zone_buttons(choices(context.services.zones.likely(chat.language))) if first else ()
    await context.reply(subscribed(await standing(context, one, counted=True), chat, now, buttons))


def thread_of(context: BotContext) -> int | None:
    """The group's topic that is written or pressed in."""
    message = context.asked.effective_message
    if not isinstance(message, Message) or not message.is_topic_message:
        return None
    return message.message_thread_id


async def standing(context: BotContext, one: Subscription, *, counted: bool = False) -> Standing:
    """A subscription with its next runs, and on request with how many events there are on its topic."""
    known = None
    if counted and one.topic:
        found = await context.services.timelines.timeline(context.chat.id, Query(one.topic), limit=1)
        known = found.total
    if one.next is None:
        return Standing(one, (), known)
    runs = [one.next]
    while len(runs) < SHOWN:
        runs.append(following(one.schedule, context.zone, runs[-1]))
    return Standing(one, tuple(runs), known)


async def end(context: BotContext, kind: SubscriptionKind, topic: str) -> None:
    """Turn off those on a topic; without one the only one there is, else ask which."""
    theirs = [one for one in await context.services.subscriptions.of(context.chat.id) if one.kind is kind]
    meant = [one for one in theirs if not topic or one.topic.casefold() == topic.casefold()]
    if not meant:
        await context.reply(nothing_to_end(topic, kind))
    elif topic or len(meant) == 1:
        await _end(context, meant)
    else:
        view = 0 if kind is SubscriptionKind.DIGEST else 1
        await context.reply(which_to_end(meant, context.chat, context.services.clock(), view))


async def unsubscribe(context: BotContext, press: Press) -> None:
    """The buttons Turn off, Stop and Remove."""
    one = await context.services.subscriptions.get(context.chat.id, press.numbers[0])
    if await may_subscribe(context):
        await _end(context, [one])
        await context.drop_buttons()


async def unsubscribe_all(context: BotContext, press: Press) -> None:
    """The button All of them: 0 for digests, 1 for what is followed."""
    kind = SubscriptionKind.FOLLOW if press.numbers[0] else SubscriptionKind.DIGEST
    theirs = await context.services.subscriptions.of(context.chat.id)
    if await may_subscribe(context):
        await _end(context, [one for one in theirs if one.kind is kind])
        await context.drop_buttons()


async def _end(context: BotContext, meant: Sequence[Subscription]) -> None:
    gone = [await context.services.subscriptions.remove(context.chat.id, one.number) for one in meant]
    if not gone:
        await context.reply(nothing_to_end("", SubscriptionKind.DIGEST))
        return
    view = await context.services.views.put(context.chat.id, ENDED, {"ended": [_kept(one) for one in gone]})
    await context.reply(ended(gone, view))


def _kept(one: Subscription) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "topic": one.topic,
        "schedule": spelled(one.schedule),
        "silent": one.silent,
        "thread": one.thread,
        "paused": one.state is SubscriptionState.PAUSED,
    }


async def restore(context: BotContext, press: Press) -> None:
    """The button Put back."""
    state = await context.services.views.get(context.chat.id, press.numbers[0], ENDED)
    if state is None:
        await context.reply(gone_view())
    elif await may_subscribe(context):
        kept = state["ended"]
        back = [await _restored(context, one) for one in kept] if isinstance(kept, list) else []
        await context.reply(put_back(back, context.chat, context.services.clock()))
        await context.drop_buttons()


async def _restored(context: BotContext, kept: dict[str, object]) -> Subscription:
    schedule = (await read(str(kept["schedule"]))).schedule
    if schedule is None:
        raise NotFound("subscription", str(kept["schedule"]))
    thread = kept["thread"]
    one = await context.services.subscriptions.create(
        context.chat,
        SubscriptionKind(str(kept["kind"])),
        str(kept["topic"]),
        schedule,
        now=context.services.clock(),
        by=context.cause.actor.name,
        silent=bool(kept["silent"]),
        thread=thread if isinstance(thread, int) else None,
    )
    return await context.services.subscriptions.pause(context.chat.id, one.number) if kept["paused"] else one
