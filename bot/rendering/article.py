"""What came of a text that was handed in: events added, made more exact, in dispute; dates not added."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from bot.model.news import Article, Event, EventStatus, Mention
from bot.model.outcome import Matched, Outcome, Verdict
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import cited, published, titled
from bot.rendering.dates import at_the_beginning, day_in_words, in_words
from bot.rendering.disputes import choices
from bot.rendering.entries import date_of, event_line, in_brief, sources_of, telling
from bot.rendering.foreign import one_line
from bot.rendering.html import Html, apart, bold, join, lines, paragraphs, text
from bot.rendering.messages import refusal
from bot.rendering.pages import fitting
from bot.rendering.publishing import day_choices, hangs_on_assumption
from bot.rendering.quotes import quoted_briefly
from bot.rendering.remarks import assumed, left_out, not_added, nothing_dated
from bot.rendering.sections import (
    DISPUTED,
    EXACT,
    HEADINGS,
    SECTIONS,
    label,
    merged_into,
    section_of,
    tally,
)
from bot.rendering.speech import later, plural, say, told

MOST_IN_DISPUTE = 4  # mentions quoted of a disputed event
MOST_SETTLED = 2  # disputes with buttons below the message; /disputed has them all
MOST_SOURCES = 3  # cited behind one event


def render_outcome(outcome: Outcome, zone: tzinfo) -> Reply:
    """The answer to a text: what it changed, or why it changed nothing; with Undo when it did."""
    article = outcome.article
    if outcome.verdict is Verdict.REFUSED or article is None:
        return Reply(refusal(outcome.reason))
    if outcome.verdict is Verdict.KNOWN:
        return Reply(_known(outcome, article, zone))
    asking = day_choices(article) if hangs_on_assumption(outcome, article) else ()
    return Reply(_changed(outcome, article), rows(asking, *_settling(outcome), _ways_on(outcome)))


def _settling(outcome: Outcome) -> Iterator[Row]:
    """Buttons for what this text brought into dispute."""
    torn = [matched.after for matched in outcome.matched if section_of(matched) is DISPUTED]
    torn += [event for event in outcome.added if event.status is EventStatus.DISPUTED]
    for event in torn[:MOST_SETTLED]:
        yield from choices(event, alone=len(torn) == 1)


def _ways_on(outcome: Outcome) -> Row:
    if not outcome.change:
        return ()
    undo = Button(say("Undo"), Press.to("undo", outcome.change))
    review = Button(say("Review"), Press.to("review", outcome.change, 0))
    return (review, undo) if outcome.added or outcome.matched else (undo,)


def _changed(outcome: Outcome, article: Article) -> Html:
    foot = paragraphs(
        _not_contradicted(outcome),
        not_added(outcome.undated),
        left_out(outcome),
        assumed(outcome, article),
    )
    blocks = list(_blocks(outcome))
    if not blocks:
        return paragraphs(nothing_dated(outcome, article), foot)
    heading = bold(_alone(outcome) or tally(outcome))
    return _as_fits(lines(heading, _source(outcome, article)), blocks, foot)


def _as_fits(head: Html, blocks: Sequence[Html], foot: Html) -> Html:
    """Head and foot with as many blocks between them as a message holds, and how many more there are."""
    page, shown = fitting(blocks, head=text(head, "\n"), foot=paragraphs(_more(len(blocks)), foot))
    return paragraphs(page, _more(len(blocks) - shown), foot)


def _only_one(outcome: Outcome) -> Matched | None:
    """The only event that a new source tells, if it was here before."""
    alone = len(outcome.matched) == 1 and not outcome.added and not outcome.removed
    return outcome.matched[0] if alone and outcome.verdict is Verdict.ADDED else None


def _alone(outcome: Outcome) -> str:
    """What a new source did to the only event it tells; nothing to say when there are others."""
    matched = _only_one(outcome)
    if matched is None:
        return ""
    event = f"/e{matched.after.number}"
    if section_of(matched) is EXACT:
        return say("{event} is now more exact", event=event)
    if section_of(matched) is not DISPUTED:
        return ""
    sources = len({mention.article for mention in telling(matched.after, outcome.mentions)})
    return say(_WHO_DISAGREES.get(sources, _WHO_DISAGREES[0]), event=event)


_WHO_DISAGREES = {
    0: later("Sources disagree on {event}"),
    1: later("One source gives several dates for {event}"),
    2: later("Two sources disagree on {event}"),
}


def _not_contradicted(outcome: Outcome) -> str:
    """That the date of the only event in question became more exact, and no other."""
    matched = _only_one(outcome)
    if matched is None or section_of(matched) is not EXACT:
        return ""
    before, after = matched.before.when, matched.after.when
    if before.mod or after.mod:
        return ""
    return say(
        "{inner} lies inside {outer}, so nothing is contradicted.",
        inner=at_the_beginning(in_words(after)),
        outer=in_words(before),
    )


def _more(left: int) -> str:
    if not left:
        return ""
    return plural(
        "…and {n} more. /timeline shows them all.", "…and {n} more. /timeline shows them all.", left
    )


def _source(outcome: Outcome, article: Article) -> Html:
    removed = outcome.verdict is Verdict.REMOVED
    named = titled(article)
    return join(
        ", ",
        [
            told("Removed {source}", source=named) if removed else told("Source {source}", source=named),
            published(article.dct),
        ],
    )


def _blocks(outcome: Outcome) -> Iterator[Html]:
    """A line for each event, in sections by what became of it; one alone needs no heading."""
    sections = [("", [_added(outcome, event) for event in outcome.added])]
    for section in SECTIONS:
        matched = [m for m in outcome.matched if section_of(m) is section]
        said = [_matched(outcome, m, section) for m in matched]
        sections.append((say(HEADINGS[label(outcome, section)]), said))
    merged = merged_into(outcome)
    sections.append((say("Merged"), [_part(event, number) for event, number in merged.items()]))
    gone = [in_brief(event) for event in outcome.removed if event not in merged]
    sections.append((say("Gone, as nothing else tells it"), gone))
    full = [section for section in sections if section[1]]
    for place, (heading, blocks) in enumerate(full):
        headed = lines(bold(heading), blocks[0]) if len(full) > 1 else blocks[0]
        yield text("\n" if place else "", headed)
        yield from blocks[1:]


def _line(outcome: Outcome, event: Event) -> Html:
    return event_line(event, telling(event, outcome.mentions))


def _added(outcome: Outcome, event: Event) -> Html:
    if event.status is EventStatus.DISPUTED:  # the text contradicts itself
        return _dispute(outcome, event, telling(event, outcome.mentions))
    return _line(outcome, event)


def _matched(outcome: Outcome, matched: Matched, section: str) -> Html:
    mentions = telling(matched.after, outcome.mentions)
    if section is DISPUTED:
        return _dispute(outcome, matched.after, mentions)
    sources = sources_of(mentions, outcome.articles, most=MOST_SOURCES)
    line = event_line(matched.after, mentions, sources=sources)
    before = date_of(matched.before)
    return line if before == date_of(matched.after) else text(before, " → ", line)


def _part(event: Event, number: int) -> Html:
    return told(
        "{event} {part} is part of {whole} now.",
        event=in_brief(event),
        part=f"e{event.number}",
        whole=f"/e{number}",
    )


def _dispute(outcome: Outcome, event: Event, mentions: Sequence[Mention]) -> Html:
    quotes = [_told(outcome, mention) for mention in mentions[:MOST_IN_DISPUTE]]
    return lines(
        event_line(event, mentions),
        *quotes,
        _why_disputed(event),
    )


def _why_disputed(event: Event) -> str:
    """Why the dates cannot all be right, and what becomes of them."""
    if len(event.alternatives) != 2:
        return say("They cannot all be right. Until somebody decides, the timeline shows all.")
    wide, narrow = sorted(event.alternatives, key=lambda when: -when.span.days)
    exact = not (wide.mod or narrow.mod) and wide.span.days > narrow.span.days
    if not exact:
        return say("Both cannot be right. Until somebody decides, the timeline shows both.")
    return say(
        "{wide} does not contain {narrow}, so both cannot be right. "
        "Until somebody decides, the timeline shows both.",
        wide=in_words(wide),
        narrow=in_words(narrow),
    )


def _told(outcome: Outcome, mention: Mention) -> Html:
    article = outcome.articles.get(mention.article)
    source = text(", ", cited(article)) if article else ""
    return text("• ", bold(in_words(mention.when)), source, ": ", quoted_briefly(mention))


def _known(outcome: Outcome, article: Article, zone: tzinfo) -> Html:
    """These words are here already: since when, and what they tell."""
    day = day_in_words((outcome.known_since or article.added_at).astimezone(zone).date())
    source = titled(article)
    head = (
        told(
            "Already here: {source}, added by {who} on {day}. Nothing changed.",
            source=source,
            who=apart(one_line(outcome.known_by.name)),
            day=day,
        )
        if outcome.known_by
        else told("Already here: {source}, added on {day}. Nothing changed.", source=source, day=day)
    )
    return _as_fits(head, [_line(outcome, m.after) for m in outcome.matched], Html())
