"""Modality: whether a clause tells what happened, is planned, denied, supposed or conditional."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.extraction.clause import Clause
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Token
from bot.model.news import Modality


class View(NamedTuple):
    """What modality is read from. `marks` tell the words of dates apart: "May" is not "may"."""

    tokens: Sequence[Token]
    marks: Sequence[int]
    lexicon: Lexicon


_ORDER = (Modality.DENIED, Modality.SUPPOSED, Modality.PLANNED, Modality.CONDITIONAL)


def modality_of(clause: Clause, view: View, *, said: bool, ahead: bool, over: bool = False) -> Modality:
    """How the text stands to the clause. `said`: somebody said it; `ahead`: its date is yet to come.

    `over`: it is long over, so that "1998: Der Verein wird gegründet" is the present of a chronicle.
    """
    opener = "" if clause.opener is None else view.tokens[clause.opener].lower
    if "condition" in view.lexicon.modality.get(opener, {}):
        return Modality.CONDITIONAL
    found = _told(clause, view)
    if "present" in found and (said or not over):
        found.add("planned")
    for modality in _ORDER:
        if modality.value in found:
            future = modality is Modality.CONDITIONAL and said and "future_in_past" in found
            return Modality.PLANNED if future else modality
    return Modality.PLANNED if ahead else Modality.HAPPENED


def is_future(clause: Clause, view: View) -> bool:
    """True for what somebody says will be: "said it would", "that the firm will offer"."""
    return not _told(clause, view).isdisjoint(("planned", "present", "future_in_past"))


def _told(clause: Clause, view: View) -> set[str]:
    """The manners that the words around the verb tell, by the names the lexicon gives them."""
    words, lexicon = _words(clause, view), view.lexicon
    return {
        manner
        for index, word in enumerate(words)
        for manner, rests in lexicon.modality.get(word, {}).items()
        if any(tuple(words[index + 1 : index + 1 + len(rest)]) == rest for rest in rests)
    }


def _words(clause: Clause, view: View) -> list[str]:
    """The words around the verb: what stands in an apposition says nothing of the event."""
    tokens, marks = view.tokens, view.marks
    if clause.verb is None:
        return [tokens[i].lower for a, b in clause.pieces for i in range(a, min(b, a + 30)) if marks[i] < 0]
    start, end = clause.verb.start, clause.verb.end
    low, high = next(((a, b) for a, b in clause.pieces if a <= start < b), (start, end))
    return [tokens[i].lower for i in range(max(low, start - 4), min(high, end + 4)) if marks[i] < 0]
