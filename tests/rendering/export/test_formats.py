"""Timelines in the formats of other programs, read back by a reader of each."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.model.briefing import Query
from bot.rendering.export import FORMATS
from bot.rendering.export.markdown import escaped
from bot.rendering.export.table import COLUMNS
from bot.rendering.speech import speaking
from tests.rendering.export.sheets import SMALL, about, entry, exported, many, told

SHEETS = [name for name, format in FORMATS.items() if format.sheet]


def calendar(file: bytes) -> list[Any]:
    parsed: Any = Calendar.from_ical(file)
    return list(parsed.walk("VEVENT"))


def table(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_says_how_much_it_holds_and_what_it_left_out(name: str) -> None:
    _, sheet = exported(name)

    assert sheet.events + sum(sheet.left_out.values()) == len(SMALL)
    assert sheet.holds == f"{sheet.events} events, 1 in dispute"
    if name == "ics":
        assert sheet.lacks == ["1 event left out: a calendar has no use for an entry of a hundred years."]
    else:
        assert sheet.lacks == []


@pytest.mark.parametrize("name", SHEETS)
def test_an_empty_sheet_is_a_whole_file(name: str) -> None:
    file, sheet = exported(name, ())

    assert sheet.holds == "0 events"
    if name == "ics":
        assert calendar(file) == []
    if name == "csv":
        assert table(file) == []
    if name == "timelinejs":
        assert json.loads(file)["events"] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_file_is_the_same_however_its_entries_are_paged(name: str) -> None:
    make, entries = FORMATS[name].sheet, list(many(30))
    assert make
    one, other = make(about()), make(about())
    from tests.rendering.export.sheets import ARTICLES

    whole = one.add(entries, ARTICLES)
    paged = b"".join(other.add([each], ARTICLES) for each in entries)

    assert (one.head(), whole, one.tail()) == (other.head(), paged, other.tail())


def test_a_calendar_has_whole_days_at_the_true_length() -> None:
    file, _ = exported("ics")

    year, month, torn, day, week = calendar(file)
    spans = [(e["DTSTART"].dt, e["DTEND"].dt) for e in (year, month, torn, day, week)]
    assert spans == [
        (date(2015, 1, 1), date(2016, 1, 1)),
        (date(2015, 9, 1), date(2015, 10, 1)),
        (date(2019, 1, 1), date(2020, 1, 4)),
        (date(2021, 4, 20), date(2021, 4, 21)),
        (date(2021, 5, 17), date(2021, 5, 24)),
    ]
    assert file.count(b"DTSTART;VALUE=DATE:") == 5
    assert [str(e["STATUS"]) for e in calendar(file)] == [
        "CONFIRMED", "CONFIRMED", "TENTATIVE", "CONFIRMED", "CONFIRMED"
    ]  # fmt: skip
    assert str(week["SUMMARY"]) == "The bridge is to open, planned"
    assert {str(e["TRANSP"]) for e in calendar(file)} == {"TRANSPARENT"}


def test_a_calendar_tells_the_sentences_and_their_sources() -> None:
    _, month, torn, *_ = calendar(exported("ics")[0])

    assert str(month["DESCRIPTION"]).startswith("Date: About Sep 2015\n\n“@SUM(1+1) was what")
    assert "“He was killed in 2019.”\n[A] The lamp on the quay, published 21 Apr 2021" in str(
        torn["DESCRIPTION"]
    )
    assert str(torn["DESCRIPTION"]).startswith("Date: 2019 or 3 Jan 2020, disputed")
    assert str(torn["URL"]) == "https://example.org/a?x=1&y=2"
    assert "javascript:" not in str(torn["DESCRIPTION"])


def test_a_calendar_can_be_taken_in_again_without_doubling() -> None:
    first, again = (calendar(exported("ics")[0]) for _ in range(2))

    uids = [str(event["UID"]) for event in first]
    assert uids == [str(event["UID"]) for event in again]
    assert len(set(uids)) == 5
    assert "100123" not in "".join(uids)


def test_lines_of_a_calendar_are_short_and_end_as_they_must() -> None:
    file, _ = exported("ics")

    assert file.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert b"\n" not in file.replace(b"\r\n", b"")


def test_the_year_before_the_first_is_in_no_calendar() -> None:
    file, sheet = exported("ics", [entry(1, "000", "Long ago", told(1, 1, "Long ago.", "000"))])

    assert calendar(file) == []
    assert sheet.lacks == ["1 event left out: no calendar begins before the year 1."]


def test_a_table_has_a_row_an_event() -> None:
    file, _ = exported("csv")

    rows = table(file)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(SMALL)
    assert rows[3] | {"headline": "", "titles": "", "sentences": ""} == {
        "event": "e4",
        "date": "2019 or 3 Jan 2020",
        "value": "2019/2020-01-03",
        "modifier": "",
        "first_day": "2019-01-01",
        "last_day": "2020-01-03",
        "grain": "range",
        "headline": "",
        "status": "disputed",
        "alternatives": "2019 | 2020-01-03",
        "modality": "happened",
        "kind": "",
        "sources": "A B",
        "titles": "",
        "addresses": "https://example.org/a?x=1&y=2",
        "sentences": "",
    }


def test_a_table_is_marked_as_utf_8_for_spreadsheets() -> None:
    file, _ = exported("csv")

    assert file.startswith(b"\xef\xbb\xbfevent,")
    assert "Удар под Пальмирой — ضربة" in file.decode("utf-8-sig")


@given(
    st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\u3000=", "\n@"]),
    st.text(),
)
def test_no_cell_is_a_formula(begins: str, rest: str) -> None:
    file, _ = exported("csv", [entry(1, "2015", begins + rest, told(1, 1, begins + rest, "2015"))])

    for row in table(file):
        for cell in row.values():
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell), cell
            assert not cell.startswith(("\t", "\r", "\n"))


def test_markdown_shows_words_and_makes_nothing_of_them() -> None:
    file, _ = exported("md")
    text = file.decode()

    assert text.startswith("# Timeline\n\n6 events, 1 in dispute\\.\n\n## 1900\n")
    assert '- **About Sep 2015** · \\=HYPERLINK\\("https\\:\\/\\/evil\\.example"' in text
    assert "  > \\[A\\] The jets struck on 20 April\\.\n" in text
    assert "- \\[A\\] [The lamp on the quay](<https://example.org/a?x=1&y=2>), published 21 Apr 2021" in text
    assert "<script" not in text
    assert "](<javascript" not in text


@given(st.text(alphabet="\\`*_{}[]()#+-.!|~<>&a1 :/@"))
def test_every_character_that_could_be_markup_is_escaped(words: str) -> None:
    safe = escaped(words)

    assert "<" not in safe
    bare = re.sub(r"\\.", "", safe)
    assert not set(bare) & set("`*_{}[]()#!|~>")
    plain = safe.replace("&lt;", "<").replace("&amp;", "&")
    assert re.sub(r"\\(.)", r"\1", plain) == words


def test_timelinejs_has_dates_as_exact_as_they_are() -> None:
    file, _ = exported("timelinejs")

    century, year, month, torn, day, week = json.loads(file)["events"]
    assert (century["start_date"], century["end_date"]) == ({"year": 1900}, {"year": 1999})
    assert (year["start_date"], "end_date" in year) == ({"year": 2015}, False)
    assert (month["start_date"], "end_date" in month) == ({"year": 2015, "month": 9}, False)
    assert torn["start_date"] == {"year": 2019}
    assert torn["end_date"] == {"year": 2020, "month": 1, "day": 3}
    assert (day["start_date"], "end_date" in day) == ({"year": 2021, "month": 4, "day": 20}, False)
    assert week["end_date"] == {"year": 2021, "month": 5, "day": 23}
    assert [e.get("group") for e in (year, torn, week)] == [None, "disputed", "planned"]
    assert month["display_date"] == "About Sep 2015"


def test_timelinejs_takes_no_foreign_markup() -> None:
    file, _ = exported("timelinejs")

    for event in json.loads(file)["events"]:
        for html in event["text"].values():
            assert set(re.findall(r"<(\w+)", html)) <= {"p", "br", "small", "a"}
            assert "javascript:" not in html


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("", "timeline-2021-04-22"),
        ("Syria & Iraq", "syria-iraq-2021-04-22"),
        ("../../etc/passwd", "etc-passwd-2021-04-22"),
        ("Сирия", "сирия-2021-04-22"),
        ("a" * 200, "a" * 40 + "-2021-04-22"),
        ("con", "timeline-2021-04-22"),
        ("\u202egnp.exe", "gnp-exe-2021-04-22"),
        ("…", "timeline-2021-04-22"),
        ("x\r\nSet-Cookie: a", "x-set-cookie-a-2021-04-22"),
    ],
)
def test_names_of_files_are_safe(topic: str, name: str) -> None:
    assert about(Query(topic)).stem == name


def test_a_file_is_in_the_language_of_the_chat() -> None:
    with speaking("de"):
        file, _ = exported("html")

    assert b'<html lang="de">' in file
