"""What tests that talk of digests say and look up."""

from collections.abc import Sequence

from bot.model.chat import Chat, ChatKind
from bot.model.subscription import Subscription
from tests.handlers.talk import MIRA, Talk

WEEKDAYS = frozenset(range(1, 6))


STORY = "Colonel Ada Lund resigned on 3 May 2019 in Bergen."


async def subscriptions(talk: Talk, chat: int = MIRA) -> Sequence[Subscription]:
    return await talk.bot.services.subscriptions.of(chat)


async def chat(talk: Talk, number: int = MIRA) -> Chat:
    return await talk.bot.services.chats.of(number, ChatKind.PRIVATE)
