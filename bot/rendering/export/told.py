"""An event as files tell it: its date and standing in words, and each sentence with its source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model.briefing import Entry
from bot.model.news import Article, Event, Mention
from bot.rendering.citations import letter, published, title
from bot.rendering.dates import at_the_beginning
from bot.rendering.entries import date_of, standing
from bot.rendering.foreign import harmless, one_line

_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\"<>\\^`{|}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """What one source says: its letter, title and day, its address if it has one that may be opened, and the
    sentence.
    """

    letter: str
    title: str
    published: str
    address: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """One event, its words without what is hidden in them."""

    event: Event
    date: str
    headline: str
    standing: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def letters(self) -> list[str]:
        """The sources, each once."""
        return list(dict.fromkeys(citation.letter for citation in self.citations))

    @property
    def address(self) -> str | None:
        """The first source that can be opened."""
        return next((citation.address for citation in self.citations if citation.address), None)


def told_of(entry: Entry, articles: Mapping[int, Article]) -> Told:
    """The entry in the reader's language."""
    return Told(
        event=entry.event,
        date=at_the_beginning(date_of(entry.event)),
        headline=clean(entry.event.headline),
        standing=tuple(standing(entry.event, entry.mentions)),
        citations=tuple(_citations(entry, articles)),
    )


def clean(words: str) -> str:
    """Somebody else's words on one line, with nothing hidden in them."""
    return one_line(harmless(words))


def _citations(entry: Entry, articles: Mapping[int, Article]) -> Iterator[Citation]:
    seen: set[tuple[int, str]] = set()
    for mention in sorted(entry.mentions, key=lambda mention: (mention.article, mention.start)):
        article = articles.get(mention.article)
        if article is not None and (article.number, mention.sentence) not in seen:
            seen.add((article.number, mention.sentence))
            yield _citation(article, mention)


def _citation(article: Article, mention: Mention) -> Citation:
    return Citation(
        letter=letter(article.number),
        title=clean(title(article)),
        published=published(article.dct),
        address=article.address if article.address and _ADDRESS.fullmatch(article.address) else None,
        sentence=clean(mention.sentence),
    )
