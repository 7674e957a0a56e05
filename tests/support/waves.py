"""A wave: many chats, each with a digest that is due at one moment, and with news to tell in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, select

from bot.model.chat import Chat, ChatKind
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from bot.services.services import Services
from storage.store import Store
from storage.tables import chats, metadata
from tests.support.builders import a_cause, a_draft

COPIED = ("articles", "mentions", "mention_keys", "events", "changes", "revisions", "subscriptions")
BATCH = 5_000


async def a_wave(store: Store, bot_id: int, ids: Sequence[int], due: datetime, *, news: bool = True) -> None:
    """Let each of these chats be owed a daily digest at that time, of one event when there is news."""
    services, first = Services.over(store, lambda: due - timedelta(hours=3)), ids[0]
    chat, daily = Chat(first, ChatKind.PRIVATE, "Mira", bot_id=bot_id), Schedule(Cadence.WEEKLY, due.time())
    if news:
        text, cause = "It rained in Townville on 2 March 2015.", a_cause(at=services.clock())
        await services.articles.read_one(chat, a_draft(text), cause)
    create = services.subscriptions.create
    await create(chat, SubscriptionKind.DIGEST, "", daily, now=services.clock(), by="Mira")
    for at in range(1, len(ids), BATCH):
        await _copy(store, first, ids[at : at + BATCH])


async def _copy(store: Store, first: int, ids: Sequence[int]) -> None:
    """What the first chat has, these have too."""
    async with store._writer.begin() as connection:
        row = (await connection.execute(select(chats).where(chats.c.id == first))).one()
        await connection.execute(insert(chats), [{**row._asdict(), "id": id} for id in ids])
        for table in (metadata.tables[name] for name in COPIED):
            others = chats.c.id.between(ids[0], ids[-1])
            rows = select(*_of_chats(table)).select_from(table.join(chats, others))
            rows = rows.where(table.c.chat_id == first)
            await connection.execute(insert(table).from_select([column.name for column in table.c], rows))


def _of_chats(table: Table) -> list[Any]:
    return [chats.c.id if column.name == "chat_id" else column for column in table.c]
