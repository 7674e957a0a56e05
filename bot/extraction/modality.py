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
    if clause.opener is not None and "condition" in lexicon.modality.get(tokens[clause.opener].lower, {}):
        return Modality.CONDITIONAL
    found = _told(clause, tokens, lexicon)
    for modality in _ORDER:
        if modality.value in found:
            future = modality is Modality.CONDITIONAL and said and "future_in_past" in found
            return Modality.PLANNED if future else modality
    return Modality.PLANNED if ahead else Modality.HAPPENED


def is_future(clause: Clause, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """True for what somebody says will be: "said it would", "that the firm will offer"."""
    return not _told(clause, tokens, lexicon).isdisjoint(("planned", "future_in_past"))


def _told(clause: Clause, tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    """The manners that the words around the verb tell, by the names the lexicon gives them."""
    words = _words(clause, tokens)
    return {
        manner
        for index, word in enumerate(words)
        for manner, rests in lexicon.modality.get(word, {}).items()
        if any(tuple(words[index + 1 : index + 1 + len(rest)]) == rest for rest in rests)
    }


def _words(clause: Clause, tokens: Sequence[Token]) -> list[str]:
    """The words around the verb: what stands in an apposition says nothing of the event."""
    if clause.verb is None:
        return [tokens[i].lower for a, b in clause.pieces for i in range(a, min(b, a + 30))]
    start, end = clause.verb.start, clause.verb.end
    low, high = next(((a, b) for a, b in clause.pieces if a <= start < b), (start, end))
    return [tokens[i].lower for i in range(max(low, start - 4), min(high, end + 4))]
