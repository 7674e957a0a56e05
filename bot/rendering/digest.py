"""A digest as it is read: what is new, changed, in dispute, settled and gone, as far as a message goes."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.digest import Digest, Item, Quiet, Section
from bot.model.news import Action, Event
from bot.model.subscription import OwedPart
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import cited_all
from bot.rendering.dates import in_words
from bot.rendering.entries import LONGEST_HEADLINE, date_of, dated, event_line, headline, standing, telling
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, Part, apart, bold, italic, join, lines, paragraphs, text
from bot.rendering.moments import moment
from bot.rendering.speech import later, plural, plurals, say, speaking, told

MOST_SHOWN = 50  # items of one message; each has its number, which is a link, and a date in bold
MOST_SOURCES = 3
MOST_DATES = 4  # of a dispute
NOTHING: Final = Html()
LONGEST_TOPIC = 80
LONGEST_NAME = 60

HEADINGS: Final = {
    Section.NEW: later("New"),
    Section.CHANGED: later("Changed"),
    Section.DISPUTED: later("In dispute"),
    Section.SETTLED: later("Settled"),
    Section.REMOVED: later("Removed"),
    Section.MERGED: later("Merged"),
}


def digest_parts(digest: Digest, chat: Chat) -> tuple[OwedPart, ...]:
    """The messages that a digest is sent as, in the chat's language and zone."""
    with speaking(chat.language):
        reply = render_digest(digest, ZoneInfo(chat.zone))
    labels = tuple(tuple((button.label, button.press.data) for button in row) for row in reply.buttons)
    return (OwedPart(reply.html.markup, labels),)


def render_digest(digest: Digest, zone: tzinfo) -> Reply:
    """One message: what weighs most, and a button for the rest."""
    head = paragraphs(_late(digest, zone), _heading(digest, zone))
    foot = paragraphs(lines(_coming(digest), _same_day(digest)), _next(digest, zone))
    shown, page = _as_fits(_blocks(digest, digest.items[:MOST_SHOWN]), head, foot)
    return Reply(page, rows(_more(digest, shown), _ways_on(digest)))


def render_preview(found: Digest | Quiet, zone: tzinfo) -> Reply:
    """The answer to somebody who asks for a digest now."""
    return render_digest(found, zone) if isinstance(found, Digest) else Reply(_nothing_new(found, zone))


def render_rest(digest: Digest, start: int, zone: tzinfo) -> Reply:
    """A further page of what a digest had to tell, from its n-th item on."""
    head = _heading(digest, zone)
    shown, page = _as_fits(_blocks(digest, digest.items[start : start + MOST_SHOWN]), head)
    if not shown:
        return Reply(text(say("Nothing is left of that digest. /timeline shows what stands.")))
    return Reply(page, rows((*_back(digest, start, head), *_more(digest, start + shown))))


Block = tuple[Section, Html]


def _blocks(digest: Digest, items: Sequence[Item]) -> list[Block]:
    return [(item.section, _WAYS[item.section](digest, item)) for item in items]


def _as_fits(blocks: Sequence[Block], head: Html, foot: Html = NOTHING) -> tuple[int, Html]:
    """How many of the first blocks one message holds, and that message."""
    whole = _page(blocks, head, foot)
    if whole.fits:
        return len(blocks), whole
    low, high, page = 0, len(blocks) - 1, paragraphs(head, foot)
    while low < high:  # halving, as more blocks never take less room
        tried = (low + high + 1) // 2
        longer = _page(blocks[:tried], head, foot)
        low, high, page = (tried, high, longer) if longer.fits else (low, tried - 1, page)
    return low, page


def _page(blocks: Sequence[Block], head: Html, foot: Html) -> Html:
    """The blocks below the headings of their sections."""
    sections = (
        lines(bold(say(heading)), *(block for section, block in blocks if section is wanted))
        for wanted, heading in HEADINGS.items()
        if any(section is wanted for section, _ in blocks)
    )
    return paragraphs(head, *sections, foot)


def _heading(digest: Digest, zone: tzinfo) -> Html:
    since = bold(say("Since {moment}", moment=moment(digest.since, zone, digest.until)))
    return join(" · ", [since, _topic(digest.topic)])


def _topic(topic: str) -> Html:
    return apart(shortened(one_line(topic), LONGEST_TOPIC))


def _new(digest: Digest, item: Item) -> Html:
    mentions = telling(item.event, digest.mentions)
    line = event_line(item.event, mentions, sources=_cited(digest, item.sources))
    if item.other is None:
        return line
    return told("{line} (was part of /e{number})", line=line, number=str(item.other))


def _changed(digest: Digest, item: Item) -> Html:
    event, before = item.event, item.before or item.event
    now, was, number = bold(_standing(event)), _standing(before), _link(event)
    if now.markup == bold(was).markup:
        return told(
            "{before} → {headline} {event}", before=_bare(before), headline=headline(event), event=number
        )
    what: dict[str, Part] = {"headline": _bare(event), "before": was, "after": now, "event": number}
    if sources := _cited(digest, item.sources):
        return told("{headline}: {before} → {after} {sources} {event}", **what, sources=sources)
    return told("{headline}: {before} → {after}, by {name} {event}", **what, name=_name(item))


def _disputed(digest: Digest, item: Item) -> Html:
    dates = join(say(" or "), list(_dates(digest, item.event)))
    what: dict[str, Part] = {"headline": _bare(item.event), "dates": dates, "event": _link(item.event)}
    if item.before is None:
        return told("{headline} (new): {dates} {event}", **what)
    return told("{headline}: {dates} {event}", **what)


def _dates(digest: Digest, event: Event) -> Iterator[Html]:
    """Each date told, with who tells it."""
    mentions = telling(event, digest.mentions)
    told_dates = sorted(event.alternatives, key=lambda when: (when.span.start, when.span.end))
    for when in told_dates[:MOST_DATES]:
        agreeing = {m.article for m in mentions if m.when.span.overlaps(when.span)}
        yield join(" ", [bold(in_words(when)), _cited(digest, sorted(agreeing), most=2)])


def _settled(digest: Digest, item: Item) -> Html:
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


def _removed(digest: Digest, item: Item) -> Html:
    what: dict[str, Part] = {"date": dated(item.event), "headline": headline(item.event), "name": _name(item)}
    match item.turn.action:
        case Action.DELETE:
            return told("{date} · {headline} Deleted by {name}.", **what)
        case Action.UNDO:
            return told("{date} · {headline} Taken back by {name}.", **what)
        case _:
            return told("{date} · {headline} No source tells it any more.", **what)


def _merged(digest: Digest, item: Item) -> Html:
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


def _cited(digest: Digest, numbers: Sequence[int], most: int = MOST_SOURCES) -> Html:
    return cited_all(numbers, digest.articles, most, linked=True)


def _link(event: Event) -> str:
    return f"/e{event.number}"


def _name(item: Item) -> Html:
    return apart(shortened(one_line(item.turn.actor.name), LONGEST_NAME))


def _coming(digest: Digest) -> Html:
    events = [text(dated(event), " · ", headline(event), " ", _link(event)) for event in digest.coming]
    return told("Coming up: {events}", events=join(" ", events)) if events else Html()


def _same_day(digest: Digest) -> Html:
    events = [
        text(bold(str(event.when.span.start.year)), " · ", headline(event), " ", _link(event))
        for event in digest.same_day
    ]
    return told("On this day: {events}", events=join(" ", events)) if events else Html()


def _next(digest: Digest, zone: tzinfo) -> Html:
    if digest.next is None:
        return Html()
    return italic(say("Next: {moment}.", moment=moment(digest.next.at, zone, digest.until)))


def _late(digest: Digest, zone: tzinfo) -> Html:
    """When it was due and why it comes now, as far as that is known; how many before it never came."""
    said = [*_lateness(digest, zone)]
    if digest.missed:
        said.append(
            plurals(
                "It takes the place of {n} earlier one, too.",
                "It takes the place of {n} earlier ones, too.",
                digest.missed,
            )
        )
    return join(" ", said)


def _lateness(digest: Digest, zone: tzinfo) -> Iterator[Html]:
    if not digest.late:
        return
    due, sent = _two_times(digest.due.at, digest.until, zone)
    yield told("{late}: due {due}, sent {sent}.", late=bold(say("Late digest")), due=due, sent=sent)
    if digest.outage:
        since, until = _two_times(digest.outage.since, digest.outage.until, zone)
        yield text(say("The bot was offline from {since} to {until}.", since=since, until=until))


def _two_times(one: datetime, other: datetime, zone: tzinfo) -> tuple[str, str]:
    """Two moments; those of one day without it."""
    first, second = one.astimezone(zone), other.astimezone(zone)
    if first.date() == second.date():
        return f"{first:%H:%M}", f"{second:%H:%M}"
    return moment(one, zone, other), moment(other, zone, other)


def _nothing_new(found: Quiet, zone: tzinfo) -> Html:
    since = moment(found.since, zone, found.now)
    what: dict[str, Part] = {"topic": _topic(found.topic), "since": since}
    quiet = (
        told("Nothing new in “{topic}” since {since}.", **what)
        if found.topic
        else told("Nothing new since {since}.", since=since)
    )
    if found.last_addition is None:
        return quiet
    last = moment(found.last_addition, zone, found.now)
    return join(" ", [quiet, say("Last addition: {moment}.", moment=last)])


def _press(digest: Digest, start: int) -> Press:
    return Press.to("rest", digest.subscription or 0, digest.first_change, digest.last_change, start)


def _more(digest: Digest, shown: int) -> Row:
    left = len(digest.items) - shown
    return (Button(plural("{n} more", "{n} more", left), _press(digest, shown)),) if left > 0 else ()


def _back(digest: Digest, start: int, head: Html) -> Row:
    """To the page that ends where this one begins."""
    before = digest.items[max(0, start - MOST_SHOWN) : start]
    shown, _ = _as_fits(_blocks(digest, before[::-1]), head)
    return (Button(say("‹ Before"), _press(digest, start - shown)),) if shown else ()


def _ways_on(digest: Digest) -> Row:
    full = Button(say("Full timeline"), Press.to("full", digest.subscription or 0))
    snooze = Button(say("Snooze a week"), Press.to("snooze", digest.subscription or 0))
    return (full, snooze) if digest.subscription else ()
