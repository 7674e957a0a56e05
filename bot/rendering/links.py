"""What came of a link: what it told, or why it could not be read and what to do instead."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Final
from urllib.parse import unquote, urlsplit

from bot.model.link import Fault, LinkFailure
from bot.model.outcome import Outcome, Verdict
from bot.rendering.article import render_outcome
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.html import Html, apart, code, lines, link, text
from bot.rendering.speech import later, say, told

LONGEST_SHOWN = 60  # characters of an address

# What is said of each fault, {page} being the link; and whether the text can be pasted in its stead.
_SAID: Final = {
    Fault.ADDRESS: later("{page} is no address that I can open. Check it, and send it once more."),
    Fault.SCHEME: later("I open pages of the web alone, with http or https, and {page} is none."),
    Fault.CREDENTIALS: later("There is a name or a password in {page}. Send the address without it."),
    Fault.PORT: later("{page} names a port at which no pages are served. Send the address without it."),
    Fault.PRIVATE: later("{page} is not on the public internet, so I do not open it."),
    Fault.UNKNOWN_HOST: later("There is no host of that name: {page}. Check how it is written."),
    Fault.UNREACHABLE: later("I could not reach {page}: its server does not answer."),
    Fault.CERTIFICATE: later("I did not open {page}: its server cannot prove that it is the right one."),
    Fault.TIMEOUT: later("I gave {page} up: it did not answer in full within 20 seconds."),
    Fault.TOO_BIG: later("{page} is larger than I can read as one page."),
    Fault.BROKEN: later("I could not read {page}: the answer of its server breaks off, or is no page."),
    Fault.REDIRECTS: later("I could not read {page}: it keeps sending its readers elsewhere."),
    Fault.PAYWALL: later("I could not read {page}: it asks for a subscription."),
    Fault.LOGIN: later("I could not read {page}: it asks its readers to sign in."),
    Fault.CONSENT: later("I could not read {page}: it asks its readers to agree to something first."),
    Fault.EMPTY: later("I found no text on {page}: there is none, or only a browser shows it."),
    Fault.LIST: later("{page} is a list of articles. Send me the link of one of them."),
    Fault.POST: later(
        "{page} is a post on Telegram. Forward it to me instead, with its own date and channel."
    ),
    Fault.FEED: later(
        "{page} is a feed and no article. Send it as {command}, and I will read what it brings."
    ),
    Fault.NO_FEED: later("I found no feed at {page}: neither RSS nor Atom nor JSON Feed."),
    Fault.UNSAFE: later("I did not read {page}: it brings a document type, which feeds have no need of."),
    Fault.TYPE: later("{page} is no page of text, but {kind}."),
}
_STATUS: Final = {
    401: later("I could not read {page}: it asks its readers to sign in (HTTP 401)."),
    402: later("I could not read {page}: it asks for a subscription (HTTP 402)."),
    403: later("I could not read {page}: it turns programs like me away (HTTP 403)."),
    404: later("{page} is not there: wrong address, or gone (HTTP 404)."),
    410: later("{page} is no longer there (HTTP 410)."),
    429: later("{page} is asked too often just now (HTTP 429). Try again later."),
    451: later("{page} may not be shown where I am, for legal reasons (HTTP 451)."),
}
_NOT_TO_PASTE: Final = frozenset(
    {Fault.ADDRESS, Fault.SCHEME, Fault.CREDENTIALS, Fault.PORT, Fault.POST}
    | {Fault.FEED, Fault.NO_FEED, Fault.UNSAFE}
)


def render_link(outcome: Outcome, zone: tzinfo) -> Reply:
    """What a link's article told; one that is here already can be fetched once more."""
    reply = render_outcome(outcome, zone)
    article = outcome.article
    if outcome.verdict is not Verdict.KNOWN or article is None or article.name != article.address:
        return reply
    again = Button(say("Read it again"), Press.to("reread", article.number))
    return Reply(reply.html, (*reply.buttons, (again,)))


def render_failure(failure: LinkFailure, number: int | None) -> Reply:
    """Why a link could not be read; `number` is what it is remembered by, for a reply with its text."""
    said = _said(failure)
    if failure.fault is Fault.FEED:
        return Reply(said)
    if number is None or failure.fault in _NOT_TO_PASTE:
        return Reply(said)
    remedy = say("Paste its text in a reply to this message, and I will file it under that link.")
    return Reply(lines(said, remedy), ((Button(say("Try again"), Press.to("fetch", number)),),))


def shown(address: str, most: int = LONGEST_SHOWN) -> str:
    """An address as people read it: without its scheme, the middle left out when it is long.

    >>> shown("https://www.example.org/2021/04/21/a-very-long-title", 32)
    'example.org/…/a-very-long-title'
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address[:most]
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    words = (host + unquote(parts.path)).rstrip("/") or address
    if len(words) <= most:
        return words
    last, room = words.rpartition("/")[2], max(most - len(host) - 3, 8)
    return f"{host}/…/{last}" if len(last) <= room else f"{host}/…/{last[: room - 1]}…"


def said_of(failure: LinkFailure) -> Html:
    """Why a link could not be read, and in one line what to do where pasting its text helps."""
    said = _said(failure)
    if failure.fault in _NOT_TO_PASTE:
        return said
    return text(said, " ", say("Paste its text, and I will read that."))


def _said(failure: LinkFailure) -> Html:
    opened = failure.fault not in (Fault.ADDRESS, Fault.SCHEME, Fault.CREDENTIALS, Fault.PRIVATE)
    page = link(failure.address if opened else None, apart(shown(failure.address)))
    if failure.fault is not Fault.STATUS:
        return told(_SAID[failure.fault], page=page, **_more(failure))
    status = failure.status or 0
    if status in _STATUS:
        return told(_STATUS[status], page=page)
    if status >= 500:
        return told("The server of {page} is in trouble (HTTP {status}).", page=page, status=str(status))
    return told("I could not read {page}: its server refused (HTTP {status}).", page=page, status=str(status))


def _more(failure: LinkFailure) -> dict[str, Html | str]:
    if failure.fault is Fault.FEED:
        return {"command": code(f"/feed {failure.address}")}
    if failure.fault is Fault.TYPE:
        return {"kind": _kind(failure.detail or "")}
    return {}


def _kind(detail: str) -> str | Html:
    """The type of what an address led to, in words where there are any."""
    kinds: dict[str, Callable[[], str]] = {
        "application/pdf": lambda: say("a PDF; save it and send it to me as a file"),
        "image": lambda: say("a picture"),
        "video": lambda: say("a video"),
        "audio": lambda: say("a recording"),
    }
    named = kinds.get(detail) or kinds.get(detail.partition("/")[0])
    return named() if named else text(code(detail[:60]))
