"""Links: what they may be refused for, and what is said of one that could not be read."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why what a link leads to could not be had, or holds nothing to read."""

    ADDRESS = "address"  # no address that can be fetched
    SCHEME = "scheme"  # neither http nor https
    CREDENTIALS = "credentials"  # a name or password stands in the address
    PORT = "port"  # a port where no pages are served
    PRIVATE = "private"  # the host is not on the public internet
    UNKNOWN_HOST = "unknown host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    TOO_BIG = "too big"
    BROKEN = "broken"  # the answer is no HTTP, or breaks off
    STATUS = "status"  # the server refused; `status` has its number
    TYPE = "type"  # not a page; `detail` has the type
    REDIRECTS = "redirects"
    PAYWALL = "paywall"
    LOGIN = "login"
    CONSENT = "consent"
    EMPTY = "empty"  # no text, or one that only a browser's scripts would show
    LIST = "list"  # a front page or a list of articles
    POST = "post"  # a Telegram post, which is better forwarded
    FEED = "feed"  # where an article was asked for
    NO_FEED = "no feed"  # where a feed was asked for
    UNSAFE = "unsafe"  # XML that defines entities or a document type of its own


@dataclass(frozen=True, slots=True)
class LinkFailure:
    """A link that could not be read, and why."""

    address: str
    fault: Fault
    status: int | None = None
    detail: str | None = None
