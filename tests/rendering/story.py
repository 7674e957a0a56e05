"""The first example as a chat holds it: four short articles, and the events they tell."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.model.news import (
    Action,
    Actor,
    Article,
    ArticleMove,
    ArticleState,
    Change,
    Event,
    EventStatus,
    Mention,
    Revision,
    Source,
    SourceKind,
)
from bot.model.timespan import When
from bot.model.timex import Dct, DctOrigin, Timex, TimexType
from tests.support.builders import a_when

MORNING = datetime(2021, 4, 21, 9, 2, tzinfo=UTC)
PASTE = Source(SourceKind.PASTE)
MIRA, TOMAS = Actor(7, "Mira"), Actor(8, "Tomas")


def an_article(
    number: int,
    text: str,
    published: str | None,
    *,
    title: str | None = None,
    address: str | None = None,
    origin: DctOrigin = DctOrigin.TEXT,
    source: Source = PASTE,
) -> Article:
    return Article(
        number=number,
        name=str(number),
        text=text,
        fingerprint=f"print {number}",
        language="en",
        source=source,
        added_at=MORNING,
        title=title,
        address=address,
        dct=None if published is None else Dct(date.fromisoformat(published), origin),
    )


S = an_article(
    1,
    "The jets struck on April 20. Iran's general, killed in 2019, had visited Moscow in 2015.",
    "2021-04-21",
    title="Russian airstrike in Syria",
    address="https://example.org/s",
)
W = an_article(
    2,
    "The general was killed early on Friday outside the airport.",
    "2020-01-03",
    title="General killed in Baghdad",
    address="https://example.org/w",
    origin=DctOrigin.METADATA,
)
M = an_article(
    3,
    "He had come to Moscow in July with a map.",
    "2015-10-06",
    title="The map",
    origin=DctOrigin.FORWARD,
    source=Source(SourceKind.FORWARD, "Example Channel", "https://t.me/examplechannel"),
    address="https://t.me/examplechannel/812",
)
D = an_article(
    4,
    "The strike was carried out on Monday, the ministry said.",
    "2021-04-22",
    title="Desk update",
    origin=DctOrigin.MESSAGE,
)
ARTICLES: Mapping[int, Article] = {article.number: article for article in (S, W, M, D)}


def told(
    id: int,
    article: Article,
    words: str,
    value: str,
    headline: str,
    *,
    reason: str,
    anchor: str | None = None,
) -> Mention:
    """What the sentence of the article with these date words tells."""
    at = article.text.index(words)
    start = article.text.rfind(". ", 0, at) + 2 if ". " in article.text[:at] else 0
    end = article.text.index(".", at) + 1
    timex = Timex(
        TimexType.DATE, value, words, at, at + len(words), "some-rule", reason=reason, anchor=anchor,
        anchor_origin="dct" if anchor else None,
    )  # fmt: skip
    return Mention(
        headline=headline,
        sentence=article.text[start:end],
        start=start,
        end=end,
        clause=(start, end),
        when=a_when(value),
        timex=timex,
        article=article.number,
        id=id,
    )


STRIKE, KILLED, VISIT = "Russian airstrike in Syria", "Soleimani is assassinated", "Soleimani visits Moscow"

STRIKE_S = told(
    1, S, "on April 20", "2021-04-20", STRIKE,
    reason="day and month given, year from the publication date", anchor="2021-04-21",
)  # fmt: skip
KILLED_S = told(2, S, "in 2019", "2019", KILLED, reason="the year is given")
VISIT_S = told(3, S, "in 2015", "2015", VISIT, reason="the year is given")
KILLED_W = told(
    4, W, "early on Friday", "2020-01-03", KILLED,
    reason="the Friday nearest to publication, which is that day", anchor="2020-01-03",
)  # fmt: skip
VISIT_M = told(
    5, M, "in July", "2015-07", VISIT, reason="the last July before publication", anchor="2015-10-06"
)
STRIKE_D = told(
    6, D, "on Monday", "2021-04-19", STRIKE, reason="the last Monday before publication", anchor="2021-04-22"
)
MENTIONS: Mapping[int, Mention] = {
    mention.id: mention for mention in (STRIKE_S, KILLED_S, VISIT_S, KILLED_W, VISIT_M, STRIKE_D)
}


def an_event(number: int, headline: str, when: str | When, *mentions: int, **more: object) -> Event:
    when = a_when(when) if isinstance(when, str) else when
    return Event(number, headline, when, mentions, **more)  # type: ignore[arg-type]


def disputed(event: Event, *values: str) -> Event:
    whens = tuple(a_when(value) for value in values)
    span = a_when(f"{values[0]}/{values[-1]}")
    return an_event(
        event.number, event.headline, span, *event.mentions,
        status=EventStatus.DISPUTED, alternatives=whens, support=event.support,
    )  # fmt: skip


def added(number: int, article: Article, at: datetime, actor: Actor, event: Event, **more: Event) -> Change:
    """A change by which an article came in and made the event what it is, `before` what it was."""
    return Change(
        number,
        Action.ADD,
        actor,
        at,
        revisions=(Revision(event.number, more.get("before"), event),),
        articles=(ArticleMove(article.number, None, ArticleState.LIVE),),
    )
