"""Sources as they are cited: letters, titles, and when each was published and how that is known."""

import re
from collections.abc import Iterable, Mapping

from bot.model.news import Article
from bot.model.timex import Dct, DctOrigin
from bot.rendering.dates import WEEKDAYS, day_in_words
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, Part, apart, bold, join, link, text
from bot.rendering.speech import later, say

LONGEST_TITLE = 80
LONGEST_FIRST_WORDS = 60  # of a text without a title

_DATE_LINE = re.compile(r"\s*date:?\s+\d{4}-\d\d-\d\d\b", re.IGNORECASE)
_ORIGINS = {
    DctOrigin.GIVEN: later("date given with it"),
    DctOrigin.METADATA: later("date from the page"),
    DctOrigin.FEED: later("date from the feed"),
    DctOrigin.FORWARD: later("date of the original post"),
    DctOrigin.TEXT: later("date line in the text"),
    DctOrigin.DATELINE: later("dateline of the text"),
    DctOrigin.ADDRESS: later("date in its address"),
    DctOrigin.MESSAGE: later("when it was handed in"),
}


def letter(number: int) -> str:
    """The letter of the chat's n-th article: A to Z, then AA, AB…"""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def numbered(letters: str) -> int | None:
    """The number that letters stand for, whichever way they are written; None for other characters."""
    number = 0
    for char in letters.upper():
        if not "A" <= char <= "Z":
            return None
        number = number * 26 + ord(char) - ord("A") + 1
    return number if 0 < number < 2**31 else None


def cited(article: Article, *, linked: bool = True) -> Html:
    """[A], leading to the article when it has an address."""
    return link(article.address if linked else None, f"[{letter(article.number)}]")


def cited_all(numbers: Iterable[int], articles: Mapping[int, Article], most: int, *, linked: bool) -> Html:
    """[A] [B] +3: the first `most` of them, and how many more there are."""
    known = [articles[number] for number in numbers if number in articles]
    shown: list[Part] = [cited(article, linked=linked) for article in known[:most]]
    more = f"+{len(known) - most}" if len(known) > most else ""
    return join(" ", [*shown, more])


def titled(article: Article) -> Html:
    """[A] and the article's title, leading to it."""
    return link(article.address, f"[{letter(article.number)}] ", apart(title(article)))


def titled_in_bold(article: Article, *, linked: bool = True) -> Html:
    """[A] in bold and the title, leading to the article."""
    address = article.address if linked else None
    return text(bold(f"[{letter(article.number)}]"), " ", link(address, apart(title(article))))


def title(article: Article) -> str:
    """The article's title; without one, its source's name or its first line."""
    given = one_line(article.title or article.source.name or "")
    return shortened(given, LONGEST_TITLE) if given else say("“{words}”", words=_first_line(article.text))


def _first_line(text: str) -> str:
    beginning = _DATE_LINE.sub("", text[:400]).strip()
    return shortened(one_line(beginning.partition("\n")[0]), LONGEST_FIRST_WORDS)


def published(dct: Dct | None, *, weekday: bool = False) -> str:
    """ "published 21 Apr 2021 (date line in the text)"; an assumed date is said to be assumed."""
    if dct is None:
        return say("publication date unknown")
    day = day_in_words(dct.value)
    if dct.assumed:
        origin = say(_ORIGINS[dct.origin])
        return say("publication date unknown (read as of {day}, {origin})", day=day, origin=origin)
    remarks = [say(WEEKDAYS[dct.value.weekday()])] if weekday else []
    return say("published {day} ({how})", day=day, how=", ".join([*remarks, say(_ORIGINS[dct.origin])]))
