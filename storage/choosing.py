"""What was chosen of a timeline, as conditions on events; their index of positions holds what is asked."""

from sqlalchemy import ColumnElement, select

from bot.model.choice import Only
from bot.model.news import EventStatus, Modality
from storage.tables import events, mentions


def chosen(chat_id: int, only: Only) -> list[ColumnElement[bool]]:
    """What events must be, as conditions on them."""
    must: list[ColumnElement[bool]] = []
    if only.disputed:
        must.append(events.c.status == EventStatus.DISPUTED.value)
    if only.planned:
        must.append(events.c.modality == Modality.PLANNED.value)
    if only.kind is not None:
        must.append(events.c.kind == only.kind)
    if only.source is not None:
        told = select(mentions.c.event).where(
            mentions.c.chat_id == chat_id, mentions.c.article == only.source, mentions.c.event.is_not(None)
        )
        must.append(events.c.number.in_(told))
    if only.ended is not None:
        must.append(events.c.end_day <= only.ended)
    return must
