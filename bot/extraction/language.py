"""Which language a text is written in, told from its beginning."""

import re
from collections import Counter

_SAMPLE = 1000  # code points from the first letter on: plenty for certainty, and the same cost for any text
_FEW_LETTERS = 20  # below this a guess by letter groups is noise; the script decides
_NETWORK_BYTES = 4000

_OVER_AND_OVER = 3  # times that a word comes on average; in a thousand letters of prose less than twice

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S{1,64}|<[^<>]{1,200}>")

# First match in a short text wins: letters of one large language only, then the script's largest language.
_BY_SCRIPT = (
    (re.compile(r"[\u3040-\u30ff]"), "ja"),
    (re.compile(r"[\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u4e00-\u9fff]"), "zh"),
    (re.compile(r"[\u067e\u0686\u0698\u06af]"), "fa"),
    (re.compile(r"[\u0600-\u06ff]"), "ar"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[їієґЇІЄҐ]"), "uk"),
    (re.compile(r"[\u0400-\u04ff]"), "ru"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
    (re.compile(r"[\u0900-\u097f]"), "hi"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[ßäöüÄÖÜ]"), "de"),
    (re.compile(r"[ñ¿¡]"), "es"),
    (re.compile(r"[ãõ]"), "pt"),
    (re.compile(r"[ąęłśżźćń]"), "pl"),
    (re.compile(r"[ğışİ]"), "tr"),
    (re.compile(r"[çèêîûœ]"), "fr"),
)
_DEFAULT = "en"

# Letter groups mislead on a sentence or two; its small words do not.
_FEW_WORDS = 40
_SHARE = 0.3  # of all words: so many small ones outweigh letter groups that say a language not listed here
_SMALL = """\
en the of and to in on at by for with from was were is are has have had will would been its his her
en a or up he she they we their that which who said after an as it be not this
en yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january february july
de der die das und in im am den dem des ein eine einen einem wurde wurden ist sind hat haben mit nach
de von vom zu zum zur für auf bei dass nicht sich auch wird werden war als es an
fr le la les de des du et en un une dans est a été ont par pour sur avec au aux que qui ne pas ce
es el la los las de del y en un una es fue ha han por para con al que se su no lo murió
it il lo la i gli le di del della dei e in un una è ha sono stato per con al alla che si non nel da
pt o os as de do da dos das e em um uma é foi para com ao que se não no na por
nl de het een en van in op te is was zijn heeft voor door bij naar dat die niet aan werd uit
sv och i att det som en på är av för med den till har inte om ett var från
da og i at det som en på er af for med den til har ikke om et var fra blev
pl i w na z do się że nie jest przez od po dla został była było roku
"""


def _small_words() -> dict[str, frozenset[str]]:
    """Each line of the list: a language and small words of it."""
    found: dict[str, frozenset[str]] = {}
    for code, *words in map(str.split, _SMALL.splitlines()):
        found[code] = found.get(code, frozenset()).union(words)
    return found


_SMALL_WORDS = _small_words()
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?$")
_RENAMED = {"iw": "he", "fil": "tl", "nb": "no", "nn": "no"}


def language_of(text: str) -> str:
    """The language as ISO 639-1, "und" when there are no letters, English when nothing tells."""
    first = _LETTER.search(text)
    if first is None:
        return "und"
    words = _told_once(_WORD.findall(_ADDRESS.sub(" ", text[first.start() : first.start() + _SAMPLE])))
    sample = " ".join(words) or first[0]
    if sum(map(len, words)) < _FEW_LETTERS and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{4}", sample):
        return _by_script(sample)
    guess = _by_letter_groups(sample)
    if len(words) <= _FEW_WORDS:
        guess = _by_small_words(words, guess)
    return guess or _by_script(sample)


def _told_once(words: list[str]) -> list[str]:
    """Each word once, of a text that says the same over and over: the network takes such for Japanese."""
    once = list(dict.fromkeys(words))
    return once if len(once) * _OVER_AND_OVER <= len(words) else words


def language_hinted(code: str | None) -> str | None:
    """The language of a code as pages and feeds give it ("en-GB", "DE_at"), None when it is none."""
    found = _CODE.match(code or "")
    return _RENAMED.get(found[1].lower(), found[1].lower()) if found else None


def _by_small_words(words: list[str], guess: str | None) -> str | None:
    """The guess, unless the text holds more small words of another language; English where it shares them."""
    counts = Counter(code for word in words for code, small in _SMALL_WORDS.items() if word.lower() in small)
    if not counts:
        return guess
    most = max(counts.values())
    best = [code for code, count in counts.items() if count == most]
    if guess in best or (guess is not None and guess not in _SMALL_WORDS and most < _SHARE * len(words)):
        return guess
    return _DEFAULT if _DEFAULT in best else best[0] if len(best) == 1 else guess


def _by_letter_groups(sample: str) -> str | None:
    """The answer of a small network over groups of letters, None when it is unsure."""
    import gcld3  # imported late: only reading a text needs it

    found = gcld3.NNetLanguageIdentifier(0, _NETWORK_BYTES).FindLanguage(sample)
    code = _RENAMED.get(found.language, found.language)
    return code if found.is_reliable and len(code) == 2 else None


def _by_script(sample: str) -> str:
    return next((code for letters, code in _BY_SCRIPT if letters.search(sample)), _DEFAULT)
