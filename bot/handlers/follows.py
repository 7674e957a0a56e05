"""/follow /unfollow /topics: topics that a chat is told of when something changed in them."""

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.subscribing import end, may_subscribe, read, standing, subscribe
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from bot.rendering.subscribing import which_topic
from bot.rendering.subscriptions import PAGE, topics

USUAL = Schedule(Cadence.WEEKLY)  # at most every day, at the usual hour


async def follow(_: Update, context: BotContext) -> None:
    """/follow Syria [sundays 18:00]: told when something changed, silently, at most so often."""
    order = await read(context.words)
    if not order.topic or order.wish is not None:
        await context.reply(which_topic())
    elif await may_subscribe(context):
        kind = SubscriptionKind.FOLLOW
        await subscribe(context, kind, order.topic, order.schedule or USUAL, silent=True)


async def unfollow(_: Update, context: BotContext) -> None:
    """/unfollow Syria."""
    if await may_subscribe(context):
        await end(context, SubscriptionKind.FOLLOW, context.words.strip(' "“”„«»'))


async def list_topics(_: Update, context: BotContext) -> None:
    """/topics: what is followed, and what digests are about."""
    theirs = await context.services.subscriptions.of(context.chat.id)
    topical = [one for one in theirs if one.topic]
    found = [await standing(context, one, counted=place < PAGE) for place, one in enumerate(topical)]
    await context.reply(topics(found, context.chat, context.services.clock()))
