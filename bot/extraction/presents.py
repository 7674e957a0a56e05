"""What the present tense and the infinitive of German tell of the direction a clause looks in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extraction.cues import Cues

_REACH = 9  # words before a comma in which the verb stands that an infinitive belongs to


@dataclass(frozen=True, slots=True)
class Direction:
    """Forward or back, and the word that told ("" when nothing did).

    `lapsed`: what was planned for a day may be over, as the clause goes on in the past.
    """

    forward: bool
    told_by: str = ""
    near: bool = False
    lapsed: bool = False


def present_before(plain: str, text: str, start: int, before: Sequence[str], cues: Cues) -> Direction | None:
    """ "Der Verein zieht am Freitag Bilanz": a verb in the present tense right before the date."""
    word = next((w for w in reversed(before[-5:]) if w not in cues["leading_in"]), "")
    if not word.endswith(cues.present_endings) or word in cues["past"] | cues["no_verb"]:
        return None
    low = max(0, start - 60)
    small = text.rfind(word, low, start) == plain.rfind(word, low, start) >= 0
    return Direction(True, word) if small else None


def is_present_of_several(word: str, cues: Cues) -> bool:
    """ "Am Freitag sinken die Werte": what opens a sentence behind its date, and is no preterite."""
    endings = tuple(cues["present_plural"])
    return bool(endings) and word.endswith(endings) and not word.endswith(tuple(cues["preterite_plural"]))


def infinitive_behind(before: Sequence[str], after: Sequence[str], cues: Cues) -> Direction | None:
    """ "Er versprach, am Freitag zu kommen" looks forward; "am Freitag gelogen zu haben" looks back.

    `after` are the words as written: "zu Schüssen" is no infinitive.
    """
    if not cues["infinitive_mark"]:
        return None
    for place, word in enumerate(after):
        if word in cues["boundary"] | cues["past"] or word == ".":
            return None
        if word in cues["infinitive_mark"] and place + 1 < len(after):
            return _of_infinitive(after[place + 1], before, cues)
        if _holds_mark(word, cues):
            return _of_infinitive(word, before, cues)
    return None


def _holds_mark(word: str, cues: Cues) -> bool:
    """ "Zurückzutreten": the mark stands inside the verb."""
    led = next((prefix for prefix in cues["split_prefixes"] if word.startswith(prefix + "zu")), None)
    return led is not None and word.endswith("n") and len(word) > len(led) + 4


def _of_infinitive(verb: str, before: Sequence[str], cues: Cues) -> Direction | None:
    if not (verb.islower() and verb.endswith("n")):
        return None
    if verb in cues["perfect_infinitive"] or not cues["managed"].isdisjoint(before[-_REACH:]):
        return Direction(False, verb)
    return Direction(True, verb)
