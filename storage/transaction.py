"""A transaction: every noun of the store, over one connection."""

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.access import Access
from storage.aliases import Aliases
from storage.almanac import Almanac
from storage.articles import Articles
from storage.changes import Changes
from storage.chats import Chats
from storage.decisions import Decisions
from storage.deliveries import Deliveries
from storage.events import Events
from storage.feeds import Feeds
from storage.forgetting import Forgetting
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.limits import Limits
from storage.memory import Memory
from storage.mentions import Mentions
from storage.messages import Messages
from storage.moving import Moves
from storage.places import Places
from storage.portable import Portable
from storage.pulse import Pulse
from storage.retention import Retention
from storage.session import Session
from storage.subscriptions import Subscriptions
from storage.tellings import Tellings
from storage.views import Views


class Transaction:
    """What `Store.begin` and `Store.read` give: it ends when their block does, whole or not at all."""

    def __init__(self, connection: AsyncConnection, *, writing: bool) -> None:
        self._session = session = Session(connection, writing=writing)
        self.chats = Chats(session)
        self.articles = Articles(session)
        self.aliases = Aliases(session)
        self.mentions = Mentions(session, self.articles)
        self.events = Events(session)
        self.tellings = Tellings(session)
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
        self.pulse = Pulse(session)
        self.moves = Moves(session)
        self.access = Access(session)
        self.inbox = Inbox(session)
        self.portable = Portable(session)
        self.forgetting = Forgetting(session)

    def keep(self, chat_id: int) -> None:
        """Remember from now on what is read and written of a chat, to file many articles of it.

        What is written waits until something else is read, or the transaction ends. For the nouns that
        filing needs alone: the others ask the database, and do not tell the memory what they change.
        """
        self._session.memory.setdefault(chat_id, Memory())

    async def settle(self) -> None:
        """Write what waits."""
        await self._session.settle()
