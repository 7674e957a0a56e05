"""Resolvers of what only a text about the past makes a date: bare old years, "in 68", "the fifties"."""

from bot.extraction import named
from bot.extraction.anchors import Place
from bot.extraction.named import Resolved, written

_ANCIENT = 500  # years from one date of antiquity to the next
_CENTURY, _FAR = 100, 300  # years from one date of a history to the next
_DECADE_BACK = 20  # years that a decade may begin before what was last told


def ancient(value: str, place: Place) -> Resolved | None:
    """A year of less than four figures ("0068", "0068/06-09"), in a text that tells of such years.

    A season of such a year ("0068/SU") is elsewhere one of the century of publication.
    """
    year, _, day = value.partition("/")
    told = place.told("Y")
    if told and told.value <= year <= f"{int(told.value[:4]) + _ANCIENT:04}" and told.value < "1000":
        return written(f"{year}-{day}".rstrip("-"), place)
    if day.isalpha():
        return written(f"{full_year(year[2:], place)}-{day}", place)
    return named.nearest(f"XXXX-{day}".rstrip("-"), place) if day else None


def year_of_history(value: str, place: Place) -> Resolved | None:
    """Four figures that could be a number, near a year that a history has told: "in 1522, 1525 and"."""
    told = place.told("Y")
    if not (place.history if told else place.tale):
        return None
    far = told and abs(int(value) - int(told.value[:4])) > _FAR
    return None if far else written(value, place)


def decade(value: str, place: Place) -> Resolved | None:
    """The decade a round year stands for ("1990", "90"), the century where it is rounder ("the 1800s")."""
    year = _told_decade(value, place) or full_year(value, place, ahead=0) if len(value) == 2 else value
    if not year.endswith("0"):
        return None
    return Resolved(year[:2] if year.endswith("00") and year < "2000" else year[:3], None, "as written")


def named_decade(value: str, place: Place) -> Resolved | None:
    """The same of a decade by name, which a history is in: "1950" of "fünfziger Jahre" may be 1850."""
    return decade(_told_decade(value[-2:], place) or value, place)


def _told_decade(value: str, place: Place) -> str | None:
    """ "The fifties" of a text that is in 1849 are the 1850s."""
    last = (place.story.last or "")[:4]
    if not (place.tale and last.isdecimal() and len(last) == len("1849")):
        return None
    year = int(last)
    first = year // _CENTURY * _CENTURY + int(value)
    begins = first if first >= year - _DECADE_BACK else first + _CENTURY
    return None if place.dct and begins > place.dct.year else f"{begins:04}"


def full_year(year: str, place: Place, ahead: int = 10) -> str:
    """The year that two figures stand for: the one nearest to publication, at most ten years on."""
    if len(year) == 4:
        return year
    now = place.dct.year if place.dct else 2020
    full = now // _CENTURY * _CENTURY + int(year)
    return f"{full - _CENTURY if full > now + ahead else full:04}"
