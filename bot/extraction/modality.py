"""Modality: whether a clause tells what happened, is planned, denied, supposed or conditional."""

from collections.abc import Sequence

from bot.extraction.clause import Clause
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Token
from bot.model.news import Modality

_ORDER = (Modality.DENIED, Modality.SUPPOSED, Modality.PLANNED, Modality.CONDITIONAL)


def modality_of(
    clause: Clause, tokens: Sequence[Token], lexicon: Lexicon, *, said: bool, ahead: bool
) -> Modality:
    """How the text stands to the clause. `said`: somebody said it; `ahead`: its date is yet to come."""
    words = _words(clause, tokens)
    if clause.opener is not None and tokens[clause.opener].lower in _firsts(lexicon, "conditional"):
        return Modality.CONDITIONAL
    for modality in _ORDER:
        if any(_stands(phrase, words) for phrase in lexicon.modality.get(modality.value, ())):
            if modality is Modality.CONDITIONAL and said and _stands_any(lexicon, "future_in_past", words):
                return Modality.PLANNED
            return modality
    return Modality.PLANNED if ahead else Modality.HAPPENED


def is_future(clause: Clause, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """True for what somebody says will be: "said it would", "that Apple will offer"."""
    words = _words(clause, tokens)
    return any(_stands_any(lexicon, name, words) for name in ("planned", "future_in_past"))


def _words(clause: Clause, tokens: Sequence[Token]) -> list[str]:
    """The words around the verb: what stands in an apposition says nothing of the event."""
    if clause.verb is None:
        return [tokens[i].lower for a, b in clause.pieces for i in range(a, min(b, a + 30))]
    start, end = clause.verb.start, clause.verb.end
    low = max((a for a, b in clause.pieces if a <= start < b), default=start)
    high = min((b for a, b in clause.pieces if a <= start < b), default=end)
    return [tokens[i].lower for i in range(max(low, start - 4), min(high, end + 4))]


def _stands(phrase: Sequence[str], words: Sequence[str]) -> bool:
    size = len(phrase)
    if size == 1:
        return phrase[0] in words
    return any(tuple(words[i : i + size]) == tuple(phrase) for i in range(len(words) - size + 1))


def _stands_any(lexicon: Lexicon, name: str, words: Sequence[str]) -> bool:
    return any(_stands(phrase, words) for phrase in lexicon.modality.get(name, ()))


def _firsts(lexicon: Lexicon, name: str) -> set[str]:
    return {phrase[0] for phrase in lexicon.modality.get(name, ())[:2]}
