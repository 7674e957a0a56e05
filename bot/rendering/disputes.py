"""/disputed: what sources disagree on, and buttons to settle it."""

from bot.model.briefing import Entry, Timeline
from bot.model.news import Event
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import cited
from bot.rendering.dates import in_words
from bot.rendering.entries import headline
from bot.rendering.html import Html, bold, join, lines, paragraphs, text
from bot.rendering.quotes import quoted_briefly
from bot.rendering.speech import plural, say

SHOWN = 4  # disputes of one message
MOST_TOLD = 4  # sources quoted of one dispute
MOST_DATES = 4  # dates offered of one dispute


def render_disputes(found: Timeline) -> Reply:
    """The first disputes, each with what its sources say."""
    if not found.entries:
        return Reply(
            lines(
                bold(say("Nothing is in dispute.")),
                say("Where sources disagree on a date, it shows here."),
            )
        )
    head = bold(plural("{n} event in dispute", "{n} events in dispute", found.disputed))
    left = found.disputed - len(found.entries)
    more = (
        plural("…and {n} more. Settle these first.", "…and {n} more. Settle these first.", left)
        if left > 0
        else ""
    )
    return Reply(
        paragraphs(head, *(_dispute(found, entry) for entry in found.entries), more),
        rows(*(row for entry in found.entries for row in choices(entry.event, alone=found.disputed == 1))),
    )


def _dispute(found: Timeline, entry: Entry) -> Html:
    told = [
        text("• ", bold(in_words(m.when)), ", ", cited(found.articles[m.article]), ": ", quoted_briefly(m))
        for m in entry.mentions[:MOST_TOLD]
    ]
    return lines(join(" ", [bold(f"/e{entry.event.number}"), "·", headline(entry.event)]), *told)


def choices(event: Event, *, alone: bool = False) -> tuple[Row, ...]:
    """Buttons that settle a dispute, or leave it; they name the event unless it stands `alone`."""
    number = event.number
    use = tuple(
        Button(
            say("Use {date}", date=in_words(when)) if alone else f"e{number}: {in_words(when)}",
            _settle(event, when.span.start.toordinal()),
        )
        for when in event.alternatives[:MOST_DATES]
    )
    leave = Button(
        say("Leave as disputed") if alone else say("{event}: leave it", event=f"e{number}"),
        Press.to("leave", number),
    )
    different = say("Different events") if alone else say("{event}: different events", event=f"e{number}")
    return (use[:2], use[2:], (leave, Button(different, Press.to("split", number))))


def _settle(event: Event, day: int) -> Press:
    return Press.to("settle", event.number, day)
