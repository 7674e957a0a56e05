"""A page read: its main text, title and day of publication, or why it holds nothing to read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.errors import FetchFailed
from bot.ingest.addresses import preferred, site_of
from bot.ingest.charset import text_of
from bot.ingest.linked_data import LinkedData, read_linked_data
from bot.ingest.publication import published
from bot.model.link import Fault
from bot.model.timex import Dct

MOST_ELEMENTS = 20_000  # of a page without its furniture; the work grows with their square
SHORTEST = 80  # characters of an article
TEASER = 1_500  # characters below which a page for subscribers shows only its beginning
FORM = 600  # characters that a page which asks for a password may have
LINKED = 0.7  # the share of links in the words of a list

_FURNITURE = (
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "math"),
    *(
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "input",
        "textarea",
        "dialog",
        "audio",
        "video",
        "picture",
    ),
)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_LOGIN = re.compile(
    r"/(?:log-?in|sign-?in|signon|sso|auth|anmelden|connexion|account)(?:[/?.]|$)", re.IGNORECASE
)
_CONSENT = re.compile(
    r"^(?:consent|guce|cmp|privacy|cookies?)\.|/(?:consent|cookie-?wall|gdpr)(?:[/?.]|$)", re.I
)
_CLOSED = {"locked", "metered", "paid", "premium", "subscriber", "subscription"}
_BLANKS = re.compile(r"[ \t\u00a0]+")


@dataclass(frozen=True, slots=True)
class Page:
    """An article as a page has it. `address` is its canonical one, `published` None when nothing says it."""

    address: str
    text: str
    title: str | None = None
    site: str | None = None
    published: Dct | None = None


def read_page(body: bytes, charset: str | None, asked: str, address: str, today: date) -> Page:
    """The article on the page at `address`, to which `asked` led. Raises FetchFailed.

    Takes up to some seconds for the longest pages: call it in a thread.
    """
    written = _UNREADABLE.sub(" ", text_of(body, charset))
    if _FEED.match(written):
        raise FetchFailed(address, Fault.FEED)
    tree = _tree(written)
    if tree is None:
        raise FetchFailed(address, Fault.EMPTY)
    metadata = _metadata(tree)
    linked = read_linked_data(script.text or "" for script in tree.iter("script") if _is_data(script))
    title = _title(tree, metadata, linked)
    own = preferred(address, _canonical_link(tree))
    asks_password = any(one.get("type", "").lower() == "password" for one in tree.iter("input"))
    share = _share_of_links(_stripped(tree, address))
    text = _main_text(tree, own)
    fault = _fault(text, asked, address, metadata, linked, asks_password, share)
    if fault is not None:
        raise FetchFailed(address, fault)
    site = linked.publisher or metadata.get("og:site_name") or site_of(own)
    day = published(metadata, linked.published, own, today)
    return Page(own, text, _without_site(title, site), site, day)


def plain_page(body: bytes, charset: str | None, address: str, today: date) -> Page:
    """A page that is text and nothing else. Raises FetchFailed."""
    text = text_of(body, charset).strip()
    if not text:
        raise FetchFailed(address, Fault.EMPTY)
    return Page(address, text, site=site_of(address), published=published({}, None, address, today))


def feed_links(written: str) -> list[tuple[str, str]]:
    """The feeds that a page names: where each is, and what it is called."""
    tree = _tree(_UNREADABLE.sub(" ", written))
    if tree is None:
        return []
    return [
        (link.get("href", ""), link.get("title", ""))
        for link in tree.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and re.search(r"rss|atom|feed\+json", link.get("type", "").lower())
        and link.get("href")
    ]


def _tree(written: str) -> Any:
    """The page as a tree, None for none. The parser knows no network and no DTD."""
    from lxml import etree, html  # late: most starts of the program read no page

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(written.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _metadata(tree: Any) -> dict[str, str]:
    """What the page says of itself, by name in lower case; the first word counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span", "div", "link"):
        name = element.get("itemprop") or (
            element.get("property") or element.get("name") if element.tag == "meta" else None
        )
        value = element.get("content") or element.get("datetime")
        if name and value and value.strip():
            found.setdefault(name.strip().lower(), value.strip())
    for moment in tree.iter("time"):
        if moment.get("pubdate") is not None and moment.get("datetime"):
            found.setdefault("pubdate", moment.get("datetime"))
    return found


def _is_data(script: Any) -> bool:
    return "ld+json" in script.get("type", "").lower()


def _canonical_link(tree: Any) -> str | None:
    links = (one for one in tree.iter("link") if "canonical" in one.get("rel", "").lower().split())
    return next((one.get("href") for one in links if one.get("href")), None)


def _title(tree: Any, metadata: dict[str, str], linked: LinkedData) -> str | None:
    heads = [one.text_content() for one in tree.iter("h1")]
    named = [one.text_content() for one in tree.iter("title")]
    candidates = [linked.headline, metadata.get("og:title"), *(heads if len(heads) == 1 else []), *named[:1]]
    return next((clean for one in candidates if one and (clean := " ".join(one.split()))), None)


def _without_site(title: str | None, site: str) -> str | None:
    """The title without the name of the site that many end with."""
    ending = re.compile(rf"\s+[|\u2013\u2014·•-]\s+{re.escape(site)}\s*$", re.IGNORECASE)
    return ending.sub("", title)[:300] or None if title else None


def _stripped(tree: Any, address: str) -> Any:
    """The tree without what nobody reads. Raises FetchFailed when too much is left."""
    for element in list(tree.iter(*_FURNITURE)):
        if element.getparent() is not None:
            element.drop_tree()
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise FetchFailed(address, Fault.TOO_BIG)
    return tree


def _share_of_links(tree: Any) -> float:
    inside = sum(_length(one.itertext()) for one in tree.iter("a"))
    return inside / max(_length(tree.itertext()), 1)


def _length(texts: Iterable[str]) -> int:
    return sum(len(one.strip()) for one in texts)


def _main_text(tree: Any, address: str) -> str:
    from trafilatura import bare_extraction  # late: a third of a second, and 28 MB

    found = bare_extraction(tree, url=address, include_comments=False, include_tables=False)
    text = (getattr(found, "text", None) or "") if found is not None else ""
    paragraphs = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return "\n\n".join(filter(None, paragraphs))


def _fault(
    text: str,
    asked: str,
    address: str,
    metadata: dict[str, str],
    linked: LinkedData,
    asks_password: bool,
    share: float,
) -> Fault | None:
    """Why there is nothing to read on the page; the most telling reason."""
    parts, article = urlsplit(address), _is_article(metadata, linked)
    moved = asked != address
    if moved and (_CONSENT.search(parts.netloc) or _CONSENT.search(parts.path)):
        return Fault.CONSENT
    if (moved and _LOGIN.search(parts.path)) or (asks_password and len(text) < FORM):
        return Fault.LOGIN
    if len(text) < TEASER and _is_for_subscribers(metadata, linked):
        return Fault.PAYWALL
    if len(text) < SHORTEST:
        return Fault.EMPTY
    if not article and ((parts.path == "/" and not parts.query) or share > LINKED):
        return Fault.LIST
    return None


def _is_article(metadata: dict[str, str], linked: LinkedData) -> bool:
    return linked.is_article or metadata.get("og:type", "").lower() in ("article", "news.article")


def _is_for_subscribers(metadata: dict[str, str], linked: LinkedData) -> bool:
    return linked.free is False or metadata.get("article:content_tier", "").lower() in _CLOSED
