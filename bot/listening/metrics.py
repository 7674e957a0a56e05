"""Metrics: what was measured, in Prometheus' format, at /metrics.

What happens in this process is counted as it happens; what stands in the database is asked for when somebody
looks, for a short time and at most every few seconds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from time import monotonic

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    exposition,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.errors import StorageError
from bot.listening.near import for_the_near
from bot.measures import Measure
from bot.measures.names import MEASURES

PATIENCE = 3.0  # seconds for what is asked of the database
FRESH = 10.0  # seconds that its answer is told again

Found = Mapping[tuple[Measure, tuple[str, ...]], float]
Ask = Callable[[], Awaitable[Found]]
Note = Callable[[float], None]

log = logging.getLogger(__name__)


class Metrics:
    """An observer that can be scraped. `about` is told of the program itself: its version and the like."""

    def __init__(self, about: Mapping[str, str]) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # twice as much to read, of which nobody makes use
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        info = Gauge("dateline_build_info", "The program.", list(about), registry=self._registry)
        info.labels(*about.values()).set(1)
        self._counters = {one.name: _counter(one, self._registry) for one in MEASURES if not one.buckets}
        self._times = {one.name: _histogram(one, self._registry) for one in MEASURES if one.buckets}
        self._notes: dict[tuple[str, tuple[str, ...]], Note] = {}
        self._asked: list[_Asked] = []

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        note = self._notes.get((measure.name, labels))
        if note is None:
            note = self._notes[measure.name, labels] = self._note_of(measure, labels)
        note(amount)

    def _note_of(self, measure: Measure, labels: tuple[str, ...]) -> Note:
        """Looked up once: every update has many of them."""
        if measure.buckets:
            times = self._times[measure.name]
            return (times.labels(*labels) if labels else times).observe
        counter = self._counters[measure.name]
        return (counter.labels(*labels) if labels else counter).inc

    def attend(self, measures: Iterable[Measure], ask: Ask, fresh: float = 0.0) -> None:
        """Ask for these whenever somebody looks and the last answer is older than `fresh` seconds."""
        asked = _Asked(tuple(measures), ask, fresh)
        self._asked.append(asked)
        self._registry.register(asked)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", for_the_near(self._scraped))]

    async def text(self) -> bytes:
        """All of it, as it is now. What cannot be asked for is left out."""
        for asked in self._asked:
            await asked.look()
        return exposition.generate_latest(self._registry)

    async def _scraped(self, _: web.Request) -> web.Response:
        return web.Response(body=await self.text(), headers={"Content-Type": exposition.CONTENT_TYPE_LATEST})


class _Asked(Collector):
    """Gauges that somebody is asked for."""

    def __init__(self, measures: tuple[Measure, ...], ask: Ask, fresh: float) -> None:
        self._measures = measures
        self._ask = ask
        self._fresh = fresh
        self._found: Found = {}
        self._at: float | None = None
        self._alone = asyncio.Lock()

    async def look(self) -> None:
        """Ask, unless that was done a moment ago."""
        async with self._alone:
            if self._at is None or monotonic() - self._at >= self._fresh:
                self._found, self._at = await self._answer(), monotonic()

    async def _answer(self) -> Found:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask()
        except (TimeoutError, StorageError) as error:
            log.warning("some metrics are left out: %s", error or "the database does not answer")
            return {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for measure in self._measures:
            family = GaugeMetricFamily(measure.name, measure.meaning, labels=measure.labels)
            for (of, labels), value in self._found.items():
                if of is measure:
                    family.add_metric(labels, value)
            yield family


def _counter(measure: Measure, registry: CollectorRegistry) -> Counter:
    return Counter(measure.name, measure.meaning, measure.labels, registry=registry)


def _histogram(measure: Measure, registry: CollectorRegistry) -> Histogram:
    return Histogram(
        measure.name, measure.meaning, measure.labels, registry=registry, buckets=measure.buckets
    )
