"""Long work: begun once, in one process's hands, read piece by piece, ended with its report in the outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import stopped_at
from bot.errors import NotFound
from bot.model.chat import Chat
from bot.model.file import BadRow, Contents, FileFault
from bot.model.job import OURS, JobItem, JobState, Tally
from bot.model.news import Draft
from bot.model.outcome import Cause, Outcome
from bot.model.subscription import OwedPart
from bot.services.articles import Articles
from bot.services.jobs import LEASE, TEXTS_AT_ONCE, Jobs, _alike
from bot.services.services import Services
from storage.store import Store
from tests.support.builders import NOON, a_cause, a_chat, a_draft

BOT = 4711


def contents(count: int, *bad: BadRow) -> Contents:
    texts = (
        f"On {n} March 2021 the council of Corvara approved bridge number {n}." for n in range(1, count + 1)
    )
    return Contents(tuple(a_draft(text) for text in texts), bad=bad, several=True)


def jobs_over(store: Store, *, later: timedelta = timedelta()) -> Jobs:
    return Services.over(store, stopped_at(NOON + later), bot_id=BOT).jobs


async def a_stored_chat(store: Store) -> Chat:
    chat = replace(a_chat(), bot_id=BOT)
    async with store.begin() as tx:
        await tx.chats.put(chat)
    return chat


async def test_the_same_update_begins_its_work_once(store: Store) -> None:
    jobs, chat = jobs_over(store), await a_stored_chat(store)

    first = await jobs.start(chat, "march", contents(2), a_cause(5))
    again = await jobs.start(chat, "march", contents(2), a_cause(5))

    assert again.number == first.number
    assert len(await jobs.lease(BOT, 9)) == 1


async def test_what_one_process_is_at_no_other_takes_until_its_lease_runs_out(store: Store) -> None:
    chat = await a_stored_chat(store)
    await jobs_over(store).start(chat, "march", contents(2), a_cause(5))

    assert len(await jobs_over(store).lease(BOT, 9)) == 1
    assert await jobs_over(store).lease(BOT, 9) == []
    assert len(await jobs_over(store, later=LEASE + timedelta(seconds=1)).lease(BOT, 9)) == 1


async def test_another_bots_work_is_left_to_it(store: Store) -> None:
    chat = await a_stored_chat(store)
    await jobs_over(store).start(chat, "march", contents(2), a_cause(5))

    assert await jobs_over(store).lease(BOT + 1, 9) == []


async def test_pieces_are_read_once_also_when_their_end_was_not_noted(store: Store) -> None:
    jobs, chat = jobs_over(store), await a_stored_chat(store)
    job = await jobs.start(chat, "march", contents(3), a_cause(5))
    before = await jobs._read(chat, job, [piece async for piece in _pieces(store, chat, job.number)])

    while await jobs.advance(chat, job):
        pass

    report = await jobs.report(chat.id, job.number)
    assert report is not None
    assert report.tally == Tally(total=3, done=3, new=3)
    assert [result.change for result in before] == [1, 2, 3]


async def _pieces(store: Store, chat: Chat, number: int):  # type: ignore[no-untyped-def]
    async with store.read() as tx:
        for piece in await tx.jobs.pending(chat.id, number, TEXTS_AT_ONCE):
            yield piece


async def test_the_end_is_owed_to_the_chat_and_what_was_not_read_is_forgotten(store: Store) -> None:
    jobs, chat = jobs_over(store), await a_stored_chat(store)
    job = await jobs.start(chat, "march", contents(25, BadRow(26, FileFault.NO_TEXT)), a_cause(5))
    await jobs.advance(chat, job)
    await jobs.cancel(chat.id, job.number)
    assert await jobs.advance(chat, job) is False
    report = await jobs.report(chat.id, job.number)
    assert report is not None

    await jobs.end(chat, report, BOT, (OwedPart("Over."),))

    ended = await jobs.report(chat.id, job.number)
    assert ended is not None
    assert (ended.job.state, ended.tally.done, ended.tally.failed) == (JobState.CANCELLED, 10, 1)
    async with store.read() as tx:
        (owed,) = await tx.deliveries.of_chat(chat.id)
        assert await tx.jobs.pending(chat.id, job.number, 99) == []
    assert (owed.parts, owed.subscription) == ((OwedPart("Over."),), None)
    with pytest.raises(NotFound):
        await jobs.cancel(chat.id, job.number)


async def test_a_piece_that_goes_wrong_leaves_the_others_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, chat = jobs_over(store), await a_stored_chat(store)
    job = await jobs.start(chat, "march", contents(3), a_cause(5))
    read = Articles.read_one

    async def read_one(self: Articles, chat: Chat, draft: Draft, cause: Cause) -> Outcome:
        if cause.part == 2:
            raise RecursionError
        return await read(self, chat, draft, cause)

    monkeypatch.setattr(Articles, "read_one", read_one)
    while await jobs.advance(chat, job):
        pass

    report = await jobs.report(chat.id, job.number)
    assert report is not None
    assert report.tally == Tally(total=3, done=2, failed=1, new=2)
    assert [(failure.place, failure.fault) for failure in report.failures] == [(2, OURS)]


async def test_work_that_is_held_is_nobody_elses_however_long_a_piece_takes(store: Store) -> None:
    chat = await a_stored_chat(store)
    job = await jobs_over(store).start(chat, "march", contents(2), a_cause(5))
    await jobs_over(store).lease(BOT, 9)

    await jobs_over(store, later=LEASE - timedelta(seconds=1)).hold(chat.id, job.number)

    assert await jobs_over(store, later=LEASE + timedelta(seconds=1)).lease(BOT, 9) == []


def test_few_links_of_one_host_are_taken_at_a_time() -> None:
    addresses = [
        "https://a.org/1",
        "https://b.org/2",
        "https://www.a.org/3",
        "http://[bad",
        "https://a.org/4",
    ]

    alike = _alike([JobItem(place, None, address) for place, address in enumerate(addresses, 1)])

    assert [item.place for item in alike] == [1, 2, 3, 4]
