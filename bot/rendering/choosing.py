"""The buttons that choose what of a timeline is shown: disputed, planned, a kind, a source, or all again."""

from collections.abc import Sequence
from dataclasses import replace

from bot.model.briefing import Query
from bot.model.choice import Facets, Only
from bot.model.news import Article
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import letter, title
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, bold, lines
from bot.rendering.speech import grouped, later, plural, say

EVERYTHING, DISPUTED, PLANNED = 0, 1, 2  # what a press of the verb "only" chooses
MOST_KINDS, MOST_SOURCES = 16, 16  # that have a button
ON_BUTTON = 24  # characters of a title

KINDS = {
    "killing": later("Killings"),
    "attack": later("Attacks"),
    "intervention": later("Interventions"),
    "withdrawal": later("Withdrawals"),
    "capture": later("Captures"),
    "coup": later("Coups"),
    "ceasefire": later("Ceasefires"),
    "protest": later("Protests"),
    "death": later("Deaths"),
    "birth": later("Births"),
    "marriage": later("Marriages"),
    "injury": later("Injuries"),
    "health": later("Health"),
    "disaster": later("Disasters"),
    "accident": later("Accidents"),
    "crisis": later("Crises"),
    "election": later("Elections"),
    "appointment": later("Appointments"),
    "resignation": later("Resignations"),
    "arrest": later("Arrests"),
    "lawsuit": later("Lawsuits"),
    "trial": later("Trials"),
    "verdict": later("Verdicts"),
    "investigation": later("Investigations"),
    "law": later("Laws"),
    "agreement": later("Agreements"),
    "meeting": later("Meetings"),
    "visit": later("Visits"),
    "escape": later("Escapes"),
    "rescue": later("Rescues"),
    "sanction": later("Sanctions"),
    "acquisition": later("Acquisitions"),
    "founding": later("Foundings"),
    "bankruptcy": later("Bankruptcies"),
    "launch": later("Launches"),
    "discovery": later("Discoveries"),
    "spaceflight": later("Spaceflight"),
    "ending": later("Endings"),
    "result": later("Results"),
    "contest": later("Contests"),
    "award": later("Awards"),
    "construction": later("Construction"),
    "policy": later("Policies"),
    "statement": later("Statements"),
}


def kind_in_words(kind: str) -> str:
    """A kind of events, as people call it."""
    return say(KINDS[kind]) if kind in KINDS else kind


def chosen_in_words(only: Only) -> list[str]:
    """What was chosen, as a heading says it: "disputed", "Visits", "from [B]"."""
    return [
        *([say("disputed")] if only.disputed else []),
        *([say("planned")] if only.planned else []),
        *([kind_in_words(only.kind)] if only.kind is not None else []),
        *([say("from [{letter}]", letter=letter(only.source))] if only.source is not None else []),
    ]


def choices(query: Query, facets: Facets, view: int) -> Row:
    """The buttons below a page: each only where it changes what is shown."""
    only, some = query.only, facets.total
    return (
        *((Button(say("All"), Press.to("only", view, EVERYTHING)),) if only.pressed else ()),
        *_if(
            not only.disputed and 0 < facets.disputed < some,
            say("Disputed") if facets.more else say("Disputed ({n})", n=facets.disputed),
            view,
            DISPUTED,
        ),
        *_if(
            not only.planned and 0 < facets.planned < some,
            say("Planned") if facets.more else say("Planned ({n})", n=facets.planned),
            view,
            PLANNED,
        ),
        *((Button(say("Kind…"), Press.to("kinds", view)),) if _may_choose_kind(only, facets) else ()),
        *((Button(say("Source…"), Press.to("tellers", view)),) if _may_choose_source(only, facets) else ()),
    )


def _if(useful: bool, label: str, view: int, what: int) -> Row:
    return (Button(label, Press.to("only", view, what)),) if useful else ()


def _may_choose_kind(only: Only, facets: Facets) -> bool:
    """Whether some of the events are of one kind and others not."""
    return only.kind is None and any(count < facets.total for _, count in facets.kinds)


def _may_choose_source(only: Only, facets: Facets) -> bool:
    return only.source is None and facets.sources > 1 and facets.total > 1


def chosen(only: Only, what: int) -> Only:
    """The choice after a press."""
    if what == EVERYTHING:
        return Only(ended=only.ended)
    return replace(only, disputed=True) if what == DISPUTED else replace(only, planned=True)


def kinds_card(head: Html, facets: Facets, view: int, back: int) -> Reply:
    """A button for each of the most frequent kinds; `view` keeps their names, `back` leads to the page."""
    shown = facets.kinds[:MOST_KINDS]
    buttons = [
        Button(f"{kind_in_words(kind)} ({grouped(count)})", Press.to("kind", view, place))
        for place, (kind, count) in enumerate(shown)
    ]
    left = len(facets.kinds) - len(shown)
    note = plural("{n} rarer kind has no button.", "{n} rarer kinds have no button.", left) if left else ""
    return Reply(lines(bold(head), say("Which kind of events?"), note), _in_rows(buttons, 2, back))


def sources_card(head: Html, telling: Sequence[tuple[Article, int]], view: int, back: int) -> Reply:
    """A button for each of the articles that tell most."""
    buttons = [
        Button(_source(article, count), Press.to("teller", view, article.number))
        for article, count in telling
    ]
    note = say("These tell most of it.") if len(telling) >= MOST_SOURCES else ""
    return Reply(lines(bold(head), say("Told by which source?"), note), _in_rows(buttons, 1, back))


def _source(article: Article, count: int) -> str:
    named = shortened(one_line(title(article)), ON_BUTTON)
    return f"[{letter(article.number)}] {named} ({grouped(count)})"


def _in_rows(buttons: Sequence[Button], width: int, back: int) -> tuple[Row, ...]:
    cut = [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]
    return rows(*cut, (Button(say("Back"), Press.to("whole", back)),))
