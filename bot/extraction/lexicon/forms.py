"""Forms: a lemma's inflected forms by a language's endings, and what an unknown word's ending says of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

# As in the package: PAST, PART, GERUND and ADV, which an ending alone can tell.
_GUESSED = {"past": 1 << 13, "part": 1 << 14, "gerund": 1 << 17, "adverb": 1 << 12}


@dataclass(frozen=True, slots=True)
class Inflect:
    """Endings of a language: `doubled` consonants ("stop", "stopped"), and classes an ending tells."""

    past: str = ""
    gerund: str = ""
    present: str = ""
    guesses: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        guesses = tuple(
            (ending, sum(_GUESSED[name] for name in names)) for ending, names in raw.get("guess", {}).items()
        )
        return cls(raw.get("past", ""), raw.get("gerund", ""), raw.get("present", ""), guesses)

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
    for lemma in [*told, *(verb for verb in regular if verb not in told)]:
        past, part = told.get(lemma) or (attach(lemma, endings.past),) * 2
        yield (
            lemma,
            [
                (past, "past"),
                (part, "part"),
                (present(lemma, endings.present), "pres"),
                (lemma, "base"),
                (attach(lemma, endings.gerund), "gerund"),
            ],
        )


def attach(lemma: str, ending: str) -> str:
    """ "stop" + "ed" → "stopped", "deny" + "ed" → "denied", "fire" + "ing" → "firing"."""
    if not ending:
        return lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + ending
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" and not ending.startswith("i"):
        return lemma[:-1] + "i" + ending
    return lemma + lemma[-1] * _doubles(lemma) + ending


_STRESSED_END = ("mit", "fer", "cur", "pel", "bel", "tol", "trol", "ret", "dnap", "plan")


def _doubles(lemma: str) -> bool:
    """One syllable of consonant, vowel, consonant doubles its end; so do verbs stressed there."""
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
