"""The file that holds a chat whole: one JSON object, a record a line, so that it is never in memory at once.

    {"format":"dateline/1","records":[
    ["chats",{"id":100,…}],
    ["articles",{"number":1,…}],
    …
    ],"counts":{"articles":4,…},"sha256":"…"}

The records are the rows of the chat's tables, the fields those of `storage.tables` that are set. The checksum
is of all bytes before the last line. A program writes and reads line by line; anybody else may take it for
JSON as it is.

A backup of everything is written the same way. It begins with {"format":"dateline-backup/1","schema":"0006",
has the tables one after the other, and in each row the chat that it belongs to.
"""

import gzip
import hashlib
import json
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
_NO_BACKUP = "This is not a backup that Dateline made."
_OF_ONE_CHAT = "This file holds one chat and is no backup: `dateline import` puts it back."
_TOO_BIG = "This file is larger than I can take in. The bot's operator can import it on the command line."

SEVERAL = "This file holds several chats. The bot's operator can restore it on the command line."

_HEAD = f'{{"format":"{FORMAT}","records":[\n'.encode()
_OF_BACKUPS = b'{"format":"dateline-backup/'
_BACKUP_HEAD = re.compile(rb'\{"format":"dateline-backup/1","schema":"(\w{1,32})","records":\[\n')
_MAGIC = b"\x1f\x8b"  # gzip's


class Writer:
    """Writes the file to `out`, which may be packed; `end` must come last."""

    def __init__(self, out: IO[bytes], schema: str | None = None) -> None:
        """With the revision of a schema it is a backup of everything, not one chat."""
        self._out = out
        self._sum = hashlib.sha256()
        self._lines = 0
        self.counts: Counter[str] = Counter()
        self._write(_HEAD if schema is None else _backup_head(schema))

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
    known = (b'{"format":"dateline/', b'{"format": "dateline/', _OF_BACKUPS)
    return unpacked(beginning).lstrip().startswith(known)


def unpacked(beginning: bytes) -> bytes:
    """How a file begins once it is unpacked, if it is packed."""
    if not beginning.startswith(_MAGIC):
        return beginning
    try:
        return zlib.decompressobj(wbits=31).decompress(beginning, 64)
    except zlib.error:
        return b""


def read(file: IO[bytes], most: int = MOST_BYTES) -> Iterator[Record]:
    """The records of a file, packed or not. Raises BadInput as soon as something is amiss with it.

    Only who has read to the end knows that nothing was.
    """
    with _whole():
        opened = _opened(file)
        head = opened.readline(200)
        _check_head(head)
        yield from _records(opened, head, most)


def read_backup(file: IO[bytes]) -> tuple[str, Iterator[Record]]:
    """The revision of a backup's schema, and its records. Raises BadInput, as `read` does."""
    with _whole():
        opened = _opened(file)
        head = opened.readline(200)
    found = _BACKUP_HEAD.fullmatch(head)
    if found is None:
        raise BadInput(_amiss(head))
    return found[1].decode(), _guarded(_records(opened, head, sys.maxsize))


def _amiss(head: bytes) -> str:
    """What is wrong with a file that begins so instead of as a backup."""
    if not head.startswith(_OF_BACKUPS):
        return _OF_ONE_CHAT if is_portable(head) else _NO_BACKUP
    if not head.endswith(b"\n"):
        return _CUT
    return _LAID_OUT_ANEW if head.startswith(_OF_BACKUPS + b'1"') else _NEWER


def _guarded(records: Iterator[Record]) -> Iterator[Record]:
    with _whole():
        yield from records


def _opened(file: IO[bytes]) -> Any:
    """The file from its beginning, unpacked on the way where it is packed."""
    packed = file.read(2) == _MAGIC
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if packed else file


@contextmanager
def _whole() -> Iterator[None]:
    """What unpacking complains of, in words."""
    try:
        yield
    except EOFError:
        raise BadInput(_CUT) from None
    except (OSError, zlib.error):
        raise BadInput(_DAMAGED) from None


def _records(file: Any, head: bytes, most: int) -> Iterator[Record]:
    checksum, counts = hashlib.sha256(head), Counter[str]()
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


def _backup_head(schema: str) -> bytes:
    return _OF_BACKUPS + f'1","schema":"{schema}","records":[\n'.encode()


def _check_head(line: bytes) -> None:
    if not is_portable(line):
        raise BadInput(_FOREIGN)
    if line.startswith(_OF_BACKUPS):
        raise BadInput(SEVERAL)
    if not line.endswith(b"\n"):
        raise BadInput(_CUT if len(line) < 200 else _LAID_OUT_ANEW)
    if line != _HEAD:
        version = line.partition(b"dateline/")[2].partition(b'"')[0]
        raise BadInput(_NEWER if version != b"1" else _LAID_OUT_ANEW)


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
