"""Corrections: what a person decided about events, and the messages that offer to decide."""

from datetime import tzinfo

from bot.model.news import Action, Change, Event
from bot.model.outcome import Outcome
from bot.rendering.buttons import Button, Press, Reply, Row
from bot.rendering.citations import cited
from bot.rendering.dates import at_the_beginning, in_words
from bot.rendering.entries import date_of, event_line, headline, in_brief, telling
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, italic, join, lines, paragraphs, text
from bot.rendering.speech import later, say, told

EDITING = later("Edit {event}")  # how the card begins that is replied to with a new date or headline
MOST_SHOWN = 8  # events that one ruling made or changed

_HEADINGS = {
    Action.EDIT: later("Changed:"),
    Action.DELETE: later("Deleted:"),
    Action.MERGE: later("Merged:"),
    Action.SPLIT: later("Kept apart:"),
    Action.SETTLE: later("Settled:"),
}


def render_ruling(outcome: Outcome, zone: tzinfo) -> Reply:
    """What a ruling did, by whom, with the way back."""
    record = outcome.record
    if record is None:
        return Reply(told("That is decided already. Nothing changed."))
    if record.action is Action.SETTLE and len(outcome.matched) == 1:
        return Reply(_settled(outcome, outcome.matched[0].after, record, zone), (_buttons(outcome, record),))
    shown = [_changed(outcome, m.before, m.after) for m in outcome.matched]
    shown += [_line(outcome, event) for event in outcome.added]
    shown += [_gone(record, event) for event in outcome.removed]
    said = lines(*shown[:MOST_SHOWN]) if shown else told("From now on they are two events, whatever comes.")
    return Reply(
        lines(
            bold(say(_HEADINGS.get(record.action, _HEADINGS[Action.EDIT]))),
            said,
            _signed(outcome, record, zone),
        ),
        (_buttons(outcome, record),),
    )


def _settled(outcome: Outcome, event: Event, record: Change, zone: tzinfo) -> Html:
    return lines(
        told(
            "{settled} {event} is {date}",
            settled=bold(say("Settled:")),
            event=f"/e{event.number}",
            date=bold(date_of(event)),
        ),
        italic(headline(event)),
        _signed(outcome, record, zone),
    )


def _changed(outcome: Outcome, before: Event, after: Event) -> Html:
    line = _line(outcome, after)
    return line if date_of(before) == date_of(after) else text(date_of(before), " → ", line)


def _line(outcome: Outcome, event: Event) -> Html:
    return event_line(event, telling(event, outcome.mentions))


def _gone(record: Change, event: Event) -> Html:
    if record.action is Action.MERGE:
        return text(italic(say("{event} is part of it now.", event=f"e{event.number}")))
    return in_brief(event)


def _signed(outcome: Outcome, record: Change, zone: tzinfo) -> Html:
    by = apart(shortened(one_line(record.actor.name), 40))
    signed = told("Chosen by {who}, {time}.", who=by, time=f"{record.at.astimezone(zone):%H:%M %Z}")
    if record.action is Action.DELETE:
        return text(signed, " ", say("Its sources stay."))
    return join(" ", [signed, *_overruled(outcome)])


def _overruled(outcome: Outcome) -> list[Html]:
    """What sources wrote that the person's date goes against: it stays on record."""
    return [
        told(
            "{date} stays on record as what {source} wrote.",
            date=at_the_beginning(in_words(mention.when)),
            source=cited(article),
        )
        for matched in outcome.matched
        if matched.after.chosen and not matched.before.chosen
        for mention in telling(matched.after, outcome.mentions)
        if not mention.when.span.overlaps(matched.after.when.span)
        and (article := outcome.articles.get(mention.article))
    ][:3]


def _buttons(outcome: Outcome, record: Change) -> Row:
    undo = Button(say("Undo"), Press.to("undo", record.number))
    kept = [matched.after.number for matched in outcome.matched] or [event.number for event in outcome.added]
    return (undo, Button(say("History"), Press.to("history", kept[0]))) if kept else (undo,)


def edit_card(event: Event) -> Reply:
    """/edit e4 alone: how to say the new date or headline."""
    number = event.number
    return Reply(
        lines(
            bold(say(EDITING, event=f"/e{number}")),
            in_brief(event),
            say("Send the new date or headline in a reply. For example:"),
            join(" · ", [code(say(example)) for example in EXAMPLES]),
        ),
        (
            (
                Button(say("Delete"), Press.to("delete", number)),
                Button(say("Split"), Press.to("split", number)),
            ),
            (Button(say("Why"), Press.to("why", number, 1)), Button(say("Close"), Press.to("close"))),
        ),
    )


EXAMPLES = (
    later("19 Apr 2021"),
    later("Apr 2021"),
    later("about 2015"),
    later("before Sep 2015"),
    later("18 to 20 Apr 2021"),
)


def which_events(command: str, example: str) -> Html:
    """A command that needs the number of an event, or of two, came without."""
    return lines(
        told("Which event? Say it like this: {example}.", example=code(f"/{command} {example}")),
        say("/timeline shows the number behind each event."),
    )


def may_not(said: str, number: int | None = None) -> Reply:
    """Somebody without the right wants to change the record, and is told; deleting can be suggested."""
    if number is None:
        return Reply(text(said))
    suggest = Button(say("Suggest deleting {event}", event=f"/e{number}"), Press.to("suggest", number))
    return Reply(join(" ", [said, say("You can suggest it instead.")]), ((suggest,),))


def suggestion(who: str, event: Event) -> Reply:
    """A member suggests deleting an event; an admin may press."""
    return Reply(
        lines(
            told("{who} suggests deleting {event}:", who=apart(one_line(who)), event=f"/e{event.number}"),
            in_brief(event),
        ),
        (
            (
                Button(say("Delete it"), Press.to("delete", event.number)),
                Button(say("Keep"), Press.to("close")),
            ),
        ),
    )


def may_be_one(older: Event, newer: Event) -> Reply:
    """Two events may be one: nobody but a person can tell."""
    a, b = older.number, newer.number
    return Reply(
        paragraphs(
            bold(say("Is this the same event?")),
            lines(_choice(older), _choice(newer)),
            italic(say("Until somebody says so, they stand as two.")),
        ),
        (
            (
                Button(say("Same event"), Press.to("merge", a, b)),
                Button(say("Different"), Press.to("apart", a, b)),
            ),
        ),
    )


def _choice(event: Event) -> Html:
    return text("• ", in_brief(event), f" /e{event.number}")
