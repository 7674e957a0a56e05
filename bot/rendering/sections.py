"""What became of each event when a source came or went: the sections of the answer, and their tally."""

from bot.model.news import Event, EventStatus
from bot.model.outcome import Matched, Outcome, Verdict
from bot.rendering.speech import grouped, later, plural, say


def tally(outcome: Outcome) -> str:
    """ "4 events added, 2 already known, 1 in dispute"."""
    sections = [section_of(matched) for matched in outcome.matched]
    merged = len(merged_into(outcome))
    numbers = [(len(outcome.added), "added"), (len(outcome.removed) - merged, "gone"), (merged, "merged")]
    numbers += [(sections.count(section), label(outcome, section)) for section in SECTIONS]
    (number, first), *others = [(number, name) for number, name in numbers if number]
    briefly = [f"{grouped(number)} {say(_BRIEF[name])}" for number, name in others]
    counted = ", ".join([_in_full(first, number), *briefly])
    return say("Read again: {tally}", tally=counted) if outcome.verdict is Verdict.REPLACED else counted


EXACT, DISPUTED, MOVED, KNOWN, AGREED = "exact", "disputed", "moved", "known", "agreed"
SECTIONS = (EXACT, MOVED, DISPUTED, AGREED, KNOWN)
_UNCHANGED = {Verdict.REMOVED: "told by others", Verdict.REPLACED: "as before"}

# What a section is called behind a number in a list, and as a heading.
_BRIEF = {
    "added": later("added"),
    "gone": later("gone"),
    "merged": later("merged"),
    EXACT: later("made more exact"),
    DISPUTED: later("in dispute"),
    MOVED: later("with a changed date"),
    KNOWN: later("already known"),
    AGREED: later("no longer in dispute"),
    "told by others": later("still told by other sources"),
    "as before": later("told as before"),
}
HEADINGS = {
    EXACT: later("Made more exact"),
    DISPUTED: later("In dispute"),
    MOVED: later("With a changed date"),
    KNOWN: later("Already known"),
    AGREED: later("No longer in dispute"),
    "told by others": later("Still told by other sources"),
    "as before": later("Told as before"),
}


def _in_full(label: str, number: int) -> str:
    """ "4 events added"."""
    return {
        "added": lambda: plural("{n} event added", "{n} events added", number),
        "gone": lambda: plural("{n} event gone", "{n} events gone", number),
        "merged": lambda: plural("{n} event merged", "{n} events merged", number),
        EXACT: lambda: plural("{n} event made more exact", "{n} events made more exact", number),
        DISPUTED: lambda: plural("{n} event in dispute", "{n} events in dispute", number),
        MOVED: lambda: plural("{n} event with a changed date", "{n} events with a changed date", number),
        KNOWN: lambda: plural("{n} event already known", "{n} events already known", number),
        AGREED: lambda: plural("{n} event no longer in dispute", "{n} events no longer in dispute", number),
        "told by others": lambda: plural(
            "{n} event still told by other sources", "{n} events still told by other sources", number
        ),
        "as before": lambda: plural("{n} event told as before", "{n} events told as before", number),
    }[label]()


def label(outcome: Outcome, section: str) -> str:
    """Which section it is; what stays as it was is "known" only to a source that is new."""
    return _UNCHANGED.get(outcome.verdict, section) if section is KNOWN else section


def section_of(matched: Matched) -> str:
    """What a change of sources did to an event that was here."""
    before, after = matched.before, matched.after
    if after.status is EventStatus.DISPUTED and after.alternatives != before.alternatives:
        return DISPUTED
    if before.status is EventStatus.DISPUTED and after.status is EventStatus.SETTLED:
        return AGREED
    if before.when == after.when:
        return KNOWN
    return EXACT if before.when.span.contains(after.when.span) else MOVED


def merged_into(outcome: Outcome) -> dict[Event, int]:
    """Events that are gone as others tell them now, each with the number of that one."""
    home = {id: matched.after.number for matched in outcome.matched for id in matched.after.mentions}
    return {
        event: next(home[id] for id in event.mentions if id in home)
        for event in outcome.removed
        if not home.keys().isdisjoint(event.mentions)
    }
