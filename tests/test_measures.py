"""What is measured is told as it happens, to who observes, and not when it did not happen after all."""

import asyncio
from contextlib import suppress

import pytest

from bot.measures import Measure, Several, count, if_it_holds, observed, timed
from bot.measures.names import MEASURES

SEEN, WORK = Measure("seen_total", "Seen.", ("kind",)), Measure("work_seconds", "Work.", (), (1.0,))


class Heard:
    def __init__(self) -> None:
        self.notes: list[tuple[str, tuple[str, ...], float]] = []

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        self.notes.append((measure.name, labels, amount))


def test_who_observes_hears_of_counts_and_times() -> None:
    one, other = Heard(), Heard()

    with observed(Several(one, other)):
        count(SEEN, "bird", by=2)
        with pytest.raises(ValueError, match="late"), timed(WORK):
            raise ValueError("late")
    count(SEEN, "nobody hears that")

    assert one.notes == other.notes
    assert one.notes[0] == ("seen_total", ("bird",), 2)
    name, labels, seconds = one.notes[1]
    assert (name, labels) == ("work_seconds", ())
    assert 0 <= seconds < 60


def test_what_did_not_hold_was_not() -> None:
    heard = Heard()

    with observed(heard):
        with suppress(ValueError), if_it_holds():
            count(SEEN, "ghost")
            raise ValueError("undone")
        with if_it_holds():
            count(SEEN, "bird")
            assert heard.notes == []

    assert heard.notes == [("seen_total", ("bird",), 1)]


async def test_a_task_that_outlives_the_block_is_heard_too() -> None:
    heard, go_on = Heard(), asyncio.Event()

    async def later() -> None:
        count(SEEN, "early")
        await go_on.wait()
        count(SEEN, "late")

    with observed(heard):
        with if_it_holds():
            task = asyncio.create_task(later())
            await asyncio.sleep(0)
        go_on.set()
        await task

    assert [labels for _, labels, _ in heard.notes] == [("early",), ("late",)]


async def test_two_tasks_have_each_their_own_observer() -> None:
    async def work(heard: Heard, kind: str) -> None:
        with observed(heard):
            await asyncio.sleep(0)
            count(SEEN, kind)

    one, other = Heard(), Heard()
    await asyncio.gather(work(one, "a"), work(other, "b"))

    assert [note[1] for note in one.notes + other.notes] == [("a",), ("b",)]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_measure_is_named_as_prometheus_has_it(measure: Measure) -> None:
    assert measure.name.startswith("dateline_")
    assert measure.name.endswith("_seconds" if measure.buckets else "_total")
    assert measure.meaning.endswith(".")
    assert list(measure.buckets) == sorted(measure.buckets)
