"""Review: what one article brought, event by event, each with its sentence and the ways to correct it."""

from bot.model.outcome import Outcome
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.entries import event_line, telling
from bot.rendering.html import bold, lines, paragraphs, quote
from bot.rendering.quotes import quoted
from bot.rendering.speech import say, told


def render_review(outcome: Outcome, place: int) -> Reply:
    """The event at a place, from 0; beyond the last it is the last."""
    events = [*outcome.added, *(matched.after for matched in outcome.matched)]
    if not events:
        return Reply(told("Nothing is left of that to review. /timeline shows what stands."))
    place = min(max(place, 0), len(events) - 1)
    event = events[place]
    mentions = telling(event, outcome.mentions)
    own = [m for m in mentions if outcome.article and m.article == outcome.article.number] or mentions
    return Reply(
        paragraphs(
            bold(say("{page} of {last}", page=place + 1, last=len(events))),
            event_line(event, mentions),
            lines(*(quote(quoted(mention)) for mention in own[:2])),
        ),
        rows(_paging(outcome, place, len(events)), _correcting(event.number), _closing(outcome)),
    )


def _paging(outcome: Outcome, place: int, count: int) -> Row:
    change = outcome.change or 0
    back = Button(say("‹ Before"), Press.to("leaf", change, place - 1))
    on = Button(say("Next ›"), Press.to("leaf", change, place + 1))
    return (*((back,) if place else ()), *((on,) if place + 1 < count else ()))


def _correcting(number: int) -> Row:
    return (
        Button(say("Delete {event}", event=f"e{number}"), Press.to("delete", number)),
        Button(say("Edit {event}", event=f"e{number}"), Press.to("edit", number)),
        Button(say("Why"), Press.to("why", number, 1)),
    )


def _closing(outcome: Outcome) -> Row:
    return (Button(say("Undo all"), Press.to("undo", outcome.change or 0)),)
