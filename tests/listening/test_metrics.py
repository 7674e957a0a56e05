"""What was noted can be read as Prometheus does, and a database that is away is left out."""

from collections.abc import Mapping

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import DatabaseUnusable
from bot.listening.metrics import Found, Metrics
from bot.measures import count, observed, took
from bot.measures.names import EXTRACTION, HANDLING, INBOX, MEASURES, OWED, UPDATES

Samples = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]


async def read(metrics: Metrics) -> Samples:
    families = text_string_to_metric_families((await metrics.text()).decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


async def test_counts_and_times_are_there() -> None:
    metrics = Metrics({"version": "1.2", "schema": "0007"})

    with observed(metrics):
        count(UPDATES, "message")
        count(UPDATES, "message", by=2)
        took(EXTRACTION, 0.02)
        took(HANDLING, 0.3, "why.why")

    found = await read(metrics)
    assert found["dateline_updates_total", (("kind", "message"),)] == 3
    assert found["dateline_extraction_seconds_count", ()] == 1
    assert found["dateline_extraction_seconds_bucket", (("le", "0.025"),)] == 1
    assert found["dateline_extraction_seconds_bucket", (("le", "0.01"),)] == 0
    assert found["dateline_handler_seconds_sum", (("handler", "why.why"),)] == 0.3
    assert found["dateline_build_info", (("schema", "0007"), ("version", "1.2"))] == 1
    assert found["process_resident_memory_bytes", ()] > 1e6


async def test_everything_that_is_measured_has_its_type_and_its_meaning() -> None:
    text = (await Metrics({"version": "1"}).text()).decode()

    for measure in MEASURES:
        kind = "histogram" if measure.buckets else "counter"
        assert f"# TYPE {measure.name} {kind}" in text
        assert f"# HELP {measure.name} {measure.meaning}" in text


async def test_the_database_is_asked_when_somebody_looks_and_left_out_when_it_is_away() -> None:
    answers: list[Found | Exception] = [
        {(INBOX, ()): 3.0, (OWED, ()): 0.0},
        DatabaseUnusable("out of reach"),
        TimeoutError(),
        {(INBOX, ()): 1.0},
    ]

    async def ask() -> Found:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    metrics = Metrics({"version": "1"})
    metrics.attend((INBOX, OWED), ask)

    seen = [(await read(metrics)).get(("dateline_inbox_updates", ())) for _ in range(4)]

    assert seen == [3, None, None, 1]


async def test_it_is_not_asked_more_often_than_it_should() -> None:
    asked = 0

    async def ask() -> Found:
        nonlocal asked
        asked += 1
        return {(INBOX, ()): float(asked)}

    metrics = Metrics({"version": "1"})
    metrics.attend((INBOX,), ask, fresh=60)

    assert [(await read(metrics))["dateline_inbox_updates", ()] for _ in range(3)] == [1, 1, 1]


async def test_two_bots_of_one_process_are_counted_apart() -> None:
    one, other = Metrics({"version": "1"}), Metrics({"version": "1"})

    with observed(one):
        count(UPDATES, "message")

    assert ("dateline_updates_total", (("kind", "message"),)) not in await read(other)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_no_label_can_hold_a_chat_or_a_person(measure: object) -> None:
    kinds = {"kind", "outcome", "handler", "type", "method", "work"}

    assert set(getattr(measure, "labels", ())) <= kinds
