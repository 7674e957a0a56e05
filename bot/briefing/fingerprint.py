"""The fingerprint of a text: of its words alone, so that wire copies of one text share it."""

import hashlib
import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.{0,500}?-->", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")


def fingerprint(text: str) -> str:
    """64 hexadecimal digits that stay the same whatever the case, spacing, punctuation and markup.

    A text without a single letter or digit is told by its characters.
    """
    words = " ".join(plain_words(text))
    return hashlib.sha256((words or text.strip()).encode("utf-8", "surrogatepass")).hexdigest()


def plain_words(text: str) -> list[str]:
    """The words of a text, casefolded, without markup and characters that nobody sees.

    >>> plain_words("<b>Russia’s</b> air\\u00adstrike &amp; after")
    ['russia', 's', 'airstrike', 'after']
    """
    bare = html.unescape(_TAG.sub(" ", text) if "<" in text else text)
    if bare.isascii():
        return _WORD.findall(bare.lower())
    seen = unicodedata.normalize("NFKC", bare).translate(_SEEN)
    return _WORD.findall(unicodedata.normalize("NFKC", seen.casefold()))


class _Seen(dict[int, str]):
    """Each character as it is seen: those that nobody sees are nothing."""

    def __missing__(self, number: int) -> str:
        char = chr(number)
        self[number] = "" if unicodedata.category(char) == "Cf" else char
        return self[number]


_SEEN = _Seen()
