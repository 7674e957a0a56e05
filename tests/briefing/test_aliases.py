"""Names under their short forms, as topics are asked for."""

from bot.briefing.aliases import known_by, phrases_of, ways_to_say

GM = ("gm", "general motors")


def test_a_short_form_that_the_full_name_holds_anyway_is_not_kept() -> None:
    assert known_by([("GM", "General Motors"), ("Motors", "General Motors"), ("?", "General Motors")]) == {GM}


def test_the_runs_of_a_topic_are_looked_up() -> None:
    assert phrases_of(["general", "motors", "recall"]) == {
        "general", "general motors", "general motors recall", "motors", "motors recall", "recall",
    }  # fmt: skip
    assert phrases_of([]) == set()


def test_a_name_stands_beside_its_other_forms() -> None:
    assert ways_to_say(["gm", "recall"], {GM}) == [(("gm",), ("general", "motors")), "recall"]
    assert ways_to_say(["the", "general", "motors"], {GM}) == ["the", (("general", "motors"), ("gm",))]
    assert ways_to_say(["general", "strike"], {GM}) == ["general", "strike"]
