"""Feeds read: RSS and Atom by feedparser, JSON Feed by a small reader of our own, OPML lists of them.

A document type is refused before anything parses: entities that multiply, or name files, need one.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any, Final

from bot.errors import FetchFailed
from bot.ingest.addresses import canonical, joined
from bot.ingest.charset import text_of
from bot.ingest.markup import plain
from bot.ingest.publication import EARLIEST, day_of
from bot.model.feed import FeedItem, FeedPage
from bot.model.link import Fault
from bot.model.timex import Dct, DctOrigin

MOST_ITEMS = 200  # of one answer; feeds have ten to a hundred
TEASER = 1_200  # characters below which an item may be only the beginning of its article
LONGEST_KEY = 300
MOST_IN_FRONT = 20  # comments and instructions before a feed begins

KINDS: Final = (
    *("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"),
    *("application/rdf+xml", "application/xml", "text/xml", "text/html", "application/xhtml+xml"),
    *("text/plain", "application/octet-stream"),
)

_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_BLANK = re.compile(r"[\ufeff \t\r\n]*")
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OPML = re.compile(r"<opml\b", re.IGNORECASE)
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|weiterlesen|leer más|читать далее)\W*$", re.I
)


def is_page(body: bytes, charset: str | None, kind: str) -> bool:
    """Whether this is a page of the web and no feed, whatever its server calls it."""
    if kind.endswith("json"):
        return False
    head = text_of(body[:20_000], charset)
    start = _start(head)
    named = kind in ("text/html", "application/xhtml+xml")
    return not _ROOT.match(head, start) and (named or bool(_PAGE.match(head, start)))


def read_feed(body: bytes, charset: str | None, address: str, today: date) -> FeedPage:
    """What the feed holds. Raises FetchFailed when it is none, or has a document type.

    Takes up to some seconds for the largest: call it in a thread or apart.
    """
    written = text_of(body, charset)
    if written.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(written, address, today)
    start = _start(written)
    if not _ROOT.match(written, start):
        unsafe = _DOCTYPE.search(written, start, start + 20_000)
        raise FetchFailed(address, Fault.UNSAFE if unsafe else Fault.NO_FEED)
    return _xml_feed(written, address, today)


def _start(written: str) -> int:
    """Where the first thing begins that is neither a comment nor a processing instruction."""
    place = 0
    for _ in range(MOST_IN_FRONT):
        place = _blank(written, place)
        ending = {"<?": "?>", "<!": "-->"}.get(written[place : place + 2])
        if ending is None or (ending == "-->" and not written.startswith("<!--", place)):
            return place
        end = written.find(ending, place + len(ending))
        if end < 0:
            return place
        place = end + len(ending)
    return place


def _blank(written: str, place: int) -> int:
    found = _BLANK.match(written, place)
    return found.end() if found else place


def _xml_feed(written: str, address: str, today: date) -> FeedPage:
    import feedparser  # late: a tenth of a second, and 12 MB

    clean = _DECLARATION.sub("", written.lstrip("\ufeff"))
    # A stream, never a text or bytes: of those it would open what looks like a path or an address.
    found = feedparser.parse(
        BytesIO(b'<?xml version="1.0" encoding="utf-8"?>' + clean.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found.entries:
        raise FetchFailed(address, Fault.NO_FEED)
    items = (_entry(entry, address, today) for entry in found.entries[:MOST_ITEMS])
    return FeedPage(_line(found.feed.get("title")), _link(found.feed.get("link"), address), tuple(items))


def _entry(entry: Mapping[str, Any], address: str, today: date) -> FeedItem:
    contents = [str(one.get("value") or "") for one in entry.get("content") or () if isinstance(one, Mapping)]
    text = max((plain(one) for one in [*contents, str(entry.get("summary") or "")]), key=len)
    written = entry.get("published") or entry.get("issued") or entry.get("created") or entry.get("updated")
    link = _link(entry.get("link"), address)
    return _item(entry.get("id"), _line(entry.get("title")), link, text, written, today)


def _json_feed(written: str, address: str, today: date) -> FeedPage:
    try:
        found = json.loads(written.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        raise FetchFailed(address, Fault.NO_FEED) from None
    if not isinstance(found, dict) or not _JSON_FEED.match(str(found.get("version", ""))):
        raise FetchFailed(address, Fault.NO_FEED)
    items = found.get("items")
    entries = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    read = tuple(_json_item(one, address, today) for one in entries[:MOST_ITEMS])
    return FeedPage(_line(found.get("title")), _link(found.get("home_page_url"), address), read)


def _json_item(one: Mapping[str, Any], address: str, today: date) -> FeedItem:
    texts = [
        plain(_words(one.get("content_html"))),
        _words(one.get("content_text")),
        _words(one.get("summary")),
    ]
    link = _link(one.get("url") or one.get("external_url"), address)
    written = one.get("date_published") or one.get("date_modified")
    return _item(one.get("id"), _line(one.get("title")), link, max(texts, key=len), written, today)


def _item(
    key: object, title: str | None, link: str | None, text: str, written: object, today: date
) -> FeedItem:
    named = str(key).strip() if key else link or ""
    if not named or len(named) > LONGEST_KEY:
        named = hashlib.sha256(f"{named}\n{title}\n{text if not named else ''}".encode()).hexdigest()
    day = day_of(_words(written))
    possible = day is not None and EARLIEST <= day <= today + timedelta(days=2)
    return FeedItem(
        key=named,
        title=title,
        address=link,
        text=text,
        published=Dct(day, DctOrigin.FEED) if day is not None and possible else None,
        teaser=len(text) < TEASER or bool(_CUT.search(text[-60:])),
    )


def read_opml(body: bytes) -> list[tuple[str, str]]:
    """The feeds of a list, address and title, each once. Raises FetchFailed when it is none."""
    written = text_of(body)
    if _DOCTYPE.search(written):
        raise FetchFailed("", Fault.UNSAFE)
    if not _OPML.search(written[:5_000]):
        raise FetchFailed("", Fault.NO_FEED)
    return list({address: (address, title) for address, title in _outlines(written)}.values())


def _outlines(written: str) -> Iterator[tuple[str, str]]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    clean = _DECLARATION.sub("", written.lstrip("\ufeff"))
    try:
        for _, element in iterparse(BytesIO(clean.encode("utf-8", "replace")), forbid_dtd=True):
            address = element.get("xmlUrl") or element.get("xmlurl")
            if element.tag.lower() == "outline" and address:
                yield address.strip(), (element.get("title") or element.get("text") or "").strip()
            element.clear()
    except (ParseError, DefusedXmlException):
        raise FetchFailed("", Fault.NO_FEED) from None


def write_opml(title: str, feeds: Iterable[tuple[str, str, str | None]]) -> str:
    """A list of feeds that other readers take: address, title and site of each."""
    lines = [
        f'    <outline type="rss" text={_quoted(name)} title={_quoted(name)} xmlUrl={_quoted(address)}'
        + (f" htmlUrl={_quoted(home)}" if home else "")
        + "/>"
        for address, name, home in feeds
    ]
    head = f"  <head><title>{html.escape(_xml(title))}</title></head>"
    opening = ['<?xml version="1.0" encoding="utf-8"?>', '<opml version="2.0">', head, "  <body>"]
    return "\n".join([*opening, *lines, "  </body>", "</opml>", ""])


def _quoted(words: str) -> str:
    return f'"{html.escape(_xml(words))}"'


def _xml(words: str) -> str:
    """The words without the characters that no XML may hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", " ", words)


def _link(written: object, address: str) -> str | None:
    """Where an item is, in canonical form; None for what is not for fetching."""
    if not isinstance(written, str) or not written.strip():
        return None
    try:
        return joined(address, written) if address else canonical(written)
    except FetchFailed:
        return None


def _line(written: object) -> str | None:
    """A title in one line, without markup."""
    return " ".join(plain(_words(written)).split())[:300] or None


def _words(written: object) -> str:
    return written if isinstance(written, str) else ""
