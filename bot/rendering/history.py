"""/history e4: who did what to an event, and when."""

from datetime import tzinfo

from bot.model.outcome import Why
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.entries import in_brief
from bot.rendering.html import bold, lines, paragraphs
from bot.rendering.speech import say
from bot.rendering.why import changes_told


def render_history(found: Why, zone: tzinfo) -> Reply:
    """The event as it stands, and its changes, oldest first."""
    number = found.event.number
    return Reply(
        paragraphs(
            lines(bold(say("History of {event}", event=f"/e{number}")), in_brief(found.event)),
            lines(*changes_told(found, zone)),
        ),
        ((Button(say("Why"), Press.to("why", number, 1)),),),
    )
