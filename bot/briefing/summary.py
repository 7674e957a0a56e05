"""A summary: the dates that carry a story, and the sentences of its sources that tell them."""

from collections.abc import Mapping, Sequence

from bot.briefing.dates import choose_dates
from bot.briefing.sentences import Selection
from bot.model.briefing import Entry, Paragraph, Query, Summary
from bot.model.news import Article


def summarise(
    query: Query,
    entries: Sequence[Entry],
    articles: Mapping[int, Article],
    *,
    dates: int,
    sentences: int,
) -> Summary:
    """At most `dates` paragraphs in order of time, of at most `sentences` sentences each.

    A sentence is shown once, under the date that matters most of those it tells.
    """
    selection = Selection.over(entries)
    chosen = choose_dates(entries, dates)
    told = {
        d.value: selection.choose(d, sentences) for d in sorted(chosen, key=lambda d: (-d.weight, d.value))
    }
    paragraphs = tuple(Paragraph(d.value, d.span, told[d.value]) for d in chosen if told[d.value])
    cited = {sentence.article for paragraph in paragraphs for sentence in paragraph.sentences}
    return Summary(query, paragraphs, {n: article for n, article in articles.items() if n in cited})
