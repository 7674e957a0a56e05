"""When an article was published: asked where it changes a date, and how to say it."""

from collections.abc import Sequence
from datetime import timedelta

from bot.model.news import Article, Mention
from bot.model.outcome import Outcome
from bot.rendering.buttons import Button, Press, Reply, Row
from bot.rendering.citations import letter
from bot.rendering.entries import telling
from bot.rendering.html import Html, bold, code, lines
from bot.rendering.speech import later, say, told

MOST_WORDS = 3  # expressions named as counted from the publication date
ASKING = later("When was {source} published?")  # the message that is replied to with a day


def publishing_card(number: int) -> Reply:
    """Asks for the publication date of an article."""
    return Reply(
        lines(
            bold(say(ASKING, source=f"[{letter(number)}]")),
            told("Send the day in a reply, for example {example}.", example=code("12 Apr 2021")),
        )
    )


def which_source() -> Html:
    """/published without a source."""
    return lines(
        told(
            "Of which source, and when? Say it like this: {example}.",
            example=code("/published A 12 Apr 2021"),
        ),
        say("/sources shows the letter of each."),
    )


def hangs_on_assumption(outcome: Outcome, article: Article) -> bool:
    """Whether a date would be another, had the article been published on another day than assumed."""
    if article.dct is None or not article.dct.assumed:
        return False
    told = [*outcome.added, *(matched.after for matched in outcome.matched)]
    return any(_hangs(telling(event, outcome.mentions), article) for event in told)


def _hangs(mentions: Sequence[Mention], article: Article) -> bool:
    """Whether the article dates an event by its own publication, and nothing else says the same date."""
    hanging = [m for m in mentions if m.article == article.number and _counted_from_publication(m)]
    firm = [m for m in mentions if m not in hanging and not m.reported]
    return any(not any(m.when.span.contains(other.when.span) for other in firm) for m in hanging)


def words_counted(outcome: Outcome, article: Article) -> list[str]:
    """The first expressions of the article that were counted from its publication: "yesterday"."""
    own = (m for m in outcome.mentions.values() if m.article == article.number)
    return list(dict.fromkeys(m.timex.text for m in own if m.timex and _counted_from_publication(m)))[
        :MOST_WORDS
    ]


def _counted_from_publication(mention: Mention) -> bool:
    return mention.reported or (mention.timex is not None and mention.timex.anchor_origin == "dct")


def day_choices(article: Article) -> Row:
    """Buttons for another publication date than the one assumed."""
    if article.dct is None:
        return ()
    before = (article.dct.value - timedelta(days=1)).toordinal()
    return (
        Button(say("Published the day before"), Press.to("published", article.number, before)),
        Button(say("Another day…"), Press.to("publishing", article.number)),
    )
