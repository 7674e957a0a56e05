"""Terms: the words by which an event is found. What is merely named beside it does not find it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bot.briefing.words import words_of
from bot.model.news import Event, Mention

# Languages that write every noun with a capital, so that a capital does not tell a name.
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})

PREFIX = 3  # a word of that many characters or more is found as the beginning of a longer one
LONGEST = 64  # characters of a word that count


def search_terms(event: Event, mentions: Mapping[int, Mention], languages: Mapping[int, str]) -> str:
    """The words of the event's headlines, of who takes part, where, and of what else its clauses say.

    Of a clause the names are left out: those that take part stand among the others. `languages` is by
    the number of the article.
    """
    words = dict.fromkeys(words_of(event.headline))
    for mention in (mentions[id] for id in event.mentions if id in mentions):
        words |= _words(mention, languages.get(mention.article, ""))
    return " ".join(words)


@lru_cache(maxsize=2_000)
def _words(mention: Mention, language: str) -> Mapping[str, None]:
    """What a mention adds, in order; its event is told anew with each one more."""
    texts = [mention.headline, *mention.participants, *mention.places, *_said(mention, language)]
    return dict.fromkeys(word for text in texts for word in words_of(text))


def _said(mention: Mention, language: str) -> Iterator[str]:
    start, end = (place - mention.start for place in mention.clause)
    for word in mention.sentence[start:end].split():
        if word == word.lower() or language in _NOUNS_IN_CAPITALS:
            yield word


def tells(terms: str, tokens: Sequence[str | Sequence[Sequence[str]]]) -> bool:
    """Whether an event of these terms is found by a topic: the same answer as the database's index gives.

    Every token must be there; of one that can be said in several ways, all words of one way.

    >>> tells("rebel took the town of saraqib", ["rebels"]), tells("rebels took it", ["rebel", "took"])
    (False, True)
    """
    words = {word[:LONGEST] for word in terms.split()}
    return all(any(_has(words, way) for way in _ways(token)) for token in tokens)


def _ways(token: str | Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    return ((token,),) if isinstance(token, str) else token


def _has(words: set[str], way: Sequence[str]) -> bool:
    return bool(way) and all(_stands(words, word[:LONGEST]) for word in way)


def _stands(words: set[str], word: str) -> bool:
    if word in words:
        return True
    return len(word) >= PREFIX and any(other.startswith(word) for other in words)
