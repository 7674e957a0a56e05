"""Large pages and feeds are read apart from the bot: `python -m bot.ingest.apart` reads one from stdin."""

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.errors import FetchFailed
from bot.ingest.feeds import read_feed
from bot.ingest.limited import GaveUp, limit_myself, limited
from bot.ingest.page import Page, read_page
from bot.model.feed import FeedItem, FeedPage
from bot.model.link import Fault
from bot.model.timex import Dct, DctOrigin


async def read_page_apart(body: bytes, charset: str | None, asked: str, address: str, today: date) -> Page:
    """As `read_page`, in a process of its own. Raises FetchFailed."""
    found = await _answer("page", body, charset, asked, address, today)
    return Page(**found | {"published": _dct(found["published"])})


async def read_feed_apart(body: bytes, charset: str | None, address: str, today: date) -> FeedPage:
    """As `read_feed`, in a process of its own. Raises FetchFailed."""
    found = await _answer("feed", body, charset, address, address, today)
    items = tuple(FeedItem(**one | {"published": _dct(one["published"])}) for one in found["items"])
    return FeedPage(found["title"], found["home"], items)


async def _answer(
    what: str, body: bytes, charset: str | None, asked: str, address: str, today: date
) -> dict[str, Any]:
    asking = json.dumps([what, charset, asked, address, today.isoformat()]).encode()
    try:
        answer = json.loads(await limited("bot.ingest.apart", asking + b"\n" + body))
    except GaveUp:
        raise FetchFailed(address, Fault.TOO_BIG) from None
    if isinstance(answer, str):
        raise FetchFailed(address, Fault(answer))
    found: dict[str, Any] = answer
    return found


def _dct(written: dict[str, str] | None) -> Dct | None:
    return Dct(date.fromisoformat(written["value"]), DctOrigin(written["origin"])) if written else None


def main() -> None:
    """Read stdin, answer on stdout: what was found as an object, or a fault."""
    limit_myself()
    asking, _, body = sys.stdin.buffer.read().partition(b"\n")
    what, charset, asked, address, day = json.loads(asking)
    today = date.fromisoformat(day)
    try:
        found = (
            read_feed(body, charset, address, today)
            if what == "feed"
            else read_page(body, charset, asked, address, today)
        )
    except FetchFailed as failure:
        answer: object = str(failure.fault)
    else:
        answer = asdict(found)
    sys.stdout.write(json.dumps(answer, default=date.isoformat))


if __name__ == "__main__":
    main()
