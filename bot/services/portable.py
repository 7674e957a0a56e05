"""The file that holds a chat whole: one JSON object, a record a line, so that it is never in memory at once.

    {"format":"dateline/1","records":[
    ["chats",{"id":100,…}],
    ["articles",{"number":1,…}],
    …
    ],"counts":{"articles":4,…},"sha256":"…"}

The records are the rows of the chat's tables, the fields those of `storage.tables` that are set. The checksum
is of all bytes before the last line. A program writes and reads line by line; anybody else may take it for
JSON as it is.
"""

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final, NoReturn

from bot.errors import BadInput

FORMAT: Final = "dateline/1"
MOST_BYTES: Final = 4_000_000_000  # unpacked; more is no chat but a trap
LONGEST_LINE: Final = 32_000_000  # bytes: a text of two million characters, each written as six

Record = tuple[str, dict[str, Any]]

_FOREIGN = "This is not a file that I exported. I can read back what /export gives as data."
_NEWER = "This file was written by a newer version of Dateline. The bot has to be updated first."
_LAID_OUT_ANEW = (
    "Another program has laid this file out anew, so I cannot read it back. Hand it to me as it was exported."
)
_CUT = "This file stops before its end: it was not copied whole. Export or download it again."
_DAMAGED = (
    "This file was damaged or changed after it was exported, so nothing of it was taken. Use another copy."
)
_TOO_BIG = "This file is larger than I can take in. The bot's operator can import it on the command line."

_HEAD = f'{{"format":"{FORMAT}","records":[\n'.encode()
_MAGIC = b"\x1f\x8b"  # gzip's


class Writer:
    """Writes the file to `out`, which may be packed; `end` must come last."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._sum = hashlib.sha256()
        self._lines = 0
        self.counts: Counter[str] = Counter()
        self._write(_HEAD)

    def add(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Some records of one table."""
        for row in rows:
            self._write((b",\n" if self._lines else b"") + _json([name, row]))
            self._lines += 1
        self.counts[name] += len(rows)

    def end(self) -> None:
        """Say how much there was, so that a file which was cut is known to be."""
        self._write(b"\n" if self._lines else b"")
        counts = {name: count for name, count in self.counts.items() if count}
        self._out.write(
            b'],"counts":' + _json(counts) + b',"sha256":"' + self._sum.hexdigest().encode() + b'"}\n'
        )

    def _write(self, piece: bytes) -> None:
        self._sum.update(piece)
        self._out.write(piece)


def is_portable(beginning: bytes) -> bool:
    """Whether a file that begins so is one of these, of whichever version."""
    if beginning.startswith(_MAGIC):
        try:
            beginning = zlib.decompressobj(wbits=31).decompress(beginning, 64)
        except zlib.error:
            return False
    return beginning.lstrip().startswith((b'{"format":"dateline/', b'{"format": "dateline/'))


def read(file: IO[bytes], most: int = MOST_BYTES) -> Iterator[Record]:
    """The records of a file, packed or not. Raises BadInput as soon as something is amiss with it.

    Only who has read to the end knows that nothing was.
    """
    packed = file.read(2) == _MAGIC
    file.seek(0)
    try:
        yield from _records(gzip.GzipFile(fileobj=file) if packed else file, most)
    except EOFError:
        raise BadInput(_CUT) from None
    except (OSError, zlib.error):
        raise BadInput(_DAMAGED) from None


def _records(file: Any, most: int) -> Iterator[Record]:
    checksum, counts = hashlib.sha256(), Counter[str]()
    _check_head(file.readline(200), checksum)
    left = most
    while line := file.readline(LONGEST_LINE + 1):
        left -= len(line)
        if len(line) > LONGEST_LINE or left < 0:
            raise BadInput(_TOO_BIG)
        if line.startswith(b"]"):
            if line != _end(counts, checksum.hexdigest()) or file.read(1):
                raise BadInput(_DAMAGED if line.endswith(b"}\n") else _CUT)
            return
        checksum.update(line)
        name, row = _record(line)
        counts[name] += 1
        yield name, row
    raise BadInput(_CUT)


def _check_head(line: bytes, checksum: Any) -> None:
    if not is_portable(line):
        raise BadInput(_FOREIGN)
    if not line.endswith(b"\n"):
        raise BadInput(_CUT if len(line) < 200 else _LAID_OUT_ANEW)
    if line != _HEAD:
        version = line.partition(b"dateline/")[2].partition(b'"')[0]
        raise BadInput(_NEWER if version != b"1" else _LAID_OUT_ANEW)
    checksum.update(line)


def _end(counts: Mapping[str, int], checksum: str) -> bytes:
    """The last line."""
    told = {name: count for name, count in counts.items() if count}
    return b"]," + _json({"counts": told, "sha256": checksum}).removeprefix(b"{") + b"\n"


def _record(line: bytes) -> Record:
    record = _parsed(line.rstrip().removesuffix(b","))
    match record:
        case [str() as name, dict() as row]:
            return name, row
    raise BadInput(_DAMAGED)


def _parsed(line: bytes) -> Any:
    if not line.endswith((b"\n", b"]", b"}")):
        raise BadInput(_CUT)
    try:
        return _JSON.decode(line.decode())
    except (ValueError, RecursionError):
        raise BadInput(_DAMAGED) from None


def _refuse_constant(_: str) -> NoReturn:
    """NaN and the infinities, which are no JSON."""
    raise BadInput(_DAMAGED)


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
