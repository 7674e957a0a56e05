"""iCalendar: every event an entry of whole days at its true length, "2015" a year long."""

from datetime import date

from bot.model.briefing import Entry
from bot.model.news import EventStatus
from bot.model.timespan import Grain
from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.export.told import Citation, Told
from bot.rendering.speech import later, say

_TOO_LONG = later("a calendar has no use for an entry of a hundred years")
_TOO_EARLY = later("no calendar begins before the year 1")
_END = b"END:VCALENDAR\r\n"


class Calendar(Sheet):
    """Entries that do not make anybody busy; those in dispute are tentative."""

    def refusal(self, entry: Entry) -> str | None:
        when = entry.event.when
        if when.span.grain is Grain.CENTURY:
            return _TOO_LONG
        return _TOO_EARLY if when.span.start == date.min and when.value.startswith("000") else None

    def one(self, told: Told) -> str:
        from icalendar import Event  # late: it takes a tenth of a second, and nothing else needs it

        span = told.event.when.span
        entry = Event()
        entry.add("uid", f"e{told.event.number}.{self.about.key}@dateline")  # the same in the next export
        entry.add("dtstamp", self.about.made_at)
        entry.add("dtstart", span.start)
        entry.add("dtend", span.end)  # both exclude the last day
        entry.add("summary", ", ".join([told.headline, *told.standing]))
        entry.add("description", _description(told))
        entry.add("status", "TENTATIVE" if told.event.status is EventStatus.DISPUTED else "CONFIRMED")
        entry.add("transp", "TRANSPARENT")
        if told.standing:
            entry.add("categories", list(told.standing))
        if told.address:
            entry.add("url", told.address)
        return str(entry.to_ical(), "utf-8")

    def head(self) -> bytes:
        from icalendar import Calendar as Properties

        properties = Properties()
        properties.add("prodid", "-//Dateline//Dateline//EN")
        properties.add("version", "2.0")
        properties.add("calscale", "GREGORIAN")
        properties.add("method", "PUBLISH")
        properties.add("x-wr-calname", self.about.title)
        properties.add("x-wr-caldesc", " ".join([f"{self.holds}.", *self.lacks]))
        return bytes(properties.to_ical()).removesuffix(_END)

    def tail(self) -> bytes:
        return _END


def _description(told: Told) -> str:
    dated = say("Date: {date}", date=", ".join([told.date, *told.standing]))
    return "\n\n".join([dated, *map(_cited, told.citations)])


def _cited(citation: Citation) -> str:
    source = f"[{citation.letter}] {citation.title}, {citation.published}"
    return "\n".join(filter(None, [f"“{citation.sentence}”", source, citation.address]))


def sheet(about: About) -> Sheet:
    return Calendar(about)
