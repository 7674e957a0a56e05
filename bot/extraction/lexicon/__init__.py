"""Lexicon: the words of one language that clauses, kinds and modality are read by, kept as data."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from bot.extraction.lexicon.forms import Inflect, inflections
from bot.extraction.lexicon.kinds import KindWords, kind_words

# Word classes, as bits: a word may be of several.
DET = 1 << 0
POSS = 1 << 1
SUBJ = 1 << 2  # pronouns that stand as subjects
OBJ = 1 << 3
PREP = 1 << 4
COORD = 1 << 5
SUBORD = 1 << 6
REL = 1 << 7
AUX = 1 << 8  # finite forms of be, have, do and the modals
BE = 1 << 9  # any form of be
HAVE = 1 << 10
MODAL = 1 << 11
ADV = 1 << 12
PAST = 1 << 13  # finite past form
PART = 1 << 14  # past participle
PRES = 1 << 15  # "kills"
BASE = 1 << 16
GERUND = 1 << 17
REPORT = 1 << 18
STATIVE = 1 << 19
NEG = 1 << 20
HAD = 1 << 21
THAT = 1 << 22
TO = 1 << 23
OPENER = 1 << 24
KNOWN = 1 << 25  # stands in the lexicon, so a capital at the head of a sentence makes no name of it
COMPARE = 1 << 26
NOUNOPEN = 1 << 27
PASTAUX = 1 << 29
SAYING = 1 << 30  # of what is reported: "said profits fell" needs no "that"
CAPITAL = 1 << 28  # written with a capital somewhere: "Apple", "iPhone"

# Words that name nothing by themselves; pronouns do stand for somebody.
CLOSED = DET | POSS | PREP | COORD | SUBORD | REL | THAT | TO | AUX | BE | ADV

# What a word with a capital in mid sentence cannot be.
SMALL = CLOSED | SUBJ | OBJ | MODAL | HAVE | NEG

_CLASSES = {
    "determiners": DET,
    "possessives": POSS,
    "subject_pronouns": SUBJ,
    "object_pronouns": OBJ,
    "prepositions": PREP,
    "coordinators": COORD,
    "subordinators": SUBORD,
    "relatives": REL,
    "be": AUX | BE,
    "be_other": BE,
    "have": AUX | HAVE,
    "do": AUX,
    "modals": AUX | MODAL,
    "pluperfect": HAD,
    "adverbs": ADV,
    "openers": OPENER,
    "negations": NEG,
    "comparing": COMPARE,
    "noun_openers": NOUNOPEN,
    "past_auxiliaries": PASTAUX,
    "that": THAT,
    "to": TO,
}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    `grammar` names the habits of the language that the code asks for ("syntax", "verb_second", "compounds").
    `modality` leads from the first word of a phrase to the manners it tells and, for each, the words that
    must follow.
    """

    language: str
    grammar: frozenset[str]
    words: Mapping[str, int]
    lemmas: Mapping[str, str]
    kinds: KindWords
    not_verbs: frozenset[str]
    endings: Inflect
    plain_reporting: frozenset[str]
    modality: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    doubts: frozenset[str]
    housekeeping: frozenset[str]
    denying: frozenset[str]
    supposing: frozenset[str]
    continuing: frozenset[tuple[str, ...]]
    date_links: frozenset[str]
    ranges: frozenset[tuple[str, ...]]
    quoting: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    titles: frozenset[str]
    organisation_ends: frozenset[str]
    joiners: frozenset[str]
    company_words: frozenset[str]
    person_words: frozenset[str]
    not_names: frozenset[str]
    head_words: frozenset[str]
    legal_forms: frozenset[str]
    noun_endings: tuple[str, ...]
    name_words: frozenset[str]
    occasions: frozenset[str]
    date_openers: frozenset[str]
    local: frozenset[str]
    strictly_local: frozenset[str]
    compass: frozenset[str]
    settings: frozenset[str]
    pronouns: Mapping[str, str]

    def has(self, habit: str) -> bool:
        """Whether the language has a habit named in `grammar`."""
        return habit in self.grammar

    def bits(self, word: str) -> int:
        """The classes of a lower-case word; endings tell those of an unknown one."""
        known = self.words.get(word)
        return self.endings.guess(word, self.not_verbs) if known is None else known


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon of a language, an empty one for a language that has none."""
    source = files(__package__).joinpath(f"{language}.toml")
    raw = tomllib.loads(source.read_text("utf-8")) if source.is_file() else {}
    return _build(language, raw)


def _build(language: str, raw: Mapping[str, Any]) -> Lexicon:
    classes, names = raw.get("classes", {}), raw.get("titles", {})
    endings = Inflect.of(raw.get("endings", {}))
    words, lemmas = _words(classes, raw.get("verbs", {}), endings)
    return Lexicon(
        language=language,
        grammar=frozenset(name for name, on in raw.get("grammar", {}).items() if on),
        words=words,
        lemmas=lemmas,
        kinds=kind_words(language, endings, lemmas),
        not_verbs=frozenset(classes.get("not_verbs", ())),
        endings=endings,
        plain_reporting=frozenset(raw.get("verbs", {}).get("plain_reporting", ())),
        modality=_by_first_word(raw.get("modality", {})),
        housekeeping=frozenset(raw.get("verbs", {}).get("housekeeping", ())),
        denying=frozenset(raw.get("verbs", {}).get("denying", ())),
        supposing=frozenset(raw.get("verbs", {}).get("supposing", ())),
        doubts=frozenset(raw.get("modality", {}).get("supposed", ())),
        continuing=frozenset(tuple(each) for each in classes.get("continuing", ())),
        date_links=frozenset(classes.get("date_links", ())),
        ranges=frozenset(tuple(each) for each in classes.get("ranges", ())),
        quoting=frozenset(raw.get("attribution", {}).get("quoting", ())),
        according=_phrases(raw.get("attribution", {}).get("according", ())),
        titles=frozenset(names.get("person", ())),
        organisation_ends=frozenset(names.get("organisation_ends", ())),
        joiners=frozenset(names.get("joiners", ())),
        company_words=frozenset(names.get("company_words", ())),
        person_words=frozenset(names.get("person_words", ())),
        not_names=frozenset(names.get("not_names", ())),
        name_words=frozenset(names.get("name_words", ())),
        legal_forms=frozenset(names.get("legal_forms", ())),
        noun_endings=tuple(names.get("noun_endings", ())),
        head_words=frozenset(raw.get("heads", {}).get("words", ())),
        occasions=frozenset(classes.get("occasions", ())),
        date_openers=frozenset(classes.get("date_openers", ())),
        local=frozenset(classes.get("local", ())),
        strictly_local=frozenset(classes.get("strictly_local", ())),
        compass=frozenset(classes.get("compass", ())),
        settings=frozenset(classes.get("settings", ())),
        pronouns={
            w: g for g in ("male", "female", "neuter", "plural", "first_person") for w in classes.get(g, ())
        },
    )


def _by_first_word(manners: Mapping[str, list[str]]) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    """ "set to" under planned becomes set → planned → the words that must follow."""
    found: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for manner, phrases in manners.items():
        for first, *rest in _phrases(phrases):
            told = found.setdefault(first, {})
            told[manner] = (*told.get(manner, ()), tuple(rest))
    return found


def _phrases(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


def _words(
    classes: Mapping[str, list[str]], verbs: Mapping[str, list[str]], endings: Inflect
) -> tuple[dict[str, int], dict[str, str]]:
    """Class bits of every listed word, and the lemma of every verb form."""
    words: dict[str, int] = {}
    lemmas: dict[str, str] = {}
    for name, listed in classes.items():
        for word in listed if name in _CLASSES else ():
            words[word] = words.get(word, 0) | _CLASSES[name] | KNOWN
    regular = {verb for name, listed in verbs.items() if name != "irregular" for verb in listed}
    extras = {REPORT: "reporting", STATIVE: "stative", SAYING: "saying"}
    for lemma, forms in inflections(sorted(regular), verbs.get("irregular", ()), endings):
        extra = sum(bit for bit, name in extras.items() if lemma in verbs.get(name, ()))
        for form, bit in forms:
            if not words.get(form, 0) & (AUX | BE | PREP | SUBJ):
                words[form] = words.get(form, 0) | _BITS[bit] | extra | KNOWN
                lemmas.setdefault(form, lemma)
    return words, lemmas


_BITS = {"past": PAST, "part": PART, "pres": PRES, "base": BASE, "gerund": GERUND}
