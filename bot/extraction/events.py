"""Events: a clause under a date becomes a mention, with its headline, kind, people, places and manner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extraction.clause import Clause, Range, Role
from bot.extraction.cutting import Aside, thing_tokens, told_tokens
from bot.extraction.headlines import headline
from bot.extraction.kinds import kind_of
from bot.extraction.lexicon import CLOSED, SUBJ
from bot.extraction.modality import is_future, modality_of
from bot.extraction.sentence import Sentence
from bot.extraction.speakers import Memory, attribution_of, participants_of, places_of
from bot.model.news import Mention, Modality
from bot.model.timespan import When
from bot.model.timex import Timex

_LONG_OVER = timedelta(days=10)
_PEOPLE = ("male", "female", "plural", "first_person")
_REPORTED = "the date of the report: what was said has no date of its own"


@dataclass(frozen=True, slots=True)
class Dating:
    """When a mention happened and how that is known. `timex` is None when no word of the sentence says it."""

    when: When
    timex: Timex | None
    reported: bool = False
    reason: str | None = None
    trust: float = 1.0


def told(
    sentence: Sentence, number: int, dating: Dating, memory: Memory, today: date | None
) -> Mention | None:
    """A clause under a date; one that only carries what was said gives way to that."""
    clause = sentence.clauses[number]
    said = sentence.content_of(number)
    if said is None or not _content_is_news(sentence, number, said, dating):
        return telling(sentence, clause, dating, memory, today)
    reason = dating.reason or _REPORTED
    dating = Dating(dating.when, dating.timex, True, reason, dating.trust * 0.9)
    return telling(sentence, sentence.clauses[said], dating, memory, today, cover=clause)


def _content_is_news(sentence: Sentence, sayer: int, said: int, dating: Dating) -> bool:
    """True when the report stands for what it reports: something past, without a date of its own."""
    if sentence.lemma(sentence.clauses[sayer]) not in sentence.lexicon.plain_reporting:
        return False
    clause = sentence.clauses[said]
    if sentence.holds_date(clause) or sentence.in_first_person(clause):
        return False
    before = dating.timex is not None and sentence.is_pluperfect(
        clause
    )  # "said on Tuesday that it had closed"
    return (before or sentence.happens(clause)) and not is_future(clause, sentence.view)


def telling(
    sentence: Sentence,
    clause: Clause,
    dating: Dating,
    memory: Memory,
    today: date | None,
    *,
    cover: Clause | None = None,
    gap: Range | None = None,
) -> Mention | None:
    """A clause under a date. `cover` is the clause around it with the date, `gap` a piece in its stead."""
    kept, aside = told_tokens(sentence, clause, memory, gap)
    if not _tells(sentence, clause, kept) and not (aside and clause.role is Role.PARTICIPIAL):
        return None
    whole = not sentence.lexicon.has("syntax")
    line = headline(sentence.text, sentence.tokens, kept, aside=aside, whole=whole)
    if not line:
        return None
    ahead = today is not None and dating.when.span.start > today
    over = today is not None and not dating.reported and today - dating.when.span.last > _LONG_OVER
    said = clause.role is Role.COMPLEMENT
    modality = modality_of(clause, sentence.view, said=said, ahead=ahead, over=over)
    modality = _by_speaker(sentence, clause, modality)
    spans = [clause.hull, *([cover.hull] if cover else []), *([gap] if gap else [])]
    joined = (
        clause.role is Role.COORDINATE
    )  # its subject stands in another clause, which tells something else
    own = [i for i in kept if i >= clause.hull[0]] if joined else kept
    hull = _hull(sentence, spans, own, dating)
    return _made(
        sentence, line, hull, dating, memory, clause, modality, kind_of(sentence, clause, gap), kept, aside
    )


def _by_speaker(sentence: Sentence, clause: Clause, modality: Modality) -> Modality:
    """What was denied or only claimed stays so; a denial itself did happen."""
    lemma, lexicon = sentence.lemma(clause), sentence.lexicon
    saying = lemma in lexicon.denying or lemma in lexicon.supposing
    if saying and sentence.said_in(sentence.clauses.index(clause)) is not None:
        return Modality.HAPPENED
    sayer = sentence.sayer_of(clause)
    if sayer is None or modality is not Modality.HAPPENED:
        return modality
    lemma = sentence.lemma(sayer)
    if lemma in sentence.lexicon.denying:
        return Modality.DENIED
    return Modality.SUPPOSED if lemma in sentence.lexicon.supposing else modality


def _tells(sentence: Sentence, clause: Clause, kept: Iterable[int]) -> bool:
    """True when a line says who or what beside its verb, and a report more than who spoke."""
    if clause.verb is None:
        return sum(_content(sentence, i) for i in kept) > (1 if kind_of(sentence, clause, None) else 2)
    if sentence.lemma(clause) in sentence.lexicon.housekeeping:
        return False
    if clause.subject is None and clause.role is Role.MAIN:
        return False
    verb, subject = range(clause.verb.start, clause.verb.end), range(*(clause.subject or (0, 0)))
    rest = [i for i in kept if i not in verb and _content(sentence, i)]
    if sentence.lemma(clause) in sentence.lexicon.plain_reporting and sentence.reports(clause):
        rest = [i for i in rest if i not in subject]
    return bool(rest)


def _content(sentence: Sentence, index: int) -> bool:
    """A word that names something; "it" and "there" do not, "he" does."""
    token = sentence.tokens[index]
    thing = token.bits & SUBJ and sentence.lexicon.pronouns.get(token.lower) not in _PEOPLE
    return token.text[0].isalnum() and not thing and not token.bits & CLOSED


def thing(
    sentence: Sentence, number: int, phrase: Range, dating: Dating, memory: Memory, today: date | None
) -> Mention | None:
    """A thing named with its date: "his 2015 visit to Moscow"."""
    kept, aside = thing_tokens(sentence, phrase, memory)
    line = headline(sentence.text, sentence.tokens, kept, aside=aside)
    if not line:
        return None
    ahead = today is not None and dating.when.span.start > today
    modality = Modality.PLANNED if ahead else Modality.HAPPENED
    hull = _hull(sentence, [phrase], kept, dating)
    clause = sentence.clauses[number]
    return _made(
        sentence, line, hull, dating, memory, clause, modality, kind_of(sentence, None, phrase), kept, aside
    )


def _hull(sentence: Sentence, spans: Iterable[Range], kept: Iterable[int], dating: Dating) -> Range:
    """The tokens from the first to the last that the mention rests on, its date included."""
    covered = [i for span in spans for i in span] + [i + d for i in kept for d in (0, 1)]
    if dating.timex is not None:
        start, end = sentence.places[sentence.timexes.index(dating.timex)]
        covered += [start, end]
    return min(covered), max(covered)


def _made(
    sentence: Sentence,
    line: str,
    hull: Range,
    dating: Dating,
    memory: Memory,
    clause: Clause,
    modality: Modality,
    kind: str | None,
    kept: Iterable[int],
    aside: Aside,
) -> Mention:
    return Mention(
        headline=line,
        sentence=sentence.verbatim,
        start=sentence.start,
        end=sentence.end,
        clause=sentence.offsets(hull),
        when=dating.when,
        timex=dating.timex,
        kind=kind,
        modality=modality,
        attribution=attribution_of(sentence, clause, memory),
        participants=participants_of(sentence, clause, frozenset(kept), memory, aside),
        places=places_of(sentence, frozenset(kept)),
        confidence=_confidence(dating, kind, clause),
        reported=dating.reported,
        reason=dating.reason,
    )


def _confidence(dating: Dating, kind: str | None, clause: Clause) -> float:
    """1 for a verb with its own date and a known kind; less where a step was inferred."""
    trust = dating.trust * (1.0 if kind else 0.9) * (1.0 if clause.verb is not None else 0.8)
    return round(trust, 2)
