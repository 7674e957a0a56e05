"""Times of day that stand alone get their day from the date nearest to them in their sentence."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.model.timex import Timex, TimexType

_BESIDE = 30  # characters between a time and the date it goes with: "10:35 a.m. (0735 GMT) on Friday"
_RATHER_BEFORE = 10  # characters that a date before may be farther than one behind
_DAY = 10  # characters of a day's value


def on_their_days(
    timexes: Sequence[Timex], alone: frozenset[int], sentence_of: Callable[[int], int]
) -> list[Timex]:
    """`alone` are the starts of times that were read without a date of their own."""
    settled = list(timexes)
    for at, timex in enumerate(timexes):
        if timex.start in alone and (day := _day_for(timexes, at, alone, sentence_of)):
            settled[at] = _on(timex, day)
    return settled


def _day_for(
    timexes: Sequence[Timex], at: int, alone: frozenset[int], sentence_of: Callable[[int], int]
) -> Timex | None:
    """The nearest date of the sentence; one that follows must be close, when one stands before."""
    here, time = sentence_of(timexes[at].start), timexes[at]
    near = [t for t in timexes[max(0, at - 3) : at + 4] if _is_day(t, alone) and sentence_of(t.start) == here]
    before = [t for t in near if t.start < time.start]
    fitting = [t for t in near if t.start < time.start or not before or t.start - time.end <= _BESIDE]
    return min(
        fitting, key=lambda t: max(t.start - time.end + _RATHER_BEFORE, time.start - t.end), default=None
    )


def _is_day(timex: Timex, alone: frozenset[int]) -> bool:
    dated = timex.type in (TimexType.DATE, TimexType.TIME) and timex.start not in alone
    return dated and len(timex.value.partition("T")[0]) == _DAY and timex.value[:4].isdigit()


def _on(time: Timex, day: Timex) -> Timex:
    date = day.value.partition("T")[0]
    value = date + "T" + time.value.partition("T")[2]
    return replace(
        time, value=value, anchor=date, anchor_origin="text", reason=f"on the day of {date} in the text"
    )
