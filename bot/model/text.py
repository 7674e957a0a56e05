"""Texts: what bytes say, and which characters can be kept."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps NUL, no encoding half a surrogate pair


def decoded(body: bytes) -> str:
    """Text out of bytes, without guessing: UTF-8, or UTF-16 that says so at its head.

    Raises UnicodeDecodeError.
    """
    return body.decode("utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")


def storable(text: str) -> str:
    """The text with what cannot be kept made U+FFFD, one for one, so that offsets stay valid."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)
