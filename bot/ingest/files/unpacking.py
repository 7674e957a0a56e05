"""PDF and Word, unpacked apart from the bot: `python -m bot.ingest.files.unpacking` reads one from stdin."""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO

from bot.errors import FileUnreadable
from bot.ingest.limited import GaveUp, limit_myself, limited
from bot.model.file import Contents, FileFault
from bot.model.news import Draft, Source, SourceKind

SECONDS = 30.0
MOST_PAGES = 500
MOST_UNPACKED = 100_000_000  # bytes of a document's parts
MOST_TEXT = 2_000_000  # characters: longer than that no text is read

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zà-ÿа-я])")
_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")


async def read_pdf(name: str, body: bytes, _: date) -> Contents:
    """The text of a PDF's pages. Raises FileUnreadable."""
    return await _unpacked("pdf", name, body)


async def read_word(name: str, body: bytes, _: date) -> Contents:
    """The paragraphs and tables of a Word document (.docx). Raises FileUnreadable."""
    return await _unpacked("word", name, body)


async def _unpacked(what: str, name: str, body: bytes) -> Contents:
    given = what.encode() + b"\n" + body
    try:
        answer = json.loads(await limited("bot.ingest.files.unpacking", given, seconds=SECONDS))
    except GaveUp:
        raise FileUnreadable(FileFault.TOO_BIG) from None
    if isinstance(answer, str):
        raise FileUnreadable(FileFault(answer))
    return Contents((Draft(answer["text"], Source(SourceKind.FILE, name or None), title=answer["title"]),))


def unpack_pdf(body: bytes) -> tuple[str, str | None]:
    """Text and title. Lines are joined to paragraphs, words that were parted at their ends made whole."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileUnreadable(FileFault.ENCRYPTED)
        text = _cut(page.extract_text() or "" for page in reader.pages[:MOST_PAGES])
        title = reader.metadata.title if reader.metadata else None
    except DependencyError:  # a cipher that the library leaves to others
        raise FileUnreadable(FileFault.ENCRYPTED) from None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise FileUnreadable(FileFault.DAMAGED) from None
    if not text.strip():
        raise FileUnreadable(FileFault.SCANNED)
    return _WRAPPED.sub(" ", _HYPHEN.sub("", text)), _title(title)


def unpack_word(body: bytes) -> tuple[str, str | None]:
    """Text and title, tables row by row."""
    import docx
    from docx.table import Table

    try:
        with zipfile.ZipFile(BytesIO(body)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise FileUnreadable(FileFault.TOO_BIG)
        document = docx.Document(BytesIO(body))
        text = _cut(
            "\n".join(" · ".join(cell.text for cell in row.cells) for row in block.rows)
            if isinstance(block, Table)
            else block.text
            for block in document.iter_inner_content()
        )
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError, NotImplementedError):
        raise FileUnreadable(FileFault.DAMAGED) from None
    if not text.strip():
        raise FileUnreadable(FileFault.NO_TEXT)
    return text, _title(document.core_properties.title)


def _cut(pieces: Iterator[str]) -> str:
    """The pieces as paragraphs, as far as a text is read."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length > MOST_TEXT:
            raise FileUnreadable(FileFault.TOO_BIG)
    return "\n\n".join(kept)


def _title(written: object) -> str | None:
    words = " ".join(str(written or "").split())
    return words[:300] or None


def main() -> None:
    """Read stdin, answer on stdout: text and title as an object, or a fault."""
    limit_myself(seconds=SECONDS)
    what, _, body = sys.stdin.buffer.read().partition(b"\n")
    try:
        text, title = unpack_pdf(body) if what == b"pdf" else unpack_word(body)
    except FileUnreadable as fault:
        answer: object = str(fault.fault)
    else:
        answer = {"text": text, "title": title}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
