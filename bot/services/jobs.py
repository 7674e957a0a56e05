"""Long work: many texts and links, read piece by piece; neither a restart nor a cancel loses what is done."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile

from bot.clock import Clock
from bot.errors import BadInput, NotFound, StorageError
from bot.ingest.addresses import site_of
from bot.model.chat import Chat
from bot.model.file import BadRow, Contents
from bot.model.job import OURS, ItemResult, Job, JobItem, JobState, Tally
from bot.model.link import LinkFailure
from bot.model.news import EventStatus
from bot.model.outcome import Cause, Outcome, Verdict
from bot.model.subscription import Delivery, OwedPart
from bot.services.articles import Articles
from bot.services.changes import Changes
from bot.services.links import Links
from storage.store import Store

MOST_OPEN = 5  # jobs of one chat at a time
LEASE = timedelta(minutes=2)  # how long a process that vanished keeps others from its work
LINKS_AT_ONCE = 8  # fetched side by side, as far as the hosts' limits let them
TEXTS_AT_ONCE = 10
OF_ONE_HOST = 2  # of the links fetched side by side: they are fetched in turn, and one may take 20 seconds
MOST_FAILURES = 50  # told of one job

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """How a job stands: what came of it, and the first of what could not be read."""

    job: Job
    tally: Tally
    failures: tuple[ItemResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Jobs:
    """The use cases of long work."""

    store: Store
    clock: Clock
    articles: Articles
    links: Links
    changes: Changes

    async def start(
        self, chat: Chat, title: str, contents: Contents, cause: Cause, thread: int | None = None
    ) -> Job:
        """Write the work down; it is done by whoever leases it. The same update begins it once.

        Raises BadInput when the chat has too much of it already.
        """
        job = Job(0, title, cause.actor, cause.at, cause.update, thread=thread)
        async with self.store.begin() as tx:
            if cause.update and (begun := await tx.jobs.of_update(chat.id, cause.update)):
                return begun
            await tx.chats.ensure(chat)
            if await tx.jobs.open(chat.id) >= MOST_OPEN:
                raise BadInput(
                    "{count} such jobs are at work here already. Wait until one is done, or cancel one.",
                    count=MOST_OPEN,
                )
            job = await tx.jobs.add(chat.id, job, _items(contents))
            for place, row in enumerate(contents.bad, len(contents.drafts) + len(contents.links) + 1):
                await tx.jobs.settle(chat.id, job.number, _left_out(place, row))
            return job

    async def lease(self, bot_id: int, limit: int) -> list[tuple[Chat, Job]]:
        """Work that nobody is at, for this process alone."""
        now = self.clock()
        async with self.store.begin() as tx:
            return await tx.jobs.lease(bot_id, now, limit, now + LEASE, self.store.holder)

    async def advance(self, chat: Chat, job: Job) -> bool:
        """Read the next pieces; whether there may be more."""
        async with self.store.read() as tx:
            now = await tx.jobs.get(chat.id, job.number)
            items = await tx.jobs.pending(chat.id, job.number, TEXTS_AT_ONCE)
        if now is None or now.state is not JobState.RUNNING or not items:
            return False
        results = await self._read(chat, job, _alike(items))
        async with self.store.begin() as tx:
            for result in results:
                await tx.jobs.settle(chat.id, job.number, result)
            await tx.jobs.hold(chat.id, job.number, self.clock() + LEASE)
        return True

    async def hold(self, chat_id: int, number: int) -> None:
        """Keep it for some time more; for whoever is at it."""
        async with self.store.begin() as tx:
            await tx.jobs.hold(chat_id, number, self.clock() + LEASE)

    async def report(self, chat_id: int, number: int) -> Report | None:
        """How far it is, and why what failed did; None when there is no such job any more."""
        async with self.store.read() as tx:
            job = await tx.jobs.get(chat_id, number)
            if job is None:
                return None
            failures = await tx.jobs.failures(chat_id, number, MOST_FAILURES)
            return Report(job, await tx.jobs.tally(chat_id, number), tuple(failures))

    async def show(self, chat_id: int, number: int, message_id: int) -> None:
        """Remember the message that shows its progress."""
        async with self.store.begin() as tx:
            await tx.jobs.show(chat_id, number, message_id)

    async def cancel(self, chat_id: int, number: int) -> None:
        """Read no more of it; what was read stays. Raises NotFound when it is at its end."""
        async with self.store.begin() as tx:
            job = await tx.jobs.get(chat_id, number)
            if job is None or job.ended_at is not None:
                raise NotFound("job", number)
            await tx.jobs.cancel(chat_id, number)

    async def end(self, chat: Chat, report: Report, bot_id: int, parts: tuple[OwedPart, ...]) -> None:
        """It is at its end, and what came of it is owed to the chat: both, or neither."""
        job, now = report.job, self.clock()
        state = JobState.DONE if job.state is JobState.RUNNING else job.state
        owed = Delivery(
            chat.id, 0, None, f"job {job.number}", now, parts, owed_at=now, next_try_at=now, thread=job.thread
        )
        async with self.store.begin() as tx:
            await tx.jobs.end(chat.id, job.number, state, now)
            await tx.deliveries.add(bot_id, [owed])

    async def recover(self, bot_id: int) -> None:
        """What a process that is gone was at may be taken up at once."""
        if self.store.holder is None:
            return
        living = await self.store.living()
        async with self.store.begin() as tx:
            await tx.jobs.release(bot_id, living)

    async def undo(self, chat_id: int, number: int, cause: Cause) -> tuple[int, int]:
        """Take back what it changed, newest first: how many changes went, and how many others build on."""
        async with self.store.read() as tx:
            made = await tx.jobs.changes(chat_id, number)
        gone = kept = 0
        for part, change in enumerate(made):
            try:
                undone = await self.changes.undo(chat_id, replace(cause, part=part), change)
            except NotFound:  # somebody took it back before
                continue
            kept += undone.blocked_by is not None
            gone += undone.blocked_by is None
        return gone, kept

    async def _read(self, chat: Chat, job: Job, items: Sequence[JobItem]) -> list[ItemResult]:
        cause = Cause(job.actor, self.clock(), job.update)
        if items[0].address is None:
            return [
                await self._text(chat, job.number, item, replace(cause, part=item.place)) for item in items
            ]
        addresses = [item.address or "" for item in items]
        found = await self.links.read_links(chat, addresses, replace(cause, part=items[0].place))
        return [_result(item, answer) for item, answer in zip(items, found, strict=True)]

    async def _text(self, chat: Chat, job: int, item: JobItem, cause: Cause) -> ItemResult:
        if item.draft is None:
            return ItemResult(item.place, fault="refused")
        try:
            return _result(item, await self.articles.read_one(chat, item.draft, cause))
        except StorageError:
            raise  # nothing is wrong with the text: all of it waits
        except Exception:
            log.exception("article %d of job %d in chat %d cannot be read", item.place, job, chat.id)
            return ItemResult(item.place, fault=OURS)


def _items(contents: Contents) -> list[JobItem]:
    texts = [JobItem(place, draft) for place, draft in enumerate(contents.drafts, 1)]
    links = [JobItem(place, None, a) for place, a in enumerate(contents.links, len(texts) + 1)]
    bad = [JobItem(place) for place, _ in enumerate(contents.bad, len(texts) + len(links) + 1)]
    return [*texts, *links, *bad]


def _left_out(place: int, row: BadRow) -> ItemResult:
    return ItemResult(place, fault=row.fault.value, detail=f"{row.place}\t{row.words}")


def _alike(items: Sequence[JobItem]) -> Sequence[JobItem]:
    """The first of them that are of one kind and follow each other: links side by side, texts in turn."""
    if items[0].address is None:
        return list(takewhile(lambda item: item.address is None, items))[:TEXTS_AT_ONCE]
    found: list[JobItem] = []
    hosts: Counter[str] = Counter()
    for item in takewhile(lambda item: item.address is not None, items[:LINKS_AT_ONCE]):
        hosts[_host(item.address or "")] += 1
        if max(hosts.values()) > OF_ONE_HOST:
            break
        found.append(item)
    return found


def _host(address: str) -> str:
    try:
        return site_of(address)
    except ValueError:  # it is refused when it is fetched
        return ""


def _result(item: JobItem, found: Outcome | LinkFailure) -> ItemResult:
    if isinstance(found, LinkFailure):
        detail = str(found.status or found.detail or "")
        return ItemResult(item.place, fault=found.fault.value, detail=detail, address=found.address)
    if found.verdict is Verdict.REFUSED:
        return ItemResult(item.place, fault="refused", detail=found.reason or "", address=item.address)
    told = [*found.added, *(matched.after for matched in found.matched)]
    return ItemResult(
        item.place,
        change=found.change,
        known=found.verdict is Verdict.KNOWN,
        new=len(found.added),
        matched=0 if found.verdict is Verdict.KNOWN else len(found.matched),
        disputed=sum(event.status is EventStatus.DISPUTED for event in told),
        address=item.address,
    )
