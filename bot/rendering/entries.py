"""One event on one line: its date, how sure it is, the headline, who tells it, and /e4 to ask why."""

from collections.abc import Mapping, Sequence

from bot.model.news import Article, Event, EventStatus, Mention, Modality
from bot.rendering.citations import cited_all
from bot.rendering.dates import either, in_words, within_year
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, join, text
from bot.rendering.speech import later, say

LONGEST_HEADLINE = 200

MODALITIES = {
    Modality.HAPPENED: "",
    Modality.PLANNED: later("planned"),
    Modality.DENIED: later("denied"),
    Modality.SUPPOSED: later("supposed"),
    Modality.CONDITIONAL: later("conditional"),
}


def event_line(event: Event, mentions: Sequence[Mention], *, sources: Html | str = "", year: int = 0) -> Html:
    """ "20 Apr 2021, planned · Russian airstrike in Syria. [A] /e4"; without the `year` of a heading."""
    said = text(dated(event, year), *(f", {word}" for word in standing(event, mentions)))
    return join(" ", [said, "·", headline(event), sources, f"/e{event.number}"])


def dated(event: Event, year: int = 0) -> Html:
    """The event's date in bold."""
    return bold(date_of(event, year))


def in_brief(event: Event) -> Html:
    """The event's date in bold, and its headline."""
    return text(dated(event), " · ", headline(event))


def date_of(event: Event, year: int = 0) -> str:
    """The event's date in words; all that are told when sources disagree."""
    if event.status is EventStatus.DISPUTED and event.alternatives:
        return either(event.alternatives, year or None)
    return within_year(event.when, year) if year else in_words(event.when)


def standing(event: Event, mentions: Sequence[Mention]) -> list[str]:
    """The words that say what the date or the event is not: certain, past, or told to the day."""
    told = [mention for mention in mentions if mention.id in event.mentions]
    words = [
        later("disputed") if event.status is EventStatus.DISPUTED else "",
        MODALITIES[event.modality],
        later("reported") if told and all(mention.reported for mention in told) else "",
    ]
    return [say(word) for word in words if word]


def headline(event: Event) -> Html:
    """The headline as a sentence."""
    words = shortened(one_line(event.headline), LONGEST_HEADLINE)
    return text(apart(words), "" if words.endswith((".", "!", "?", "…", ".”", '."')) else ".")


def telling(event: Event, mentions: Mapping[int, Mention]) -> tuple[Mention, ...]:
    """The event's mentions, those that are at hand."""
    return tuple(mentions[id] for id in event.mentions if id in mentions)


def sources_of(
    mentions: Sequence[Mention], articles: Mapping[int, Article], *, most: int, linked: bool = True
) -> Html:
    """The articles that tell an event, each once, in order of arrival."""
    return cited_all(sorted({mention.article for mention in mentions}), articles, most, linked=linked)
