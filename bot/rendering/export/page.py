"""A web page in one file: it asks nothing of the network, and may not, by its own policy."""

import base64
import hashlib
from html import escape
from importlib.resources import files

from bot.model.news import EventStatus, Modality
from bot.rendering.dates import day_in_words, year_in_words, year_of
from bot.rendering.export.about import About
from bot.rendering.export.sheet import Sheet
from bot.rendering.export.told import Citation, Told
from bot.rendering.foreign import shortened
from bot.rendering.speech import language, say

_LONGEST_OPTION = 60


class Page(Sheet):
    """Everything stands in the markup, so that it can be read, searched and printed without a script."""

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self._style, self._script = (_ours(name) for name in ("page.css", "page.js"))
        self._year: int | None = None
        self._years: dict[int, None] = {}
        self._sources: dict[str, str] = {}

    def one(self, told: Told) -> str:
        for citation in told.citations:
            self._sources.setdefault(citation.letter, citation.title)
        return self._section(told) + _event(told)

    def head(self) -> bytes:
        title = escape(self.about.title)
        return (
            f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{self._policy()}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{title}</title>\n<style>{self._style}</style>\n</head>\n<body>\n"
            f'<header>\n<h1 dir="auto">{title}</h1>\n<p>{escape(self._said())}</p>\n</header>\n'
            f"{self._filters()}<main>\n"
        ).encode()

    def tail(self) -> bytes:
        closed = "</section>\n" if self._year is not None else ""
        nothing = escape(say("No event here is like that. Try fewer words, or other filters."))
        foot = escape(say("Dates are as exact as the sources have them. No sentence is made up."))
        return (
            f'{closed}</main>\n<p id="nothing" hidden>{nothing}</p>\n<footer><p>{foot}</p></footer>\n'
            f"<script>{self._script}</script>\n</body>\n</html>\n"
        ).encode()

    def _policy(self) -> str:
        """Nothing may be fetched, sent or run but what is written here."""
        return (
            f"default-src 'none'; style-src '{_fingerprint(self._style)}'; "
            f"script-src '{_fingerprint(self._script)}'; base-uri 'none'; form-action 'none'"
        )

    def _said(self) -> str:
        made = say("Made on {day}.", day=day_in_words(self.about.made_at.date()))
        return " ".join([f"{self.holds}.", *self.lacks, made])

    def _filters(self) -> str:
        years = "".join(f'<option value="{y}">{escape(year_in_words(y))}</option>' for y in self._years)
        sources = "".join(
            f'<option value="{letter}">{escape(f"[{letter}] {shortened(title, _LONGEST_OPTION)}")}</option>'
            for letter, title in self._sources.items()
        )
        shown = say("Shown: {n} of {total}", n="{n}", total="{total}")
        return (
            '<div class="filters" id="filters" role="search" hidden>\n'
            f'<input type="search" id="search" placeholder="{escape(say("Search"))}" '
            f'aria-label="{escape(say("Search"))}">\n'
            f'<select id="year" aria-label="{escape(say("Year"))}">'
            f'<option value="">{escape(say("Every year"))}</option>{years}</select>\n'
            f'<select id="source" aria-label="{escape(say("Source"))}">'
            f'<option value="">{escape(say("Every source"))}</option>{sources}</select>\n'
            f'<label><input type="checkbox" id="disputed"> {escape(say("In dispute"))}</label>\n'
            f'<label><input type="checkbox" id="planned"> {escape(say("Planned"))}</label>\n'
            f'<button type="button" id="theme">{escape(say("Light or dark"))}</button>\n'
            f'<output id="shown" data-words="{escape(shown)}"></output>\n</div>\n'
        )

    def _section(self, told: Told) -> str:
        year = year_of(told.event.when)
        if year == self._year:
            return ""
        closed = "</section>\n" if self._year is not None else ""
        self._year = year
        self._years[year] = None
        return f"{closed}<section>\n<h2>{escape(year_in_words(year))}</h2>\n"


def _event(told: Told) -> str:
    event = told.event
    number = f"e{event.number}"
    standing = "".join(f', <span class="standing">{escape(word)}</span>' for word in told.standing)
    return (
        f'<article class="{_classes(told)}" id="{number}" data-from="{year_of(event.when)}" '
        f'data-to="{year_of(event.when, last=True)}" data-sources="{" ".join(told.letters)}">\n'
        f'<p><b>{escape(told.date)}</b>{standing} · <span dir="auto">{escape(told.headline)}</span> '
        f'<a class="number" href="#{number}">{number}</a></p>\n'
        f"{_sentences(told)}</article>\n"
    )


def _classes(told: Told) -> str:
    disputed = told.event.status is EventStatus.DISPUTED
    planned = told.event.modality is Modality.PLANNED
    return " ".join(["event", *(["disputed"] if disputed else []), *(["planned"] if planned else [])])


def _sentences(told: Told) -> str:
    if not told.citations:
        return ""
    letters = " ".join(f"[{letter}]" for letter in told.letters)
    quotes = "".join(map(_quote, told.citations))
    return f"<details><summary>{escape(say('Sources'))} {letters}</summary>\n{quotes}</details>\n"


def _quote(citation: Citation) -> str:
    title = f"<bdi>{escape(citation.title)}</bdi>"
    if citation.address:
        title = f'<a href="{escape(citation.address)}" rel="noopener noreferrer">{title}</a>'
    return (
        f'<blockquote><p dir="auto">{escape(citation.sentence)}</p>'
        f"<footer>[{citation.letter}] {title}, {escape(citation.published)}</footer></blockquote>\n"
    )


def _ours(name: str) -> str:
    return (files("bot.rendering.export") / name).read_text("utf-8")


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def sheet(about: About) -> Sheet:
    return Page(about)
