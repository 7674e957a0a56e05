"""Addresses: found in messages, brought into one form, and told apart from those that are not for fetching.

    canonical("HTTPS://Example.org:443/a?utm_source=x#top")      # "https://example.org/a"

The canonical form is what an article's address is stored and compared as.
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

from bot.errors import FetchFailed
from bot.model.link import Fault

LONGEST = 2_000  # characters; more is a page's state rather than its address
SERVED = frozenset({80, 443})  # low ports that pages are served at; others belong to other services
FREE_PORTS = 1024  # from here on anybody may serve pages

_PORTS = {"http": 80, "https": 443}
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’…*_~|"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_NUMBERED = re.compile(r"0x[0-9a-f]*|\d+", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)

# Parameters that say who sent a reader, and nothing about what is read.
_TRACKING = re.compile(
    r"utm_.*|at_(?:medium|campaign|custom\d|link_.*|format|ptr_name|bbc_team)|pk_.*|mtm_.*|hsa_.*|_hs.*"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id"
    r"|mc_[ce]id|mkt_tok|vero_id|oly_(?:anon|enc)_id|_ga|_gl|_openstat|wt_[mz]c|cmpid|ocid|xtor|s_cid|ncid"
    r"|icid|smid|smtyp|ref_src|ref_url|guccounter|guce_referrer(?:_sig)?|fb_action_.*|fb_ref|srnd|amp",
    re.IGNORECASE,
)
# Pages whose only content is another address: host, path, and the parameter that holds it.
_WRAPPERS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("q", "url")),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), "/", ("u",)),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
    (re.compile(r"t\.me"), "/iv", ("url",)),
    (re.compile(r"away\.vk\.com"), "/away.php", ("to",)),
)
_AMP_CACHE = re.compile(r"(?:[\w-]+\.)?cdn\.ampproject\.org")
_AMP_PATH = re.compile(r"/(?:[acv]|amp)/(?P<safe>s/)?(?P<rest>[^/]+\..*)")
_VARIANT = re.compile(r"^(?:www\d?|m|mobile|amp|touch)\.")


def canonical(written: str) -> str:
    """The address as it is stored and compared. Raises FetchFailed when it is not for fetching."""
    return _unwrapped(_parts(written), depth=3)


def known_as(written: str) -> str:
    """The canonical form; an address that has none stays as it is, and is refused when it is fetched."""
    try:
        return canonical(written)
    except FetchFailed:
        return written


def links_in(text: str) -> list[str]:
    """The addresses written out in a text, in order, each once and as they are written."""
    return list(dict.fromkeys(text[start:end] for start, end in spans_of_links(text)))


def without_links(text: str) -> str:
    """The text with its addresses cut out."""
    kept, place = [], 0
    for start, end in spans_of_links(text):
        kept.append(text[place:start])
        place = end
    return "".join([*kept, text[place:]])


def spans_of_links(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a text, without the punctuation of the sentence around them."""
    for found in _LINK.finditer(text):
        link = trimmed(found[0])
        if "." in (link.partition("://")[2] or link):
            yield found.start(), found.start() + len(link)


def trimmed(link: str) -> str:
    """An address without what a sentence puts behind it; brackets stay when they are closed within.

    >>> trimmed("https://example.org/A_(b)).")
    'https://example.org/A_(b)'
    """
    while link:
        opening = _BRACKETS.get(link[-1])
        if link[-1] not in _TRAILING and (opening is None or link.count(opening) >= link.count(link[-1])):
            break
        link = link[:-1]
    return link


def joined(base: str, reference: str) -> str:
    """Where a reference on the page at `base` leads, in canonical form. Raises FetchFailed."""
    try:
        return canonical(urljoin(base, reference.strip()))
    except ValueError:
        raise FetchFailed(reference, Fault.ADDRESS) from None


def preferred(address: str, claimed: str | None) -> str:
    """The address that a page claims for itself, if it may: on its own site, and not the front page."""
    if not claimed:
        return address
    try:
        other = joined(address, claimed)
    except FetchFailed:
        return address
    same_site = site_of(other) == site_of(address)
    front = urlsplit(other).path == "/" and not urlsplit(other).query
    return other if same_site and not front else address


def site_of(address: str) -> str:
    """The host without the prefixes that variants of one site have.

    >>> site_of("https://m.example.org/a"), site_of("https://en.m.wikipedia.org/")
    ('example.org', 'en.wikipedia.org')
    """
    host = urlsplit(address).hostname or ""
    return _VARIANT.sub("", host.replace(".m.wikipedia.", ".wikipedia."))


def _parts(written: str) -> SplitResult:
    written = written.strip()
    if not written or len(written) > LONGEST or _UNSAFE.search(written):
        raise FetchFailed(written[:LONGEST], Fault.ADDRESS)
    if not _SCHEME.match(written):
        written = f"https://{written.removeprefix('//')}"
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        raise FetchFailed(written, Fault.ADDRESS) from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise FetchFailed(written, Fault.SCHEME)
    if parts.username is not None or parts.password is not None:
        raise FetchFailed(written, Fault.CREDENTIALS)
    host = _host(parts.hostname or "", written)
    if port is not None and port != _PORTS[scheme]:
        if port not in SERVED and port < FREE_PORTS:
            raise FetchFailed(written, Fault.PORT)
        host += f":{port}"
    return SplitResult(scheme, host, _path(parts.path), _query(parts.query), "")


def _host(host: str, written: str) -> str:
    """The host in lower case, names beyond ASCII in the form DNS has, numbers in no disguise."""
    try:
        if ":" in host:
            return f"[{IPv6Address(host)}]"
        host = unquote(host).rstrip(".")
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
        if _NUMBERED.fullmatch(name.rpartition(".")[2]):
            return str(IPv4Address(name))
    except (AddressValueError, UnicodeError, idna.IDNAError):
        raise FetchFailed(written, Fault.ADDRESS) from None
    if not re.fullmatch(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", name) or len(name) > 253:
        raise FetchFailed(written, Fault.ADDRESS)
    return name.replace(".m.wikipedia.", ".wikipedia.")


def _path(path: str) -> str:
    """The path with its dots resolved and everything escaped that has to be, and nothing else."""
    steps: list[str] = []
    for step in path.split("/")[1:]:
        if step == "..":
            steps[-1:] = []
        elif step != ".":
            steps.append(step)
    ending = "/" if path.endswith(("/.", "/..")) and steps else ""
    return "/" + quote("/".join(steps), safe="/%:@!$&'()*+,;=~-._") + ending


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0])]
    return quote("&".join(kept), safe="/%:@!$&'()*+,;=~-._?[]|")


def _unwrapped(parts: SplitResult, depth: int) -> str:
    """The address that a redirecting page or a cache of pages holds; the address itself otherwise."""
    inner = _wrapped(parts)
    if inner is None or depth == 0:
        return urlunsplit(parts)
    return _unwrapped(_parts(inner), depth - 1)


def _wrapped(parts: SplitResult) -> str | None:
    host = parts.netloc
    if _AMP_CACHE.fullmatch(host) or (host.startswith("www.google.") and parts.path.startswith("/amp/")):
        found = _AMP_PATH.fullmatch(parts.path)
        return f"http{'s' if found['safe'] else ''}://{found['rest']}" if found else None
    for hosts, path, names in _WRAPPERS:
        if hosts.fullmatch(host) and parts.path == path:
            values = parse_qs(parts.query)
            return next((values[name][0] for name in names if _is_web(values.get(name))), None)
    return None


def _is_web(values: Sequence[str] | None) -> bool:
    return bool(values) and str((values or [""])[0]).lower().startswith(("http://", "https://"))
