"""Which language a text is written in, told from its beginning."""

import re

_SAMPLE = 3000  # code points from the first letter on: plenty for certainty, and the same cost for any text
_FEW_LETTERS = 20  # below this a guess by letter groups is noise; the script decides
_NETWORK_BYTES = 4000

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
_RENAMED = {"iw": "he", "fil": "tl", "nb": "no", "nn": "no"}


def language_of(text: str) -> str:
    """The language as ISO 639-1, "und" when there are no letters, English when nothing tells."""
    first = _LETTER.search(text)
    if first is None:
        return "und"
    words = _WORD.findall(_ADDRESS.sub(" ", text[first.start() : first.start() + _SAMPLE]))
    sample = " ".join(words) or first[0]
    if sum(map(len, words)) < _FEW_LETTERS and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{4}", sample):
        return _by_script(sample)
    return _by_letter_groups(sample) or _by_script(sample)


def _by_letter_groups(sample: str) -> str | None:
    """The answer of a small network over groups of letters, None when it is unsure."""
    import gcld3  # imported late: only reading a text needs it

    found = gcld3.NNetLanguageIdentifier(0, _NETWORK_BYTES).FindLanguage(sample)
    code = _RENAMED.get(found.language, found.language)
    return code if found.is_reliable and len(code) == 2 else None


def _by_script(sample: str) -> str:
    return next((code for letters, code in _BY_SCRIPT if letters.search(sample)), _DEFAULT)
