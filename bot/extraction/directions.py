"""Which way a clause looks from the publication date: its tense, and words like "until" or "payable"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.extraction.cues import Cues
from bot.extraction.presents import Direction, infinitive_behind, is_present_of_several, present_before

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[.,;:!?\"()]|``|''|--|\n")
LEFT, RIGHT = 260, 160
_LED = 4  # words: "after the deadly crash on Friday"
_SHORT = 3  # letters; "red" is no verb that ends in "ed"


def direction_of(
    plain: str, start: int, end: int, sentence: tuple[int, int], cues: Cues, text: str = ""
) -> Direction:
    """The nearest cue of the clause before the expression, else the first one after it.

    `text` is the same as written, capitals and all.
    """
    before = _WORDS.findall(plain, max(sentence[0], start - LEFT), start)
    after = _WORDS.findall(plain, end, min(sentence[1], end + RIGHT))
    owns = plain.startswith(cues.genitive, end)
    if plain[start:end].isalpha() and _is_dated(before, after, cues):
        return Direction(False, before[-1])
    if not (owns and _is_agent(before, after, cues)) and (told := _led_up_to(before, after, cues)):
        return told
    if owns:
        return _behind(before, after, cues) or Direction(False, "genitive")
    told = (
        _backwards(before, cues)
        or _opening(before, after, cues)
        or (present_before(plain, text, start, before, cues) if text and cues.present_endings else None)
        or infinitive_behind(before, _WORDS.findall(text, end, min(sentence[1], end + RIGHT)), cues)
        or _onwards(after, cues)
    )
    return _lapsing(told, after, cues) if told else _behind(before, after, cues) or Direction(False)


def _behind(before: Sequence[str], after: Sequence[str], cues: Cues) -> Direction | None:
    """ "After Friday's crash": it was, unless the clause looks forward ("will be named after …")."""
    low = max(0, len(before) - _LED)
    at = next((n for n in range(len(before) - 1, low - 1, -1) if before[n] in cues["behind"]), None)
    if at is None:
        return None
    looks = _backwards(before[:at], cues) or _onwards(after, cues)
    return None if looks and looks.forward else Direction(False, before[at])


def _lapsing(told: Direction, after: Sequence[str], cues: Cues) -> Direction:
    """ "The match planned for Saturday was called off": on Sunday that is yesterday."""
    goes_on = _onwards(after, cues) if told.forward and told.told_by in cues["arranging"] else None
    return replace(told, lapsed=True) if goes_on and goes_on.told_by in cues["lapsed"] else told


def led_by_pluperfect(plain: str, start: int, sentence: tuple[int, int], cues: Cues) -> bool:
    """Whether the clause says before the expression that something "had" been done by then."""
    for word in reversed(_WORDS.findall(plain, max(sentence[0], start - LEFT), start)):
        if word in cues["pluperfect"]:
            return True
        if word in cues["boundary"]:
            return False
    return False


def _is_dated(before: Sequence[str], after: Sequence[str], cues: Cues) -> bool:
    """ "Die Mail vom Freitag", not "vom Freitag an"."""
    return bool(before) and before[-1] in cues["dating"] and cues["ranging"].isdisjoint(after[:1])


def _is_agent(before: Sequence[str], after: Sequence[str], cues: Cues) -> bool:
    """ "Hit by Friday's storm", not "by Friday's deadline"."""
    return bool(before) and before[-1] in cues["agent"] and cues["ahead"].isdisjoint(after[:3])


def _led_up_to(before: Sequence[str], after: Sequence[str], cues: Cues) -> Direction | None:
    """ "By Friday", "payable Friday", "until noon Friday": unless what is told was over by then."""
    said = " ".join(before[-3:])
    if since := next((p for p in cues["since"] if f" {said}".endswith(f" {p}")), None):
        return Direction(False, since)
    if phrase := next((p for p in cues["toward_phrases"] if said.endswith(p)), None):
        return Direction(True, phrase, near=True)
    if before and before[-1] in cues["meant"] and (not after or after[0] in cues["closing"]):
        return Direction(True, before[-1], near=True)
    for position in range(len(before) - 1, max(-1, len(before) - 5), -1):
        word = before[position]
        if word in cues["toward"]:
            over = _over(word, before, position, after, cues)
            return None if over else Direction(True, word, near=True)
        if word not in cues["between"] and not word.isdigit():
            return None
    return None


def _over(word: str, before: Sequence[str], position: int, after: Sequence[str], cues: Cues) -> bool:
    """ "Had paid by Monday"; "By Monday, they paid"."""
    if word not in cues["lasting"] and any(
        w in cues["perfect"] for w in before[max(0, position - 8) : position]
    ):
        return True
    if word in cues["lasting"] and _had_lasted(before[:position], after, cues):
        return True
    spanning = word in cues["spanning"]
    if spanning and (led := _backwards(before[:position], cues)):
        return not led.forward and led.told_by not in cues["stretched"]
    told = _onwards(after, cues) if position <= 1 or spanning else None
    return told is not None and bool(told.told_by) and not told.forward


def _had_lasted(before: Sequence[str], after: Sequence[str], cues: Cues) -> bool:
    """ "The talks lasted until Monday", "not until Monday did they"; but "were put off until Monday"."""
    if before and before[-1] in cues["not_until"]:
        return (onwards := _onwards(after, cues)) is None or not onwards.forward
    led = _backwards(before, cues)
    return led is not None and not led.forward and led.told_by in cues["went_on"]


def _backwards(before: Sequence[str], cues: Cues) -> Direction | None:
    for position in range(len(before) - 1, -1, -1):
        word = before[position]
        if not cues.may_tell(word) or (word == "(" and position == len(before) - 1):
            continue
        if word in cues["boundary"]:
            return None
        following = before[position + 1] if position + 1 < len(before) else ""
        if _is_beside(word, before[position - 1] if position else "", following, cues):
            continue
        if told := _cue(word, following, cues["future"], cues):
            if word in cues["bidding"] and not cues["infinitive"].isdisjoint(before[position + 1 :]):
                return Direction(True, word)
            return _in_its_verb(told, before[max(0, position - 3) : position], cues)
    return None


def _in_its_verb(told: Direction, led_by: Sequence[str], cues: Cues) -> Direction:
    """ "Will be paid" looks forward for all its participle; "had been expected", "did not meet" look back."""
    denied = told.told_by in cues["plain_present"] and not cues["denied"].isdisjoint(led_by)
    if told.forward and (denied or any(word in cues["pluperfect"] for word in led_by)):
        return Direction(False, told.told_by)
    ahead = next((word for word in reversed(led_by[-2:]) if word in cues["modal"]), None)
    return Direction(True, ahead) if ahead and not told.forward else told


def _opening(before: Sequence[str], after: Sequence[str], cues: Cues) -> Direction | None:
    """ "Am Freitag tagt der Rat": the present tense right behind what opens a German clause looks forward."""
    if not after or after[0] in cues["past"] | cues["no_verb"]:
        return None
    opened = next((n for n, word in enumerate(reversed(before)) if word in cues["boundary"]), len(before))
    several = cues["leading_in"].issuperset(before) and is_present_of_several(after[0], cues)
    one = opened <= 1 and after[0].endswith(cues.present_endings)
    return Direction(True, after[0]) if one or several else None


def _onwards(after: Sequence[str], cues: Cues) -> Direction | None:
    led_by = ""
    for word, following in pairwise([*after, ""]):
        before, led_by = led_by, word
        if not cues.may_tell(word) or _is_beside(word, before, following, cues):
            continue
        if word in cues["boundary"]:
            return None
        if told := _cue(word, following, cues["ahead"], cues):
            return told
    return None


def _is_beside(word: str, before: str, following: str, cues: Cues) -> bool:
    """ "The proposed merger", "registered voters", "as planned", "to meet": not the clause's own verb."""
    if before in cues["as_told"] and word.endswith(cues.past_endings):
        return True
    if before in cues["infinitive"] and word in cues["plain_present"]:
        return True
    if word in cues["also_month"] and (following[:1].isdigit() or before in cues["leads_month"]):
        return True
    if before not in cues["determiner"] or not word.endswith(cues.past_endings):
        return False
    return following.isalpha() and following not in cues["preposition"] and word not in cues["past"]


def _cue(word: str, following: str, future: frozenset[str], cues: Cues) -> Direction | None:
    """Two words tell before one does: "could not" looks back, "could" forward."""
    both = f"{word} {following}"
    if both in cues["past"]:
        return Direction(False, both)
    if both in future or word in future:
        return Direction(True, word)
    if word in cues["past"] or _ends_past(word, cues):
        return Direction(False, word)
    return None


def _ends_past(word: str, cues: Cues) -> bool:
    """ "Opened", but not "red" nor "United"."""
    return len(word) > _SHORT and word.endswith(cues.past_endings) and word not in cues["no_past"]
