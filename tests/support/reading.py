"""Reading: one text through the door of extraction, in English, as the tests of what it tells need it."""

from datetime import date

from bot.extraction import extract
from bot.model.news import Draft, Mention, Reading
from bot.model.timex import Dct, DctOrigin


def read(text: str, published: str | None = "2021-04-21", *, today: str | None = None) -> Reading:
    given = Dct(date.fromisoformat(published), DctOrigin.GIVEN) if published else None
    draft = Draft(text=text, published=given, language="en")
    return extract(draft, date.fromisoformat(today) if today else None)


def mentions(text: str, published: str | None = "2021-04-21") -> list[tuple[str, str]]:
    """Every mention as (TIMEX3 value, headline)."""
    return [(mention.when.value, mention.headline) for mention in read(text, published).mentions]


def mention(text: str, published: str | None = "2021-04-21") -> Mention:
    """The only mention of a text."""
    (found,) = read(text, published).mentions
    return found
