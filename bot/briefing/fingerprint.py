"""The fingerprint of a text: of its words alone, so that wire copies of one text share it."""

import hashlib
import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.{0,500}?-->", re.DOTALL)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
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
    bare = html.unescape(_TAG.sub(" ", text))
    seen = _BEYOND_ASCII.sub(_if_seen, unicodedata.normalize("NFKC", bare))
    return _WORD.findall(unicodedata.normalize("NFKC", seen.casefold()))


def _if_seen(char: re.Match[str]) -> str:
    return "" if unicodedata.category(char[0]) == "Cf" else char[0]
