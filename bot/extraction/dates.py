"""Dates: which of a sentence's dates become mentions, and why the others do not."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.extraction.attachment import Attachment, Bond, Surroundings
from bot.extraction.clause import Role
from bot.extraction.events import Dating, telling, thing, told
from bot.extraction.lexicon import COORD, PREP
from bot.extraction.sentence import Sentence
from bot.extraction.speakers import Memory
from bot.model.news import Mention, Undated
from bot.model.timespan import Grain, When
from bot.model.timex import Timex, TimexType

_FINEST = {grain: order for order, grain in enumerate(Grain)}
_NO_EVENT = {
    Bond.COMPARED: "only compared with, nothing is told of it",
    Bond.LABEL: "tells which one is meant, not when something happened",
}

Bonds = dict[int, tuple[When, Attachment]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence's own dates give.

    `main` are the mentions of its main clauses and of what these report; `whole`: a main clause has a
    date, so nothing is left to tell.
    """

    mentions: list[Mention]
    undated: list[Undated]
    main: list[Mention]
    whole: bool


def dated(sentence: Sentence, today: date | None, memory: Memory) -> Told:
    """The mentions that a sentence's own dates give, and the expressions that give none."""
    mentions: list[Mention] = []
    main: list[Mention] = []
    undated: list[Undated] = []
    if not sentence.timexes:
        return Told(mentions, undated, main, whole=False)
    bonds = _bonds(sentence)
    chosen = _chosen(sentence, bonds)
    for number, timex in enumerate(sentence.timexes):
        if sentence.whens[number] is None and not _vague(timex):
            undated.append(Undated(timex, why_undated(timex)))
        if number not in bonds:
            continue
        found = _mention(sentence, number, bonds, chosen, today, memory)
        if isinstance(found, str):
            undated.append(Undated(timex, found))
        else:
            mentions.append(found)
            main += [found] if _is_main(sentence, bonds[number][1]) else []
    return Told(mentions, undated, main, any(_is_main(sentence, bond) for _, bond in bonds.values()))


def _is_main(sentence: Sentence, bond: Attachment) -> bool:
    return bond.bond is Bond.CLAUSE and sentence.clauses[bond.clause].role in (Role.MAIN, Role.COORDINATE)


def _vague(timex: Timex) -> bool:
    """ "now", "recently", "daily": nobody would look for them in a timeline."""
    return timex.type is TimexType.SET or timex.value.endswith("_REF")


def why_undated(timex: Timex) -> str:
    """Why an expression of time names no day of the calendar."""
    if timex.type is TimexType.DURATION:
        return "a length of time, not a date"
    if "X" in timex.value:
        return "no publication date to read it against"
    return "too vague to place in the calendar"


def _bonds(sentence: Sentence) -> dict[int, tuple[When, Attachment]]:
    """The dates of a sentence by the number of their timex, each with what it dates."""
    found: dict[int, tuple[When, Attachment]] = {}
    around = Surroundings(sentence.tokens, sentence.marks, sentence.clauses, sentence.lexicon)
    for number, when in sentence.spans().items():
        found[number] = when, around.attach(sentence.places[number], day=when.span.grain is Grain.DAY)
    return found


def _mention(
    sentence: Sentence, number: int, bonds: Bonds, chosen: Set[int], today: date | None, memory: Memory
) -> Mention | str:
    when, bond = bonds[number]
    if bond.bond in _NO_EVENT:
        return _NO_EVENT[bond.bond]
    if bond.bond is Bond.CLAUSE and _told_already(sentence, bonds, bond.clause):
        return "the day it was said; what was said has a date of its own"
    if bond.bond is Bond.CLAUSE and number not in chosen:
        return "another date of the same clause dates it"
    if sentence.timexes[number].type is TimexType.TIME and sentence.clauses[bond.clause].verb is None:
        return "a time of day that no verb goes with"
    found = _told(sentence, bond, Dating(when, sentence.timexes[number]), today, memory)
    return found or "no words beside it tell what happened"


def _told_already(sentence: Sentence, bonds: Bonds, clause: int) -> bool:
    """ "She won on Sunday, the office said on Monday": Monday dates no more than the saying."""
    if not sentence.closes_quote(sentence.clauses[clause]):
        return False
    content = sentence.content_of(clause)
    return content is not None and any(bond.clause == content for _, bond in bonds.values())


def _chosen(sentence: Sentence, bonds: Bonds) -> set[int]:
    """Of every clause the most exact date, and those listed with it: "in March and June"."""
    clauses: dict[int, list[int]] = {}
    for number, (_, bond) in bonds.items():
        if bond.bond is Bond.CLAUSE:
            clauses.setdefault(bond.clause, []).append(number)
    return {number for own in clauses.values() for number in _best(sentence, bonds, own)}


def _best(sentence: Sentence, bonds: Bonds, own: list[int]) -> set[int]:
    grains = {n: bonds[n][0].span.grain for n in own}
    best = min(own, key=lambda n: (_FINEST[grains[n]], n))
    alike = [n for n in own if grains[n] is grains[best]]
    chosen = {best}
    for one, other in [*pairwise(alike), *pairwise(alike[::-1])]:
        if one in chosen and _listed(sentence, one, other):
            chosen.add(other)
    return chosen


def _listed(sentence: Sentence, one: int, other: int) -> bool:
    first, second = sorted((one, other))
    if second - first > 3:
        return False
    between = sentence.tokens[sentence.places[first][1] : sentence.places[second][0]]
    joined = any(t.bits & COORD for t in between) or [t.text for t in between] == [","]
    return joined and len(between) < 4 and all(t.bits & (COORD | PREP) or t.text == "," for t in between)


def _told(
    sentence: Sentence, bond: Attachment, dating: Dating, today: date | None, memory: Memory
) -> Mention | None:
    if bond.bond is Bond.THING and bond.phrase is not None:
        return thing(sentence, bond.clause, bond.phrase, dating, memory, today)
    if bond.bond is Bond.GAPPED:
        return telling(sentence, sentence.clauses[bond.clause], dating, memory, today, gap=bond.phrase)
    return told(sentence, bond.clause, dating, memory, today)
