"""A date alone on its line dates what follows in its entry."""

from datetime import date

from bot.extraction import extract
from bot.model.news import Draft, Reading
from bot.model.timex import Dct, DctOrigin

CHRONICLE = """Timeline of the Marlow bridge

3 May 2012
The council approves the plans.

14 September 2012

Work begins on the east bank. Two houses are pulled down.

June 2013
On 4 June a crane collapses and kills two workers.

It was rented from a firm in the north."""


def read(text: str) -> Reading:
    return extract(Draft(text=text, published=Dct(date(2015, 1, 10), DctOrigin.GIVEN)))


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(mention.when.value, mention.headline) for mention in reading.mentions]


def test_a_date_alone_on_its_line_dates_the_sentences_of_its_entry() -> None:
    reading = read(CHRONICLE)

    assert told(reading) == [
        ("2012-05-03", "The council approves the plans"),
        ("2012-09-14", "Work begins on the east bank"),
        ("2012-09-14", "Two houses are pulled down"),
        ("2013-06-04", "A crane collapses and kills two workers"),
    ]


def test_it_says_which_heading_dates_it() -> None:
    first = read(CHRONICLE).mentions[0]

    assert first.reason == "the date that heads its entry: “3 May 2012”"
    assert first.timex is None


def test_a_heading_that_dated_something_is_not_listed_as_left_out() -> None:
    left_out = [one.timex.text for one in read(CHRONICLE).undated]

    assert left_out == ["June 2013"]


def test_a_single_date_on_its_line_makes_no_chronicle() -> None:
    reading = read("A letter home\n\n3 May 2012\n\nThe council approves the plans.")

    assert told(reading) == []


def test_the_block_behind_an_entry_is_not_of_its_day() -> None:
    text = "3 May 2012\nThe council approves the plans.\n\n9 May 2012\nWork begins.\n\nThe mayor owns a dog."

    assert ("2012-05-09", "The mayor owns a dog") not in told(read(text))


def test_a_german_chronicle_is_read_alike() -> None:
    reading = read(
        "3. Mai 2012\nDer Rat beschließt den Bau.\n\n14. Juni 2012\nDer Fluss überflutet die Altstadt."
    )

    assert told(reading) == [
        ("2012-05-03", "Der Rat beschließt den Bau"),
        ("2012-06-14", "Der Fluss überflutet die Altstadt"),
    ]
