"""Forms: a lemma's inflected forms by a language's endings, and what an unknown word's ending says of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

# As in the package: PAST, PART, GERUND and ADV, which an ending alone can tell.
_GUESSED = {"past": 1 << 13, "part": 1 << 14, "gerund": 1 << 17, "adverb": 1 << 12}


@dataclass(frozen=True, slots=True)
class Inflect:
    """Endings of a language, and the classes that an ending tells.

    Where infinitives end in `stem` it goes before other endings, and participles take the `prefix` unless
    the verb begins or ends with one of `unprefixed` ("-ieren", "ver-").
    """

    past: str = ""
    gerund: str = ""
    present: str = ""
    stem: str = ""
    prefix: str = ""
    unprefixed: tuple[str, ...] = ()
    guesses: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        guesses = tuple(
            (ending, sum(_GUESSED[name] for name in names)) for ending, names in raw.get("guess", {}).items()
        )
        plain = {name: raw.get(name, "") for name in ("past", "gerund", "present", "stem", "prefix")}
        return cls(**plain, unprefixed=tuple(raw.get("unprefixed", ())), guesses=guesses)

    def guess(self, word: str, exceptions: frozenset[str]) -> int:
        """Class bits that the ending of an unknown word tells."""
        for ending, bits in self.guesses:
            if word.endswith(ending) and len(word) > len(ending) + 2 and word not in exceptions:
                return bits
        return 0


def inflections(
    regular: Iterable[str], irregular: Iterable[str], endings: Inflect
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every verb with its (form, class) pairs; an irregular line is "base past participle"."""
    told = {base: (past, part) for base, past, part in (line.split() for line in irregular)}
    make = _stemmed if endings.stem else _attached
    for lemma in [*told, *(verb for verb in regular if verb not in told)]:
        yield lemma, make(lemma, told.get(lemma), endings)


Forms = list[tuple[str, str]]


def _attached(lemma: str, told: tuple[str, str] | None, endings: Inflect) -> Forms:
    """English: what is added to the lemma."""
    past, part = told or (attach(lemma, endings.past),) * 2
    doubled = lemma + "l" + endings.past  # "cancelled" beside "canceled"
    british = [(doubled, "past"), (doubled, "part")] if not told and _ends_in_l(lemma) else []
    return [
        *british,
        (past, "past"),
        (part, "part"),
        (present(lemma, endings.present), "pres"),
        (lemma, "base"),
        (attach(lemma, endings.gerund), "gerund"),
    ]


def _stemmed(lemma: str, told: tuple[str, str] | None, endings: Inflect) -> Forms:
    """German: what is added to the stem, "verletzen" → "verletzte", "verletzten", "verletzt"."""
    stem = lemma.removesuffix(endings.stem) if lemma.endswith(endings.stem) else lemma.removesuffix("n")
    link = "e" if stem.endswith(("t", "d", "tm", "fn", "dn")) else ""
    bare = any(lemma.startswith(each.rstrip("-")) for each in endings.unprefixed if each.endswith("-"))
    bare = bare or any(
        lemma.endswith(each.lstrip("-")) for each in endings.unprefixed if each.startswith("-")
    )
    weak = stem + link + endings.past
    past, part = told or (weak, ("" if bare else endings.prefix) + stem + link + endings.present)
    plural = past + ("n" if past.endswith("e") else "en")
    return [
        (past, "past"),
        (plural, "past"),
        (part, "part"),
        (stem + link + endings.present, "pres"),
        (lemma, "base"),
    ]


def attach(lemma: str, ending: str) -> str:
    """ "stop" + "ed" → "stopped", "deny" + "ed" → "denied", "fire" + "ing" → "firing"."""
    if not ending:
        return lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + ending
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" and not ending.startswith("i"):
        return lemma[:-1] + "i" + ending
    return lemma + lemma[-1] * _doubles(lemma) + ending


def _ends_in_l(lemma: str) -> bool:
    return lemma.endswith(("el", "al", "ol"))


_STRESSED_END = ("mit", "fer", "cur", "pel", "bel", "tol", "trol", "ret", "dnap", "plan", "qit")


def _doubles(lemma: str) -> bool:
    """One syllable of consonant, vowel, consonant doubles its end; so do verbs stressed there."""
    lemma = lemma.replace("qu", "q")  # "acquit": the u is no vowel
    if len(lemma) < 3 or lemma[-1] in "aeiouwxy" or lemma[-2] not in "aeiou" or lemma[-3] in "aeiou":
        return False
    syllables = sum(a in "aeiouy" and b not in "aeiouy" for a, b in zip(lemma, lemma[1:] + "#", strict=True))
    return syllables == 1 or lemma.endswith(_STRESSED_END)


def present(lemma: str, ending: str) -> str:
    """ "kill" → "kills", "deny" → "denies", "pass" → "passes"."""
    if not ending:
        return lemma
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else ending)


def plural(noun: str, ending: str) -> Sequence[str]:
    """A noun and its plural."""
    return (noun, present(noun, ending)) if ending else (noun,)
