"""Measures: counts and times, noted where things happen and told to whoever observes.

count(UPDATES, "message")
with timed(EXTRACTION):
    ...

with observed(observer):            # whatever is begun within is told to it; without one it costs nothing
    ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted, or of which the seconds are taken: its name, its meaning, its labels.

    Names and units are Prometheus'. What is timed says in `buckets` the seconds that its times are sorted by.
    Labels have few values, all of them ours: never a chat, a person or a word of theirs.
    """

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


class Observer(Protocol):
    """Hears of everything that is noted, at once: it must be quick, and raise nothing."""

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        """`amount` more of what is counted, or one time of so many seconds."""


_observer: ContextVar[Observer | None] = ContextVar("observer", default=None)


@contextmanager
def observed(observer: Observer | None) -> Iterator[None]:
    """Tell `observer` of what happens within the block, and in the tasks that are begun there."""
    before = _observer.get()
    _observer.set(observer)
    try:
        yield
    finally:
        _observer.set(before)


def count(measure: Measure, *labels: str, by: float = 1) -> None:
    """So many more of it."""
    observer = _observer.get()
    if observer is not None:
        observer.noted(measure, labels, by)


def took(measure: Measure, seconds: float, *labels: str) -> None:
    """It was done once, in so many seconds."""
    count(measure, *labels, by=seconds)


@contextmanager
def timed(measure: Measure, *labels: str) -> Iterator[None]:
    """Take the time of the block, however it ends."""
    begun = perf_counter()
    try:
        yield
    finally:
        took(measure, perf_counter() - begun, *labels)


@contextmanager
def if_it_holds() -> Iterator[None]:
    """Tell of what is counted within only when the block ends well, as nothing of it happened otherwise."""
    outer = _observer.get()
    if outer is None:
        yield
        return
    held = _Held()
    with observed(held):
        yield
    held.tell(outer)


class _Held:
    """Keeps what it hears until it is known whether it counts; from then on it passes everything on."""

    def __init__(self) -> None:
        self._kept: list[tuple[Measure, tuple[str, ...], float]] = []
        self._outer: Observer | None = None

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        if self._outer is not None:
            self._outer.noted(measure, labels, amount)
        else:
            self._kept.append((measure, labels, amount))

    def tell(self, outer: Observer) -> None:
        self._outer = outer
        for note in self._kept:
            outer.noted(*note)


class Several:
    """Several observers as one."""

    def __init__(self, *observers: Observer) -> None:
        self._observers = observers

    def noted(self, measure: Measure, labels: tuple[str, ...], amount: float) -> None:
        for observer in self._observers:
            observer.noted(measure, labels, amount)
