"""A sheet: what every format shares, which is to take entries, make bytes of them, and keep count."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.model.briefing import Entry
from bot.model.news import Article, EventStatus
from bot.rendering.export.about import About, held
from bot.rendering.export.told import Told, told_of
from bot.rendering.speech import plural, say


class Sheet(ABC):
    """Entries in, bytes out. `head` is asked for last, when all is counted, and stands first in the file."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.events = 0
        self.disputed = 0
        self.left_out: Counter[str] = Counter()  # why → how many

    def add(self, entries: Sequence[Entry], articles: Mapping[int, Article]) -> bytes:
        """The next entries, in order of time, as far as the format has room for them."""
        return "".join(self._one(entry, articles) for entry in entries).encode()

    def head(self) -> bytes:
        return b""

    def tail(self) -> bytes:
        return b""

    @property
    def holds(self) -> str:
        """ "5 events, 1 in dispute"."""
        return held(self.events, self.disputed)

    @property
    def lacks(self) -> list[str]:
        """A sentence for each reason that something was left out for."""
        return [
            plural("{n} event left out: {why}.", "{n} events left out: {why}.", count, why=say(why))
            for why, count in sorted(self.left_out.items())
        ]

    @abstractmethod
    def one(self, told: Told) -> str:
        """One event in this format."""

    def refusal(self, entry: Entry) -> str | None:
        """Why the format has no room for it, in words that `later` noted; None when it has."""
        return None

    def _one(self, entry: Entry, articles: Mapping[int, Article]) -> str:
        if why := self.refusal(entry):
            self.left_out[why] += 1
            return ""
        made = self.one(told_of(entry, articles))
        self.events += 1
        self.disputed += entry.event.status is EventStatus.DISPUTED
        return made
