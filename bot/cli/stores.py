"""The database, opened for one command and closed again."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model.chat import LOCAL_CHAT, Chat, ChatKind
from bot.model.news import Actor
from bot.services.services import Services
from bot.settings import Settings
from storage.store import Store

COMMAND_LINE = Actor(None, "the command line")


@asynccontextmanager
async def opened(*, reading: bool = False) -> AsyncIterator[Services]:
    """The use cases over the database of the settings; `reading` goes side by side with a running bot."""
    url = Settings.read(os.environ).database_url.reveal()
    store = await (Store.open_reading(url) if reading else Store.open(url))
    try:
        yield Services.over(store)
    finally:
        await store.close()


async def chat_of(services: Services, number: int) -> Chat:
    """The chat as it is known, or as much as its number tells."""
    if number == LOCAL_CHAT.id:
        return await services.chats.of(number, LOCAL_CHAT.kind, LOCAL_CHAT.title)
    return await services.chats.of(number, ChatKind.PRIVATE if number > 0 else ChatKind.GROUP)
