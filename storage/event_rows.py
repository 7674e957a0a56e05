"""The row of an event: its columns as the database has them, and the event that they make."""

from typing import Any

from sqlalchemy import Row

from bot.model.news import Event, EventStatus, Modality
from storage.positions import position, reach
from storage.search import indexed_terms
from storage.serial import when_columns, when_from_json, when_of, when_to_json


def row_of(chat_id: int, event: Event, terms: str) -> dict[str, Any]:
    """An event of a chat, found by `terms`."""
    return when_columns(event.when) | {
        "chat_id": chat_id,
        "number": event.number,
        "pos": position(event.when.span.start, event.number),
        "reach": reach(event.when.span),
        "headline": event.headline,
        "status": event.status.value,
        "kind": event.kind,
        "modality": event.modality.value,
        "support": event.support,
        "chosen": event.chosen,
        "alternatives": [when_to_json(when) for when in event.alternatives],
        "mentions": list(event.mentions),
        "terms": indexed_terms(terms),
    }


def event_of(row: Row[Any]) -> Event:
    """The event of a row that has the columns of one."""
    return Event(
        number=row.number,
        headline=row.headline,
        when=when_of(row),
        mentions=tuple(row.mentions),
        status=EventStatus(row.status),
        alternatives=tuple(when_from_json(when) for when in row.alternatives),
        kind=row.kind,
        modality=Modality(row.modality),
        support=row.support,
        chosen=row.chosen,
    )
