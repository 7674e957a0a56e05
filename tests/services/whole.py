"""A chat with something of everything in it, to be taken along and put back."""

from datetime import time

from bot.model.chat import Chat
from bot.model.news import Draft, Source, SourceKind
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.subscription import Subscription, SubscriptionKind
from bot.sample import SAMPLES, sample
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import NOON, a_cause, a_chat, a_part

CHAT = a_chat(100)
DIGEST = Subscription(
    number=0,
    kind=SubscriptionKind.DIGEST,
    topic="Syria",
    schedule=Schedule(Cadence.WEEKLY, time(7, 30), frozenset({1, 5})),
    created_at=NOON,
    created_by="Mira",
    thread=5,
    covered=3,
    next=Due("2021-04-23T07:30", NOON),
)
HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> & co'


async def fill(store: Store, chat: Chat = CHAT) -> Services:
    """Three articles that disagree, a dispute settled and taken back, two events made one, a source gone."""
    services = Services.over(store)
    for number, name in enumerate(SAMPLES, start=1):
        await services.articles.read_one(chat, sample(name), a_cause(number))
    gone = Draft(
        "The \U0001f30b erupted on 3 May 2010.\x00 «Ещё раз», said the mayor.", Source(SourceKind.LINK)
    )
    outcome = await services.articles.read_one(chat, gone, a_cause(10))
    await services.articles.remove(chat.id, outcome.article.number if outcome.article else 0, a_cause(11))
    await services.rulings.settle(chat.id, 3, await _first_day(store, chat.id), a_cause(12))
    await services.changes.undo(chat.id, a_cause(13))
    await services.rulings.headline(chat.id, 2, HOSTILE, a_cause(14))
    await services.rulings.merge(chat.id, 1, 5, a_cause(15))
    async with store.begin() as tx:
        await tx.messages.put(chat.id, 1, [a_part(41, "one"), a_part(42, "two")])
        await tx.views.put(chat.id, "query", {"topic": "Syria"})
        await tx.subscriptions.add(chat.id, DIGEST)
    return services


async def _first_day(store: Store, chat_id: int) -> int:
    async with store.read() as tx:
        return (await tx.events.many(chat_id, [3]))[3].alternatives[0].span.start.toordinal()
