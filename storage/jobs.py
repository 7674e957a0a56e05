"""Long work: what is left of it, and what came of what is done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, func, insert, select, update

from bot.model.chat import Chat
from bot.model.job import ItemResult, Job, JobItem, JobState, Tally
from bot.model.news import Actor, Draft, Source, SourceKind
from bot.model.outcome import UpdateKey
from bot.model.timex import Dct, DctOrigin
from storage.chats import chat_of, take
from storage.job_tables import job_items, jobs
from storage.leases import is_lost
from storage.session import Session
from storage.tables import chats

PENDING, DONE, KNOWN, FAILED = "pending", "done", "known", "failed"

_CHATS = select(chats).where(chats.c.id.in_(bindparam("ids", expanding=True)))
_OPEN = (
    select(jobs)
    .join(chats, chats.c.id == jobs.c.chat_id)
    .where(
        jobs.c.ended_at.is_(None),
        chats.c.bot_id == bindparam("bot"),
        func.coalesce(jobs.c.leased_until, jobs.c.started_at) <= bindparam("now"),
    )
    .order_by(jobs.c.started_at)
    .limit(bindparam("limit"))
    .with_for_update(of=jobs, skip_locked=True)
)


class Jobs:
    """The long work of chats, numbered within the chat."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, chat_id: int, job: Job, items: Sequence[JobItem]) -> Job:
        """The job as it is stored: numbered."""
        job = replace(job, number=await take(self._session, chat_id, chats.c.next_job))
        await self._session.run(chat_id, insert(jobs), _row(chat_id, job))
        await self._session.run(chat_id, insert(job_items), [_item_row(chat_id, job, i) for i in items])
        return job

    async def get(self, chat_id: int, number: int) -> Job | None:
        row = (await self._session.run(chat_id, select(jobs).where(*_of(chat_id, number)))).first()
        return None if row is None else _job(row)

    async def of_update(self, chat_id: int, key: UpdateKey) -> Job | None:
        """The job that an update asked for, None when it asked for none."""
        asked = jobs.c.bot_id == key.bot_id, jobs.c.update_id == key.update_id
        row = (
            await self._session.run(chat_id, select(jobs).where(jobs.c.chat_id == chat_id, *asked))
        ).first()
        return None if row is None else _job(row)

    async def open(self, chat_id: int) -> int:
        """How many of the chat's jobs are not at their end."""
        count = select(func.count()).where(jobs.c.chat_id == chat_id, jobs.c.ended_at.is_(None))
        return int((await self._session.run(chat_id, count)).scalar_one())

    async def lease(
        self, bot_id: int, now: datetime, limit: int, until: datetime, holder: int | None = None
    ) -> list[tuple[Chat, Job]]:
        """Open jobs that nobody works on, oldest first; nobody else takes them before `until`."""
        rows = (await self._session.house(_OPEN, {"bot": bot_id, "now": now, "limit": limit})).all()
        for row in rows:
            await self._set(row.chat_id, row.number, leased_until=until, holder=holder)
        found = await self._session.house(_CHATS, {"ids": sorted({row.chat_id for row in rows})})
        known = {row.id: chat_of(row) for row in found}
        return [(known[row.chat_id], _job(row)) for row in rows]

    async def hold(self, chat_id: int, number: int, until: datetime) -> None:
        """Nobody else takes it before `until`."""
        await self._set(chat_id, number, leased_until=until)

    async def release(self, bot_id: int, living: Collection[int] | None = None) -> None:
        """The jobs of holders who are gone may be taken up now; without `living` all of them are."""
        own = jobs.c.chat_id.in_(select(chats.c.id).where(chats.c.bot_id == bot_id))
        open_ = jobs.c.ended_at.is_(None), is_lost(jobs.c.holder, living)
        await self._session.house(update(jobs).where(own, *open_).values(leased_until=None, holder=None))

    async def show(self, chat_id: int, number: int, message_id: int) -> None:
        """The message that shows its progress."""
        await self._set(chat_id, number, message_id=message_id)

    async def cancel(self, chat_id: int, number: int) -> None:
        await self._set(chat_id, number, state=JobState.CANCELLED.value)

    async def end(self, chat_id: int, number: int, state: JobState, at: datetime) -> None:
        """It is at its end; pieces that were not read are forgotten."""
        await self._set(chat_id, number, state=state.value, ended_at=at)
        rest = _items_of(chat_id, number), job_items.c.state == PENDING
        await self._session.run(chat_id, delete(job_items).where(*rest[0], rest[1]))

    async def pending(self, chat_id: int, number: int, limit: int) -> list[JobItem]:
        """The next pieces to read."""
        left = select(job_items).where(*_items_of(chat_id, number), job_items.c.state == PENDING)
        found = await self._session.run(chat_id, left.order_by(job_items.c.place).limit(limit))
        return [_item(row) for row in found]

    async def settle(self, chat_id: int, number: int, result: ItemResult) -> None:
        """Note what came of a piece; its text is not kept any longer."""
        state = FAILED if result.fault else KNOWN if result.known else DONE
        values = {
            "state": state,
            "change": result.change,
            "new": result.new,
            "matched": result.matched,
            "disputed": result.disputed,
            "fault": result.fault,
            "detail": result.detail,
            "draft": None,
        }
        own = *_items_of(chat_id, number), job_items.c.place == result.place
        await self._session.run(chat_id, update(job_items).where(*own).values(values))

    async def tally(self, chat_id: int, number: int) -> Tally:
        state = job_items.c.state
        counted = select(
            func.count().label("total"),
            func.sum(case((state.in_([DONE, KNOWN]), 1), else_=0)).label("done"),
            func.sum(case((state == FAILED, 1), else_=0)).label("failed"),
            func.sum(case((state == KNOWN, 1), else_=0)).label("known"),
            *(func.sum(job_items.c[name]).label(name) for name in ("new", "matched", "disputed")),
        ).where(*_items_of(chat_id, number))
        row = (await self._session.run(chat_id, counted)).one()
        return Tally(*(int(value or 0) for value in row))

    async def failures(self, chat_id: int, number: int, limit: int) -> list[ItemResult]:
        """The first pieces that could not be read."""
        failed = select(job_items).where(*_items_of(chat_id, number), job_items.c.state == FAILED)
        found = await self._session.run(chat_id, failed.order_by(job_items.c.place).limit(limit))
        return [_result(row) for row in found]

    async def changes(self, chat_id: int, number: int) -> list[int]:
        """What it changed, the newest first."""
        made = select(job_items.c.change).where(
            *_items_of(chat_id, number), job_items.c.change.is_not(None), job_items.c.state == DONE
        )
        return [
            row.change for row in await self._session.run(chat_id, made.order_by(job_items.c.change.desc()))
        ]

    async def _set(self, chat_id: int, number: int, **values: Any) -> None:
        await self._session.run(chat_id, update(jobs).where(*_of(chat_id, number)).values(values))


def _of(chat_id: int, number: int) -> tuple[Any, ...]:
    return jobs.c.chat_id == chat_id, jobs.c.number == number


def _items_of(chat_id: int, number: int) -> tuple[Any, ...]:
    return job_items.c.chat_id == chat_id, job_items.c.job == number


def _row(chat_id: int, job: Job) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "number": job.number,
        "title": job.title,
        "actor_id": job.actor.id,
        "actor_name": job.actor.name,
        "bot_id": job.update and job.update.bot_id,
        "update_id": job.update and job.update.update_id,
        "state": job.state.value,
        "thread": job.thread,
        "message_id": job.message_id,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
    }


def _job(row: Row[Any]) -> Job:
    asked = None if row.update_id is None else UpdateKey(row.bot_id, row.update_id)
    return Job(
        number=row.number,
        title=row.title,
        actor=Actor(row.actor_id, row.actor_name),
        started_at=row.started_at,
        update=asked,
        state=JobState(row.state),
        thread=row.thread,
        message_id=row.message_id,
        ended_at=row.ended_at,
    )


def _item_row(chat_id: int, job: Job, item: JobItem) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "job": job.number,
        "place": item.place,
        "state": PENDING,
        "address": item.address,
        "new": 0,
        "matched": 0,
        "disputed": 0,
        "detail": "",
        "draft": item.draft and _draft_to_json(item.draft),
    }


def _item(row: Row[Any]) -> JobItem:
    return JobItem(row.place, row.draft and _draft_from_json(row.draft), row.address)


def _result(row: Row[Any]) -> ItemResult:
    return ItemResult(
        place=row.place, fault=row.fault, detail=row.detail, address=row.address, change=row.change
    )


def _draft_to_json(draft: Draft) -> dict[str, Any]:
    published = draft.published
    return {
        "text": draft.text,
        "source": [draft.source.kind.value, draft.source.name, draft.source.address],
        "title": draft.title,
        "address": draft.address,
        "published": published and [published.value.isoformat(), published.origin.value],
        "language": draft.language,
        "name": draft.name,
    }


def _draft_from_json(json: Mapping[str, Any]) -> Draft:
    kind, name, address = json["source"]
    day = json["published"]
    return Draft(
        text=json["text"],
        source=Source(SourceKind(kind), name, address),
        title=json["title"],
        address=json["address"],
        published=day and Dct(date.fromisoformat(day[0]), DctOrigin(day[1])),
        language=json["language"],
        name=json["name"],
    )
