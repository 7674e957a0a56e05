"""The words by which things are found: the same for what is stored and for what is asked."""

import re
import unicodedata

# Letters that no decomposition brings to their plain form, as people type them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"}
)
_MARKED_SCRIPTS = "\u0900"  # below it marks are accents that people leave out; from it on, letters
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"'s?\b")
# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
_INDIC = "\u0900-\u0963\u0970-\u0dff"  # their vowel signs are marks, and part of the word
_RUN = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_INDIC}])+")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]+")

# Too common to tell anything, and no name in any language that is read: "us", "it", "un" and "may" stay.
_EVERYWHERE = """
    a an and as at be been by did do does for from had has have in into is of on or out than that the their
    then there these they this those to was were what when where which with will would about
    der das dem und von le les des du et el los del
"""
_STOP = frozenset(_EVERYWHERE.split())


def words_of(text: str) -> list[str]:
    """The words of a text in order: casefolded, without accents and punctuation, letters and digits only.

    Where a script has no spaces, its characters and their neighbouring pairs stand for words.

    >>> words_of("Russia’s U.N. envoy, Müller-Łukasz, O'Brien")
    ['russia', 'un', 'envoy', 'muller', 'lukasz', 'obrien']
    >>> words_of("北京 2008")
    ['北', '京', '北京', '2008']
    """
    plain = _plain(text)
    runs: list[str] = _RUN.findall(plain)
    return runs if plain.isascii() else [word for run in runs for word in _split(run)]


def topic_words(topic: str) -> list[str]:
    """The words of a topic that must all be present; those that are everywhere are left out.

    >>> topic_words("the war in Syria")
    ['war', 'syria']
    >>> topic_words("What is to be")
    ['what', 'is', 'to', 'be']
    """
    words = words_of(topic)
    return [word for word in words if word not in _STOP] or words


def _plain(text: str) -> str:
    folded = text.lower() if text.isascii() else _folded(text)
    bare = _POSSESSIVE.sub("", _INITIALS.sub(lambda m: m[0].replace(".", ""), folded))
    return bare if bare.isascii() else unicodedata.normalize("NFC", "".join(_unaccented(bare)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)


def _unaccented(text: str) -> list[str]:
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        mark = unicodedata.category(char) in ("Mn", "Cf")
        if not (mark and (not kept or kept[-1] < _MARKED_SCRIPTS)):
            kept.append(char)
    return kept


def _split(run: str) -> list[str]:
    if not _UNSPACED_RUN.fullmatch(run):
        return [run]
    pairs = (run[i : i + 2] for i in range(len(run) - 1))
    return [*run, *pairs]
