"""What an export is of: the words at the head of a file, and the file's name."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from bot.model.briefing import Counts, Query
from bot.rendering.dates import range_in_words
from bot.rendering.foreign import harmless, one_line, shortened
from bot.rendering.speech import plural, say

_LONGEST_TITLE = 80
_LONGEST_STEM = 40
_UNSAFE = re.compile(r"[^\w-]+")
# Names that Windows keeps for itself, whatever ending they have.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class About:
    """The chat, what was asked for, how many events match, and the moment it was asked (aware, in UTC)."""

    chat_id: int
    query: Query
    counts: Counts
    made_at: datetime

    @property
    def title(self) -> str:
        """What was asked for, as a heading."""
        topic = shortened(one_line(harmless(self.query.topic)), _LONGEST_TITLE) or say("Timeline")
        days = range_in_words(self.query.since, self.query.until)
        return f"{topic}, {days}" if days else topic

    @property
    def stem(self) -> str:
        """The beginning of the file's name: letters, digits and hyphens, the day at its end."""
        words = _UNSAFE.sub("-", self.title).strip("-_").lower()[:_LONGEST_STEM].rstrip("-_")
        safe = words if words and not _RESERVED.fullmatch(words) else "timeline"
        return f"{safe}-{self.made_at:%Y-%m-%d}"

    @property
    def key(self) -> str:
        """Stands for the chat in numbers that are to be unique in the world, without telling its own."""
        return hashlib.sha256(f"dateline:{self.chat_id}".encode()).hexdigest()[:16]


def held(events: int, disputed: int) -> str:
    """ "5 events, 1 in dispute"."""
    said = plural("{n} event", "{n} events", events)
    return say("{events}, {n} in dispute", events=said, n=disputed) if disputed else said
