"""The nouns as JSON and as columns, and back, exactly."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from sqlalchemy import Row

from bot.model.news import Event, EventStatus, Modality
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import OwedPart
from bot.model.timespan import Grain, TimeSpan, When
from bot.model.timex import Mod, Timex, TimexType

Json = dict[str, Any]

_OF_TIMEX = tuple(field.name for field in fields(Timex))


def when_columns(when: When) -> Json:
    """A date as the columns that storage.tables gives it."""
    return {
        "value": when.value,
        "mod": when.mod,
        "start_day": when.span.start,
        "end_day": when.span.end,
        "grain": when.span.grain.value,
    }


def when_of(row: Row[Any]) -> When:
    span = TimeSpan(row.start_day, row.end_day, Grain(row.grain))
    return When(row.value, span, Mod(row.mod) if row.mod else None)


def when_to_json(when: When) -> Json:
    return when_columns(when) | {"start_day": str(when.span.start), "end_day": str(when.span.end)}


def when_from_json(json: Mapping[str, Any]) -> When:
    start, end = date.fromisoformat(json["start_day"]), date.fromisoformat(json["end_day"])
    span = TimeSpan(start, end, Grain(json["grain"]))
    return When(json["value"], span, Mod(json["mod"]) if json["mod"] else None)


def timex_to_json(timex: Timex) -> Json:
    """Only what is set: most timexes have half of it."""
    return {name: value for name in _OF_TIMEX if (value := getattr(timex, name)) is not None}


def timex_from_json(json: Mapping[str, Any]) -> Timex:
    mod = json.get("mod")
    return Timex(**{**json, "type": TimexType(json["type"]), "mod": Mod(mod) if mod else None})


def event_to_json(event: Event) -> Json:
    return {
        "number": event.number,
        "headline": event.headline,
        "when": when_to_json(event.when),
        "mentions": list(event.mentions),
        "status": event.status.value,
        "alternatives": [when_to_json(when) for when in event.alternatives],
        "kind": event.kind,
        "modality": event.modality.value,
        "support": event.support,
        "chosen": event.chosen,
    }


def event_from_json(json: Mapping[str, Any]) -> Event:
    return Event(
        number=json["number"],
        headline=json["headline"],
        when=when_from_json(json["when"]),
        mentions=tuple(json["mentions"]),
        status=EventStatus(json["status"]),
        alternatives=tuple(when_from_json(when) for when in json["alternatives"]),
        kind=json["kind"],
        modality=Modality(json["modality"]),
        support=json["support"],
        chosen=json["chosen"],
    )


def schedule_to_json(schedule: Schedule) -> Json:
    return {
        "cadence": schedule.cadence.value,
        "at": f"{schedule.at:%H:%M}",
        "weekdays": sorted(schedule.weekdays),
        "day": schedule.day,
        "hours": schedule.hours,
    }


def schedule_from_json(json: Mapping[str, Any]) -> Schedule:
    at, weekdays = time.fromisoformat(json["at"]), frozenset(json["weekdays"])
    return Schedule(Cadence(json["cadence"]), at, weekdays, json["day"], json["hours"])


def part_to_json(part: OwedPart) -> Json:
    return {"html": part.html, "buttons": [[list(button) for button in row] for row in part.buttons]}


def part_from_json(json: Mapping[str, Any]) -> OwedPart:
    buttons = tuple(tuple((label, data) for label, data in row) for row in json["buttons"])
    return OwedPart(json["html"], buttons)
