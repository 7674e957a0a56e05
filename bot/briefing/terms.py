"""Terms: the words by which an event is found. What is merely named beside it does not find it."""

from collections.abc import Iterator, Mapping

from bot.briefing.words import words_of
from bot.model.news import Event, Mention

# Languages that write every noun with a capital, so that a capital does not tell a name.
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})


def search_terms(event: Event, mentions: Mapping[int, Mention], languages: Mapping[int, str]) -> str:
    """The words of the event's headlines, of who takes part, where, and of what else its clauses say.

    Of a clause the names are left out: those that take part stand among the others. `languages` is by
    the number of the article.
    """
    texts = [event.headline]
    for mention in (mentions[id] for id in event.mentions if id in mentions):
        texts += [mention.headline, *mention.participants, *mention.places]
        texts += _said(mention, languages.get(mention.article, ""))
    return " ".join(dict.fromkeys(word for text in texts for word in words_of(text)))


def _said(mention: Mention, language: str) -> Iterator[str]:
    start, end = (place - mention.start for place in mention.clause)
    for word in mention.sentence[start:end].split():
        if word == word.lower() or language in _NOUNS_IN_CAPITALS:
            yield word
