"""The query behind a message's buttons: kept in the database, so that they work after a restart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.handlers.context import BotContext
from bot.model.briefing import Query
from bot.model.choice import ALL, Only

KIND = "query"
_UPDATE_BITS = 16


@dataclass(frozen=True, slots=True)
class Look:
    """A query, the manner in which it was asked, and the kinds that its buttons stand for."""

    query: Query
    manner: str = "timeline"
    kinds: tuple[str, ...] = ()


async def keep(context: BotContext, query: Query) -> int:
    """Store the query; the number to put behind a button."""
    return await keep_look(context, Look(query))


async def keep_look(context: BotContext, look: Look) -> int:
    """The same with the manner in which it was asked."""
    return await context.services.views.put(context.chat.id, KIND, _state(look))


async def keep_asked(context: BotContext, number: int, look: Look) -> None:
    """The same under a number of `number_of`: once the answer is on its way, as that need not wait for it."""
    await context.services.views.keep(context.chat.id, number, KIND, _state(look))


def number_of(context: BotContext) -> int:
    """A number for what is asked now, which nothing else in the chat has: the moment, then the update."""
    moment = int(context.services.clock().timestamp() * 1000)
    return moment << _UPDATE_BITS | context.asked.update_id & (1 << _UPDATE_BITS) - 1


def _state(look: Look) -> dict[str, object]:
    query = look.query
    state = {"topic": query.topic, "since": _iso(query.since), "until": _iso(query.until)}
    more: dict[str, object] = {"only": _written(query.only)} if query.only != ALL else {}
    manner = {"manner": look.manner} if look.manner != "timeline" else {}
    kinds = {"kinds": list(look.kinds)} if look.kinds else {}
    return {**state, **more, **manner, **kinds}


async def kept(context: BotContext, number: int) -> Query | None:
    """The query of that number, None when this chat has none."""
    look = await kept_look(context, number)
    return look.query if look else None


async def kept_look(context: BotContext, number: int) -> Look | None:
    """The same with the manner in which it was asked."""
    state = await context.services.views.get(context.chat.id, number, KIND)
    if state is None:
        return None
    query = Query(
        str(state["topic"]), _day(state["since"]), _day(state["until"]), _read(state.get("only") or {})
    )
    kinds = state.get("kinds") or ()
    named = tuple(map(str, kinds)) if isinstance(kinds, Sequence) else ()
    return Look(query, str(state.get("manner") or "timeline"), named)


def _written(only: Only) -> Mapping[str, object]:
    chosen = {"disputed": only.disputed, "planned": only.planned, "kind": only.kind, "source": only.source}
    return {name: value for name, value in chosen.items() if value} | {"ended": _iso(only.ended)}


def _read(state: Any) -> Only:
    return Only(
        disputed=bool(state.get("disputed")),
        planned=bool(state.get("planned")),
        kind=state.get("kind"),
        source=state.get("source"),
        ended=_day(state.get("ended")),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
