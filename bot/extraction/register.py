"""Register: whether a text is a message from one person to another, which looks ahead, not back."""

import re

from bot.extraction.cues import Cues

_LONGEST = 500  # characters
_ONE_LINE = 90  # characters within which words of daily life will do
_TYPED, _SOME = 160, 4  # characters and words of what is typed without a capital
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def is_message(plain: str, cues: Cues, text: str = "") -> bool:
    """Short, with a word in it that is said to somebody ("you", "pls"), or all in small letters.

    Nothing that is reported is a message.
    """
    if len(plain) > _LONGEST or not cues["chatty"]:
        return False
    words = set(_WORDS.findall(plain))
    marks = cues["chatty"] | cues["arranged"] if len(plain) <= _ONE_LINE else cues["chatty"]
    typed = text.islower() and len(plain) <= _TYPED and len(words) >= _SOME
    return (typed or not words.isdisjoint(marks)) and words.isdisjoint(cues["reported"])
