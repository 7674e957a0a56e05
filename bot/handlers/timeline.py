"""/timeline [topic] [range]: what happened, in order, with buttons to page and to choose in place."""

from dataclasses import replace

from telegram import Update

from bot.briefing.query import parse_query
from bot.handlers.context import BotContext
from bot.handlers.finding import answer, page_of
from bot.handlers.queries import Look, keep_look, kept_look
from bot.model.choice import Only
from bot.rendering.buttons import Press, Reply
from bot.rendering.choosing import MOST_KINDS, MOST_SOURCES, chosen, kinds_card, sources_card
from bot.rendering.messages import gone_view
from bot.rendering.timeline import asked


async def timeline(_: Update, context: BotContext) -> None:
    """/timeline Syria 2015..2021: the first page."""
    query = parse_query(context.words, context.today(), context.chat.language)
    await answer(context, Look(query))


async def older(context: BotContext, press: Press) -> None:
    """The page before the entry at a position."""
    view, position = press.numbers
    await _turn(context, view, before=position)


async def newer(context: BotContext, press: Press) -> None:
    """The page after the entry at a position."""
    view, position = press.numbers
    await _turn(context, view, after=position)


async def whole(context: BotContext, press: Press) -> None:
    """The first page of a view: back from a choice."""
    await _turn(context, press.numbers[0])


async def only(context: BotContext, press: Press) -> None:
    """What is disputed or planned alone, or everything again."""
    view, what = press.numbers
    look = await kept_look(context, view)
    await _choose(context, look, chosen(look.query.only, what) if look else None)


async def kinds(context: BotContext, press: Press) -> None:
    """The kinds to choose from, in place of the page."""
    (view,) = press.numbers
    look = await kept_look(context, view)
    if look is None:
        await context.show(Reply(gone_view()))
        return
    facets = await context.services.finding.facets(context.chat.id, look.query)
    named = tuple(kind for kind, _ in facets.kinds[:MOST_KINDS])
    card = await keep_look(context, replace(look, kinds=named))
    await context.show(kinds_card(asked(look.query), facets, card, view))


async def kind(context: BotContext, press: Press) -> None:
    """One of these kinds."""
    view, place = press.numbers
    look = await kept_look(context, view)
    there = look is not None and 0 <= place < len(look.kinds)
    await _choose(context, look, replace(look.query.only, kind=look.kinds[place]) if look and there else None)


async def tellers(context: BotContext, press: Press) -> None:
    """The sources to choose from, in place of the page."""
    (view,) = press.numbers
    look = await kept_look(context, view)
    if look is None:
        await context.show(Reply(gone_view()))
        return
    telling = await context.services.finding.telling(context.chat.id, look.query, limit=MOST_SOURCES)
    await context.show(sources_card(asked(look.query), telling, view, view))


async def teller(context: BotContext, press: Press) -> None:
    """One of these sources."""
    view, number = press.numbers
    look = await kept_look(context, view)
    possible = look is not None and 0 < number < 2**31
    await _choose(context, look, replace(look.query.only, source=number) if look and possible else None)


async def _choose(context: BotContext, look: Look | None, wanted: Only | None) -> None:
    """The first page of what was chosen, in place, under a number of its own."""
    if look is None or wanted is None:
        await context.show(Reply(gone_view()))
        return
    narrowed = replace(look, query=replace(look.query, only=wanted), kinds=())
    await answer(context, narrowed, in_place=True)


async def _turn(
    context: BotContext, view: int, *, before: int | None = None, after: int | None = None
) -> None:
    look = await kept_look(context, view)
    if look is None:
        await context.show(Reply(gone_view()))
        return
    await context.show(await page_of(context, look, view, before=before, after=after))
