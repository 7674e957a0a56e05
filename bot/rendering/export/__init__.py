"""Export: a timeline as a file for another program, one format a module.

Each format is a sheet: entries go in page by page, bytes come out, so that many thousands of them are never
in memory together. A sheet counts what it holds and what it had to leave out, and says both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.speech import later

__all__ = ["FORMATS", "WHOLE", "About", "Format", "Sheet"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format under the name that the command line knows it by; `label` is said by its button."""

    name: str
    label: str
    ending: str
    sheet: Callable[[About], Sheet] | None = None


def _made_by(module: str) -> Callable[[About], Sheet]:
    """The sheet of a module, imported when the first one is asked for."""

    def make(about: About) -> Sheet:
        made: Any = import_module(f"bot.rendering.export.{module}")
        sheet: Sheet = made.sheet(about)
        return sheet

    return make


WHOLE: Final = Format("json", later("Data .json"), ".dateline.json")
FORMATS: Final[Mapping[str, Format]] = {
    format.name: format
    for format in (
        Format("ics", later("Calendar .ics"), ".ics", _made_by("ics")),
        Format("csv", later("Table .csv"), ".csv", _made_by("table")),
        WHOLE,
        Format("timelinejs", later("TimelineJS"), ".timelinejs.json", _made_by("timelinejs")),
        Format("md", later("Text .md"), ".md", _made_by("markdown")),
        Format("html", later("Web page .html"), ".html", _made_by("page")),
    )
}
