"""What is stored, laid out for a person to read: outcomes, timelines, summaries."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from bot.cli.output import beside, faint, plain, strong
from bot.model.briefing import Entry, Query, Sentence, Summary, Timeline
from bot.model.news import Article
from bot.model.outcome import Outcome, Verdict
from bot.rendering.citations import letter, published, title
from bot.rendering.dates import range_in_words, value_in_words, year_of
from bot.rendering.entries import date_of, standing
from bot.rendering.summary import marks
from bot.rendering.words import counted


def outcome_line(name: str, outcome: Outcome) -> str:
    """What became of one text, in a line."""
    if outcome.verdict is Verdict.KNOWN:
        return f"{name}: known already, nothing changed"
    said = [f"{len(outcome.added)} new"]
    said += [f"{len(outcome.matched)} matched"] if outcome.matched else []
    said += [f"{len(outcome.removed)} gone"] if outcome.removed else []
    return f"{name}: {outcome.verdict.value}, events: {', '.join(said)}"


def totals(counts: Mapping[str, int]) -> str:
    """The sum of an ingest."""
    parts = [counted(counts["texts"] + counts["unreadable"], "text")]
    parts += [
        f"{counts[what]} {what}" for what in ("known", "replaced", "refused", "unreadable") if counts[what]
    ]
    return ", ".join(parts) + f"; events: {counts['new']} new, {counts['matched']} matched"


def timeline_text(found: Timeline) -> str:
    """Year headings, an event a line, the sources at the foot."""
    if not found.entries:
        return _nothing(found.query)
    lines = [strong(_asked(found.query)) + faint(f"  {_counted(found)}")]
    for year, entries in groupby(found.entries, key=lambda entry: year_of(entry.event.when)):
        lines += ["", strong(str(year)), *(line for entry in entries for line in _entry_lines(entry, year))]
    lines += ["", *_sources(found.articles.values())] if found.articles else []
    return "\n".join(lines)


def summary_text(found: Summary) -> str:
    """A date and what is told of it, paragraph by paragraph, the sources at the foot."""
    if not found.paragraphs:
        return _nothing(found.query)
    lines = [strong(_asked(found.query)), ""]
    for paragraph in found.paragraphs:
        told = " ".join(_cited(sentence, found.articles) for sentence in paragraph.sentences)
        date = ", ".join([value_in_words(paragraph.when), *marks(paragraph)])
        lines += [*beside(date, told), ""]
    return "\n".join([*lines, *_sources(found.articles.values())])


def _asked(query: Query) -> str:
    days = range_in_words(query.since, query.until)
    return ", ".join(filter(None, (plain(query.topic), days))) or "Everything"


def _nothing(query: Query) -> str:
    return f"{_asked(query)}: no events."


def _counted(found: Timeline) -> str:
    disputed = f", {found.disputed} disputed" if found.disputed else ""
    omitted = f", {found.omitted} not shown (--limit 0 shows all)" if found.omitted else ""
    return counted(found.total, "event") + disputed + omitted


def _entry_lines(entry: Entry, year: int) -> list[str]:
    event = entry.event
    words = ", ".join(standing(event, entry.mentions))
    qualified = f" ({words})" if words else ""
    letters = " ".join(f"[{letter(n)}]" for n in sorted({m.article for m in entry.mentions}))
    return beside(date_of(event, year), f"{plain(event.headline)}{qualified} {letters} e{event.number}")


def _cited(sentence: Sentence, articles: Mapping[int, Article]) -> str:
    return f"{plain(sentence.text)} [{letter(articles[sentence.article].number)}]"


def _sources(articles: Iterable[Article]) -> Iterator[str]:
    for article in sorted(articles, key=lambda article: article.number):
        yield faint(f"[{letter(article.number)}] {plain(title(article))}, {published(article.dct)}")
