"""/digest and /digests: what a chat is told by the clock, set with words or with buttons."""

from datetime import timedelta

from telegram import Update

from bot.briefing.schedule_words import Order, Wish
from bot.handlers.context import BotContext
from bot.handlers.subscribing import end, may_subscribe, read, subscribe, thread_of
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import Subscription, SubscriptionKind
from bot.rendering.buttons import Press, Reply
from bot.rendering.digest import render_preview
from bot.rendering.html import text
from bot.rendering.messages import gone_view
from bot.rendering.subscribing import (
    when_to_write,
)
from bot.rendering.subscriptions import (
    PRESETS,
    gathered,
    listed,
    nights_set,
)

A_DAY = timedelta(days=1)
TOPIC = "topic"  # the kind of views that hold what a button with a time is about


async def digest(_: Update, context: BotContext) -> None:
    """/digest [topic] weekdays 07:30 | off | now."""
    order = await read(context.words)
    if order.wish is Wish.NOW:
        await _preview(context, order.topic)
    elif not await may_subscribe(context):
        return
    elif order.wish is Wish.OFF:
        await end(context, SubscriptionKind.DIGEST, order.topic)
    elif order.schedule is None:
        await _ask_when(context, order)
    else:
        await subscribe(context, SubscriptionKind.DIGEST, order.topic, order.schedule)


async def digests(_: Update, context: BotContext) -> None:
    """/digests: all of them."""
    await context.reply(await _list(context, 0))


async def turn_page(context: BotContext, press: Press) -> None:
    """The buttons ‹ › and All digests."""
    await context.show(await _list(context, press.numbers[0]))


async def _list(context: BotContext, page: int) -> Reply:
    found = await context.services.subscriptions.of(context.chat.id)
    return listed(found, context.chat, context.services.clock(), page, thread_of(context))


async def _ask_when(context: BotContext, order: Order) -> None:
    chat = context.chat
    view = await context.services.views.put_first(chat, TOPIC, {"topic": order.topic}) if order.topic else 0
    others = await context.services.subscriptions.of(chat.id)
    await context.reply(when_to_write(order.topic, view, len(others)))


async def gather(context: BotContext, press: Press) -> None:
    """The button All digests to this topic, and the one that takes it back."""
    if await may_subscribe(context):
        thread = thread_of(context) if press.numbers[0] else None
        chat = await context.services.chats.gather_digests(context.chat, thread)
        await context.reply(text(gathered(chat)))


async def at_preset(context: BotContext, press: Press) -> None:
    """A button with a time, where a topic may have been named before."""
    view, place = press.numbers
    topic = await _topic_of(context, view)
    if topic is None or not 0 <= place < len(PRESETS):
        await context.reply(gone_view())
    elif await may_subscribe(context):
        await subscribe(context, SubscriptionKind.DIGEST, topic, PRESETS[place])
        await context.drop_buttons()


async def _topic_of(context: BotContext, view: int) -> str | None:
    if not view:
        return ""
    state = await context.services.views.get(context.chat.id, view, TOPIC)
    return None if state is None else str(state["topic"])


async def nights(context: BotContext, press: Press) -> None:
    """The button Silent at night, and the one that takes it back."""
    if await may_subscribe(context):
        chat = await context.services.chats.hush_nights(context.chat, silent=bool(press.numbers[0]))
        await context.reply(text(nights_set(chat)))


async def send_now(context: BotContext, press: Press) -> None:
    """The button Send one now."""
    await _look(context, await context.services.subscriptions.get(context.chat.id, press.numbers[0]))


async def _preview(context: BotContext, topic: str) -> None:
    """What the chat's digest on the topic would tell; without one, what changed within a day."""
    theirs = await context.services.subscriptions.of(context.chat.id)
    about = [one for one in theirs if one.topic.casefold() == topic.casefold()]
    if not about and not topic and len(theirs) == 1:
        about = theirs
    await _look(context, about[0] if about else await _once(context, topic))


async def _once(context: BotContext, topic: str) -> Subscription:
    """A topic that is asked for once, for a day; its buttons know it by the view of that negative number."""
    now = context.services.clock()
    view = await context.services.views.put_first(context.chat, TOPIC, {"topic": topic})
    daily = Schedule(Cadence.WEEKLY)
    return Subscription(-view, SubscriptionKind.DIGEST, topic, daily, now, "", covered_until=now - A_DAY)


async def _look(context: BotContext, one: Subscription) -> None:
    now = context.services.clock()
    found = await context.services.digests.look(context.chat, one, now)
    await context.reply(render_preview(found, context.zone, one.number))
