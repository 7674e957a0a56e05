"""TimelineJS: the JSON of Knight Lab's timeline, every date as exact as it was written and no more."""

import html
import json
from datetime import date
from typing import Any

from bot.model.timespan import Grain, When, span_of
from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.export.told import Citation, Told
from bot.rendering.speech import say

_OF_YEAR = (Grain.YEAR, Grain.DECADE, Grain.CENTURY)
_OF_MONTH = (Grain.MONTH, Grain.SEASON, Grain.QUARTER, Grain.HALF)


class Slides(Sheet):
    """It takes headlines and texts for HTML: all foreign words are escaped."""

    def one(self, told: Told) -> str:
        comma = ",\n" if self.events else ""
        return comma + _json(_slide(told))

    def head(self) -> bytes:
        said = " ".join([f"{self.holds}.", *self.lacks])
        title = {"text": {"headline": html.escape(self.about.title), "text": html.escape(said)}}
        return f'{{"title":{_json(title)},"events":[\n'.encode()

    def tail(self) -> bytes:
        return b"\n]}\n"


def _slide(told: Told) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "unique_id": f"e{told.event.number}",
        "start_date": _start(told.event.when),
        "display_date": ", ".join([told.date, *told.standing]),
        "text": {"headline": html.escape(told.headline), "text": "".join(map(_cited, told.citations))},
    }
    if end := _end(told.event.when):
        slide["end_date"] = end
    if told.standing:
        slide["group"] = told.standing[0]
    return slide


def _start(when: When) -> dict[str, int]:
    first = span_of(when.value.partition("/")[0]) or when.span
    return _at(when.span.start, first.grain)


def _end(when: When) -> dict[str, int] | None:
    """The last day, month or year of what is longer than one."""
    if when.span.grain in (Grain.DAY, Grain.MONTH, Grain.YEAR):
        return None
    last = span_of(when.value.rpartition("/")[2]) or when.span
    return _at(when.span.last, last.grain)


def _at(day: date, grain: Grain) -> dict[str, int]:
    if grain in _OF_YEAR:
        return {"year": day.year}
    if grain in _OF_MONTH:
        return {"year": day.year, "month": day.month}
    return {"year": day.year, "month": day.month, "day": day.day}


def _cited(citation: Citation) -> str:
    title = html.escape(citation.title)
    if citation.address:
        title = f'<a href="{html.escape(citation.address)}" rel="noopener noreferrer">{title}</a>'
    sentence, published = html.escape(citation.sentence), html.escape(citation.published)
    source = say("Source {letter}", letter=citation.letter)
    return f"<p>“{sentence}”<br><small>{html.escape(source)}: {title}, {published}</small></p>"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sheet(about: About) -> Sheet:
    return Slides(about)
