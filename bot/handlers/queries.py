"""The query behind a message's buttons: kept in the database, so that they work after a restart."""

from datetime import date

from bot.handlers.context import BotContext
from bot.model.briefing import Query

KIND = "query"


async def keep(context: BotContext, query: Query) -> int:
    """Store the query; the number to put behind a button."""
    days = {"since": _iso(query.since), "until": _iso(query.until)}
    return await context.services.views.put(context.chat.id, KIND, {"topic": query.topic, **days})


async def kept(context: BotContext, number: int) -> Query | None:
    """The query of that number, None when this chat has none."""
    state = await context.services.views.get(context.chat.id, number, KIND)
    if state is None:
        return None
    return Query(str(state["topic"]), _day(state["since"]), _day(state["until"]))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
