"""Whom the bot serves: its owner, those let in, or everybody; and how a new bot finds its owner."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import stopped_at
from bot.errors import NotAllowed
from bot.model.chat import Access, Chat, ChatKind
from bot.services.access import AccessControl, Admission, Visitor, claim_word_of
from bot.services.chats import Chats
from storage.store import Store, Transaction

NOW = datetime(2021, 4, 21, 9, tzinfo=UTC)
OWNER, FRIEND, STRANGER, GROUP = 7, 8, 9, -100
WORD = "open-sesame"


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await Store.open("sqlite://")
    yield store
    await store.close()


def control(store: Store, mode: Access | None = None, *owners: int) -> AccessControl:
    return AccessControl(store, stopped_at(NOW), mode, owners, claim_word=WORD)


def alone(user: int) -> Visitor:
    return Visitor(user, user, private=True)


@pytest.mark.parametrize(
    ("mode", "owner", "friend", "stranger", "stranger_in_the_group"),
    [
        (Access.OWNER, True, False, False, False),
        (Access.LISTED, True, True, False, True),
        (Access.OPEN, True, True, True, True),
    ],
)
def test_whom_each_mode_admits(
    mode: Access, owner: bool, friend: bool, stranger: bool, stranger_in_the_group: bool
) -> None:
    admission = Admission(mode, frozenset({OWNER}), frozenset({FRIEND, GROUP}))

    assert admission.admits(alone(OWNER)) is owner
    assert admission.admits(Visitor(OWNER, -55)) is owner
    assert admission.admits(alone(FRIEND)) is friend
    assert admission.admits(alone(STRANGER)) is stranger
    assert admission.admits(Visitor(STRANGER, GROUP)) is stranger_in_the_group
    assert admission.admits(Visitor(None, GROUP)) is stranger_in_the_group
    assert admission.admits(Visitor(None, None)) is (mode is Access.OPEN)


async def test_without_a_wish_of_the_operator_the_owner_is_served_until_somebody_is_let_in(
    store: Store,
) -> None:
    access = control(store, None, OWNER)
    assert not (await access.admission()).admits(alone(FRIEND))

    await access.allow(OWNER, FRIEND, "Tomas")

    assert (await access.admission()).admits(alone(FRIEND))
    assert not (await access.admission()).admits(alone(STRANGER))


async def test_whoever_was_let_in_can_be_shut_out_again(store: Store) -> None:
    access = control(store, None, OWNER)
    await access.allow(OWNER, GROUP, "Desk")

    assert await access.disallow(OWNER, GROUP) is True
    assert await access.disallow(OWNER, GROUP) is False
    assert not (await access.admission()).admits(Visitor(STRANGER, GROUP))


@pytest.mark.parametrize("asker", [FRIEND, STRANGER, None])
async def test_only_an_owner_lets_others_in(store: Store, asker: int | None) -> None:
    access = control(store, None, OWNER)
    await access.allow(OWNER, FRIEND, "Tomas")

    with pytest.raises(NotAllowed):
        await access.allow(asker, STRANGER, "Ann")
    with pytest.raises(NotAllowed):
        await access.disallow(asker, FRIEND)

    assert (await access.admission()).allowed == {FRIEND}


async def test_the_claim_word_makes_the_first_to_say_it_the_owner(store: Store) -> None:
    access = control(store)

    assert (await access.admission()).claim_word == WORD
    assert await access.claim(OWNER, "Mira") is True
    assert await access.claim(STRANGER, "Ann") is False

    admission = await access.admission()
    assert admission.owners == {OWNER}
    assert admission.claim_word is None
    assert (await control(store).admission()).owners == {OWNER}


async def test_there_is_no_claim_where_the_operator_names_the_owner(store: Store) -> None:
    access = control(store, None, OWNER)

    assert (await access.admission()).claim_word is None
    assert await access.claim(STRANGER, "Ann") is False


@pytest.mark.parametrize(
    ("visitor", "text", "claims"),
    [
        (alone(STRANGER), WORD, True),
        (alone(STRANGER), f"/start {WORD}", True),
        (alone(STRANGER), f"{WORD}!", False),
        (alone(STRANGER), "/start", False),
        (alone(STRANGER), "ключ", False),
        (Visitor(STRANGER, GROUP), f"/start {WORD}", False),
    ],
)
def test_a_claim_is_the_word_itself_said_in_private(visitor: Visitor, text: str, claims: bool) -> None:
    assert Admission(Access.LISTED, claim_word=WORD).is_claim(visitor, text) is claims
    assert not Admission(Access.LISTED).is_claim(visitor, text)


def test_processes_of_one_bot_have_one_claim_word_that_a_link_can_carry() -> None:
    words = [claim_word_of(token) for token in ("4711:one", "4711:one", "4711:other")]

    assert words[0] == words[1] != words[2]
    assert all(re.fullmatch(r"[\w-]{16}", word) for word in words)


def test_each_start_has_a_claim_word_of_its_own_that_a_link_can_carry(store: Store) -> None:
    words = {AccessControl(store).claim_word for _ in range(20)}

    assert len(words) == 20
    assert all(len(word) >= 12 and word.replace("-", "").replace("_", "").isalnum() for word in words)
    assert not any(word in repr(AccessControl(store, claim_word=word)) for word in words)


async def test_an_unknown_chat_is_fresh_and_a_known_one_keeps_its_settings(store: Store) -> None:
    chats = Chats(store)
    known = Chat(GROUP, ChatKind.GROUP, "Old title", zone="Europe/Warsaw", language="de")
    async with store.begin() as tx:
        await tx.chats.put(known)

    assert await chats.of(5, ChatKind.PRIVATE, "Mira") == Chat(5, ChatKind.PRIVATE, "Mira")
    assert await chats.of(GROUP, ChatKind.GROUP, "New title") == Chat(
        GROUP, ChatKind.GROUP, "New title", zone="Europe/Warsaw", language="de"
    )
    async with store.read() as tx:
        assert await tx.chats.get(5) is None


async def test_the_list_is_not_read_again_for_a_second(store: Store) -> None:
    here, elsewhere = control(store, Access.LISTED, OWNER), control(store, Access.LISTED, OWNER)
    time = [0.0]
    here = replace(here, seconds=lambda: time[0])
    await elsewhere.allow(OWNER, FRIEND, "Freya")
    assert (await here.recent()).allowed == {FRIEND}
    await elsewhere.disallow(OWNER, FRIEND)

    at_once, time[0] = (await here.recent()).allowed, 1.0
    later = (await here.recent()).allowed

    assert (at_once, later) == (frozenset({FRIEND}), frozenset())


async def test_many_who_ask_at_once_wait_for_one_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = replace(control(store, Access.LISTED, OWNER), seconds=lambda: 0.0)
    read, reads = Store.read, 0

    def counted(store: Store) -> AbstractAsyncContextManager[Transaction]:
        nonlocal reads
        reads += 1
        return read(store)

    monkeypatch.setattr(Store, "read", counted)

    found = await asyncio.gather(*(access.recent() for _ in range(10)))

    assert {admission.owners for admission in found} == {frozenset({OWNER})}
    assert reads == 1


async def test_what_is_changed_here_counts_at_once(store: Store) -> None:
    access = replace(control(store, Access.LISTED, OWNER), seconds=lambda: 0.0)
    assert (await access.recent()).allowed == set()

    await access.allow(OWNER, FRIEND, "Freya")
    let_in = (await access.recent()).allowed
    await access.disallow(OWNER, FRIEND)

    assert let_in == {FRIEND}
    assert (await access.recent()).allowed == set()
