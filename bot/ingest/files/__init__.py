"""Files: articles out of plain text, Markdown, HTML, PDF, Word, mail, tables and Telegram's export.

    contents = await read_file("report.pdf", "application/pdf", body, today)

What may be a trap (PDF, Word, HTML) is unpacked in a process of its own, see bot.ingest.limited.
"""

from datetime import date

from bot.errors import FileUnreadable
from bot.ingest.files.kinds import Kind, kind_of
from bot.ingest.files.mail import read_mail
from bot.ingest.files.plain import read_markdown, read_plain
from bot.ingest.files.saved_page import read_saved_page
from bot.ingest.files.tables import read_lines, read_rows
from bot.ingest.files.telegram_export import read_telegram
from bot.ingest.files.unpacking import read_pdf, read_word
from bot.model.file import Contents, FileFault

__all__ = ["read_file"]

_AT_ONCE = {
    Kind.TEXT: read_plain,
    Kind.MARKDOWN: read_markdown,
    Kind.TABLE: read_rows,
    Kind.LINES: read_lines,
    Kind.TELEGRAM: read_telegram,
}
_APART = {Kind.PDF: read_pdf, Kind.WORD: read_word, Kind.PAGE: read_saved_page, Kind.MAIL: read_mail}


async def read_file(name: str | None, mime: str | None, body: bytes, today: date) -> Contents:
    """What the file holds; `today` is the day it is handed in. Raises FileUnreadable."""
    if not body.strip(b"\x00\r\n\t "):
        raise FileUnreadable(FileFault.EMPTY)
    kind = kind_of(name or "", mime or "", body)
    if kind is None:
        raise FileUnreadable(FileFault.KIND)
    if kind in _AT_ONCE:
        return _AT_ONCE[kind](name or "", body)
    return await _APART[kind](name or "", body, today)
