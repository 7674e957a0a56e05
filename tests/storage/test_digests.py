"""What digests ask the database: changes since, what is planned, what happened on days of other years."""

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import event

from bot.model.news import Action, Change, Event, EventStatus, Modality, Revision
from storage.store import Store
from tests.support.builders import MIRA, NOON, a_chat, a_when, an_event

CHAT, OTHER = 7_001, 7_002


async def a_record(store: Store, *events: Event, chat: int = CHAT) -> None:
    """The events, each brought by a change of its own, an hour apart; the last change brought none."""
    async with store.begin() as tx:
        await tx.chats.put(a_chat(chat))
        for place, event in enumerate(events):
            await tx.events.put(chat, event, "words of it")
            at = NOON + timedelta(hours=place)
            revision = Revision(event.number, None, event)
            await tx.changes.add(chat, Change(0, Action.ADD, MIRA, at, (revision,)), None, 0)
        await tx.changes.add(chat, Change(0, Action.EDIT, MIRA, NOON + timedelta(days=1)), None, 0)


async def test_changes_come_with_their_events_oldest_first_and_those_of_one_chat(store: Store) -> None:
    events = [an_event(n, f"2015-0{n}") for n in range(1, 5)]
    await a_record(store, *events)
    await a_record(store, an_event(9, "2016"), chat=OTHER)

    async with store.read() as tx:
        some = await tx.changes.between(CHAT, 1, 3)
        rest = await tx.changes.between(CHAT, 3)
        nothing = await tx.changes.between(CHAT, 5), await tx.changes.between(OTHER + 1, 0)

    assert [(change.number, change.revisions[0].after) for change in some] == [(2, events[1]), (3, events[2])]
    assert [(change.number, len(change.revisions)) for change in rest] == [(4, 1), (5, 0)]
    assert rest[-1].action is Action.EDIT
    assert nothing == ([], [])


async def test_the_change_before_a_moment_is_known(store: Store) -> None:
    await a_record(store, *(an_event(n, "2015") for n in range(1, 4)))

    async with store.read() as tx:
        numbers = [await tx.changes.number_at(CHAT, NOON + timedelta(hours=h)) for h in (0, 1, 2, 99)]
        newest = await tx.changes.newest(CHAT), await tx.changes.newest(OTHER)

    assert numbers == [0, 1, 2, 4]
    assert newest == (4, 0)


async def test_the_last_addition_is_one_that_stands(store: Store) -> None:
    await a_record(store, an_event(1, "2015"), an_event(2, "2016"))

    async with store.begin() as tx:
        assert await tx.changes.last_addition(CHAT) == NOON + timedelta(hours=1)
        await tx.changes.mark_undone(CHAT, 2, NOON, MIRA)
        assert await tx.changes.last_addition(CHAT) == NOON
        assert await tx.changes.last_addition(OTHER) is None


def planned(number: int, when: str, modality: Modality = Modality.PLANNED) -> Event:
    return Event(number, f"Event {number}", a_when(when), (), modality=modality)


async def test_what_is_planned_is_found_by_days_weeks_and_months_within_reach(store: Store) -> None:
    await a_record(
        store,
        planned(1, "2021-05-03"),
        planned(2, "2021-04-22"),
        planned(3, "2021-04"),  # still going on
        planned(4, "2021"),  # too vague to be announced
        planned(5, "2021-05-03", Modality.HAPPENED),
        planned(6, "2021-04-21"),
        planned(7, "2021-05-20"),
        planned(8, "2021-W18"),
    )

    async with store.read() as tx:
        found = await tx.almanac.planned(CHAT, date(2021, 4, 22), date(2021, 5, 20), limit=9)
        two = await tx.almanac.planned(CHAT, date(2021, 4, 22), date(2021, 5, 20), limit=2)
        elsewhere = await tx.almanac.planned(OTHER, date(2021, 4, 22), date(2021, 5, 20), limit=9)

    assert [one.number for one, _ in found] == [3, 2, 1, 8]
    assert {terms for _, terms in found} == {"words of it"}
    assert [one.number for one, _ in two] == [3, 2]
    assert elsewhere == []


async def test_a_day_of_other_years_is_found_where_it_is_told_to_the_day(store: Store) -> None:
    torn = Event(5, "Torn", a_when("1998-04-22"), (), EventStatus.DISPUTED)
    await a_record(
        store,
        an_event(1, "1998-04-22"),
        an_event(2, "1998-04-23"),
        an_event(3, "1998-04"),
        an_event(4, "2015-04-22"),
        torn,
        planned(6, "1998-04-22"),
    )
    await a_record(store, an_event(7, "1998-04-22"), chat=OTHER)
    days = [date(year, 4, 22) for year in range(1900, 2016)]

    async with store.read() as tx:
        found = await tx.almanac.on_days(CHAT, days)
        none = await tx.almanac.on_days(CHAT, [])

    assert sorted(one.number for one, _ in found) == [1, 4]
    assert none == []


async def test_days_of_other_years_are_looked_up_in_the_index_on_sqlite(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/dateline.db")
    seen: list[tuple[str, tuple[object, ...]]] = []
    event.listen(store._readers.sync_engine, "before_cursor_execute", lambda *told: seen.append(told[2:4]))

    async with store.read() as tx:
        await tx.almanac.on_days(CHAT, [date(2015, 4, 22)])

    sql, values = seen[-1]
    async with store._readers.connect() as connection:
        plan = [row.detail for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    await store.close()
    assert plan[0].startswith("SCAN anon"), plan
    assert "ix_events_reach (chat_id=? AND reach=? AND pos>? AND pos<?)" in plan[1], plan
