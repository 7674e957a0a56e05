"""What stands below a picture: what it shows, what it leaves out, and the other ways to have it."""

from dataclasses import dataclass

from bot.model.briefing import Query, Timeline
from bot.rendering.buttons import Button, Press, Row
from bot.rendering.foreign import one_line
from bot.rendering.html import Html, bold, lines
from bot.rendering.picture import Drawing
from bot.rendering.speech import later, plural, say
from bot.rendering.timeline import asked


@dataclass(frozen=True, slots=True)
class Look:
    """One way to have a picture."""

    label: str
    dark: bool
    vector: bool


LOOKS = (  # by the number that a press holds
    Look(later("Light"), dark=False, vector=False),
    Look(later("Dark"), dark=True, vector=False),
    Look(later("As SVG"), dark=False, vector=True),
)


def looks(view: int, chosen: int) -> tuple[Row, ...]:
    """Buttons for the looks that were not chosen."""
    others = [(place, look) for place, look in enumerate(LOOKS) if place != chosen]
    return (tuple(Button(say(look.label), Press.to("picture", view, place)) for place, look in others),)


def caption(found: Timeline, drawing: Drawing) -> Html:
    """What the picture shows, and what it does not."""
    folded, beyond = drawing.total - drawing.shown, found.total - drawing.total
    return lines(
        bold(asked(found.query)),
        plural("{n} event", "{n} events", found.total) + ".",
        plural(
            "{n} of them is a mark without words, as there are too many.",
            "{n} of them are marks without words, as there are too many.",
            folded,
        )
        if folded
        else "",
        plural("The last {n} is left out.", "The last {n} are left out.", beyond) if beyond else "",
        say("A date is a bar as long as it was told: a day, a month, a year."),
    )


def file_name(query: Query, look: Look) -> str:
    """A name that every system takes: letters, digits and hyphens."""
    words = "".join(char if char.isalnum() else "-" for char in one_line(query.topic)[:40]).strip("-")
    return f"{words or 'timeline'}.{'svg' if look.vector else 'png'}"
