"""Texts come in from files, standard input and JSON Lines, whole or with a word on what is wrong."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.cli.texts import BadText, Text, day_of, texts_of, texts_of_lines
from bot.errors import BadInput
from bot.model.timex import Dct, DctOrigin


def only_text(path: Path, *, published: str | None = None) -> Text:
    (text,) = texts_of([str(path)], jsonl=False, published=published)
    assert isinstance(text, Text)
    return text


def read_line(line: str | bytes | dict[str, object]) -> Text | BadText:
    if isinstance(line, dict):
        line = json.dumps(line)
    (text,) = texts_of_lines([line if isinstance(line, bytes) else line.encode()], "news.jsonl", None)
    return text


def test_a_file_is_one_text_with_every_character_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Früh\r\nam Morgen\n".encode())

    text = only_text(file, published="2021-04-21")

    assert text.draft.text == "Früh\r\nam Morgen\n"
    assert text.id == str(file)
    assert text.draft.published == Dct(date(2021, 4, 21), DctOrigin.GIVEN)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    utf8, utf16 = tmp_path / "8.txt", tmp_path / "16.txt"
    utf8.write_bytes("\ufeffNews".encode())
    utf16.write_bytes("News".encode("utf-16"))

    assert only_text(utf8).draft.text == only_text(utf16).draft.text == "News"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"caf\xe9", "not UTF-8 text (byte 3); convert it first, as with iconv"),
        (b"\x7fELF\x00\x01", "binary, not a text"),
    ],
)
def test_a_file_that_is_no_text_is_told_by_name(tmp_path: Path, body: bytes, problem: str) -> None:
    file = tmp_path / "b.bin"
    file.write_bytes(body)

    assert list(texts_of([str(file)], jsonl=False, published=None)) == [BadText(str(file), problem)]


def test_a_missing_file_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("News")

    missing, found = texts_of([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], jsonl=False, published=None)

    assert missing == BadText(str(tmp_path / "a.txt"), "No such file or directory")
    assert isinstance(found, Text)


def test_a_line_brings_all_that_is_known_of_its_text() -> None:
    text = read_line(
        {
            "id": 7,
            "text": "News",
            "published": "2021-04-21T23:30:00-05:00",
            "title": "T",
            "url": "https://example.org/7",
            "language": "en",
        }
    )

    assert isinstance(text, Text)
    assert (text.id, text.draft.name) == (7, "7")
    assert text.draft.published == Dct(date(2021, 4, 21), DctOrigin.METADATA)
    assert (text.draft.title, text.draft.address, text.draft.language) == ("T", "https://example.org/7", "en")


def test_characters_that_cannot_be_stored_leave_the_others_where_they_were() -> None:
    text = read_line(rb'{"text": "a\u0000b\ud83dc"}')

    assert isinstance(text, Text)
    assert text.draft.text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("x", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[1]", 'not an object with a "text"'),
        ('{"id": "x"}', 'not an object with a "text"'),
        ('{"text": 5}', 'not an object with a "text"'),
        ('{"text": "x", "title": 5}', '"title" is not a string'),
        ('{"text": "x", "published": "soon"}', "“soon” is not a day; write it as 2021-04-21 or 21 Apr 2021"),
        (b'{"text": "\xff"}', "not UTF-8 text (byte 10); convert it first, as with iconv"),
    ],
)
def test_a_bad_line_is_told_by_its_number(line: str | bytes, problem: str) -> None:
    assert read_line(line) == BadText("news.jsonl, line 1", problem)


def test_a_deeply_nested_line_is_a_bad_line() -> None:
    text = read_line("[" * 200_000)

    assert isinstance(text, BadText)
    assert text.problem.startswith("not JSON")


def test_lines_are_read_no_earlier_than_they_are_asked_for() -> None:
    asked = []

    def lines() -> Iterator[bytes]:
        for number in range(3):
            asked.append(number)
            yield b'{"text": "x"}'

    next(iter(texts_of_lines(lines(), "-", None)))

    assert asked == [0]


@pytest.mark.parametrize("words", ["2021-04-21", "2021-04-21T10:00:00Z", " 20210421 "])
def test_a_day_may_be_written_in_iso(words: str) -> None:
    assert day_of(words) == date(2021, 4, 21)


@pytest.mark.parametrize("words", ["21 Apr 2021", "April 21, 2021", "21.04.2021", "the 21st of April 2021"])
def test_a_day_may_be_written_as_people_do(words: str) -> None:
    assert day_of(words) == date(2021, 4, 21)


@pytest.mark.parametrize("words", ["2021", "about 21 April 2021", "April 2021", "nonsense", "31.02.2020", ""])
def test_what_is_no_day_is_refused(words: str) -> None:
    with pytest.raises(BadInput, match="is not a day"):
        day_of(words)
