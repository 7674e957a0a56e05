"""Events: why one stands where it stands."""

from dataclasses import dataclass

from bot.errors import NotFound
from bot.model.outcome import Why
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Events:
    """The use cases of a single event."""

    store: Store

    async def why(self, chat_id: int, number: int) -> Why:
        """The event with its mentions, articles and history. Raises NotFound."""
        async with self.store.read() as tx:
            event = await tx.events.get(chat_id, number)
            if event is None:
                raise NotFound("event", number)
            mentions = await tx.mentions.many(chat_id, event.mentions)
            articles = await tx.articles.many(chat_id, {m.article for m in mentions.values()})
            changes = await tx.changes.of_event(chat_id, number)
        return Why(event, tuple(mentions[id] for id in event.mentions), articles, tuple(changes))
