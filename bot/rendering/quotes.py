"""A source's sentence with the words underlined that date it, shortened around them."""

from bot.model.news import Mention
from bot.rendering.html import Html, code, text, underlined
from bot.rendering.speech import told

AROUND = 280  # characters kept on each side of the dating words
MOST_FOUND = 12  # commands, names and addresses; a sentence with more of them is a list of them


def quoted(mention: Mention, around: int = AROUND) -> Html:
    """The mention's sentence on one line, its date words underlined; "…" where something was left out."""
    sentence = mention.sentence
    start, end = _dating_words(mention)
    before, words = _tail(sentence[:start], around), _line(sentence[start:end])
    after = _head(sentence[end:], around if words else 2 * around)
    marked = text(before, underlined(words), after)
    return marked if marked.found <= MOST_FOUND else code(before + words + after)


def _dating_words(mention: Mention) -> tuple[int, int]:
    """Where in the sentence the date stands; an empty span at its start when it stands elsewhere."""
    if mention.timex is None:
        return 0, 0
    start, end = mention.timex.start - mention.start, mention.timex.end - mention.start
    return (start, end) if 0 <= start < end <= len(mention.sentence) else (0, 0)


def _line(words: str) -> str:
    return " ".join(words.split())


def _tail(words: str, longest: int) -> str:
    """The last characters, from the beginning of a word, "…" for what is left out."""
    kept = _spaced(words)
    if len(kept) <= longest:
        return kept
    cut = kept[-longest:]
    return "…" + (cut.partition(" ")[2] or cut)


def _head(words: str, longest: int) -> str:
    kept = _spaced(words)
    if len(kept) <= longest:
        return kept
    cut = kept[:longest]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _spaced(words: str) -> str:
    """White space made single, also at the ends, where other words follow."""
    inner = _line(words)
    before = " " if words[:1].isspace() and inner else ""
    return before + inner + (" " if words[-1:].isspace() else "")


def quoted_briefly(mention: Mention) -> Html:
    """The few words round the date, in quotation marks."""
    return told("“{words}”", words=quoted(mention, around=60))
