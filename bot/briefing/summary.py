"""A summary: the dates that carry a story, and the sentences of its sources that tell them."""

from collections.abc import Sequence

from bot.briefing.dates import DatedEntries, choose_dates
from bot.briefing.sentences import Selection
from bot.model.briefing import Entry, Paragraph, Sentence


def summarise(entries: Sequence[Entry], *, dates: int, sentences: int) -> tuple[Paragraph, ...]:
    """At most `dates` paragraphs in order of time, of at most `sentences` sentences each.

    A sentence is shown once. Each date has its first one before any has its second, the date that matters
    most before the others.
    """
    chosen = choose_dates(entries, dates)
    told = _told(Selection.over(entries), sorted(chosen, key=lambda d: (-d.weight, d.value)), sentences)
    return tuple(Paragraph(d.value, d.span, tuple(told[d.value])) for d in chosen if told[d.value])


def _told(selection: Selection, chosen: Sequence[DatedEntries], sentences: int) -> dict[str, list[Sentence]]:
    ranked = {dated.value: selection.ranked(dated) for dated in chosen}
    told: dict[str, list[Sentence]] = {value: [] for value in ranked}
    for turn in range(min(sentences, max(map(len, ranked.values()), default=0))):
        for value, candidates in ranked.items():
            sentence = selection.new(candidates) or (None if turn else selection.again(candidates))
            told[value] += [sentence] if sentence else []
    return told
