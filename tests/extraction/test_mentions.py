"""Which words of a sentence a date belongs to: every mention as its date and its line."""

import pytest

from tests.support.reading import mention, mentions, read


def test_two_dates_give_two_mentions_each_with_its_own_words() -> None:
    assert mentions("Parliament approved the budget on Friday, and the president signed it on Saturday.") == [
        ("2021-04-16", "Parliament approved the budget"),
        ("2021-04-17", "The president signed it"),
    ]


def test_clauses_that_share_a_subject_keep_it() -> None:
    assert mentions("Profits fell 5% in 2010 and rose 3% in 2011.") == [
        ("2010", "Profits fell 5%"),
        ("2011", "Profits rose 3%"),
    ]


def test_a_verb_left_out_is_taken_from_the_clause_before() -> None:
    assert mentions("In 1998 the firm presented a lamp, in 2001 a radio.") == [
        ("1998", "The firm presented a lamp"),
        ("2001", "The firm presented a radio"),
    ]


def test_a_relative_clause_speaks_of_the_name_before_it() -> None:
    assert mentions("Olla Berg, the former head of the union, who was arrested in Karsk in 2019, left.")[
        0
    ] == (
        "2019",
        "Olla Berg was arrested in Karsk",
    )


def test_a_relative_clause_may_go_on_with_and() -> None:
    assert mentions(
        "Some give the credit to Ilan Dorvak, who left Karsk in 2015 and was killed in Sana in 2019."
    ) == [
        ("2015", "Ilan Dorvak left Karsk"),
        ("2019", "Ilan Dorvak was killed in Sana"),
    ]


def test_a_participle_speaks_of_the_noun_before_it() -> None:
    assert mentions("The bank, founded in 1869, collapsed in 2008.") == [
        ("1869", "Bank founded"),
        ("2008", "The bank collapsed"),
    ]


@pytest.mark.parametrize(
    ("text", "when", "line"),
    [
        ("Experts blamed a 2015 visit to Karsk by the king.", "2015", "Visit to Karsk by the king"),
        ("The 2008 crisis led to new rules.", "2008", "2008 crisis"),
        ("A 1997 law bans the trade.", "1997", "1997 law"),
        ("Many are poorer since the attack on the harbour in 2015.", "2015", "Attack on the harbour"),
        ("The financial crisis of 2008 still costs jobs.", "2008", "Financial crisis"),
    ],
)
def test_a_date_beside_a_thing_dates_the_thing(text: str, when: str, line: str) -> None:
    assert (when, line) in mentions(text, "2021-04-21")


def test_a_meeting_place_gives_its_date_to_what_happened_there() -> None:
    assert mentions("In a July 16 press conference, the minister resigned.", "2020-09-01") == [
        ("2020-07-16", "The minister resigned")
    ]


def test_said_on_a_day_dates_what_was_said_when_that_has_no_date() -> None:
    found = mention("The ministry said on Tuesday that two divers had been found.")

    assert (found.when.value, found.headline) == ("2021-04-20", "Two divers had been found")
    assert found.reported
    assert found.reason == "the date of the report: what was said has no date of its own"
    assert found.attribution == "The ministry"


def test_said_on_a_day_dates_only_the_saying_when_what_was_said_has_a_date() -> None:
    found = read("The ministry said on Tuesday that two divers were found on Sunday.").mentions

    assert [(m.when.value, m.headline, m.reported) for m in found] == [
        ("2021-04-20", "The ministry said that two divers were found", False),
        ("2021-04-18", "Two divers were found", False),
    ]


def test_a_promise_is_dated_as_the_saying_it_is() -> None:
    found = mention("The railway announced on Monday that it will close two lines.")

    assert (found.when.value, found.modality) == ("2021-04-19", "happened")
    assert found.headline == "The railway announced that it will close two lines"


def test_a_lead_without_a_date_is_reported_on_the_day_of_publication() -> None:
    found = mention("Five people have been killed in a fire in Rome.")

    assert (found.when.value, found.reported) == ("2021-04-21", True)
    assert found.timex is None
    assert found.reason == "a lead without a date: dated by the day of publication"


@pytest.mark.parametrize(
    "day",
    [
        "On 31.02.2020",
        "On 2020-02-31",
        "On 99999-01-01",
        "On 31 April",
        "On the 31st of April",
        "On May 32, 2019,",
    ],
)
def test_a_lead_with_a_day_that_does_not_exist_is_given_no_other(day: str) -> None:
    assert read(f"{day} five people were killed in a fire in Rome.").mentions == ()


def test_figures_that_are_no_day_do_not_keep_a_lead_from_being_reported() -> None:
    found = mention("Five people were killed by version 2.10.3 of the program, and 32 may follow.")

    assert (found.when.value, found.reported) == ("2021-04-21", True)


def test_an_assumed_day_of_publication_says_so() -> None:
    (found,) = read("Five people have been killed in a fire in Rome.", None, today="2021-04-21").mentions

    assert found.reason is not None
    assert found.reason.endswith("the day of publication is assumed")


def test_a_lead_is_not_dated_without_any_publication_date() -> None:
    assert mentions("Five people have been killed in a fire in Rome.", None) == []


def test_hours_later_goes_on_with_the_sentence_before() -> None:
    text = "An earthquake struck Nepal on April 25, 2015. Hours later, a second quake hit the capital."

    first, second = read(text, "2021-04-21").mentions

    assert (second.when, second.headline) == (first.when, "A second quake hit the capital")
    assert second.reason == "goes on with the sentence before it: “Hours later”"


def test_hours_later_does_not_reach_over_a_paragraph() -> None:
    text = "An earthquake struck Nepal on April 25, 2015.\n\nHours later, a second quake hit the capital."

    assert len(read(text, None).mentions) == 1


def test_background_is_not_dated_by_the_day_of_the_news() -> None:
    text = (
        "Rebels shelled Karsk on Tuesday. The town fell to them in 2015. Veltland freed it and built a port."
    )

    assert mentions(text) == [
        ("2021-04-20", "Rebels shelled Karsk"),
        ("2015", "The town fell to them"),
    ]


def test_the_same_actor_goes_on_acting_on_the_day_of_the_news() -> None:
    text = "Prime Minister Olla Berg resigned on Tuesday. She thanked her staff."

    assert mentions(text) == [
        ("2021-04-20", "Prime Minister Olla Berg resigned"),
        ("2021-04-20", "She [Olla Berg] thanked her staff"),
    ]


def test_a_range_is_one_mention() -> None:
    assert mentions("Between May and July 2012, some 300 people fled the town.") == [
        ("2012-05/2012-07", "Some 300 people fled the town")
    ]


def test_dates_in_a_list_each_give_a_mention() -> None:
    assert mentions("He appeared on stage in March and June 2019.") == [
        ("2019-03", "He appeared on stage"),
        ("2019-06", "He appeared on stage"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sales were higher than in 2014.", "only compared with, nothing is told of it"),
        (
            "The firm sells the 2011 edition of the atlas.",
            "tells which one is meant, not when something happened",
        ),
        ("The war has lasted ten years.", "a length of time, not a date"),
    ],
)
def test_a_date_that_tells_no_event_says_why(text: str, reason: str) -> None:
    reading = read(text, None)

    assert reading.mentions == ()
    assert reason in [each.reason for each in reading.undated]


def test_a_chronicle_gives_one_event_a_line() -> None:
    lines = (
        "1969: First people land on the Moon.",
        "12 March 2020: Schools close across France.",
        "2021 - Ship blocks canal.",
    )

    assert mentions("\n".join(lines), None) == [
        ("1969", "First people land on the Moon"),
        ("2020-03-12", "Schools close across France"),
        ("2021", "Ship blocks canal"),
    ]


def test_a_date_said_beside_a_clause_does_not_date_it() -> None:
    dividend = "The firm declared a dividend on Monday, payable Dec. 1."
    raid = "Rebels shelled Karsk on Tuesday, the third raid since March."

    assert mentions(f"{dividend} {raid}") == [
        ("2021-04-19", "The firm declared a dividend"),
        ("2021-04-20", "Rebels shelled Karsk"),
        ("2021-03", "Third raid"),
    ]


def test_headlines_alone_are_dated_by_publication() -> None:
    found = read("Dam breaks near Wels, killing 12\n\nMayor of Oslo resigns after the vote").mentions

    assert [(m.headline, m.when.value, m.reported) for m in found] == [
        ("Dam breaks near Wels", "2021-04-21", True),
        ("Mayor of Oslo resigns after the vote", "2021-04-21", True),
    ]


def test_a_heading_above_a_text_is_no_news_of_its_day() -> None:
    found = mentions("Why dams break\n\nThe dam of Wels broke on 3 May 2019 after days of rain.")

    assert [when for when, _ in found] == ["2019-05-03"]
