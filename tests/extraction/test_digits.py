"""4/5/2021: the day first or the month, as somebody said, or as the language of the text has it."""

import pytest

from bot.extraction import extract
from bot.model.news import Draft

ENGLISH = "The bridge over the harbour collapsed on 4/5/2021 near the old mill."
GERMAN = "Die Brücke am Hafen ist am 4/5/2021 bei der alten Mühle eingestürzt und wurde gesperrt."
PORTUGUESE = "A ponte sobre o porto da cidade caiu em 4/5/2021 perto do velho moinho, disse a câmara."


def value(text: str, day_first: bool | None) -> str:
    return next(timex.value for timex in extract(Draft(text, day_first=day_first)).timexes)


@pytest.mark.parametrize(
    ("text", "own"), [(ENGLISH, "2021-04-05"), (GERMAN, "2021-05-04"), (PORTUGUESE, "2021-05-04")]
)
def test_digits_are_read_in_the_order_that_was_asked_for(text: str, own: str) -> None:
    assert value(text, None) == own
    assert value(text, day_first=True) == "2021-05-04"
    assert value(text, day_first=False) == "2021-04-05"


@pytest.mark.parametrize("day_first", [None, True, False])
def test_what_can_be_read_in_one_way_only_is_read_so(day_first: bool | None) -> None:
    assert value(ENGLISH.replace("4/5", "20/5"), day_first) == "2021-05-20"
    assert value(ENGLISH.replace("4/5", "5/20"), day_first) == "2021-05-20"


def test_what_hangs_on_such_a_date_follows_it() -> None:
    text = "The bridge collapsed on 4/5/2021. Two days later the mayor resigned."

    values = [timex.value for timex in extract(Draft(text, day_first=True)).timexes]

    assert values == ["2021-05-04", "2021-05-06"]
