"""One event out of the mentions that tell it: its date, its headline, and whether its sources disagree."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bot.briefing.copies import first_prints, sources_of
from bot.briefing.windows import Window, days_of, shared_window, value_over, window_of
from bot.model.decisions import Decisions
from bot.model.news import Event, EventStatus, Mention, Modality
from bot.model.timespan import When

# The first of these that any mention has is the event's: what one source saw happen is no longer a plan.
_STANDING = (
    Modality.HAPPENED,
    Modality.SUPPOSED,
    Modality.PLANNED,
    Modality.CONDITIONAL,
    Modality.DENIED,
)
_GOOD_HEADLINE = 60  # characters
Choice = TypeVar("Choice")


def compose(
    number: int, mentions: Sequence[Mention], decisions: Decisions, copies: Mapping[int, str]
) -> Event:
    """The event that these mentions tell.

    `copies` has the fingerprint of each article: articles that share it, or that tell the event in the
    same sentence, count as one source.
    """
    told = sorted(mentions, key=time_key)
    sources = sources_of(told, copies)
    dating = _dating(told, sources, decisions)
    return Event(
        number=number,
        headline=_chosen(told, decisions.headlines) or best_headline(told),
        when=dating.when,
        mentions=tuple(mention.id for mention in told),
        status=EventStatus.DISPUTED if dating.alternatives else EventStatus.SETTLED,
        alternatives=dating.alternatives,
        kind=_most_told(told, sources),
        modality=standing(told),
        support=len(set(sources.values())),
        chosen=dating.chosen,
    )


def content_key(mention: Mention) -> tuple[str, ...]:
    """Orders mentions by what they say, whatever their numbers: the order of arrival must not matter."""
    timex = mention.timex.text if mention.timex else ""
    return (mention.sentence, mention.headline, mention.when.value, str(mention.when.mod), timex)


@lru_cache(maxsize=8_000)
def time_key(mention: Mention) -> tuple[object, ...]:
    """Order of time, then of content, then of arrival."""
    return (mention.when.span.start, mention.when.span.end, content_key(mention), mention.id)


def standing(mentions: Collection[Mention]) -> Modality:
    """How the event stands by all that is told of it."""
    seen = {mention.modality for mention in mentions}
    return next(modality for modality in _STANDING if modality in seen)


# Dates


@dataclass(frozen=True, slots=True)
class _Dating:
    when: When
    alternatives: tuple[When, ...] = ()
    chosen: bool = False


def _dating(told: Sequence[Mention], sources: Mapping[int, int], decisions: Decisions) -> _Dating:
    chosen = _chosen(told, decisions.dates)
    if chosen is not None:
        return _Dating(chosen, chosen=True)
    witnesses = dating_mentions(told)
    shared = shared_window(window_of(mention) for mention in witnesses)
    if shared is None:
        alternatives = _alternatives(witnesses, sources)
        return _Dating(value_over(alternatives), alternatives)
    return _Dating(_settled(witnesses, shared))


def dating_mentions(told: Sequence[Mention]) -> list[Mention]:
    """Those whose dates count.

    What happened counts before what was only planned or denied, a date in the words before the day of
    reporting, the first print of a sentence before later ones: neither a plan that slipped nor a late
    report nor a copy makes a dispute.
    """
    happened = [m for m in told if m.modality in (Modality.HAPPENED, Modality.SUPPOSED)]
    counted = happened or [m for m in told if m.modality is standing(told)]
    written = [m for m in counted if not m.reported]
    return first_prints(written) or [min(counted, key=time_key)]


def _settled(witnesses: Sequence[Mention], shared: Window) -> When:
    """The date of the mention that says it most exactly, or the days that all leave open."""
    most_exact = min(witnesses, key=_exactness)
    if window_of(most_exact) == shared or any(mention.when.mod for mention in witnesses):
        return most_exact.when
    return days_of(shared)


def _exactness(mention: Mention) -> tuple[object, ...]:
    """Fewest days first; then a date without a modifier, and one that knows the hour."""
    when = mention.when
    return (window_of(mention).days, when.mod is not None, -len(when.value), content_key(mention))


def _alternatives(witnesses: Sequence[Mention], sources: Mapping[int, int]) -> tuple[When, ...]:
    """Each date told but those that a more exact one fits in; the most supported first."""
    support: dict[Window, set[int]] = {}
    telling: dict[Window, Mention] = {}
    for mention in sorted(witnesses, key=_exactness):
        window = window_of(mention)
        telling.setdefault(window, mention)
        support.setdefault(window, set()).add(sources[mention.id])
    inner = [one for one in telling if not any(one != other and one.holds(other) for other in telling)]
    backing = {
        one: len(set().union(*(ids for other, ids in support.items() if other.meets(one)))) for one in inner
    }
    return tuple(telling[one].when for one in sorted(inner, key=lambda w: (-backing[w], w.days, w.first)))


# Words


def best_headline(told: Sequence[Mention]) -> str:
    """The headline that says most: of what stands, of a known kind, with names, and not cut short."""
    stands = standing(told)
    ranks = [_headline_rank(mention, stands) for mention in told]
    best = min(ranks)
    level = (mention for mention, rank in zip(told, ranks, strict=True) if rank == best)
    return min(level, key=content_key).headline


def _headline_rank(mention: Mention, stands: Modality) -> tuple[float, ...]:
    names = len(mention.participants) + len(mention.places)
    return (
        mention.modality is not stands,
        mention.kind is None,
        "[" in mention.headline or mention.headline.endswith("…"),
        -min(names, 3),
        -round(mention.confidence, 1),
        abs(len(mention.headline) - _GOOD_HEADLINE),
    )


def _most_told(told: Sequence[Mention], sources: Mapping[int, int]) -> str | None:
    """The kind that most sources give, the first by name when they are level."""
    given = {(mention.kind, sources[mention.id]) for mention in told if mention.kind}
    counts = Counter(kind for kind, _ in given)
    return min(counts, key=lambda kind: (-counts[kind], kind), default=None)


def _chosen(told: Sequence[Mention], choices: Mapping[int, Choice]) -> Choice | None:
    """What a person chose for one of these mentions; of several, for the one that came first."""
    ids = sorted(mention.id for mention in told)
    return next((choices[id_] for id_ in ids if id_ in choices), None)
