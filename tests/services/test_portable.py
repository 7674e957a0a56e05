"""A chat taken along and put back is the same to the last field; and what is amiss is not let in."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.model.briefing import Query
from bot.model.chat import Chat, ChatKind
from bot.services.exports import Exports
from bot.services.imports import Imports
from bot.services.portable import Writer, is_portable, read
from bot.services.services import Services
from storage.store import Store
from tests.services.whole import CHAT, DIGEST, fill
from tests.support.builders import NOON, a_cause, a_chat, a_draft
from tests.support.stores import postgresql_schema

ELSEWHERE = Chat(-200, ChatKind.GROUP, "Desk")


@pytest_asyncio.fixture
async def other(store: Store) -> AsyncIterator[Store]:
    """An empty store of the other kind."""
    if "postgresql" in store.where:
        opened = await Store.open("sqlite://")
        yield opened
        await opened.close()
        return
    async with postgresql_schema() as url:
        opened = await Store.open(url)
        yield opened
        await opened.close()


@pytest_asyncio.fixture
async def memory() -> AsyncIterator[Store]:
    """A store in memory, with a chat that holds something of everything."""
    opened = await Store.open("sqlite://")
    await fill(opened)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def empty() -> AsyncIterator[Store]:
    opened = await Store.open("sqlite://")
    yield opened
    await opened.close()


async def exported(store: Store, chat: Chat = CHAT) -> bytes:
    out = BytesIO()
    await Exports(store).whole(chat.id, out)
    return out.getvalue()


async def shown(store: Store, chat: Chat = CHAT) -> list[object]:
    """What somebody sees of a chat: its timeline, its history, its sources, a search."""
    services = Services.over(store)
    found = await services.timelines.timeline(chat.id, Query(), limit=None)
    return [
        found.entries,
        found.articles,
        await services.articles.sources(chat.id, limit=99),
        [await services.events.why(chat.id, entry.event.number) for entry in found.entries],
        await services.timelines.timeline(chat.id, Query("Soleimani"), limit=None),
        await services.timelines.summary(chat.id, Query(), dates=3, sentences=1),
    ]


async def test_a_chat_is_the_same_after_a_journey_through_the_other_database(
    store: Store, other: Store
) -> None:
    await fill(store)
    file = await exported(store)

    await Imports(other).restore(CHAT, BytesIO(file))

    assert await exported(other) == file
    assert await shown(other) == await shown(store)


async def test_a_chat_put_back_goes_on_and_can_still_be_undone(memory: Store, empty: Store) -> None:
    before = await shown(memory)

    services = Services.over(empty)
    await services.imports.restore(CHAT, BytesIO(await exported(memory)))
    added = await services.articles.read_one(
        CHAT, a_draft("On 3 March 2021 the museum was opened in Lisbon."), a_cause(70)
    )
    await services.changes.undo(CHAT.id, a_cause(71))
    again = await shown(empty)
    await services.changes.undo(CHAT.id, a_cause(72))

    assert added.article is not None
    assert added.article.number == 5
    assert again == before
    assert (await services.timelines.timeline(CHAT.id, Query(), limit=None)).total == 5  # no longer merged


async def test_into_another_chat_goes_what_means_something_there(store: Store) -> None:
    await fill(store)

    restored = await Imports(store).restore(ELSEWHERE, BytesIO(await exported(store)))

    there, here = await shown(store, ELSEWHERE), await shown(store)
    assert there == here
    assert restored.left_out == {"messages": 2}
    async with store.read() as tx:
        assert await tx.messages.article_of(CHAT.id, 41) == 1
        assert await tx.messages.article_of(ELSEWHERE.id, 41) is None
        chat = await tx.chats.get(ELSEWHERE.id)
    assert chat is not None
    assert (chat.kind, chat.title) == (ChatKind.GROUP, "Desk")


async def test_digests_come_along_and_are_sent_by_the_bot_that_is_there(memory: Store, empty: Store) -> None:
    file = await exported(memory)
    await Imports(empty).restore(replace(ELSEWHERE, bot_id=77), BytesIO(file))
    await Imports(empty).restore(CHAT, BytesIO(file))

    async with empty.read() as tx:
        (there,), (here,) = [await tx.subscriptions.of_chat(chat.id) for chat in (ELSEWHERE, CHAT)]
        due = await tx.subscriptions.due(77, NOON, 9)
    assert here == replace(DIGEST, number=1)
    assert there == replace(here, thread=None)  # a topic of another group
    assert [chat.id for chat, _ in due] == [ELSEWHERE.id]


async def test_settings_come_along_and_the_chat_stays_what_it_is(memory: Store) -> None:
    async with memory.begin() as tx:
        await tx.chats.put(Chat(CHAT.id, ChatKind.PRIVATE, "Mira", zone="Asia/Tokyo", zone_chosen=True))
        await tx.chats.put(ELSEWHERE)

    await Imports(memory).restore(ELSEWHERE, BytesIO(await exported(memory)))

    async with memory.read() as tx:
        chat = await tx.chats.get(ELSEWHERE.id)
    assert chat is not None
    assert (chat.zone, chat.zone_chosen, chat.kind, chat.title) == (
        "Asia/Tokyo",
        True,
        ChatKind.GROUP,
        "Desk",
    )


async def test_an_export_holds_its_own_chat_alone(store: Store) -> None:
    await fill(store)
    services = await fill(store, a_chat(8))
    told = "On 3 March 2021 Mr Canaryman opened the zyxcanary works in Qanarytown."
    await services.articles.read_one(a_chat(8), a_draft(told), a_cause(50))

    ours, theirs = await exported(store), await exported(store, a_chat(8))

    assert b"Qanarytown" in theirs
    assert b"canary" not in ours.lower().replace(b"qanary", b"canary")
    assert [row["id"] for name, row in read(BytesIO(ours)) if name == "chats"] == [CHAT.id]


async def test_an_export_is_json_that_says_how_much_is_in_it(memory: Store) -> None:
    whole = json.loads(await exported(memory))

    assert whole["format"] == "dateline/1"
    assert whole["counts"]["events"] == 4
    assert sum(whole["counts"].values()) == len(whole["records"])
    assert {"views", "deliveries"} & {name for name, _ in whole["records"]} == set()


async def test_a_packed_file_is_read_like_another(memory: Store) -> None:
    file = await exported(memory)

    packed = gzip.compress(file)

    assert is_portable(packed[:300])
    assert is_portable(file[:300])
    assert list(read(BytesIO(packed))) == list(read(BytesIO(file)))


@pytest_asyncio.fixture
async def file(memory: Store) -> bytes:
    return await exported(memory)


async def refused(store: Store, file: bytes, *, most: int = 10**9) -> str:
    """Why a file is not taken; what is stored must be nothing."""
    with pytest.raises(BadInput) as refusal:
        await Imports(store).restore(CHAT, BytesIO(file), most=most)
    with pytest.raises(BadInput, match=re.escape(str(refusal.value))):
        await Imports(store).check(BytesIO(file), most=most)
    async with store.read() as tx:
        assert await tx.portable.holds(CHAT.id) == {}
    return str(refusal.value)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda file: b"", "not a file that I exported"),
        (lambda file: b"{}", "not a file that I exported"),
        (lambda file: b"\x1f\x8bgarbage", "not a file that I exported|stops before its end"),
        (lambda file: file.replace(b"dateline/1", b"dateline/2", 1), "newer version"),
        (lambda file: json.dumps(json.loads(file)).encode(), "laid this file out anew"),
        (lambda file: file[: len(file) // 2], "stops before its end"),
        (lambda file: file[: file.rindex(b"\n]") + 1], "stops before its end"),
        (lambda file: file[:40], "stops before its end"),
        (lambda file: gzip.compress(file)[:-400], "stops before its end"),
        (lambda file: gzip.compress(file)[:-4] + b"abcd", "damaged"),
        (lambda file: file.replace(b"Palmyra", b"Aleppo!", 1), "damaged"),
        (lambda file: file + b"more", "damaged"),
    ],
)
async def test_a_file_that_is_none_of_ours_or_not_whole_is_refused(
    empty: Store, file: bytes, spoil: Callable[[bytes], bytes], words: str
) -> None:
    assert re.search(words, await refused(empty, spoil(file)))


async def test_a_file_of_hostile_size_is_refused_before_it_is_unpacked(empty: Store, file: bytes) -> None:
    bomb = gzip.compress(file[: file.index(b"\n") + 1] + b'["events",{' + b" " * 50_000_000)

    assert "larger than I can take in" in await refused(empty, bomb, most=1_000_000)
    assert "larger than I can take in" in await refused(empty, file, most=5_000)


def rewritten(file: bytes, change: Callable[[list[Any]], object]) -> bytes:
    """The file with other records, its counts and checksum right."""
    records: list[Any] = [list(record) for record in read(BytesIO(file))]
    change(records)
    out = BytesIO()
    writer = Writer(out)
    for name, row in records:
        writer.add(name, [row])
    writer.end()
    return out.getvalue()


def of(records: list[Any], name: str) -> dict[str, Any]:
    row: dict[str, Any] = next(row for table, row in records if table == name)
    return row


@pytest.mark.parametrize(
    "change",
    [
        lambda r: of(r, "events").update(status="perhaps"),
        lambda r: of(r, "events").update(mentions=[999]),
        lambda r: of(r, "events").update(number=1 << 40),
        lambda r: of(r, "mentions").update(article=77),
        lambda r: of(r, "mentions").update(event=77),
        lambda r: of(r, "mentions").update(timex={"type": "DATE"}),
        lambda r: of(r, "chats").update(next_event=1),
        lambda r: of(r, "chats").update(zone="Nowhere/Town"),
        lambda r: of(r, "chats").update(chat_id=7),
        lambda r: of(r, "articles").update(added_at="2021-04-22T12:00:00"),
        lambda r: of(r, "articles").pop("text"),
        lambda r: of(r, "revisions").update(after={"number": 1}),
        lambda r: of(r, "decisions").update(kind="wish"),
        lambda r: of(r, "subscriptions").update(kind="sermon"),
        lambda r: of(r, "subscriptions").update(schedule={"cadence": "weekly"}),
        lambda r: of(r, "subscriptions").pop("next_at"),
        lambda r: r.append(["events", dict(of(r, "events"))]),
        lambda r: r.append(["articles", dict(of(r, "articles"))]),
        lambda r: r.append(["kin", {"mention": 1}]),
        lambda r: r.append(["kin", [1, 2]]),
        lambda r: r.append(["unheard", {}]),
        lambda r: r.append(["inbox", {"id": 1}]),
        lambda r: r.insert(0, r.pop()),
        lambda r: r.append(["chats", dict(of(r, "chats"))]),
        lambda r: r.clear(),
        lambda r: of(r, "mentions").update(confidence=10**400),
    ],
)
async def test_a_file_that_does_not_hold_together_is_refused(
    empty: Store, file: bytes, change: Callable[[list[Any]], object]
) -> None:
    assert await refused(empty, rewritten(file, change))


async def test_rows_that_exclude_each_other_are_refused_by_either_database(store: Store, file: bytes) -> None:
    twice = rewritten(file, lambda r: r.append(["mention_keys", dict(of(r, "mention_keys"))]))

    with pytest.raises(BadInput, match="does not hold together"):
        await Imports(store).restore(CHAT, BytesIO(twice))

    async with store.read() as tx:
        assert await tx.portable.holds(CHAT.id) == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_no_damage_gets_in_or_ends_in_anything_but_words(
    memory: Store, empty: Store, data: st.DataObject
) -> None:
    file = await exported(memory)
    place, length = data.draw(st.integers(0, len(file) - 1)), data.draw(st.integers(0, 40))
    spoilt = file[:place] + data.draw(st.binary(max_size=40)) + file[place + length :]

    try:
        await Imports(empty).restore(CHAT, BytesIO(spoilt))
    except BadInput:
        async with empty.read() as tx:
            assert await tx.portable.holds(CHAT.id) == {}
    else:
        assert spoilt == file
        async with empty.begin() as tx:
            await tx.forgetting.forget(CHAT.id)


async def test_a_chat_that_holds_something_takes_no_import(memory: Store, file: bytes) -> None:
    before = await exported(memory)

    with pytest.raises(BadInput, match="holds something already"):
        await Imports(memory).restore(CHAT, BytesIO(file))

    assert await exported(memory) == before


async def test_a_chat_whose_settings_alone_are_known_takes_one(empty: Store, file: bytes) -> None:
    async with empty.begin() as tx:
        await tx.chats.put(CHAT)
        await tx.views.put(CHAT.id, "import", {"file": "x"})

    restored = await Imports(empty).restore(CHAT, BytesIO(file))

    assert restored.counts["events"] == 4
    async with empty.read() as tx:
        assert await tx.views.get(CHAT.id, 1) is not None
