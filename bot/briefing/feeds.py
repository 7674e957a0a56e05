"""Feeds: which of their items are wanted, and when their servers are asked again. Pure."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zlib import crc32

from bot.model.feed import Feed, FeedItem

# Minutes from one question to the next; each is a multiple of the one before.
LADDER = (30, 60, 120, 360)
FAILING = (30, 60, 120, 360, 720, 1440)
STILL = 24  # a feed is asked after a twenty-fourth of the time it has been still
HOPELESS = timedelta(days=14)  # without an answer, after which a feed is given up
MOST_FAILURES = 12

_TOKEN = re.compile(r"([-−–]?)(?:\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|(\S+))")


def wanted(words: str, item: FeedItem) -> bool:
    """Whether an item is to be read: one of the words begins a word of it, and none of those with a minus.

    >>> wanted("bridge -sport", FeedItem("1", "Bridges of Riga")), wanted("-sport", FeedItem("1", "Sports"))
    (True, False)
    """
    told = f"{item.title or ''}\n{item.text}".casefold()
    yes, no = _read(words.casefold())
    if any(pattern.search(told) for pattern in no):
        return False
    return not yes or any(pattern.search(told) for pattern in yes)


@lru_cache(maxsize=256)
def _read(words: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """The words that are wanted and those that are not; words within quotation marks stay together."""
    yes, no = list[re.Pattern[str]](), list[re.Pattern[str]]()
    for minus, *quoted in _TOKEN.findall(words):
        word = " ".join(next(filter(None, quoted)).split())
        if not re.search(r"\w", word):
            continue
        spaced = r"\s+".join(re.escape(part) for part in word.split())
        # Languages without blanks between words have none to begin.
        start = r"(?<!\w)" if word[0].isascii() or word[0].lower() != word[0].upper() else ""
        (no if minus else yes).append(re.compile(start + spaced))
    return tuple(yes), tuple(no)


def next_question(feed: Feed, now: datetime, retry_after: int | None = None) -> datetime:
    """When the feed's server is asked again, `feed` being as it is after this answer.

    Times are spread by the address, so that all chats with one feed ask together, once, and different feeds
    do not.
    """
    minutes = _failing(feed.failures) if feed.failures else _still(now - (feed.fresh_at or feed.added_at))
    soonest = now + timedelta(minutes=minutes / 2, seconds=retry_after or 0)
    phase = crc32(feed.address.encode()) % (LADDER[-1] * 60)
    step = minutes * 60
    ordinal = (int(soonest.timestamp()) - phase) // step + 1
    return datetime.fromtimestamp(ordinal * step + phase, UTC)


def is_hopeless(feed: Feed, now: datetime) -> bool:
    """Whether the feed has failed often and for so long that nobody need ask any more."""
    return feed.failures >= MOST_FAILURES and now - (feed.checked_at or feed.added_at) > HOPELESS


def _still(since: timedelta) -> int:
    return max((step for step in LADDER if step * STILL <= since.total_seconds() / 60), default=LADDER[0])


def _failing(failures: int) -> int:
    return FAILING[min(failures, len(FAILING)) - 1]
