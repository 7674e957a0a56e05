"""Timelines to export: a small one with one of everything, and large ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model.briefing import Counts, Entry, Query
from bot.model.news import Article, EventStatus, Mention, Modality
from bot.model.timespan import day_value
from bot.model.timex import Mod
from bot.rendering.export import FORMATS, About, Sheet
from tests.rendering.story import an_article
from tests.support.builders import a_mention, a_when, an_event

AT = datetime(2021, 4, 22, 9, 30, tzinfo=UTC)
HOSTILE = "</script><script>document.title='pwned'</script><img src=https://evil.example/x onerror=alert(1)>"
ARTICLES: Mapping[int, Article] = {
    1: an_article(
        1, "Words.", "2021-04-21", title="The lamp on the quay", address="https://example.org/a?x=1&y=2"
    ),
    2: an_article(2, "Words.", None, title=f"Title {HOSTILE}", address="javascript:alert(1)"),
    3: an_article(3, "Words.", "2020-01-03", title="=1+1", address="https://example.org/c"),
}


def told(id: int, article: int, sentence: str, when: str) -> Mention:
    return a_mention(sentence, when, article=article, number=id)


def entry(number: int, value: str, headline: str, *mentions: Mention, **more: object) -> Entry:
    ids = tuple(mention.id for mention in mentions)
    event = replace(an_event(number, value, headline=headline, mentions=ids), **more)  # type: ignore[arg-type]
    return Entry(event, mentions)


SMALL: Sequence[Entry] = (
    entry(1, "19", "A century of lamps", told(1, 1, "It was a century of lamps.", "19")),
    entry(2, "2015", "The quay is built", told(2, 1, "The quay was built in 2015.", "2015")),
    entry(
        3,
        "2015-09",
        '=HYPERLINK("https://evil.example","x")',
        told(3, 3, "@SUM(1+1) was what the sign of September 2015 said.", "2015-09"),
        when=replace(a_when("2015-09"), mod=Mod.APPROX),
    ),
    entry(
        4,
        "2019/2020-01-03",
        f"The general dies {HOSTILE}",
        told(4, 1, "He was killed in 2019.", "2019"),
        told(5, 2, f"He was killed on 3 January 2020. {HOSTILE}", "2020-01-03"),
        status=EventStatus.DISPUTED,
        alternatives=(a_when("2019"), a_when("2020-01-03")),
        support=2,
    ),
    entry(
        5, "2021-04-20", "Удар под Пальмирой — ضربة", told(6, 1, "The jets struck on 20 April.", "2021-04-20")
    ),
    entry(
        6,
        "2021-W20",
        "The bridge is to open",
        told(7, 3, "The bridge is to open in the third week of May.", "2021-W20"),
        modality=Modality.PLANNED,
    ),
)


def many(count: int) -> Iterable[Entry]:
    """So many events, a day or two apart, each with a sentence of one of the articles."""
    for number in range(1, count + 1):
        day = day_value(date(1980, 1, 1) + timedelta(days=number * 3 // 2))
        said = f"The {number}th lamp was lit at the quay, and the harbour master wrote it down."
        yield entry(number, day, f"Lamp {number} is lit", told(number, 1 + 2 * (number % 2), said, day))


def about(query: Query | None = None) -> About:
    return About(-100123, query or Query(), Counts(6, 1), AT)


def exported(name: str, entries: Sequence[Entry] = SMALL, query: Query | None = None) -> tuple[bytes, Sheet]:
    """The file in a format, and the sheet it was written on."""
    make = FORMATS[name].sheet
    assert make is not None
    sheet = make(about(query))
    body = b"".join(sheet.add(entries[at : at + 100], ARTICLES) for at in range(0, len(entries), 100))
    return sheet.head() + body + sheet.tail(), sheet
