"""Large pages are read apart from the bot: `python -m bot.ingest.apart` reads one from stdin."""

import json
import sys
from datetime import date

from bot.errors import FetchFailed
from bot.ingest.limited import GaveUp, limit_myself, limited
from bot.ingest.page import Page, read_page
from bot.model.link import Fault
from bot.model.timex import Dct, DctOrigin


async def read_page_apart(body: bytes, charset: str | None, asked: str, address: str, today: date) -> Page:
    """As `read_page`, in a process of its own. Raises FetchFailed."""
    asking = json.dumps([charset, asked, address, today.isoformat()]).encode()
    try:
        answer = json.loads(await limited("bot.ingest.apart", asking + b"\n" + body))
    except GaveUp:
        raise FetchFailed(address, Fault.TOO_BIG) from None
    if isinstance(answer, str):
        raise FetchFailed(address, Fault(answer))
    own, text, title, site, day, origin = answer
    published = Dct(date.fromisoformat(day), DctOrigin(origin)) if day else None
    return Page(own, text, title, site, published)


def main() -> None:
    """Read stdin, answer on stdout: a list of the page's facts, or a fault."""
    limit_myself()
    asking, _, body = sys.stdin.buffer.read().partition(b"\n")
    charset, asked, address, today = json.loads(asking)
    try:
        page = read_page(body, charset, asked, address, date.fromisoformat(today))
    except FetchFailed as failure:
        answer: object = str(failure.fault)
    else:
        day, origin = (
            (page.published.value.isoformat(), page.published.origin) if page.published else (None, None)
        )
        answer = [page.address, page.text, page.title, page.site, day, origin]
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
