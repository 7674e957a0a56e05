"""What is read of many chats at once is what each would have been told alone."""

from dataclasses import replace
from datetime import date

from sqlalchemy import event

from bot.model.digest import Digest
from bot.model.schedule import Due
from bot.services.digests import compose
from bot.services.foresight import FEW, Wanted, foresee
from storage.store import Store, Transaction
from tests.services.office import CHAT, EIGHT, EVE, Office
from tests.support.builders import a_cause, a_chat, a_draft

DUE = Due("2021-04-22T08:00", EIGHT)
TODAY = date(2021, 4, 22)
TEXTS = (
    "A bridge fell in Oldtown on 22 April 2009. A school opened there on 22 April 1999.",
    "It rained in Townville on 2 March 2015.",
    "The council of Newtown will meet on 3 May 2021. It met on 19 April 2021.",
    "It rained in Townville on 5 March 2015.",
)


async def chats_with_news(store: Store) -> list[tuple[int, int]]:
    """Chats with so many changes, each told another choice of the texts."""
    office, made = Office(store), []
    for number in range(1, 6):
        chat = replace(a_chat(number * 7), bot_id=CHAT.bot_id)
        await office.subscribe(chat=chat)
        for text in TEXTS[: number - 1] if number % 2 else TEXTS[number - 2 :]:
            await office.services.articles.read_one(chat, a_draft(text), a_cause(at=EVE))
        async with store.read() as tx:
            made.append((chat.id, await tx.changes.newest(chat.id)))
    return made


async def composed(tx: Transaction, chats: list[tuple[int, int]]) -> list[Digest | None]:
    digests: list[Digest | None] = []
    for id, _ in chats:
        chat, one = await tx.chats.get(id), await tx.subscriptions.get(id, 1)
        assert chat is not None
        assert one is not None
        orders = [replace(one, covered=covered) for covered in (0, 1)]
        digests += [await compose(tx, chat, order, DUE, EIGHT) for order in orders]
    return digests


async def test_digests_are_the_same_with_and_without(store: Store) -> None:
    chats = await chats_with_news(store)
    async with store.read() as tx:
        alone = await composed(tx, chats)
    async with store.read() as tx:
        await foresee(tx, [Wanted(id, covered, last, TODAY) for id, last in chats for covered in (0, 1)])
        together = await composed(tx, chats)

    assert together == alone
    told = [digest for digest in alone if digest is not None]
    assert len(told) >= 6
    assert any(digest.coming for digest in told)
    assert any(digest.same_day for digest in told)


async def test_what_was_foreseen_is_not_asked_again(store: Store) -> None:
    chats = [pair for pair in await chats_with_news(store) if pair[1] > 1]
    asked: list[str] = []
    event.listen(
        store._readers.sync_engine, "before_cursor_execute", lambda *told: asked.append(str(told[2]))
    )
    async with store.read() as tx:
        await foresee(tx, [Wanted(id, covered, last, TODAY) for id, last in chats for covered in (0, 1)])
        asked.clear()
        await composed(tx, chats)

    assert [sql for sql in asked if " chats" not in sql and " subscriptions" not in sql] == []


async def test_a_chat_with_very_much_to_tell_asks_for_itself(store: Store) -> None:
    chats = await chats_with_news(store)
    async with store.read() as tx:
        alone = await composed(tx, chats)
        await foresee(tx, [Wanted(id, 0, FEW + 1, TODAY) for id, _ in chats])

        assert await composed(tx, chats) == alone
