"""Cutting: which words of a clause its headline keeps."""

from collections.abc import Iterable

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.lexicon import ADV, AUX, COORD, DET, GERUND, OBJ, PAST, POSS, PREP, PRES, REPORT, SUBJ
from bot.extraction.names import NameType
from bot.extraction.sentence import Sentence
from bot.extraction.speakers import Memory

Aside = tuple[int, str] | None


def told_tokens(
    sentence: Sentence, clause: Clause, memory: Memory, gap: Range | None = None
) -> tuple[list[int], Aside]:
    """Subject, verb and what follows, without the date; a `gap` is the piece that stands for what follows."""
    if clause.verb is None:
        return _all_tokens(sentence, clause), None
    speaker = _speaker(sentence, clause)
    doer = speaker or clause.subject
    subject = _subject_tokens(sentence, doer) if doer else []
    if clause.role is Role.PARTICIPIAL and subject and sentence.tokens[subject[0]].bits & DET:
        subject = subject[1:]  # "Bank founded" reads as a headline, "the bank founded" does not
    if clause.antecedent is not None and clause.antecedent != clause.subject:
        subject = [*range(*clause.antecedent), *subject]  # "the prize she gave away"
    after = gap if gap is not None else _rest(sentence, clause)
    verb = list(range(clause.verb.start, clause.verb.end))
    more = sentence.followers(clause) if gap is None else []
    joined = [i for other in more for i in range(*other.pieces[0])]
    said = _said_tokens(sentence, [clause, *more]) if gap is None else []
    if clause.subject is not None and clause.subject[0] > clause.verb.end and not said:
        return _fronted(sentence, clause, [*verb, *range(*after)])
    kept = _without_dates(sentence, [*subject, *verb, *range(*after), *joined, *said])
    return _without_manner(sentence, kept), None if speaker else _aside(sentence, clause.subject, memory)


def _fronted(sentence: Sentence, clause: Clause, words: list[int]) -> tuple[list[int], Aside]:
    """ "Born in Mira in 1934, Lund studied …" gives "Born in Mira [Vera Lund]"."""
    kept = [i for i in _without_dates(sentence, words) if sentence.tokens[i].text[0].isalnum()]
    named = sentence.named(clause.subject) if clause.subject is not None else []
    name = named[-1].text if named else sentence.words(clause.subject) if clause.subject is not None else ""
    return kept, (kept[-1], name) if kept and name else None


def _all_tokens(sentence: Sentence, clause: Clause) -> list[int]:
    """Every word but the date; the date stays where a verb would be left at the head without it."""
    words = _spread([*clause.pieces, *clause.extra])
    if not sentence.lexicon.has("syntax"):
        signs = [
            i for i in range(*clause.hull) if sentence.tokens[i].text == "," and {i - 1, i + 1} <= set(words)
        ]
        words = sorted({*words, *signs})
    source = sentence.according()
    kept = [
        i
        for i in _without_dates(sentence, words)
        if source is None or not source.words[0] <= i < source.words[1]
    ]
    while kept and not sentence.tokens[kept[0]].text[0].isalnum():
        kept = kept[1:]
    if not sentence.lexicon.has("verb_second") or not kept or kept[0] == words[0]:
        return kept
    head = sentence.tokens[kept[0]].bits
    if head & AUX:
        return kept[1:]
    return words if head & (PAST | PRES) else kept


def _said_tokens(sentence: Sentence, clauses: Iterable[Clause]) -> list[int]:
    """What was said, behind the verb of saying or, as a quotation, before it."""
    found: list[int] = []
    for clause in clauses:
        number = sentence.clauses.index(clause)
        said = sentence.said_in(number) if _says(sentence, clause) else None
        if said is not None:
            found += _spread(sentence.clauses[said].pieces)
        elif sentence.closes_quote(clause):
            found += range(clause.pieces[0][0])
    return found


def _says(sentence: Sentence, clause: Clause) -> bool:
    """Also "it was announced that …"."""
    return clause.verb is not None and bool(sentence.tokens[clause.verb.main].bits & REPORT)


def _rest(sentence: Sentence, clause: Clause) -> Range:
    """From the verb to the end of its piece, and on through a list: "in Hamburg, Bremen and Kiel"."""
    if clause.verb is None:
        return clause.pieces[0]
    end = next((b for a, b in clause.pieces if a <= clause.verb.start < b), clause.verb.end)
    listed = end
    for a, b in sorted(clause.extra):
        if a != listed + 1 or sentence.tokens[a].bits & (PREP | DET | POSS | GERUND):
            break
        listed = b
        if any(sentence.tokens[k].bits & COORD for k in range(a, b)):
            end = listed
    return clause.verb.end, max(end, clause.verb.end)


def thing_tokens(sentence: Sentence, phrase: Range, memory: Memory) -> tuple[list[int], Aside]:
    """The words of a noun phrase without its date and article; an owner told by a pronoun is named."""
    start = phrase[0] + bool(sentence.tokens[phrase[0]].bits & DET)
    kept = _without_dates(sentence, range(start, phrase[1]))
    if sum(sentence.tokens[i].text[0].isalpha() for i in kept) < 2:
        kept = list(range(start, phrase[1]))  # "2008 crisis": a bare "crisis" would tell nothing
    if kept and sentence.tokens[kept[0]].bits & GERUND:
        return kept, _doer(sentence, kept[-1])  # "After winning the vote in 2012, she …"
    return kept, _aside(sentence, phrase, memory)


def _doer(sentence: Sentence, last: int) -> Aside:
    """Who does what a gerund tells: the subject of the main clause."""
    main = next((c.subject for c in sentence.clauses if c.role is Role.MAIN and c.subject is not None), None)
    if main is None or main[0] <= last < main[1]:
        return None
    named = sentence.named(main)
    return last, named[-1].text if named else sentence.words(main)


def _spread(spans: Iterable[Range]) -> list[int]:
    return [i for a, b in sorted(spans) for i in range(a, b)]


def _without_dates(sentence: Sentence, kept: Iterable[int]) -> list[int]:
    """Without the dates of the calendar; lengths of time stay. Of "in March and June" nothing is left."""
    dropped: set[int] = set()
    end = -9
    for number in sentence.dates:
        start, stop = sentence.date_words(number)
        joined = range(end, start) if 0 < start - end < 3 else ()
        words = [sentence.tokens[i] for i in joined]
        signs = [token for token in words if not token.text[0].isalnum()]
        joins = any(token.bits & COORD for token in words) or len(signs) == len(words)
        if joins and all(token.bits & (COORD | PREP) or token in signs for token in words):
            dropped.update(joined)
        dropped.update(range(start, stop))
        end = stop
    return [i for i in kept if i not in dropped]


def _without_manner(sentence: Sentence, kept: list[int]) -> list[int]:
    """Words that say how sure it is belong to the modality, not to the line."""
    doubts = sentence.lexicon.doubts
    return [i for i in kept if not (sentence.tokens[i].lower in doubts and sentence.tokens[i].bits & ADV)]


_LONG_SUBJECT = 45


def _subject_tokens(sentence: Sentence, subject: Range) -> list[int]:
    """The subject; a long one only up to its first preposition that is not "of"."""
    start, end = subject
    first, last = sentence.offsets(subject)
    if last - first > _LONG_SUBJECT:
        for index in range(start + 1, end):
            if sentence.tokens[index].bits & PREP and sentence.tokens[index].lower != "of":
                end = index
                break
    person = sentence.lexicon.pronouns.get(sentence.tokens[start].lower) in ("male", "female")
    if sentence.tokens[start].bits & POSS and end - start > 1 and not person:
        start += 1  # "its airstrike": the airstrike, whose it is stands among the participants
    return list(range(start, end))


def _aside(sentence: Sentence, subject: Range | None, memory: Memory) -> Aside:
    """The name a pronoun at the head stands for."""
    if subject is None:
        return None
    token = sentence.tokens[subject[0]]
    alone = subject[1] - subject[0] == 1 and token.bits & (SUBJ | OBJ)
    if not alone and not token.bits & POSS:
        return None
    name = memory.within(sentence, subject[0])
    return (subject[0], name) if name else None


def _speaker(sentence: Sentence, clause: Clause) -> Range | None:
    """ "The ministry said it …", "Ms Berg said she …": the pronoun is the one who spoke.

    "Police said he …" speaks of somebody else.
    """
    sayer = sentence.sayer_of(clause)
    if clause.subject is None or sayer is None or sayer.subject is None:
        return None
    start, end = clause.subject
    group = sentence.lexicon.pronouns.get(sentence.tokens[start].lower)
    if end - start != 1 or group is None or sentence.tokens[sayer.subject[0]].bits & SUBJ:
        return None
    people = any(name.type is NameType.PERSON for name in sentence.named(sayer.subject))
    return sayer.subject if people == (group in ("male", "female")) else None
