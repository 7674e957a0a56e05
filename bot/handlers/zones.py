"""/timezone: which time a chat keeps, by zone, city or shared location; where somebody is, is not kept."""

from collections.abc import Iterable

from telegram import Message, Update
from telegram.ext.filters import MessageFilter

from bot.handlers.context import BotContext
from bot.handlers.rights import is_admin
from bot.rendering.buttons import Press
from bot.rendering.messages import STALE
from bot.rendering.speech import say
from bot.rendering.zones import Choice, no_such_zone, nowhere, only_admins, which_zone, zone_set
from bot.services.zones.zones import number_of

MOST_OTHERS = 4  # zones offered that have a city of the same name


class _IsLocation(MessageFilter):
    """A location: in a private chat any, in a group one in reply to the bot."""

    def filter(self, message: Message) -> bool:
        if message.location is None:
            return False
        replied = message.reply_to_message.from_user if message.reply_to_message else None
        to_us = replied is not None and replied.id == message.get_bot().id
        return message.chat.type == message.chat.PRIVATE or to_us


IS_LOCATION = _IsLocation()


def choices(zones: Iterable[str]) -> list[Choice]:
    """The zones as buttons hold them."""
    return [(zone, number_of(zone)) for zone in zones]


async def timezone(_: Update, context: BotContext) -> None:
    """/timezone Berlin; alone, what is set."""
    if not context.words.strip():
        await ask(context)
        return
    if not await _may_set(context):
        return
    found = await context.services.zones.named(context.words)
    if not found.zones:
        await context.reply(no_such_zone(context.words, choices(found.near)))
        return
    zone, *others = found.zones
    await _set(context, zone, others[:MOST_OTHERS])


async def ask(context: BotContext) -> None:
    """Tell what is set, and offer likely zones."""
    likely = choices(context.services.zones.likely(context.chat.language))
    await context.reply(which_zone(context.chat, context.services.clock(), likely))


async def ask_again(context: BotContext, _: Press) -> None:
    """The button Set time zone."""
    await ask(context)


async def choose(context: BotContext, press: Press) -> None:
    """A zone's button."""
    zone = context.services.zones.numbered(press.numbers[0])
    if zone is None:
        await context.reply(no_such_zone(say(STALE), ()))
    elif await _may_set(context):
        await _set(context, zone)


async def located(update: Update, context: BotContext) -> None:
    """A shared location; the message with it is blanked in the inbox as soon as this is done."""
    message = update.effective_message
    place = message.location if message else None
    if place is None or not await _may_set(context):
        return
    zone = await context.services.zones.at(place.latitude, place.longitude)
    if zone is None:
        await context.reply(nowhere())
    else:
        await _set(context, zone, located=True)


async def _set(context: BotContext, zone: str, others: Iterable[str] = (), *, located: bool = False) -> None:
    before, now = context.chat, context.services.clock()
    chat = await context.services.subscriptions.set_zone(before, zone, now)
    nexts = [one.next.at for one in await context.services.subscriptions.of(chat.id) if one.next]
    changed = before.zone_chosen and before.zone != zone
    answer = zone_set(
        chat,
        now,
        others=choices(others),
        before=choices([before.zone])[0] if changed else None,
        located=located,
        following=min(nexts, default=None) if before.zone != zone else None,
    )
    await context.reply(answer)


async def _may_set(context: BotContext) -> bool:
    if await is_admin(context):
        return True
    await context.reply(only_admins())
    return False
