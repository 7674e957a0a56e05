"""/forget: everything of this chat is deleted, after it was counted, shown and asked for; and /privacy."""

import secrets
from collections.abc import Mapping

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.rights import check_admin
from bot.rendering.buttons import Press, Reply
from bot.rendering.forgetting import forget_card, forgotten, nothing_held
from bot.rendering.forgetting import privacy as what_is_stored

KIND = "forget"


async def forget(_: Update, context: BotContext) -> None:
    """/forget: what it would delete."""
    await check_admin(context)
    await context.reply(await _card(context))


async def forget_all(context: BotContext, press: Press) -> None:
    """The button Delete everything: good once, for what was counted when it was shown."""
    await check_admin(context)
    counted = await _counted(context, *press.numbers)
    if counted is not None and await context.services.forgetting.forget(context.chat.id, counted):
        await context.drop_buttons()
        await context.reply(forgotten(counted))
    else:
        await context.show(await _card(context, again=True))


async def privacy(_: Update, context: BotContext) -> None:
    """/privacy."""
    await context.reply(what_is_stored())


async def _card(context: BotContext, *, again: bool = False) -> Reply:
    counts = await context.services.forgetting.holds(context.chat.id)
    if not counts:
        return Reply(nothing_held())
    token = secrets.randbits(48)  # numbers of views begin anew after everything was deleted
    state = {"token": token, "counts": dict(counts)}
    view = await context.services.views.put(context.chat.id, KIND, state)
    return forget_card(counts, view, token, again=again)


async def _counted(context: BotContext, view: int, token: int) -> Mapping[str, int] | None:
    """What the card said, None when there is no such card any more."""
    state = await context.services.views.get(context.chat.id, view, KIND)
    if state is None or state["token"] != token:
        return None
    counts: Mapping[str, int] = state["counts"]  # type: ignore[assignment]
    return counts
