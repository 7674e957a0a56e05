"""All use cases over one store, as the handlers and the command line are given them."""

from dataclasses import dataclass
from typing import Self

from bot.clock import Clock, now
from bot.ingest.fetch import Fetcher
from bot.ingest.syndication import Syndication
from bot.ingest.web import Web
from bot.model.subscription import Unsure
from bot.services.access import AccessControl
from bot.services.articles import Articles
from bot.services.changes import Changes
from bot.services.chats import Chats
from bot.services.deliveries import Deliveries
from bot.services.digests import Digests
from bot.services.events import Events
from bot.services.exports import Exports
from bot.services.feeds import Feeds
from bot.services.files import Files
from bot.services.finding import Finding
from bot.services.forgetting import Forgetting
from bot.services.imports import Imports
from bot.services.jobs import Jobs
from bot.services.links import Links
from bot.services.messages import Messages
from bot.services.notices import Notices
from bot.services.pulse import Pulse
from bot.services.rulings import Rulings
from bot.services.subscriptions import Subscriptions
from bot.services.timelines import Timelines
from bot.services.views import Views
from bot.services.zones.zones import Zones
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Built once, by `bot.app` or `bot.cli`."""

    clock: Clock
    access: AccessControl
    chats: Chats
    articles: Articles
    messages: Messages
    links: Links
    feeds: Feeds
    timelines: Timelines
    finding: Finding
    events: Events
    changes: Changes
    rulings: Rulings
    views: Views
    digests: Digests
    pulse: Pulse
    zones: Zones
    jobs: Jobs
    files: Files
    exports: Exports
    imports: Imports
    forgetting: Forgetting
    subscriptions: Subscriptions
    deliveries: Deliveries
    notices: Notices

    @classmethod
    def over(
        cls,
        store: Store,
        clock: Clock = now,
        *,
        access: AccessControl | None = None,
        web: Web | None = None,
        bot_id: int | None = None,
        unsure: Unsure = Unsure.AGAIN,
        notices: Notices | None = None,
    ) -> Self:
        """The use cases on this store, by this clock; `access` has the operator's wishes if there are any.

        `web` reads what links lead to: the public internet, unless a test has another. `bot_id` is the bot
        that answers, if one does; `unsure` says what becomes of a digest when nobody knows its fate.
        `notices` tells the owner what goes wrong; without it that is kept alone.
        """
        web = web or Web(Fetcher(clock=clock))
        links = Links(store, web)
        return cls(
            clock=clock,
            access=access or AccessControl(store, clock),
            chats=Chats(store, bot_id),
            articles=Articles(store),
            messages=Messages(store),
            links=links,
            feeds=Feeds(store, Syndication(web), clock),
            timelines=Timelines(store),
            finding=Finding(store),
            events=Events(store),
            changes=Changes(store),
            rulings=Rulings(store),
            views=Views(store),
            digests=Digests(store),
            pulse=Pulse(store),
            zones=Zones(),
            jobs=Jobs(store, clock, Articles(store), links, Changes(store)),
            files=Files(),
            exports=Exports(store),
            imports=Imports(store),
            forgetting=Forgetting(store),
            subscriptions=Subscriptions(store),
            deliveries=Deliveries(store, clock, unsure),
            notices=notices or Notices(store, clock, bot_id or 0),
        )
