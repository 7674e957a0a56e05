"""What an answer to a text adds below the events: dates not added, what was assumed, nothing found."""

from collections.abc import Sequence
from itertools import groupby

from bot.model.news import Article, Undated
from bot.model.outcome import Outcome, Verdict
from bot.rendering.citations import letter, titled
from bot.rendering.dates import day_in_words
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, bold, code, italic, join, lines, text
from bot.rendering.publishing import hangs_on_assumption, words_counted
from bot.rendering.reasons import in_our_words
from bot.rendering.speech import plural, say, told

MOST_UNDATED = 6


def not_added(undated: Sequence[Undated]) -> Html:
    """The expressions of time that gave no event, those of one reason together."""
    ranked = sorted(undated[:MOST_UNDATED], key=lambda u: u.reason)
    reasons = [
        text(
            ", ".join(_quoted(u.timex.text) for u in group),
            f" ({in_our_words(reason)})",
        )
        for reason, group in groupby(ranked, key=lambda u: u.reason)
    ]
    left = len(undated) - MOST_UNDATED
    more = [plural("{n} more", "{n} more", left)] if left > 0 else []
    return text(italic(say("Not added:")), " ", join("; ", [*reasons, *more]), ".") if reasons else Html()


def _quoted(words: str) -> str:
    return say("“{words}”", words=shortened(one_line(words), 50))


def left_out(outcome: Outcome) -> str:
    left = outcome.left_out
    if not left:
        return ""
    return plural(
        "{n} more was left out: the text tells too much for one. Send it in parts.",
        "{n} more were left out: the text tells too much for one. Send it in parts.",
        left,
    )


def assumed(outcome: Outcome, article: Article) -> Html:
    """When dates hang on a publication date that nobody gave: that it was assumed."""
    if article.dct is None or not hangs_on_assumption(outcome, article):
        return Html()
    day = bold(day_in_words(article.dct.value))
    words = ", ".join(map(_quoted, words_counted(outcome, article)))
    if not words:
        return told(
            "The text does not say when it was published, so I counted from {day}. Is that right?", day=day
        )
    return told(
        "The text does not say when it was published, so I counted {words} from {day}. Is that right?",
        words=words,
        day=day,
    )


def nothing_dated(outcome: Outcome, article: Article) -> Html:
    if outcome.verdict is Verdict.REMOVED:
        return told("Removed {source}. It told no event.", source=titled(article))
    found = told(
        "I found no dated event in that text. "
        "It is saved as source {source}; nothing was added to the timeline.",
        source=titled(article),
    )
    if article.dct is not None and not article.dct.assumed:
        return lines(found, say("Paste one that says when something happened."))
    example = code(f"/published {letter(article.number)} 12 Apr 2021")
    return lines(
        found,
        told(
            "Paste one that says when something happened, or say when this one came out: {example}.",
            example=example,
        ),
    )
