"""The document creation time: the day a text was published, from what came with it or what its top says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.extraction.datelines import dateline_at
from bot.extraction.written_dates import WrittenDay, day_expression, written_day
from bot.model.timex import Dct, DctOrigin

Span = tuple[int, int]

_TOP = 1500  # code points in which headers are looked for
_LINES = 8
_DATELINE_LINES = 6
_TRUST = list(DctOrigin)
_AHEAD = timedelta(days=2)  # a text "published" later than this announces something

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*[^\s][^\n\r\v\f\x85\u2028\u2029]*")
_LABEL = (
    r"(?P<plain>date|datum|fecha|data|дата|tarih|日期|日付|تاريخ)"
    r"|(?:first |last )?(?:published|posted|updated|issued|released|dated)|publication date|release date"
    r"|(?:zuletzt )?(?:veröffentlicht|aktualisiert|erschienen)|stand|vom"
    r"|publié|publiée|mis à jour|mise à jour|publicado|publicada|actualizado|atualizado|fecha de publicación"
    r"|pubblicato|aggiornato|gepubliceerd|geplaatst|bijgewerkt|опубликовано|обновлено|опубліковано|оновлено"
    r"|opublikowano|data publikacji|aktualizacja|yayınlanma(?: tarihi)?|yayın tarihi|güncelleme"
)
_BYLINE = r"(?:(?:by|von|par|por|door|di|od)\s[^\d\n]{2,60}?[,|·•–—-]\s*|[^\W\d_][\w.'’ -]{1,30},\s*|\()"


@dataclass(frozen=True, slots=True)
class _Header:
    """A stretch of the top that is not news, with the day it names and how far that is to be trusted."""

    span: Span
    day: WrittenDay | None
    origin: DctOrigin


def find_dct(
    text: str, *, language: str, given: Dct | None, today: date | None
) -> tuple[Dct | None, tuple[Span, ...]]:
    """The most trusted date of publication, and the spans of header text ("date 2021-04-21", datelines).

    A day without a year is the latest one before `given` or `today`; with neither it tells nothing.
    """
    headers = [header for header in _headers(text, language) if _is_possible(header, today)]
    base = given.value if given else today
    found = [Dct(day, h.origin) for h in headers if (day := _dated(h, base)) is not None]
    if today is not None:
        found.append(Dct(today, DctOrigin.MESSAGE))
    best = min(([given] if given else []) + found, key=_distrust, default=None)
    return best, tuple(header.span for header in headers)


def _distrust(dct: Dct) -> int:
    return _TRUST.index(dct.origin)


def _is_possible(header: _Header, today: date | None) -> bool:
    day = header.day.full if header.day else None
    return day is None or today is None or day <= today + _AHEAD


def _dated(header: _Header, base: date | None) -> date | None:
    if header.day is None:
        return None
    return header.day.full if base is None else header.day.before(base)


def _headers(text: str, language: str) -> Iterator[_Header]:
    """The labelled dates, lone dates and the dateline at the top, in order."""
    lines = _lines(text)
    alone = [line for line in lines if _lone_date(language).fullmatch(text, *line)]
    for number, line in enumerate(lines[:_LINES]):
        header = _labelled(text, line, language) or (
            _alone(text, line, language) if alone == [line] and number < _LINES // 2 else None
        )
        after = header.span[1] if header else line[0]
        if header:
            yield header
        if number < _DATELINE_LINES and (dateline := dateline_at(text, after, line[1], language)):
            yield _Header((after, dateline.end), dateline.day, DctOrigin.DATELINE)
            return


def _lines(text: str) -> list[Span]:
    """The lines of the top that are not blank, without the white space around them."""
    spans = []
    for found in _LINE.finditer(text, 0, 2 * _TOP):
        start = found.start() + len(found[0]) - len(found[0].lstrip(" \t\ufeff\u200b\u200e\u200f"))
        if start < _TOP:
            spans.append((start, found.start() + len(found[0].rstrip())))
    return spans


def _labelled(text: str, line: Span, language: str) -> _Header | None:
    """ "date 2021-04-21 The …" or "Published: 21 April 2021, 14:30 GMT"."""
    found = _label(language).match(text, *line)
    if found is None or (day := written_day(found, language)) is None or day.year is None:
        return None
    rest = line[1] - found.end()
    if not (found["plain"] or found["colon"] or rest <= 3):
        return None  # "Published 21 April 2021 in London, the book …"
    return _Header((line[0], found.end()), day, DctOrigin.TEXT)


def _alone(text: str, line: Span, language: str) -> _Header | None:
    """A line that is only a date, or a writer or place and a date."""
    found = _lone_date(language).fullmatch(text, *line)
    day = written_day(found, language) if found else None
    return _Header(line, day, DctOrigin.TEXT) if day and day.year is not None else None


@cache
def _label(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"[\W_]{{0,3}}(?:{_LABEL})(?: on| at| am)?(?P<colon>\s?[:：=])?\s*[\"']?"
        rf"{day_expression(language)}[\"')]?[ \t]*[-–—|:.]?[ \t]*",
        re.IGNORECASE,
    )


@cache
def _lone_date(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_BYLINE})?{day_expression(language)}[.)|]?", re.IGNORECASE)
