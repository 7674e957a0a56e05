"""When an article was published: asked where it changes a date, and how to say it."""

from datetime import timedelta

from bot.model.news import Article
from bot.model.outcome import Outcome
from bot.rendering.buttons import Button, Press, Reply, Row
from bot.rendering.citations import letter
from bot.rendering.html import Html, bold, code, lines, text

ASKING = "When was"  # how the message begins that is replied to with a day


def publishing_card(number: int) -> Reply:
    """Asks for the publication date of an article."""
    return Reply(
        lines(
            bold(f"{ASKING} [{letter(number)}] published?"),
            text("Send the day in a reply, for example ", code("12 Apr 2021"), "."),
        )
    )


def which_source() -> Html:
    """/published without a source."""
    return lines(
        text("Of which source, and when? Say it like this: ", code("/published A 12 Apr 2021"), "."),
        "/sources shows the letter of each.",
    )


def hangs_on_assumption(outcome: Outcome, article: Article) -> bool:
    """Whether a date would be another, had the article been published on another day than assumed."""
    if article.dct is None or not article.dct.assumed:
        return False
    own = [m for m in outcome.mentions.values() if m.article == article.number]
    return any(m.reported or (m.timex and m.timex.anchor_origin == "dct") for m in own)


def day_choices(article: Article) -> Row:
    """Buttons for another publication date than the one assumed."""
    if article.dct is None:
        return ()
    before = (article.dct.value - timedelta(days=1)).toordinal()
    return (
        Button("Published the day before", Press.to("published", article.number, before)),
        Button("Another day…", Press.to("publishing", article.number)),
    )
