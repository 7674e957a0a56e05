"""What a long transaction remembers of the chat it works on, so as not to ask for it again.

It is kept by a transaction that files many articles (`Transaction.keep`): nobody else can change the chat
while it runs, so what it has read or written stays true until its end. The next one of this process goes on
with it, if nothing has been done in the chat since: every deed is a change, and has a number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.model.chat import Chat
from bot.model.news import Article, ArticleState, Event, Mention

MOST_MENTIONS, MOST_ARTICLES = 10_000, 1_000  # that are remembered for the next transaction: some 30 MB
CHATS = 2  # of which something is

Mark = tuple[object, ...]  # how far a chat has come: the same as long as nothing was done in it


@dataclass(slots=True)
class Memory:
    """Of one chat: its rows by their keys; None where it is known that there is none."""

    chat: Chat | None = None
    decided: bool | None = None  # whether people ever decided anything
    counters: dict[str, int] = field(default_factory=dict)
    articles: dict[int, Article | None] = field(default_factory=dict)
    named: dict[str, set[int]] = field(default_factory=dict)
    printed: dict[str, set[int]] = field(default_factory=dict)
    events: dict[int, Event | None] = field(default_factory=dict)
    mentions: dict[int, Mention] = field(default_factory=dict)
    told: dict[int, int | None] = field(default_factory=dict)  # mention → the event it tells
    kin: dict[int, set[int]] = field(default_factory=dict)
    holders: dict[str, "Holders"] = field(default_factory=dict)
    mark: Mark | None = None

    @property
    def full(self) -> bool:
        """Whether it has grown so large that it is better begun anew."""
        return len(self.mentions) > MOST_MENTIONS or len(self.articles) > MOST_ARTICLES

    def heard(self, article: Article) -> None:
        """An article that is there from now on, or in another state."""
        self.articles[article.number] = article
        for index, key in ((self.named, article.name), (self.printed, article.fingerprint)):
            if key in index:
                index[key].add(article.number)

    def latest(self, numbers: Iterable[int], *, live: bool) -> Article | None:
        """The newest of these articles, live ones first, or only these."""
        known = [article for number in numbers if (article := self.articles.get(number))]
        standing = [article for article in known if article.state is ArticleState.LIVE]
        return max(standing if live else standing or known, key=lambda article: article.number, default=None)


@dataclass(slots=True)
class Holders:
    """How many mentions have a key, and which of them count; none are listed when they are too many."""

    count: int
    mentions: list[int]

    def add(self, mention: int, most: int) -> None:
        self.count += 1
        self.mentions.append(mention)
        if self.count > most:
            self.mentions.clear()


class Memories:
    """What the last transactions of a process remembered, chat by chat; each is lent to one at a time."""

    def __init__(self) -> None:
        self._kept: dict[int, Memory] = {}

    def take(self, chat_id: int, mark: Mark) -> Memory:
        """What is remembered of a chat, an empty memory if something was done in it since."""
        memory = self._kept.pop(chat_id, None)
        if memory is None or memory.mark != mark:
            return Memory()
        memory.chat = None  # what Telegram calls it may be other by now, and that is no deed
        return memory

    def give(self, chat_id: int, memory: Memory) -> None:
        """Remember it for the next transaction, now that this one has been stored."""
        if memory.mark is not None and not memory.full:
            self._kept[chat_id] = memory
        while len(self._kept) > CHATS:
            del self._kept[next(iter(self._kept))]
