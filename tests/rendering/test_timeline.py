"""The timeline as it is read in a chat."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from bot.model.briefing import Entry, Query, Timeline
from bot.model.choice import Facets
from bot.model.news import Event, Modality
from bot.model.timespan import When
from bot.model.timex import Mod
from bot.rendering.timeline import PAGE, render_timeline
from tests.rendering.story import ARTICLES, KILLED, MENTIONS, STRIKE, VISIT, an_article, an_event, disputed
from tests.support.builders import a_mention, a_when
from tests.support.telegram_text import shown

VISITED = an_event(2, VISIT, "2015-07", 5, 3, support=2)
KILLED_IN = an_event(3, KILLED, "2020-01-03", 4, 2, support=2)
STRUCK = disputed(an_event(4, STRIKE, "2021-04-20", 1, 6, support=2), "2021-04-19", "2021-04-20")


def a_timeline(*events: Event, **more: object) -> Timeline:
    entries = tuple(Entry(event, tuple(MENTIONS[id] for id in event.mentions)) for event in events)
    facts = {"facets": Facets(len(events)), "first": 1, "last": 2} | more
    return Timeline(query=Query(), entries=entries, articles=ARTICLES, **facts)  # type: ignore[arg-type]


def test_a_timeline_reads_by_year_with_sources_and_disputes() -> None:
    found = replace(
        a_timeline(VISITED, KILLED_IN, STRUCK, facets=Facets(3, 1)),
        query=Query("Syria", date(2015, 1, 1), date(2022, 1, 1)),
    )

    reply = render_timeline(found, view=1, zone="UTC")

    s, w, m = (f'<a href="{ARTICLES[number].address}">[{"ABC"[number - 1]}]</a>' for number in (1, 2, 3))
    assert reply.html.markup == (
        "<b>Syria, 2015 to 2021</b> · 3 events · 1 disputed\n"
        "\n"
        "<b>2015</b>\n"
        f"<b>Jul</b> · Soleimani visits Moscow. {s} {m} /e2\n"
        "\n"
        "<b>2020</b>\n"
        f"<b>3 Jan</b> · Soleimani is assassinated. {s} {w} /e3\n"
        "\n"
        "<b>2021</b>\n"
        f"<b>19 or 20 Apr</b>, disputed · Russian airstrike in Syria. {s} [D] /e4\n"
        "\n"
        "<i>All times UTC. Oldest first.</i>"
    )
    assert reply.buttons == ()
    shown(reply.html)


@pytest.mark.parametrize(
    ("modality", "word"),
    [(Modality.PLANNED, "planned"), (Modality.DENIED, "denied"), (Modality.SUPPOSED, "supposed")],
)
def test_what_is_not_certain_is_said_in_words(modality: Modality, word: str) -> None:
    event = an_event(1, "Parliament votes on the budget", "2021-05-12", 1, modality=modality)

    text = shown(render_timeline(a_timeline(event), 1, "UTC").html)

    assert f"12 May, {word} · Parliament votes on the budget." in text


def test_an_event_dated_by_its_publication_says_that_it_was_reported() -> None:
    mention = replace(a_mention("Prices rise.", "2021-04-21", number=1), timex=None, reported=True)
    event = an_event(1, "Prices rise", "2021-04-21", 1)
    found = replace(a_timeline(), entries=(Entry(event, (mention,)),), facets=Facets(1))

    assert "21 Apr, reported · Prices rise. [A] /e1" in shown(render_timeline(found, 1, "UTC").html)


def test_a_modifier_is_kept() -> None:
    event = an_event(1, VISIT, When("2015-09", a_when("2015-09").span, Mod.BEFORE), 3)

    assert "before Sep · Soleimani visits Moscow." in shown(render_timeline(a_timeline(event), 1, "UTC").html)


def test_an_empty_timeline_says_how_to_begin() -> None:
    assert shown(render_timeline(a_timeline(), 1, "UTC").html) == (
        "The timeline is empty.\n"
        "Paste or forward an article, and I will put the dated events in it here. /help says more."
    )


def test_a_topic_without_events_says_what_to_try() -> None:
    found = replace(a_timeline(), query=Query("Atlantis <b>"))

    assert shown(render_timeline(found, 1, "UTC").html) == (
        "I have no event for Atlantis <b>.\n"
        "Try fewer words or a wider range, or /timeline alone for everything."
    )


@pytest.mark.parametrize(
    ("preceding", "labels", "presses"),
    [
        (0, ["1 of 3", "Newer ›"], ["page:1:3", "newer:9:20"]),
        (PAGE, ["‹ Older", "2 of 3", "Newer ›"], ["older:9:10", "page:2:3", "newer:9:20"]),
        (2 * PAGE, ["‹ Older", "3 of 3"], ["older:9:10", "page:3:3"]),
    ],
)
def test_buttons_lead_to_the_pages_there_are(preceding: int, labels: list[str], presses: list[str]) -> None:
    shown_now = min(PAGE, 3 * PAGE - preceding)
    found = a_timeline(
        *[VISITED] * shown_now,
        facets=Facets(3 * PAGE),
        preceding=preceding,
        first=10,
        last=20,
        on=preceding < 2 * PAGE,
    )

    (row,) = render_timeline(found, 9, "UTC").buttons

    assert [button.label for button in row] == labels
    assert [button.press.data for button in row] == presses


@pytest.mark.parametrize(
    ("preceding", "labels"),
    [
        (0, ["page 1", "Newer ›"]),
        (10 * PAGE, ["‹ Older", "page 11", "Newer ›"]),
        (1000, ["‹ Older", "Newer ›"]),  # it was counted no further
    ],
)
def test_of_very_many_it_says_more_than_how_many(preceding: int, labels: list[str]) -> None:
    some = Facets(1000, disputed=3, planned=2, sources=2, more=True)
    found = a_timeline(VISITED, facets=some, preceding=preceding, on=True)

    reply = render_timeline(found, 9, "UTC", choosing=True)

    assert shown(reply.html).startswith("Timeline · more than 1,000 events\n")
    paging, choosing, _ = ([button.label for button in row] for row in reply.buttons)
    assert paging == labels
    assert choosing == ["Disputed", "Planned", "Source…"]


def test_the_fullest_page_still_fits_into_a_message() -> None:
    ids = count(1)
    address = "https://example.org/" + "путь" * 200
    articles = {n: an_article(n, "x", "2021-04-21", address=address) for n in range(1, 500)}
    entries = []
    for place in range(PAGE):
        mentions = [a_mention("x", "2021", number=next(ids), article=next(ids)) for _ in range(20)]
        event = an_event(2**31 + place, "@a b.c " * 100, f"{1990 + place}", *(m.id for m in mentions))
        entries.append(Entry(event, tuple(mentions)))
    found = Timeline(Query("t" * 5_000), tuple(entries), articles, Facets(PAGE))

    shown(render_timeline(found, 1, "America/Argentina/Buenos_Aires").html)
