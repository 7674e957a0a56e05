"""Aliases: a topic as it is typed, and the other ways in which a chat's articles say its names."""

from collections.abc import Collection, Iterable, Sequence

from bot.briefing.words import words_of

_LEGAL_FORMS = frozenset({"ag", "co", "corp", "gmbh", "inc", "llc", "ltd", "plc", "sa", "se"})
LONGEST = 5  # words of a name that is looked up

Pair = tuple[str, str]
Way = tuple[str, ...]


def known_by(aliases: Iterable[Pair]) -> set[Pair]:
    """Short and full forms as words of the index; those that the full form holds anyway are left out."""
    pairs = ((words_of(short), _called(words_of(full))) for short, full in aliases)
    return {
        (" ".join(short), " ".join(full))
        for short, full in pairs
        if short and full and not set(short) <= set(full)
    }


def _called(words: list[str]) -> list[str]:
    """A firm's name without its legal form, which most texts leave out."""
    return words[:-1] if len(words) > 2 and words[-1] in _LEGAL_FORMS else words


def phrases_of(words: Sequence[str]) -> set[str]:
    """The runs of a topic's words that may be a name with another form."""
    starts = range(len(words))
    return {" ".join(words[i:j]) for i in starts for j in range(i + 1, min(i + LONGEST, len(words)) + 1)}


def ways_to_say(words: Sequence[str], pairs: Collection[Pair]) -> list[str | tuple[Way, ...]]:
    """The topic's words in order, each name that has other forms together with these.

    >>> ways_to_say(["gm", "recall"], {("gm", "general motors")})
    [(('gm',), ('general', 'motors')), 'recall']
    """
    said: list[str | tuple[Way, ...]] = []
    at = 0
    while at < len(words):
        name, forms = _name_at(words, at, pairs)
        said.append((name, *forms) if forms else words[at])
        at += len(name) if forms else 1
    return said


def _name_at(words: Sequence[str], at: int, pairs: Collection[Pair]) -> tuple[Way, list[Way]]:
    """The longest name that begins here and the other forms it has."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        name = tuple(words[at : at + length])
        phrase = " ".join(name)
        forms = {full for short, full in pairs if short == phrase}
        forms |= {short for short, full in pairs if full == phrase}
        if forms:
            return name, sorted(tuple(form.split()) for form in forms)
    return (words[at],), []
