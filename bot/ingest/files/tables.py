"""Many articles in one file: a table with a heading, or a JSON object a line."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.errors import FetchFailed, FileUnreadable
from bot.ingest.addresses import canonical, known_as
from bot.ingest.charset import text_of
from bot.model.file import BadRow, Contents, FileFault
from bot.model.news import Draft, Source, SourceKind
from bot.model.timex import Dct, DctOrigin

MOST = 5_000  # articles of one file
_LONGEST_FIELD = 4_000_000

# What columns and keys are called, the usual name first.
_NAMES = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text"),
    "title": ("title", "headline", "subject", "name"),
    "url": ("url", "link", "address", "href"),
    "published": ("published", "date", "publication_date", "published_at", "pubdate", "time", "created"),
    "language": ("language", "lang"),
    "id": ("id", "guid", "key"),
}


class _Bad(Exception):
    """A row that is left out."""

    def __init__(self, fault: FileFault, words: str = "") -> None:
        self.fault = fault
        self.words = words


def read_rows(name: str, body: bytes) -> Contents:
    """A table whose first line names its columns: text or url, and title, published, language, id."""
    text = text_of(body)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4_096], ",;\t|")
    except csv.Error:
        dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    rows = csv.DictReader(_lines_of(text), dialect=dialect)
    try:
        return _contents(name, rows)
    except csv.Error:
        raise FileUnreadable(FileFault.DAMAGED) from None


def _lines_of(text: str) -> Iterator[str]:
    """The lines with their ends, one at a time: a copy of a large file would take four times its size."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def read_lines(name: str, body: bytes) -> Contents:
    """JSON Lines: an object a line with the same names."""
    return _contents(name, _objects(text_of(body)))


def _objects(text: str) -> Iterator[Mapping[Any, Any]]:
    for line in filter(str.strip, _lines_of(text)):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        yield row if isinstance(row, dict) else {}


def _contents(name: str, rows: Iterable[Mapping[Any, Any]]) -> Contents:
    drafts: list[Draft] = []
    links: list[str] = []
    bad: list[BadRow] = []
    for place, row in enumerate(rows, 1):
        if len(drafts) + len(links) >= MOST:
            raise FileUnreadable(FileFault.TOO_BIG, str(MOST))
        try:
            _take(name, row, drafts.append, links.append)
        except _Bad as left_out:
            bad.append(BadRow(place, left_out.fault, left_out.words))
    if not drafts and not links:
        raise FileUnreadable(FileFault.NO_TEXT)
    return Contents(tuple(drafts), tuple(dict.fromkeys(links)), tuple(bad), several=True)


def _take(
    name: str, row: Mapping[Any, Any], draft: Callable[[Draft], None], link: Callable[[str], None]
) -> None:
    """A row with a text is an article; one with an address alone is to be fetched."""
    told = {wanted: _field(row, names) for wanted, names in _NAMES.items()}
    if told["text"].isdigit():
        raise _Bad(FileFault.NO_TEXT)
    if not told["text"] and told["url"]:
        link(known_as(told["url"]))
    elif not told["text"]:
        raise _Bad(FileFault.NO_TEXT)
    else:
        address = _address(told["url"])
        draft(
            Draft(
                told["text"],
                Source(SourceKind.FILE, name or None, address),
                title=told["title"] or None,
                address=address,
                published=_published(told["published"]),
                language=told["language"] or None,
                name=f"{name}#{told['id']}" if told["id"] else None,
            )
        )


def _field(row: Mapping[Any, Any], names: Iterable[str]) -> str:
    lowered = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
    found = next((lowered[name] for name in names if lowered.get(name)), "")
    return str(found).strip() if isinstance(found, str | int | float) else ""


def _address(written: str) -> str | None:
    """The address of an article whose text is here; one that cannot be opened is none."""
    try:
        return canonical(written) if written else None
    except FetchFailed:
        return None


def _published(words: str) -> Dct | None:
    if not words:
        return None
    day = day_of(words)
    if day is None:
        raise _Bad(FileFault.NO_DATE, words[:40])
    return Dct(day, DctOrigin.GIVEN)


def day_of(words: str) -> date | None:
    """The day of an ISO date or time, of seconds since 1970, or of a date as mails have it."""
    if words.isascii() and words.isdigit() and len(words) in (10, 13):
        return datetime.fromtimestamp(int(words[:10]), tz=UTC).date()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(words).date()
        except (ValueError, TypeError, IndexError):
            continue
    return None
