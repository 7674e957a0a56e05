"""What is watched exists: every metric of the alerts and the dashboard, with the labels they ask by."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.measures import Measure, names
from tests.support.scripts import DEPLOY

MEASURES = {one.name: one for one in vars(names).values() if isinstance(one, Measure)}
RULES = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text("utf-8"))["groups"][0]["rules"]
DASHBOARD = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
PANELS = DASHBOARD["panels"]
EVERYWHERE = {"job", "instance"}
OTHERS = {
    "up": EVERYWHERE,
    "dateline_build_info": EVERYWHERE | {"version"},
    "process_resident_memory_bytes": EVERYWHERE,
    "process_cpu_seconds_total": EVERYWHERE,
}


def labels_of(metric: str) -> set[str] | None:
    """The labels of a metric by its name in Prometheus; None when there is no such metric."""
    if metric in OTHERS:
        return OTHERS[metric]
    if metric in MEASURES and not MEASURES[metric].buckets:
        return EVERYWHERE | set(MEASURES[metric].labels)
    timed, _, kind = metric.rpartition("_")
    if timed in MEASURES and MEASURES[timed].buckets and kind in ("bucket", "sum", "count"):
        return EVERYWHERE | set(MEASURES[timed].labels) | ({"le"} if kind == "bucket" else set())
    return None


def asked(expression: str) -> Iterator[tuple[str, set[str]]]:
    """The metrics of an expression, each with the labels it is asked by."""
    outside = set(re.findall(r"\w+", " ".join(re.findall(r"\bby \(([^)]*)\)", expression))))
    for metric, inside in re.findall(r"\b(up|(?:dateline|process)_\w+)\{([^}]*)\}", expression):
        yield metric, outside | set(re.findall(r"(\w+)\s*!?=", inside))


def expressions() -> list[str]:
    shown = [target["expr"] for panel in PANELS for target in panel["targets"]]
    return [rule["expr"] for rule in RULES] + shown


@pytest.mark.parametrize("expression", expressions())
def test_what_is_asked_for_exists(expression: str) -> None:
    found = list(asked(expression))

    assert len(found) == len(re.findall(r"\b(?:up|dateline_\w+|process_\w+)\{", expression)) > 0
    for metric, labels in found:
        known = labels_of(metric)
        assert known is not None, metric
        assert labels <= known, metric


@pytest.mark.parametrize(
    ("metric", "is_there"),
    [
        ("dateline_handler_seconds_bucket", True),
        ("dateline_handler_seconds", False),
        ("dateline_updates_total_bucket", False),
        ("dateline_nothing", False),
    ],
)
def test_a_metric_that_is_not_there_is_seen(metric: str, is_there: bool) -> None:
    assert (labels_of(metric) is not None) is is_there


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_happened_and_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"].keys() == {"summary", "description"}
    assert rule["annotations"]["description"].endswith((".", "fault."))
    assert set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])) <= {
        *EVERYWHERE,
        *re.findall(r"\w+", " ".join(re.findall(r"\bby \(([^)]*)\)", rule["expr"]))),
    }


def test_the_dashboard_shows_whatever_is_measured() -> None:
    shown = " ".join(expressions())

    assert [name for name in MEASURES if name not in shown] == ["dateline_rounds_begun_total"]


def test_panels_neither_overlap_nor_share_a_number() -> None:
    places = {
        (x, y)
        for panel in PANELS
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    }

    assert len(places) == sum(panel["gridPos"]["w"] * panel["gridPos"]["h"] for panel in PANELS)
    assert max(x for x, _ in places) < 24
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
