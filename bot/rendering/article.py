"""What came of a text that was handed in: events added, made more exact, in dispute; dates not added."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from bot.model.news import Article, Event, EventStatus, Mention, Undated
from bot.model.outcome import Matched, Outcome, Verdict
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import cited, letter, published, titled
from bot.rendering.dates import at_the_beginning, day_in_words, in_words
from bot.rendering.disputes import choices
from bot.rendering.entries import date_of, event_line, in_brief, sources_of, telling
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, italic, join, lines, paragraphs, text
from bot.rendering.messages import refusal
from bot.rendering.pages import fitting
from bot.rendering.publishing import day_choices, hangs_on_assumption, words_counted
from bot.rendering.quotes import quoted_briefly
from bot.rendering.words import counted

MOST_UNDATED = 6
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
    torn = [matched.after for matched in outcome.matched if _section(matched) is _DISPUTED]
    torn += [event for event in outcome.added if event.status is EventStatus.DISPUTED]
    for event in torn[:MOST_SETTLED]:
        yield from choices(event, alone=len(torn) == 1)


def _ways_on(outcome: Outcome) -> Row:
    if not outcome.change:
        return ()
    undo = Button("Undo", Press.to("undo", outcome.change))
    review = Button("Review", Press.to("review", outcome.change, 0))
    return (review, undo) if outcome.added or outcome.matched else (undo,)


def _changed(outcome: Outcome, article: Article) -> Html:
    foot = paragraphs(
        _not_contradicted(outcome),
        _not_added(outcome.undated),
        _left_out(outcome),
        _assumed(outcome, article),
    )
    blocks = list(_blocks(outcome))
    if not blocks:
        return paragraphs(_nothing_dated(outcome, article), foot)
    heading = bold(_of_one(outcome) or _tally(outcome))
    return _as_fits(lines(heading, _source(outcome, article)), blocks, foot)


def _as_fits(head: Html, blocks: Sequence[Html], foot: Html) -> Html:
    """Head and foot with as many blocks between them as a message holds, and how many more there are."""
    page, shown = fitting(blocks, head=text(head, "\n"), foot=paragraphs(_more(len(blocks)), foot))
    return paragraphs(page, _more(len(blocks) - shown), foot)


def _of_one(outcome: Outcome) -> str:
    """What a new source did to the only event it tells; nothing to say when there are others."""
    if outcome.verdict is not Verdict.ADDED or len(outcome.matched) != 1 or outcome.added or outcome.removed:
        return ""
    (matched,) = outcome.matched
    event, section = matched.after, _section(matched)
    if section is _EXACT:
        return f"/e{event.number} is now more exact"
    if section is not _DISPUTED:
        return ""
    sources = len({mention.article for mention in telling(event, outcome.mentions)})
    who = {1: "One source gives several dates for", 2: "Two sources disagree on"}
    return f"{who.get(sources, 'Sources disagree on')} /e{event.number}"


def _not_contradicted(outcome: Outcome) -> str:
    """That the date of the only event in question became more exact, and no other."""
    if not _of_one(outcome).endswith("exact"):
        return ""
    before, after = outcome.matched[0].before.when, outcome.matched[0].after.when
    if before.mod or after.mod:
        return ""
    return f"{at_the_beginning(in_words(after))} lies inside {in_words(before)}, so nothing is contradicted."


def _more(left: int) -> str:
    return f"…and {left:,} more. /timeline shows them all." if left else ""


def _source(outcome: Outcome, article: Article) -> Html:
    verb = "Removed" if outcome.verdict is Verdict.REMOVED else "Source"
    return join(", ", [text(f"{verb} ", titled(article)), published(article.dct)])


def _tally(outcome: Outcome) -> str:
    """ "4 events added, 2 already known, 1 in dispute"."""
    sections = [_section(matched) for matched in outcome.matched]
    merged = len(_merged(outcome))
    numbers = [(len(outcome.added), "added"), (len(outcome.removed) - merged, "gone"), (merged, "merged")]
    numbers += [(sections.count(section), _label(outcome, section)) for section in _SECTIONS]
    (number, words), *others = [(number, words) for number, words in numbers if number]
    again = "Read again: " if outcome.verdict is Verdict.REPLACED else ""
    return again + ", ".join(
        [f"{counted(number, 'event')} {words}", *(f"{number:,} {words}" for number, words in others)]
    )


_EXACT, _DISPUTED, _MOVED, _KNOWN = "made more exact", "in dispute", "with a changed date", "already known"
_AGREED = "no longer in dispute"
_SECTIONS = (_EXACT, _MOVED, _DISPUTED, _AGREED, _KNOWN)
_UNCHANGED = {Verdict.REMOVED: "still told by other sources", Verdict.REPLACED: "told as before"}


def _label(outcome: Outcome, section: str) -> str:
    """What a section is called; what stays as it was is "known" only to a source that is new."""
    return _UNCHANGED.get(outcome.verdict, section) if section is _KNOWN else section


def _section(matched: Matched) -> str:
    """What a change of sources did to an event that was here."""
    before, after = matched.before, matched.after
    if after.status is EventStatus.DISPUTED and after.alternatives != before.alternatives:
        return _DISPUTED
    if before.status is EventStatus.DISPUTED and after.status is EventStatus.SETTLED:
        return _AGREED
    if before.when == after.when:
        return _KNOWN
    return _EXACT if before.when.span.contains(after.when.span) else _MOVED


def _blocks(outcome: Outcome) -> Iterator[Html]:
    """A line for each event, in sections by what became of it; one alone needs no heading."""
    sections = [("", [_added(outcome, event) for event in outcome.added])]
    for section in _SECTIONS:
        matched = [m for m in outcome.matched if _section(m) is section]
        told = [_matched(outcome, m, section) for m in matched]
        sections.append((_label(outcome, section).capitalize(), told))
    merged = _merged(outcome)
    sections.append(("Merged", [_part(event, number) for event, number in merged.items()]))
    gone = [in_brief(event) for event in outcome.removed if event not in merged]
    sections.append(("Gone, as nothing else tells it", gone))
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
    if section is _DISPUTED:
        return _dispute(outcome, matched.after, mentions)
    sources = sources_of(mentions, outcome.articles, most=MOST_SOURCES)
    line = event_line(matched.after, mentions, sources=sources)
    before = date_of(matched.before)
    return line if before == date_of(matched.after) else text(before, " → ", line)


def _merged(outcome: Outcome) -> dict[Event, int]:
    """Events that are gone as others tell them now, each with the number of that one."""
    home = {id: matched.after.number for matched in outcome.matched for id in matched.after.mentions}
    return {
        event: next(home[id] for id in event.mentions if id in home)
        for event in outcome.removed
        if not home.keys().isdisjoint(event.mentions)
    }


def _part(event: Event, number: int) -> Html:
    return text(in_brief(event), f" e{event.number} is part of /e{number} now.")


def _dispute(outcome: Outcome, event: Event, mentions: Sequence[Mention]) -> Html:
    told = [_told(outcome, mention) for mention in mentions[:MOST_IN_DISPUTE]]
    return lines(
        event_line(event, mentions),
        *told,
        _why_disputed(event),
    )


def _why_disputed(event: Event) -> str:
    """Why the dates cannot all be right, and what becomes of them."""
    if len(event.alternatives) != 2:
        return "They cannot all be right. Until somebody decides, the timeline shows all."
    wide, narrow = sorted(event.alternatives, key=lambda when: -when.span.days)
    exact = not (wide.mod or narrow.mod) and wide.span.days > narrow.span.days
    why = f"{in_words(wide)} does not contain {in_words(narrow)}, so both" if exact else "Both"
    return f"{why} cannot be right. Until somebody decides, the timeline shows both."


def _told(outcome: Outcome, mention: Mention) -> Html:
    article = outcome.articles.get(mention.article)
    source = text(", ", cited(article)) if article else ""
    return text("• ", bold(in_words(mention.when)), source, ": ", quoted_briefly(mention))


def _not_added(undated: Sequence[Undated]) -> Html:
    """The expressions of time that gave no event, those of one reason together."""
    ranked = sorted(undated[:MOST_UNDATED], key=lambda u: u.reason)
    reasons = [
        text(", ".join(f"“{shortened(one_line(u.timex.text), 50)}”" for u in group), f" ({reason})")
        for reason, group in groupby(ranked, key=lambda u: u.reason)
    ]
    left = len(undated) - MOST_UNDATED
    more = [f"{left:,} more"] if left > 0 else []
    return text(italic("Not added:"), " ", join("; ", [*reasons, *more]), ".") if reasons else Html()


def _left_out(outcome: Outcome) -> str:
    left = outcome.left_out
    return f"{left:,} more were left out: the text tells too much for one. Send it in parts." if left else ""


def _assumed(outcome: Outcome, article: Article) -> Html:
    """When dates hang on a publication date that nobody gave: that it was assumed."""
    if article.dct is None or not hangs_on_assumption(outcome, article):
        return Html()
    day = bold(day_in_words(article.dct.value))
    words = " and ".join(f"“{shortened(one_line(words), 50)}”" for words in words_counted(outcome, article))
    said = text(
        "The text does not say when it was published, so I counted ", words, " from " if words else "from "
    )
    return text(said, day, ". Is that right?")


def _nothing_dated(outcome: Outcome, article: Article) -> Html:
    if outcome.verdict is Verdict.REMOVED:
        return text("Removed ", titled(article), ". It told no event.")
    saved = text("It is saved as source ", titled(article), "; nothing was added to the timeline.")
    found = text("I found no dated event in that text. ", saved)
    if article.dct is not None and not article.dct.assumed:
        return lines(found, "Paste one that says when something happened.")
    example = code(f"/published {letter(article.number)} 12 Apr 2021")
    return lines(
        found,
        text("Paste one that says when something happened, or say when this one came out: ", example, "."),
    )


def _known(outcome: Outcome, article: Article, zone: tzinfo) -> Html:
    """These words are here already: since when, and what they tell."""
    by: list[Html | str] = ["by", apart(one_line(outcome.known_by.name))] if outcome.known_by else []
    day = day_in_words((outcome.known_since or article.added_at).astimezone(zone).date())
    added = join(" ", ["added", *by, "on", day])
    head = text("Already here: ", titled(article), ", ", added, ". Nothing changed.")
    return _as_fits(head, [_line(outcome, m.after) for m in outcome.matched], Html())
