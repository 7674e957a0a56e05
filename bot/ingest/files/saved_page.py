"""A page saved as a file: its article, as if it came from the web, but from no address."""

from datetime import date

from bot.errors import FetchFailed, FileUnreadable
from bot.ingest.apart import read_page_apart
from bot.ingest.page import Page
from bot.model.file import Contents, FileFault
from bot.model.link import Fault
from bot.model.news import Draft, Source, SourceKind

_NOWHERE = "https://saved.invalid/page"  # a site's root would be taken for a list of articles


async def read_saved_page(name: str, body: bytes, today: date) -> Contents:
    """The main text, title and day of the page. Raises FileUnreadable."""
    page = await page_of(body, today)
    source = Source(SourceKind.FILE, name or None)
    return Contents((Draft(page.text, source, title=page.title, published=page.published),))


async def page_of(body: bytes, today: date) -> Page:
    try:
        return await read_page_apart(body, None, _NOWHERE, _NOWHERE, today)
    except FetchFailed as failure:
        too_big = failure.fault == Fault.TOO_BIG
        raise FileUnreadable(FileFault.TOO_BIG if too_big else FileFault.NO_TEXT) from None
