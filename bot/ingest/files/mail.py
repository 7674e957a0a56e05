"""A mail as it is saved (.eml): its subject, its day, and what it says, newsletters too."""

from datetime import date
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from bot.errors import FileUnreadable
from bot.ingest.charset import text_of
from bot.ingest.files.saved_page import page_of
from bot.model.file import Contents, FileFault
from bot.model.news import Draft, Source, SourceKind
from bot.model.timex import Dct, DctOrigin


async def read_mail(_: str, body: bytes, today: date) -> Contents:
    """The mail's text; of one that comes as a page alone, the text of the page."""
    mail = BytesParser(policy=policy.default).parsebytes(body)
    text = await _text(mail, today)
    if not text.strip():
        raise FileUnreadable(FileFault.NO_TEXT)
    source = Source(SourceKind.FILE, _header(mail, "from"))
    draft = Draft(text, source, title=_header(mail, "subject"), published=_day(mail))
    return Contents((draft,))


async def _text(mail: EmailMessage, today: date) -> str:
    plain = mail.get_body(("plain",))
    if plain is not None and (words := _decoded(plain)).strip():
        return words
    page = mail.get_body(("html",))
    if page is None:
        return ""
    return (await page_of(_decoded(page).encode(), today)).text


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    return text_of(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _header(mail: EmailMessage, name: str) -> str | None:
    """A header as it reads; one that is broken is as if it were not there."""
    try:
        words = " ".join(str(mail[name] or "").split())
    except (ValueError, TypeError, IndexError, AttributeError):
        return None
    return words[:300] or None


def _day(mail: EmailMessage) -> Dct | None:
    try:
        return Dct(parsedate_to_datetime(str(mail["date"])).date(), DctOrigin.GIVEN)
    except (ValueError, TypeError, IndexError):
        return None
