"""Capitals that make a name of a time: "This Week With", "USA Today", "Orion 1980", "April Jones"."""

import re

_WORDS = re.compile(r"[^\W\d_]+")
_NOT_FIRST = r"(?<![.!?:;\"“”'‘’`\n,(])(?<![.!?:] )[ ]"
_NAME_BEFORE = re.compile(_NOT_FIRST + r"[A-Z][^\W\d_]+[ ]{1,2}$")
_OWNER_BEFORE = re.compile(_NOT_FIRST + r"[A-Z][^\W\d_]+['’]s[ ]{1,2}$")
_BEFORE = re.compile(r"([^\W\d_]+)[.]?[ ]$")
_AFTER = re.compile(r"[ ][A-Z][a-z]")
_QUOTE = re.compile(r"[\"“„`‘«](?:[A-Z][^\W\d_]+[ ]){0,3}$")
_QUOTED = re.compile(r"[.,!?]?(?:[\"”“’»]|'')")
_LINE = 60


def is_name(text: str, start: int, end: int) -> bool:
    """True for an expression in capitals where only names stand in capitals.

    A title: all its words, two at least, begin with one, and so does the word before or after it.
    Or one word or number right behind a name that does not begin its sentence.
    """
    words = _WORDS.findall(text, start, end)
    if len(words) > 1:
        return (
            all(word[0].isupper() for word in words)
            and not text[start:end].isupper()
            and _beside(text, start, end)
        )
    if words and (not words[0][0].isupper() or words[0].isupper()):
        return False
    behind = (_NAME_BEFORE, _OWNER_BEFORE) if words else (_NAME_BEFORE,)
    return any(name.search(text, max(0, start - _LINE), start) for name in behind)


def is_title_in_quotes(text: str, start: int, end: int) -> bool:
    """True at the end of a title of two words or more, alone in quotes: "This Week"."""
    words = _WORDS.findall(text, start, end)
    if _QUOTED.match(text, end) is None or not all(word[0].isupper() for word in words):
        return False
    opened = _QUOTE.search(text, max(0, start - _LINE), start)
    return opened is not None and len(words) + opened[0].count(" ") > 1


def _beside(text: str, start: int, end: int) -> bool:
    return (
        _AFTER.match(text, end) is not None
        or _NAME_BEFORE.search(text, max(0, start - _LINE), start) is not None
    )


def is_part_of_name(text: str, start: int, end: int, leading: frozenset[str]) -> bool:
    """True between words in capitals that do not lead up to a date: "Theresa May", "April Jones".

    `leading` are the words that do ("in", "the", "last"), whether or not they begin a sentence.
    """
    if not text[start].isupper() or text[start:end].isupper():
        return False
    before = _BEFORE.search(text, max(0, start - _LINE), start)
    word = before[1] if before else ""
    if word.lower() in leading:
        return False
    return word[:1].isupper() or _AFTER.match(text, end) is not None
