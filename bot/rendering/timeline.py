"""The answer to /timeline: year headings, one line an event, its sources, buttons to page."""

from itertools import groupby

from bot.model.briefing import Entry, Query, Timeline
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.choosing import choices, chosen_in_words
from bot.rendering.dates import range_in_words, year_in_words, year_of
from bot.rendering.entries import event_line, sources_of
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, italic, join, lines, paragraphs
from bot.rendering.speech import plural, say, told

LONGEST_SHARED = 80  # characters of the words that Share begins with
PAGE = 12  # entries of a page: with the longest headlines they still fill no more than a message

# How much of the sources is shown, in the order tried until the page fits into a message.
_RICHNESS = ((5, True), (3, True), (1, True), (5, False), (1, False))


def render_timeline(
    found: Timeline, view: int, zone: str, *, choosing: bool = False, shared: bool = False
) -> Reply:
    """A page of what happened; `view` numbers the stored query that the buttons go on with.

    If `choosing`, there are buttons to choose and to take along; `shared` if it may be looked up elsewhere.
    """
    if not found.entries:
        return Reply(nothing_found(found.query))
    foot = italic(say("All times {zone}. Oldest first.", zone=zone))
    reply = a_page(found, view, _heading(found), foot)
    if not choosing:
        return reply
    along = taking_along(found.query, view, shared=shared)
    return Reply(reply.html, rows(*reply.buttons, choices(found.query, found.facets, view), along))


def a_page(found: Timeline, view: int, head: Html, foot: Html) -> Reply:
    """The entries below years, between a heading and a foot, with as much of their sources as fits."""
    pages = (_page(found, head, foot, most, linked=linked) for most, linked in _RICHNESS)
    page = next((p for p in pages if p.fits), _page(found, head, foot, 0, linked=False))
    return Reply(page, rows(_paging(found, view)))


def taking_along(query: Query, view: int, *, shared: bool) -> Row:
    """The buttons that make something of what is shown."""
    words = shortened(one_line(query.topic), LONGEST_SHARED)
    return (
        Button(say("Export"), Press.to("take", view)),
        Button(say("Picture"), Press.to("picture", view, 0)),
        *((Button(say("Share"), shared=words),) if shared else ()),
    )


def _page(found: Timeline, head: Html, foot: Html, most: int, *, linked: bool) -> Html:
    years = groupby(found.entries, key=lambda entry: year_of(entry.event.when))
    return paragraphs(
        head,
        *(_year(found, year, list(entries), most, linked=linked) for year, entries in years),
        foot,
    )


def _heading(found: Timeline) -> Html:
    said = [counted(found)]
    if found.disputed and not found.facets.more:
        said.append(plural("{n} disputed", "{n} disputed", found.disputed))
    return join(" · ", [bold(asked(found.query)), *said])


def counted(found: Timeline) -> str:
    """How many events were found, or more than how many."""
    if found.facets.more:
        return plural("more than {n} event", "more than {n} events", found.total)
    return plural("{n} event", "{n} events", found.total)


def _year(found: Timeline, year: int, entries: list[Entry], most: int, *, linked: bool) -> Html:
    return lines(
        bold(year_in_words(year)), *(_entry(found, entry, year, most, linked=linked) for entry in entries)
    )


def _entry(found: Timeline, entry: Entry, year: int, most: int, *, linked: bool) -> Html:
    sources = sources_of(entry.mentions, found.articles, most=most, linked=linked)
    return event_line(entry.event, entry.mentions, sources=sources, year=year)


def asked(query: Query) -> Html:
    """What was asked for, as a heading: "Syria, from 1 Jan 2015 to 31 Dec 2021"."""
    topic = shortened(one_line(query.topic), 80)
    return join(", ", [apart(topic) if topic else say("Timeline"), *_narrowing(query)])


def wanted(query: Query) -> Html:
    """The same within a sentence, where nothing needs to stand for everything."""
    topic = shortened(one_line(query.topic), 80)
    return join(", ", [apart(topic), *_narrowing(query)])


def _narrowing(query: Query) -> list[str]:
    return [range_in_words(query.since, query.until), *chosen_in_words(query.only)]


def nothing_found(query: Query) -> Html:
    """There is no event: at all, or none of those asked for."""
    if query == Query():
        return lines(
            bold(say("The timeline is empty.")),
            say("Paste or forward an article, and I will put the dated events in it here. /help says more."),
        )
    return lines(
        told("I have no event for {query}.", query=bold(wanted(query))),
        say("Try fewer words or a wider range, or /timeline alone for everything."),
    )


def _paging(found: Timeline, view: int) -> Row:
    if found.first is None or found.last is None or not (found.preceding or found.on):
        return ()
    older = Button(say("‹ Older"), Press.to("older", view, found.first))
    newer = Button(say("Newer ›"), Press.to("newer", view, found.last))
    return (*((older,) if found.preceding else ()), *_place(found), *((newer,) if found.on else ()))


def _place(found: Timeline) -> Row:
    """Which page of how many it is, as far as that was counted."""
    page, pages = -(-found.preceding // PAGE) + 1, -(-found.total // PAGE)
    if not found.facets.more:
        return (Button(say("{page} of {last}", page=page, last=pages), Press.to("page", page, pages)),)
    if found.preceding < found.total:
        return (Button(say("page {page}", page=page), Press.to("page", page, 0)),)
    return ()
