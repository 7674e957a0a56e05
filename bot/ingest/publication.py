"""When a page was published: what its metadata says, its JSON-LD, its address. The text is extraction's."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate
from urllib.parse import urlsplit

from bot.model.timex import Dct, DctOrigin

EARLIEST = date(1600, 1, 1)  # the first newspapers; what lies before is a slip
WEB = date(1991, 1, 1)  # before it no address was given a date
AHEAD = timedelta(days=2)  # a page of tomorrow, where it is tomorrow already

_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)")
_OTHER = re.compile(r"\s*(\d{4})([/.]?)(\d{2})\2(\d{2})(?!\d)")
_WRITTEN = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y")
_MONTHS = {
    name: number + 1
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    )
}
_IN_ADDRESS = re.compile(
    r"(?<![\d])((?:19|20)\d\d)([/_-]?)(\d{1,2}|[a-z]{3})\2(\d{1,2})(?![\d])(?=$|[/_.-]|\D)", re.IGNORECASE
)

# Names of metadata that hold the day of publication, the most exact first.
METADATA = (
    *("article:published_time", "og:article:published_time", "article:published", "og:published_time"),
    *("datepublished", "date_published", "datepublished_time", "publicationdate", "publication_date"),
    *("publish_date", "publish-date", "publishdate", "published_date", "published-date", "publishedtime"),
    *(
        "pubdate",
        "pub_date",
        "bt:pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
    ),
    *("dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.available", "dc.date.published"),
    *("citation_publication_date", "citation_online_date", "citation_date", "article.published"),
    *("displaydate", "originalpublicationdate", "prism.publicationdate", "ptime", "date.issued"),
    *("dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "date"),
)


def published(metadata: dict[str, str], linked: str | None, address: str, today: date) -> Dct | None:
    """The day of publication with its origin, None when page and address say nothing of it.

    `metadata` has the page's own names in lower case, `linked` what its JSON-LD says. A day keeps the place
    it was written for: 23:30 in New York is that day, wherever it is read.
    """
    for written in (*(metadata[name] for name in METADATA if name in metadata), linked):
        day = day_of(written or "")
        if day is not None and EARLIEST <= day <= today + AHEAD:
            return Dct(day, DctOrigin.METADATA)
    on = day_in_address(address)
    return Dct(on, DctOrigin.ADDRESS) if on is not None and on <= today + AHEAD else None


def day_of(written: str) -> date | None:
    """The day that a machine's way of writing it means.

    >>> day_of("2021-04-21T23:30:00-05:00"), day_of("Wed, 21 Apr 2021 10:00:00 GMT")
    (datetime.date(2021, 4, 21), datetime.date(2021, 4, 21))
    """
    written = written.strip()[:60]
    if found := _ISO.match(written):
        return _day(found[1], found[2], found[3])
    if found := _OTHER.match(written):
        return _day(found[1], found[3], found[4])
    if parsed := parsedate(written):
        return _day(parsed[0], parsed[1], parsed[2])
    return next(_in_words(written), None)


def day_in_address(address: str) -> date | None:
    """The day that stands in an address: /2021/04/21/, /2021/apr/21/, -20210421.

    >>> day_in_address("https://example.org/world/2021/apr/21/a-bridge")
    datetime.date(2021, 4, 21)
    """
    for found in _IN_ADDRESS.finditer(urlsplit(address).path):
        month, joined = found[3].lower(), not found[2]
        if joined and (len(month) != 2 or len(found[4]) != 2):
            continue  # a number that only begins like a year
        day = _day(found[1], _MONTHS.get(month, month), found[4])
        if day is not None and day >= WEB:
            return day
    return None


def _in_words(written: str) -> Iterator[date]:
    words = " ".join(re.findall(r"[\w.,]+", written)[:3])
    for form in _WRITTEN:
        try:
            yield datetime.strptime(words, form).date()  # noqa: DTZ007
        except ValueError:
            continue


def _day(year: object, month: object, day: object) -> date | None:
    try:
        found = date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
    return None if found == date(1970, 1, 1) else found  # where a clock begins, not a page
