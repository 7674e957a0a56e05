"""A transaction: every noun of the store, over one connection."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.access import Access
from storage.aliases import Aliases
from storage.almanac import Almanac
from storage.articles import Articles
from storage.changes import Changes
from storage.chats import Chats, mark
from storage.decisions import Decisions
from storage.deliveries import Deliveries
from storage.events import Events
from storage.feeds import Feeds
from storage.forgetting import Forgetting
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.limits import Limits
from storage.memory import Memories
from storage.mentions import Mentions
from storage.messages import Messages
from storage.moving import Moves
from storage.notices import Notices
from storage.places import Places
from storage.portable import Portable
from storage.pulse import Pulse
from storage.retention import Retention
from storage.rota import Rota
from storage.session import Session
from storage.subscriptions import Subscriptions
from storage.tellings import Tellings
from storage.told_days import ToldDays
from storage.views import Views


class Transaction:
    """What `Store.begin` and `Store.read` give: it ends when their block does, whole or not at all."""

    def __init__(self, connection: AsyncConnection, memories: Memories, *, writing: bool) -> None:
        self._session = session = Session(connection, writing=writing)
        self._memories = memories
        self.chats = Chats(session)
        self.articles = Articles(session)
        self.aliases = Aliases(session)
        self.mentions = Mentions(session, self.articles)
        self.events = Events(session)
        self.tellings = Tellings(session)
        self.told_days = ToldDays(session)
        self.almanac = Almanac(session)
        self.places = Places(session)
        self.changes = Changes(session)
        self.decisions = Decisions(session)
        self.messages = Messages(session)
        self.views = Views(session)
        self.subscriptions = Subscriptions(session)
        self.deliveries = Deliveries(session)
        self.feeds = Feeds(session)
        self.jobs = Jobs(session)
        self.limits = Limits(session)
        self.retention = Retention(session)
        self.rota = Rota(session)
        self.pulse = Pulse(session)
        self.moves = Moves(session)
        self.notices = Notices(session)
        self.access = Access(session)
        self.inbox = Inbox(session)
        self.portable = Portable(session)
        self.forgetting = Forgetting(session)

    async def keep(self, chat_id: int) -> None:
        """Remember from now on what is read and written of a chat, to file many articles of it.

        What is written waits until something else is read, or the transaction ends. For the nouns that
        filing needs alone: the others ask the database, and do not tell the memory what they change.
        """
        if chat_id not in self._session.memory:
            self._session.memory[chat_id] = self._memories.take(chat_id, await mark(self._session, chat_id))

    async def settle(self) -> None:
        """Write what waits, and note how far the chats have come of which something is remembered."""
        await self._session.settle()
        for chat_id, memory in self._session.memory.items():
            memory.mark = await mark(self._session, chat_id)

    def remember(self) -> None:
        """Leave what this transaction remembers to the next, once it is stored."""
        for chat_id, memory in self._session.memory.items():
            self._memories.give(chat_id, memory)
