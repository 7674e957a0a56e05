"""Messages: a text that came in a Telegram message, in several, or was edited there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.model.chat import Chat
from bot.model.message import BETWEEN, LIMIT, NEARLY, TOGETHER, MessagePart
from bot.model.news import Article, Draft, SourceKind
from bot.model.outcome import Cause, Outcome, UpdateKey, Verdict
from bot.model.text import storable
from bot.services.articles import again, file_article, outcome_of_update, read_text, refusal
from bot.services.outcomes import known
from storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Messages:
    """The use cases of messages: remembered by number, so that an edit finds its article."""

    store: Store

    async def read(self, chat: Chat, parts: Sequence[MessagePart], draft: Draft, cause: Cause) -> Outcome:
        """Read the parts of one paste as one text; `draft` has everything but the text.

        Parts that were read before, or came after others of their paste were read, join those: the
        article is then read again as a whole.
        """
        async with self.store.read() as tx:
            read = await tx.messages.articles_of(chat.id, _near(parts))
            fresh = [part for part in parts if part.message_id not in read]
            if not fresh:
                return await _read_before(tx, chat.id, parts[0], cause)
            paste = draft.source.kind is SourceKind.PASTE
            older = await _begun(tx, chat.id, fresh[0], read) if paste else None
            begun = await tx.messages.parts(chat.id, older.number) if older else []
        if older is not None:
            draft = again(older)
        return await self._file(chat, (*begun, *fresh), draft, _caused_by(cause, fresh[0]), older)

    async def reread(self, chat: Chat, message_id: int, text: str, cause: Cause) -> Outcome | None:
        """Read an edited message again; None when it was never read, or has been taken back."""
        async with self.store.read() as tx:
            article = await _article_of(tx, chat.id, message_id)
            if article is None:
                return None
            stored = await tx.messages.parts(chat.id, article.number)
        parts = [replace(p, text=text) if p.message_id == message_id else p for p in stored]
        return await self._file(chat, parts, again(article), cause, article)

    async def _file(
        self,
        chat: Chat,
        parts: Sequence[MessagePart],
        draft: Draft,
        cause: Cause,
        older: Article | None,
    ) -> Outcome:
        draft = replace(draft, text=storable(join_parts(parts)))
        if reason := refusal(draft.text):
            return Outcome(Verdict.REFUSED, reason=reason)
        reading = await read_text(chat, draft, parts[0].sent_at.date())
        async with self.store.begin() as tx:
            outcome = await file_article(tx, chat, draft, reading, cause, older)
            if outcome.article is not None and outcome.change is not None:
                await tx.messages.put(chat.id, outcome.article.number, parts)
            return outcome


def join_parts(parts: Sequence[MessagePart]) -> str:
    """The text that a client cut into these parts: at a space or a line, in a full message anywhere."""
    text = parts[0].text
    for before, part in pairwise(parts):
        text += ("" if len(before.text) >= LIMIT else "\n") + part.text
    return text


def _caused_by(cause: Cause, part: MessagePart) -> Cause:
    """The cause with the update of `part`, so that each part is applied once however they are joined."""
    if cause.update is None or part.update_id is None:
        return cause
    return replace(cause, update=UpdateKey(cause.update.bot_id, part.update_id))


def _near(parts: Sequence[MessagePart]) -> set[int]:
    """The numbers of the messages, and of those before each that it may go on with."""
    return {part.message_id - before for part in parts for before in range(BETWEEN + 1)}


async def _begun(tx: Transaction, chat_id: int, part: MessagePart, read: Mapping[int, int]) -> Article | None:
    """The article of the paste that `part` goes on with, when its beginning was read already."""
    for message_id in range(part.message_id - 1, part.message_id - 1 - BETWEEN, -1):
        if message_id in read:
            return await _goes_on(tx, chat_id, part, read[message_id])
    return None


async def _goes_on(tx: Transaction, chat_id: int, part: MessagePart, number: int) -> Article | None:
    """The article, when `part` looks like what its last part was cut off from."""
    last = (await tx.messages.parts(chat_id, number))[-1]
    gap = abs((part.sent_at - last.sent_at).total_seconds())
    article = await tx.articles.get(chat_id, number) if len(last.text) >= NEARLY and gap <= TOGETHER else None
    # Posts forwarded in one go are texts of their own, however close they come.
    return article if article is not None and article.source.kind is SourceKind.PASTE else None


async def _read_before(tx: Transaction, chat_id: int, part: MessagePart, cause: Cause) -> Outcome:
    """What came of a message that was read before: its update is here again, or its article is."""
    if done := await outcome_of_update(tx, chat_id, cause):
        return done
    article = await _article_of(tx, chat_id, part.message_id)
    if article is None:
        return Outcome(Verdict.REFUSED, reason="taken back")
    return await known(tx, chat_id, article)


async def _article_of(tx: Transaction, chat_id: int, message_id: int) -> Article | None:
    number = await tx.messages.article_of(chat_id, message_id)
    return None if number is None else await tx.articles.get(chat_id, number)
