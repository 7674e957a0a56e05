"""Which kind of file it is: by what it begins with, then by its name, then by what came with it."""

import json
import re
from enum import StrEnum

HEAD = 4_096  # bytes looked at


class Kind(StrEnum):
    """The kinds that are read."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "page"
    PDF = "pdf"
    WORD = "word"
    MAIL = "mail"
    TABLE = "table"
    LINES = "lines"
    TELEGRAM = "telegram"


_BY_NAME = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".log": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".htm": Kind.PAGE,
    ".html": Kind.PAGE,
    ".xhtml": Kind.PAGE,
    ".eml": Kind.MAIL,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
}
_BY_MIME = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "message/rfc822": Kind.MAIL,
    "text/csv": Kind.TABLE,
    "text/tab-separated-values": Kind.TABLE,
    "application/x-ndjson": Kind.LINES,
    "application/jsonl": Kind.LINES,
}
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_SHOWN = bytes({9, 10, 12, 13, *range(32, 127), *range(128, 256)})
# What begins like this is no text, whatever it is called: pictures, archives, programs, old Word.
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
    b"\xd0\xcf\x11\xe0",
)


def kind_of(name: str, mime: str, body: bytes) -> Kind | None:
    """The kind of a file, None for one that is not read."""
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return Kind.PDF
    if body.startswith(b"PK\x03\x04") and b"word/" in body:
        return Kind.WORD
    if body.startswith(_BINARY):
        return None
    _, dot, last = name.lower().rpartition(".")
    ending = f".{last}" if dot else ""
    if ending == ".json" or (not ending and body.lstrip()[:1] == b"{"):
        return _of_json(body)
    if _PAGE.match(body[:HEAD]):
        return Kind.PAGE
    kind = _BY_NAME.get(ending) or _BY_MIME.get(mime.partition(";")[0].strip().lower())
    return kind or (Kind.TEXT if not ending and _looks_like_text(body[:HEAD]) else None)


def _looks_like_text(head: bytes) -> bool:
    """Whether what has no name for its kind may be shown on a screen."""
    return not head.translate(None, _SHOWN)


def _of_json(body: bytes) -> Kind | None:
    """Telegram's export of one chat or of all, or an object a line under another name."""
    head = body[:HEAD].decode("utf-8", "ignore")
    if re.search(r'"(?:messages|chats)"\s*:', head) and re.search(r'"(?:type|list|about|name)"\s*:', head):
        return Kind.TELEGRAM
    first = body.lstrip().partition(b"\n")[0]
    try:
        return Kind.LINES if isinstance(json.loads(first), dict) else None
    except (ValueError, RecursionError):
        return None
