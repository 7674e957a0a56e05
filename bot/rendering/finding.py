"""The answers to /find, /before, /on and /between, and what they say when there is nothing."""

from collections.abc import Sequence

from bot.model.briefing import Query, Timeline
from bot.model.news import Event, EventStatus
from bot.model.timespan import TimeSpan
from bot.rendering.buttons import Reply, rows
from bot.rendering.dates import at_the_beginning, in_words, range_in_words
from bot.rendering.entries import event_line, sources_of
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, italic, lines, paragraphs
from bot.rendering.lengths import length_in_words
from bot.rendering.pages import fitting
from bot.rendering.speech import plural, say, told
from bot.rendering.timeline import a_page, asked, counted, taking_along, wanted

MOST_SOURCES = 3  # of a line
MOST_OTHERS = 40  # events of a day, and of the same day in other years


def which_words() -> Html:
    """/find alone."""
    return lines(
        say("What shall I look for?"),
        told("Say a word or several, for example {example}.", example=code("/find Soleimani Moscow")),
    )


def which_day(command: str) -> Html:
    """/before or /on without a date."""
    return lines(
        say("Which day?"),
        told(
            "Say it behind the command, for example {example} or {another}.",
            example=code(f"/{command} 20 Apr 2021"),
            another=code(f"/{command} 2019 Syria"),
        ),
    )


def which_two_days() -> Html:
    """/between without two dates."""
    return lines(
        say("Between which two dates?"),
        told(
            "Say both, for example {example} or {another}.",
            example=code("/between 2015 2021"),
            another=code("/between Mar 2015 and June 2016"),
        ),
    )


def found_words(found: Timeline, view: int, *, shared: bool) -> Reply:
    """What holds all the words."""
    head = told("{events} with {query}", events=counted(found), query=asked(found.query))
    reply = a_page(found, view, bold(head), italic(say("Oldest first.")))
    return Reply(reply.html, rows(*reply.buttons, taking_along(found.query, view, shared=shared)))


def not_found(query: Query, alone: Sequence[tuple[str, int]]) -> Html:
    """Nothing holds all the words; which of them are found by themselves."""
    words = [
        told("{word} ({n})", word=code(f"/find {shortened(word, 40)}"), n=str(count)) for word, count in alone
    ]
    return lines(
        told("I have no event with {query}.", query=bold(asked(query))),
        say("By themselves, these are found:") if words else "",
        *words,
        say("Try fewer words, or the beginning of a word. /sources shows what I was handed.")
        if not words
        else "",
    )


def led_up(found: Timeline, view: int, day: TimeSpan, first: Event | None) -> Reply:
    """What was over before a day, and how long before it began."""
    head = [told("What led up to {day}", day=_named(day))]
    if found.query.topic:
        head = [told("{topic}: what led up to {day}", topic=_topic(found.query), day=_named(day))]
    reply = a_page(found, view, bold(*head), italic(_length(day, first)))
    return Reply(reply.html, rows(*reply.buttons, taking_along(found.query, view, shared=False)))


def _length(day: TimeSpan, first: Event | None) -> str:
    """How long it was from the first event; nothing where its date does not say."""
    if first is None or first.when.mod is not None or first.status is EventStatus.DISPUTED:
        return say("Oldest first.")
    length = length_in_words(first.when.span, day)
    if length is None:
        return say("Oldest first.")
    return say(
        "{length} from {first} to {last}.",
        length=at_the_beginning(length),
        first=in_words(first.when),
        last=_named(day),
    )


def nothing_before(query: Query, day: TimeSpan) -> Html:
    """No event was over before that day."""
    topic = query.topic
    return lines(
        told("I have no event of {topic} before {day}.", topic=bold(_topic(query)), day=bold(_named(day)))
        if topic
        else told("I have no event before {day}.", day=bold(_named(day))),
        say("Try a later day, or /timeline for everything."),
    )


def between(found: Timeline, view: int, *, shared: bool) -> Reply:
    """What happened from one date to another."""
    head = told("{query} · {events}", query=asked(found.query), events=counted(found))
    reply = a_page(found, view, bold(head), italic(say("Oldest first.")))
    return Reply(reply.html, rows(*reply.buttons, taking_along(found.query, view, shared=shared)))


def nothing_between(query: Query) -> Html:
    """Nothing happened then."""
    return lines(
        told("I have no event for {query}.", query=bold(wanted(query))),
        say("Try dates further apart, or /timeline for everything."),
    )


def on_day(found: Timeline, others: Timeline, day: TimeSpan) -> Reply:
    """What happened on a day, and on the same day of other years."""
    head = bold(_of_topic(found.query, day))
    if not found.entries and not others.entries:
        return Reply(_nothing_on(head))
    page, shown = fitting(_lines_of(found), head=head, foot=Html())
    if not found.entries:
        page = lines(page, say("Nothing on that day itself."))
    if others.entries:
        years = _lines_of(others)
        page, in_years = fitting(years, head=paragraphs(page, bold(say("In other years"))), foot=_more(1))
        shown += in_years
    left = found.total + others.total - shown
    return Reply(paragraphs(page, _more(left) if left else ""))


def _lines_of(found: Timeline) -> list[Html]:
    """Each event with its whole date."""
    return [
        event_line(
            entry.event, entry.mentions, sources=sources_of(entry.mentions, found.articles, most=MOST_SOURCES)
        )
        for entry in found.entries
    ]


def _more(left: int) -> Html:
    return italic(
        plural(
            "{n} more. Say a topic behind the date to see fewer.",
            "{n} more. Say a topic behind the date to see fewer.",
            left,
        )
    )


def _of_topic(query: Query, day: TimeSpan) -> Html:
    if not query.topic:
        return told("On {day}", day=_named(day))
    return told("{topic}, on {day}", topic=_topic(query), day=_named(day))


def _nothing_on(head: Html) -> Html:
    return lines(
        head,
        say("I have no event on that day, in this year or in others."),
        say("Try a month or a year, or /timeline for everything."),
    )


def _topic(query: Query) -> Html:
    return apart(shortened(one_line(query.topic), 80))


def _named(day: TimeSpan) -> str:
    """A day, a month, a year… as it was asked for."""
    return range_in_words(day.start, day.end)
