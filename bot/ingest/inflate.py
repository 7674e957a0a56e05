"""Bodies unpacked with a bound: what a server sends packed although it was asked not to."""

import zlib
from typing import Final

_WINDOWS: Final = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
ENCODINGS: Final = frozenset({"", "identity", *_WINDOWS})


class TooMuch(Exception):
    """The body is longer than it may be."""


class Broken(Exception):
    """The body is not packed as it says."""


class Inflated:
    """A body that grows piece by piece and never beyond `most` bytes. Raises TooMuch and Broken."""

    def __init__(self, encoding: str, most: int) -> None:
        self._unpack = zlib.decompressobj(_WINDOWS[encoding]) if encoding in _WINDOWS else None
        self._raw_deflate = encoding == "deflate"  # some send it without its two bytes of head
        self._most = most
        self._body = bytearray()

    @property
    def body(self) -> bytes:
        return bytes(self._body)

    def add(self, piece: bytes) -> None:
        self._body += piece if self._unpack is None else self._unpacked(piece)
        if len(self._body) > self._most or (self._unpack is not None and self._unpack.unconsumed_tail):
            raise TooMuch

    def _unpacked(self, piece: bytes) -> bytes:
        room = self._most - len(self._body) + 1
        try:
            return self._unpack.decompress(piece, room) if self._unpack else piece
        except zlib.error:
            if not (self._raw_deflate and not self._body):
                raise Broken from None
        self._raw_deflate = False
        self._unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._unpacked(piece)
