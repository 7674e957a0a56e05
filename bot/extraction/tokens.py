"""Tokens: the words and signs of a sentence, each with its classes, cut once and read by every later step."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.extraction.lexicon import CAPITAL, SMALL, SUBJ, Lexicon, lexicon_of
from bot.model.timex import Timex

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[A-Z]\.(?= [A-Z])"  # U.S., Franklin D. Roosevelt
    r"|['’](?:s|re|ve|ll|d|m)\b"
    r"|\d+(?:[.,:]\d+)*(?:%|[^\W\d_]+)?(?:-[^\W\d_]+(?:-[^\W_]+)*)?"  # 4,000  10-year
    r"|[^\W_]+(?:(?:[-&.](?=[^\W_])|['’](?!(?:s|re|ve|ll|d|m)\b))[^\W_]+)*"
    r"|[^\w\s]|_"
)


class Token(NamedTuple):
    """One word or sign: where it stands in the article, as written, in lower case, its word classes."""

    start: int
    end: int
    text: str
    lower: str
    bits: int


def tokenize(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of `text[start:end]`, with offsets in `text`."""
    tokens: list[Token] = []
    language = lexicon.language
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        lower, known = _classes(word, language)
        if lower == "'s" and tokens and tokens[-1].bits & SUBJ:
            lower, known = _classes("is", language)  # "he's", "it's"
        if known & CAPITAL and _is_name(tokens, word, lexicon):
            known &= ~SMALL
        tokens.append(Token(*match.span(), word, lower, known))
    return tokens


@lru_cache(maxsize=20_000)
def _classes(word: str, language: str) -> tuple[str, int]:
    """A word in lower case, and its classes wherever it stands."""
    lower = word.lower()
    capital = CAPITAL if lower != word else 0
    lower = lower.replace("’", "'")
    return lower, lexicon_of(language).bits(lower) | capital


def _is_name(before: Sequence[Token], word: str, lexicon: Lexicon) -> bool:
    """A small word with a capital in mid sentence that can be a name: "US", "Karl Most", "Will"."""
    if not before or not before[-1].text[0].isalnum():
        return len(word) > 1 and word.isupper()
    return (len(word) > 1 and word.isupper()) or word.lower() in lexicon.name_words


def mark(tokens: Sequence[Token], timexes: Sequence[Timex], first: int = 0) -> list[int]:
    """For every token the number of the timex it stands in, counted from `first`; -1 for none."""
    marks = [-1] * len(tokens)
    if not timexes:
        return marks
    starts = [token.start for token in tokens]
    for number, timex in enumerate(timexes, first):
        index = max(bisect_left(starts, timex.start), 0)
        while index < len(tokens) and tokens[index].start < timex.end:
            marks[index] = number
            index += 1
    return marks
