"""CSV: a row an event, for spreadsheets, which are kept from taking somebody's words for a formula.

It begins with a byte order mark: without one, Excel takes UTF-8 for the letters of its own country, and what
reads CSV otherwise knows to skip it.
"""

import csv
import io
import re

from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.export.told import Told

COLUMNS = (
    "event", "date", "value", "modifier", "first_day", "last_day", "grain", "headline", "status",
    "alternatives", "modality", "kind", "sources", "titles", "addresses", "sentences",
)  # fmt: skip

LONGEST = 32_000  # characters of a cell; a spreadsheet has room for 32,767

# What a spreadsheet may take for the beginning of a formula, also in full width and behind white space.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


class Table(Sheet):
    """Names of columns are the same in every language, as programs read them."""

    def one(self, told: Told) -> str:
        event = told.event
        return _line(
            f"e{event.number}",
            told.date,
            event.when.value,
            event.when.mod or "",
            str(event.when.span.start),
            str(event.when.span.last),
            event.when.span.grain,
            told.headline,
            event.status,
            " | ".join(when.value for when in event.alternatives),
            event.modality,
            event.kind or "",
            " ".join(told.letters),
            " | ".join(dict.fromkeys(citation.title for citation in told.citations)),
            " ".join(dict.fromkeys(citation.address for citation in told.citations if citation.address)),
            " | ".join(citation.sentence for citation in told.citations),
        )

    def head(self) -> bytes:
        return ("\ufeff" + _line(*COLUMNS)).encode()


def _line(*cells: str) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_cell(cell) for cell in cells])
    return written.getvalue()


def _cell(words: str) -> str:
    """The words, behind an apostrophe where they could be taken for a formula."""
    words = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return f"'{words}" if _FORMULA.match(words) else words


def sheet(about: About) -> Sheet:
    return Table(about)
