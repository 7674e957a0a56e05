"""Kinds: what kind of event a clause or a noun phrase tells, by the words of the lexicon."""

from collections.abc import Iterator

from bot.extraction.clause import Clause, Range
from bot.extraction.lexicon import ADV, BASE, PART, PAST, PRES
from bot.extraction.lexicon.kinds import Kind
from bot.extraction.sentence import Sentence

_NEAR = 4  # how many words may stand between "stepped" and "down"


def says(sentence: Sentence, clause: Clause) -> bool:
    """True when the verb of a clause tells of saying something."""
    kind = None if clause.verb is None else _of_verb(sentence, clause.verb.main, clause.hull[1])
    return kind is not None and kind.name == "statement"


def kind_of(sentence: Sentence, clause: Clause | None, phrase: Range | None) -> str | None:
    """The kind of a clause by its verb and the nouns about it, or of a noun phrase by its nouns."""
    if clause is None or clause.verb is None:
        span = phrase or (clause.hull if clause else (0, 0))
        found = [*_nouns(sentence, span), *(_verbs(sentence, span) if clause is not None else ())]
        return max(found, key=_rank).name if found else None
    verb = _of_verb(sentence, clause.verb.main, clause.hull[1])
    nouns = list(_nouns(sentence, clause.subject)) if clause.subject else []
    if verb is not None and verb.name != "statement":
        return max(
            [verb, *(n for n in nouns if n.rank > verb.rank + 5 and verb.name in _OUTCOMES)], key=_rank
        ).name
    if verb is None:
        objects = list(_nouns(sentence, (clause.verb.end, min(clause.verb.end + 8, clause.hull[1]))))
        strong = [kind for kind in objects if kind.name != "statement"]
        ranked = strong[:1] or nouns[:1] or objects[:1]
        return ranked[0].name if ranked else None
    return verb.name


_OUTCOMES = ("killing", "injury", "death", "result")  # what an attack or a quake does


def _rank(kind: Kind) -> int:
    return kind.rank


def _verbs(sentence: Sentence, span: Range) -> Iterator[Kind]:
    """ "Schools close across France": the present tense of headlines; any form where syntax is not known."""
    forms = PRES | BASE | (0 if sentence.lexicon.has("syntax") else PAST | PART)
    for index in range(*span):
        verbal = sentence.marks[index] < 0 and sentence.tokens[index].bits & forms
        kind = _of_verb(sentence, index, span[1]) if verbal else None
        if kind is not None:
            yield kind


def _of_verb(sentence: Sentence, main: int, high: int) -> Kind | None:
    words, table = sentence.tokens, sentence.lexicon.kinds
    for second, kind in table.pairs.get(words[main].lower, ()):
        if any(words[i].lower == second for i in range(main + 1, min(main + 1 + _NEAR, high))):
            return kind
    return table.verbs.get(words[main].lower)


def _nouns(sentence: Sentence, span: Range) -> Iterator[Kind]:
    """The kinds of a stretch's nouns; a pair such as "cardiac arrest" hides what its words tell alone."""
    pairs, words = sentence.lexicon.kinds.pairs, sentence.tokens
    index = span[0]
    while index < span[1]:
        after = words[index + 1].lower if index + 1 < span[1] else ""
        double = next((kind for second, kind in pairs.get(words[index].lower, ()) if second == after), None)
        if sentence.marks[index] < 0 and not words[index].bits & ADV:
            noun = double or _noun(sentence, words[index].lower)
            if noun is not None:
                yield noun
        index += 2 if double else 1


def _noun(sentence: Sentence, word: str) -> Kind | None:
    """The kind of a noun; where nouns are joined, that of the longest known end: "Bombenanschlag"."""
    table = sentence.lexicon.kinds.nouns
    if word in table or not sentence.lexicon.has("compounds"):
        return table.get(word)
    return next((table[word[i:]] for i in range(3, min(len(word) - 4, 30)) if word[i:] in table), None)
