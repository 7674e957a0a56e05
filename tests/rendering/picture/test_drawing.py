"""The picture as a whole: what is in it, that nothing overlaps, that it can be read as SVG and PNG."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from bot.model.briefing import Entry, Query, Timeline
from bot.model.choice import Facets
from bot.model.news import EventStatus, Modality
from bot.rendering.picture import Drawing, draw, png
from bot.rendering.picture.rows import MOST_ROWS
from tests.support.builders import a_mention, a_when, an_article, an_event

SVG = "{http://www.w3.org/2000/svg}"


def an_entry(number: int, when: str, headline: str = "It happens", **more: object) -> Entry:
    event = replace(an_event(number, when, headline=headline, mentions=(number,)), **more)  # type: ignore[arg-type]
    return Entry(event, (a_mention("It happened.", when, number=number),))


def a_timeline(*entries: Entry, topic: str = "") -> Timeline:
    article = replace(an_article(), number=1, title="Seen & <heard>")
    return Timeline(Query(topic=topic), entries, {1: article}, Facets(len(entries)))


def many(count: int) -> Timeline:
    first = date(2019, 1, 1)
    days = [str(first + timedelta(days=9 * n)) for n in range(count)]
    headline = "A headline of the length that headlines have when they are not short, and a little longer"
    return a_timeline(*(an_entry(n, day, headline) for n, day in enumerate(days, 1)))


def texts(drawing: Drawing) -> list[str]:
    root = ElementTree.fromstring(drawing.svg)
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def test_an_event_shows_its_date_its_headline_and_its_source() -> None:
    drawing = draw(a_timeline(an_entry(1, "2015-09", "Jets & <drones> arrive"), topic="Syria"))

    said = texts(drawing)
    assert said[:2] == ["Syria", "1 event · 1 source"]
    assert {"2015", "Sep 2015", "[A]", "Jets & <drones> arrive", "[A] Seen & <heard>"} <= set(said)


def test_disputes_are_hatched_for_each_date_and_plans_are_hollow() -> None:
    told = (a_when("2019"), a_when("2020-01-03"))
    disputed = an_entry(1, "2019", status=EventStatus.DISPUTED, alternatives=told)
    planned = an_entry(2, "2022-05", modality=Modality.PLANNED)

    drawing = draw(a_timeline(disputed, planned))

    assert drawing.svg.count('fill="url(#disputed)"') == 2 + 1  # and once where it is explained
    assert {"2019 or 3 Jan 2020", "disputed", "planned"} <= set(texts(drawing))


def test_what_is_not_there_is_not_explained() -> None:
    planned = an_entry(1, "2022-05", modality=Modality.PLANNED)
    disputed = an_entry(2, "2019", status=EventStatus.DISPUTED, alternatives=(a_when("2019"), a_when("2020")))

    assert "when it happened" not in texts(draw(a_timeline(planned, disputed)))


@pytest.mark.parametrize("count", [1, 3, 12, 40, 400])
def test_lines_of_text_never_overlap(count: int) -> None:
    drawing = draw(many(count))

    places = sorted({float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', drawing.svg)})
    assert all(after - before >= 28 for before, after in pairwise(places))
    assert drawing.height + drawing.width < 10_000  # more is no picture to Telegram


def test_where_there_are_too_many_the_rest_is_counted() -> None:
    drawing = draw(many(400))

    assert (drawing.shown, drawing.total) == (MOST_ROWS, 400)
    left = [int(m[1]) for words in texts(drawing) if (m := re.fullmatch(r"and (\d+) more", words))]
    assert sum(left) == 400 - MOST_ROWS


def test_those_that_most_sources_tell_keep_their_rows() -> None:
    often = an_entry(500, "2020-05-05", "Told by all", support=9)

    drawing = draw(a_timeline(*many(100).entries, often))

    assert "Told by all" in texts(drawing)


def test_arabic_is_set_from_the_right() -> None:
    drawing = draw(a_timeline(an_entry(1, "2015", "أعلنت الحكومة عن وقف إطلاق النار")))

    assert re.search(r'text-anchor="end"><tspan font-family="Noto Sans Arabic">', drawing.svg)


def test_years_before_the_calendar_has_four_digits_are_drawn_too() -> None:
    assert "AD 79" in texts(draw(a_timeline(an_entry(1, "0079"))))


@pytest.mark.parametrize("dark", [False, True])
def test_the_png_has_the_size_of_the_drawing(dark: bool) -> None:
    drawing = draw(a_timeline(an_entry(1, "2015", "日本 🚀 Москва")), dark=dark)

    image = png(drawing)

    assert image.startswith(b"\x89PNG")
    assert int.from_bytes(image[16:20], "big") == 1080 == drawing.width
    assert int.from_bytes(image[20:24], "big") == drawing.height
