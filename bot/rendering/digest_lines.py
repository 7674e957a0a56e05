"""A line of a digest: what became of one event, and who says so."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.model.digest import Item, Section, Told
from bot.model.news import Action, Event
from bot.rendering.citations import cited_all
from bot.rendering.dates import in_words
from bot.rendering.entries import LONGEST_HEADLINE, date_of, dated, event_line, headline, standing, telling
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, Part, apart, bold, join
from bot.rendering.speech import say, told

MOST_SOURCES = 3
MOST_DATES = 4  # of a dispute
LONGEST_NAME = 60


def item_line(found: Told, item: Item) -> Html:
    """ "Soleimani visits Moscow: 2015 → Jul 2015 [B] /e2"."""
    return _WAYS[item.section](found, item)


def _new(found: Told, item: Item) -> Html:
    mentions = telling(item.event, found.mentions)
    line = event_line(item.event, mentions, sources=_cited(found, item.sources))
    if item.other is None:
        return line
    return told("{line} (was part of /e{number})", line=line, number=str(item.other))


def _changed(found: Told, item: Item) -> Html:
    event, before = item.event, item.before or item.event
    now, was, number = bold(_standing(event)), _standing(before), _link(event)
    if now.markup == bold(was).markup:
        return told(
            "{before} → {headline} {event}", before=_bare(before), headline=headline(event), event=number
        )
    what: dict[str, Part] = {"headline": _bare(event), "before": was, "after": now, "event": number}
    if sources := _cited(found, item.sources):
        return told("{headline}: {before} → {after} {sources} {event}", **what, sources=sources)
    return told("{headline}: {before} → {after}, by {name} {event}", **what, name=_name(item))


def _disputed(found: Told, item: Item) -> Html:
    dates = join(say(" or "), list(_dates(found, item.event)))
    what: dict[str, Part] = {"headline": _bare(item.event), "dates": dates, "event": _link(item.event)}
    if item.before is None:
        return told("{headline} (new): {dates} {event}", **what)
    return told("{headline}: {dates} {event}", **what)


def _dates(found: Told, event: Event) -> Iterator[Html]:
    """Each date told, with who tells it."""
    mentions = telling(event, found.mentions)
    told_dates = sorted(event.alternatives, key=lambda when: (when.span.start, when.span.end))
    for when in told_dates[:MOST_DATES]:
        agreeing = {m.article for m in mentions if m.when.span.overlaps(when.span)}
        yield join(" ", [bold(in_words(when)), _cited(found, sorted(agreeing), most=2)])


def _settled(found: Told, item: Item) -> Html:
    event, before = item.event, item.before or item.event
    what: dict[str, Part] = {
        "headline": _bare(event),
        "before": date_of(before),
        "after": bold(_standing(event)),
        "event": _link(event),
    }
    if event.chosen:
        return told("{headline}: {after}, chosen by {name}; was {before} {event}", **what, name=_name(item))
    return told("{headline}: {after}, as nothing contradicts it now; was {before} {event}", **what)


def _removed(found: Told, item: Item) -> Html:
    what: dict[str, Part] = {"date": dated(item.event), "headline": headline(item.event), "name": _name(item)}
    match item.turn.action:
        case Action.DELETE:
            return told("{date} · {headline} Deleted by {name}.", **what)
        case Action.UNDO:
            return told("{date} · {headline} Taken back by {name}.", **what)
        case _:
            return told("{date} · {headline} No source tells it any more.", **what)


def _merged(found: Told, item: Item) -> Html:
    return told(
        "{date} · {headline} Part of /e{number} now.",
        date=dated(item.event),
        headline=headline(item.event),
        number=str(item.other),
    )


_WAYS: Final = {
    Section.NEW: _new,
    Section.CHANGED: _changed,
    Section.DISPUTED: _disputed,
    Section.SETTLED: _settled,
    Section.REMOVED: _removed,
    Section.MERGED: _merged,
}


def _bare(event: Event) -> Html:
    """The headline without a full stop, as something follows."""
    return apart(shortened(one_line(event.headline), LONGEST_HEADLINE).rstrip("."))


def _standing(event: Event) -> str:
    """The date, and what of it is not certain: "20 Apr 2021, planned"."""
    return ", ".join([date_of(event), *standing(event, ())])


def _cited(found: Told, numbers: Sequence[int], most: int = MOST_SOURCES) -> Html:
    return cited_all(numbers, found.articles, most, linked=True)


def _link(event: Event) -> str:
    return f"/e{event.number}"


def _name(item: Item) -> Html:
    return apart(shortened(one_line(item.turn.actor.name), LONGEST_NAME))
