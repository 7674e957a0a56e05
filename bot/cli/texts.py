"""Texts on their way in: files, standard input and JSON Lines become drafts, or a word on what is wrong."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.clock import now
from bot.errors import BadInput
from bot.model.news import Draft, Source, SourceKind
from bot.model.text import decoded, storable
from bot.model.timex import Dct, DctOrigin

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Text:
    """A draft with the id to answer under, as it was given (JSON knows numbers too)."""

    id: object
    draft: Draft


@dataclass(frozen=True, slots=True)
class BadText:
    """Something handed in that is no text: where, and what is wrong with it."""

    place: str
    problem: str


def declare_texts(parser: ArgumentParser) -> None:
    """The arguments by which texts come in, the same for every command that reads some."""
    parser.add_argument("paths", nargs="*", metavar="FILE", help="a text to read; - is standard input")
    parser.add_argument(
        "--jsonl", action="store_true", help="a line each: {id, text[, published, title, url, language]}"
    )
    parser.add_argument("--published", metavar="DATE", help="the day it was published")


def texts_of(paths: list[str], *, jsonl: bool, published: str | None) -> Iterator[Text | BadText]:
    """Everything handed in, in order, read no earlier than it is asked for."""
    given = None if published is None else Dct(day_of(published), DctOrigin.GIVEN)
    for path in paths or [_standard_input()]:
        yield from _lines(path, given) if jsonl else [_file(path, given)]


def day_of(words: str) -> date:
    """The day that a person or a program wrote: ISO first, then as people do."""
    try:
        return datetime.fromisoformat(words.strip()).date()
    except ValueError:
        return _typed_day(words)


def _typed_day(words: str) -> date:
    from bot.extraction.typed import read_date

    when = read_date(words, "en", now().date())
    if when is None or when.span.days != 1 or when.mod is not None:
        raise BadInput(f"“{words}” is not a day; write it as 2021-04-21 or 21 Apr 2021")
    return when.span.start


def _standard_input() -> str:
    if sys.stdin.isatty():
        raise BadInput("nothing to read: name a file, or - to type it here (end with Ctrl-D)")
    return STANDARD_INPUT


def _file(path: str, given: Dct | None) -> Text | BadText:
    try:
        text = _words(sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes())
    except OSError as error:
        return BadText(path, str(error.strerror))
    except BadInput as error:
        return BadText(path, str(error))
    name = None if path == STANDARD_INPUT else path
    return Text(path, Draft(text, Source(SourceKind.FILE), published=given, name=name))


def _lines(path: str, given: Dct | None) -> Iterator[Text | BadText]:
    if path == STANDARD_INPUT:
        yield from texts_of_lines(sys.stdin.buffer, "standard input", given)
        return
    try:
        with Path(path).open("rb") as file:
            yield from texts_of_lines(file, path, given)
    except OSError as error:
        yield BadText(path, str(error.strerror))


def texts_of_lines(lines: Iterable[bytes], name: str, given: Dct | None) -> Iterator[Text | BadText]:
    """JSON Lines, one text each; blank lines are passed over, bad ones told with their number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _text(_words(line), number, given)
        except BadInput as error:
            yield BadText(f"{name}, line {number}", str(error))


def _text(line: str, number: int, given: Dct | None) -> Text:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadInput('not an object with a "text"')
    id_ = row.get("id", str(number))
    return Text(id_, _draft(row, str(id_), given))


def _draft(row: dict[str, object], name: str, given: Dct | None) -> Draft:
    published = _string(row, "published")
    address = _string(row, "url")
    return Draft(
        text=storable(str(row["text"])),
        source=Source(SourceKind.LINK if address else SourceKind.FILE, address=address),
        title=_string(row, "title"),
        address=address,
        published=Dct(day_of(published), DctOrigin.METADATA) if published else given,
        language=_string(row, "language"),
        name=name,
    )


def _string(row: dict[str, object], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadInput(f'"{key}" is not a string')
    return storable(value)


def _words(body: bytes) -> str:
    try:
        text = decoded(body)
    except UnicodeDecodeError as error:
        raise BadInput(f"not UTF-8 text (byte {error.start}); convert it first, as with iconv") from None
    if "\x00" in text:
        raise BadInput("binary, not a text")
    return text
