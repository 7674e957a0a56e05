"""A digest as it is read: what is new, changed, in dispute, settled and gone, as far as a message goes."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.digest import Digest, Item, Quiet, Section, Told
from bot.model.subscription import OwedPart
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.digest_lines import item_line
from bot.rendering.entries import dated, headline
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, italic, join, lines, paragraphs, text
from bot.rendering.lateness import ROOM, late
from bot.rendering.moments import moment
from bot.rendering.speech import grouped, later, plural, say, speaking, told

MORE: Final = "more"  # the press that shows the rest below; "rest" turns its pages
MOST_SHOWN = 50  # items of one message; each has its number, which is a link, and a date in bold
NOTHING: Final = Html()
LONGEST_TOPIC = 80

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
        reply = render_digest(digest, ZoneInfo(chat.zone), ROOM)
    labels = tuple(tuple((button.label, button.press.data) for button in row) for row in reply.buttons)
    return (OwedPart(reply.html.markup, labels),)


def render_digest(digest: Digest, zone: tzinfo, room: Html = NOTHING) -> Reply:
    """One message: what weighs most, and a button for the rest. `room` is kept free above it."""
    head = paragraphs(late(digest, zone), _heading(digest, zone))
    foot = paragraphs(lines(_coming(digest), _same_day(digest)), _next(digest, zone))
    shown, page = _as_fits(_blocks(digest, digest.items[:MOST_SHOWN]), head, foot, room)
    return Reply(page, rows(_more(digest, shown, MORE), _ways_on(digest)))


def render_preview(found: Digest | Quiet, zone: tzinfo, number: int = 0) -> Reply:
    """The answer to somebody who asks for a digest now; buttons know it by `number`, if it has one."""
    if isinstance(found, Digest):
        return render_digest(found, zone)
    full = Button(say("Full timeline"), Press.to("full", number))
    return Reply(_nothing_new(found, zone), rows((full,) if number and found.last_addition else ()))


def render_rest(found: Told, start: int) -> Reply:
    """A further page of what a digest had to tell, from its n-th item on."""
    start = max(start, 0)
    blocks = _blocks(found, found.items[start : start + MOST_SHOWN])
    shown, _ = _as_fits(blocks, _place(found, start, MOST_SHOWN))
    if not shown:
        return Reply(text(say("Nothing is left of that digest. /timeline shows what stands.")))
    page = _page(blocks[:shown], _place(found, start, shown), NOTHING)
    return Reply(page, rows((*_back(found, start), *_more(found, start + shown, "rest"))))


def _place(found: Told, start: int, shown: int) -> Html:
    """Which of how many a page shows."""
    told_now = told(
        "{first} to {last} of {n}",
        first=grouped(start + 1),
        last=grouped(start + shown),
        n=grouped(len(found.items)),
    )
    return join(" · ", [bold(_topic(found.topic) if found.topic else say("Digest")), told_now])


Block = tuple[Section, Html]


def _blocks(found: Told, items: Sequence[Item]) -> list[Block]:
    return [(item.section, item_line(found, item)) for item in items]


def _as_fits(
    blocks: Sequence[Block], head: Html, foot: Html = NOTHING, room: Html = NOTHING
) -> tuple[int, Html]:
    """How many of the first blocks one message holds beside `room`, and that message."""
    whole = _page(blocks, head, foot)
    if (whole + room).fits:
        return len(blocks), whole
    low, high, page = 0, len(blocks) - 1, paragraphs(head, foot)
    while low < high:  # halving, as more blocks never take less room
        tried = (low + high + 1) // 2
        longer = _page(blocks[:tried], head, foot)
        low, high, page = (tried, high, longer) if (longer + room).fits else (low, tried - 1, page)
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


def _coming(digest: Digest) -> Html:
    events = [text(dated(event), " · ", headline(event), " ", f"/e{event.number}") for event in digest.coming]
    return told("Coming up: {events}", events=join(" ", events)) if events else Html()


def _same_day(digest: Digest) -> Html:
    events = [
        text(bold(str(event.when.span.start.year)), " · ", headline(event), " ", f"/e{event.number}")
        for event in digest.same_day
    ]
    return told("On this day: {events}", events=join(" ", events)) if events else Html()


def _next(digest: Digest, zone: tzinfo) -> Html:
    if digest.next is None:
        return Html()
    return italic(say("Next: {moment}.", moment=moment(digest.next.at, zone, digest.until)))


def _nothing_new(found: Quiet, zone: tzinfo) -> Html:
    since = moment(found.since, zone, found.now)
    quiet = told("Nothing new since {since}.", since=since)
    if found.topic:
        quiet = told("Nothing new in “{topic}” since {since}.", topic=_topic(found.topic), since=since)
    if found.last_addition is None:
        return quiet
    last = moment(found.last_addition, zone, found.now)
    return join(" ", [quiet, say("Last addition: {moment}.", moment=last)])


def _press(found: Told, start: int, verb: str) -> Press:
    return Press.to(verb, found.subscription, found.first_change, found.last_change, start)


def _more(found: Told, shown: int, verb: str) -> Row:
    left = len(found.items) - shown
    if left <= 0 or not found.subscription:
        return ()
    return (Button(plural("{n} more", "{n} more", left), _press(found, shown, verb)),)


def _back(found: Told, start: int) -> Row:
    """To the page that ends where this one begins."""
    before = found.items[max(0, start - MOST_SHOWN) : start]
    shown, _ = _as_fits(_blocks(found, before[::-1]), _place(found, start, MOST_SHOWN))
    return (Button(say("‹ Before"), _press(found, start - shown, "rest")),) if shown else ()


def _ways_on(digest: Digest) -> Row:
    number = digest.subscription
    full = Button(say("Full timeline"), Press.to("full", number))
    snooze = Button(say("Snooze a week"), Press.to("snooze", number))
    return (*((full,) if number else ()), *((snooze,) if number > 0 else ()))
