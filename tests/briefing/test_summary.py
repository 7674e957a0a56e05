"""A summary chooses the dates that matter and sentences that can be read alone, each from a source."""

from dataclasses import replace
from datetime import date

import pytest

from bot.briefing.dates import by_date, choose_dates
from bot.briefing.sentences import fitness
from bot.briefing.summary import summarise
from bot.model.briefing import Entry, Query, Summary
from bot.model.news import EventStatus, Mention, Modality
from tests.briefing.builders import a_mention, an_entry

STRIKES = "Russian warplanes struck rebel positions near Homs for the first time on 30 September 2015."
AGAIN = "For the first time Russian warplanes struck rebel positions near Homs, on 30 September 2015."
VISIT = "General Qassem Soleimani flew to Moscow in July 2015 to plan a joint campaign."
TALKS = "Foreign ministers met in Vienna on 30 October 2015 for talks about the future of the country."


def summary(*entries: Entry, dates: int = 5, sentences: int = 1) -> Summary:
    return Summary(Query(), summarise(entries, dates=dates, sentences=sentences), {})


def texts(found: Summary) -> list[tuple[str, list[str]]]:
    return [(paragraph.when, [s.text for s in paragraph.sentences]) for paragraph in found.paragraphs]


def test_a_summary_tells_the_story_in_order_of_time() -> None:
    found = summary(an_entry(a_mention(STRIKES)), an_entry(a_mention(VISIT, "2015-07"), number=2))

    assert texts(found) == [("2015-07", [VISIT]), ("2015-09-30", [STRIKES])]


def test_a_sentence_is_shown_with_its_article_its_place_and_its_event() -> None:
    found = summary(an_entry(a_mention(VISIT, "2015-07", article=3, start=40), number=9))

    ((sentence,),) = (paragraph.sentences for paragraph in found.paragraphs)
    assert (sentence.article, sentence.start, sentence.end) == (3, 40, 40 + len(VISIT))
    assert sentence.event == 9


def test_what_was_said_is_not_said_again() -> None:
    found = summary(an_entry(a_mention(STRIKES), a_mention(AGAIN, article=2)), sentences=3)

    assert texts(found) == [("2015-09-30", [STRIKES])]


def test_a_clause_is_not_said_beside_its_sentence() -> None:
    mention = a_mention(VISIT, "2015-07", clause="General Qassem Soleimani flew to Moscow in July 2015")

    assert texts(summary(an_entry(mention), sentences=3)) == [("2015-07", [VISIT])]


def test_a_sentence_that_says_the_very_date_comes_before_one_that_says_another() -> None:
    other = a_mention("General Qassem Soleimani flew to Moscow in 2014 to plan a joint campaign.", "2014")
    exact = a_mention(VISIT, "2015-07", article=2)
    event = replace(an_entry(exact).event, support=2)

    assert texts(summary(Entry(event, (other, exact)))) == [("2015-07", [VISIT])]


def test_a_date_whose_sentence_was_said_under_another_shows_its_own_clause() -> None:
    whole = "Much of it began with a 2015 visit by General Dorvak, whom rebels shot dead in Karsk in 2019."
    visit = a_mention(whole, "2015", clause="a 2015 visit by General Dorvak")
    death = a_mention(whole, "2019", clause="whom rebels shot dead in Karsk in 2019")

    found = summary(an_entry(visit), an_entry(death, number=2))

    assert texts(found) == [("2015", [whole]), ("2019", ["whom rebels shot dead in Karsk in 2019"])]


def test_a_sentence_that_stands_alone_is_preferred_to_one_that_leans_on_another() -> None:
    leaning = "They struck rebel positions near Homs for the first time on 30 September 2015, officials said."

    found = summary(an_entry(a_mention(leaning), a_mention(STRIKES, article=2)))

    assert texts(found) == [("2015-09-30", [STRIKES])]


def test_the_dates_told_by_more_articles_are_chosen() -> None:
    lonely = an_entry(a_mention(TALKS, "2015-10-30"))
    supported = an_entry(a_mention(STRIKES), a_mention(STRIKES, article=2), number=2)

    (chosen,) = choose_dates([lonely, supported], 1)

    assert chosen.value == "2015-09-30"


def test_of_dates_that_matter_alike_the_earlier_is_chosen_whatever_the_order() -> None:
    entries = [an_entry(a_mention(TALKS, "2015-10-30")), an_entry(a_mention(STRIKES), number=2)]

    assert choose_dates(entries, 1) == choose_dates(entries[::-1], 1)
    assert choose_dates(entries, 1)[0].value == "2015-09-30"


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (a_mention(TALKS, "2015-10-30", reported=True), a_mention(STRIKES)),
        (a_mention(TALKS, "2015-10-30", modality=Modality.PLANNED), a_mention(STRIKES)),
        (a_mention(VISIT, "2015"), a_mention(STRIKES)),
    ],
    ids=["reported that day", "planned", "a whole year"],
)
def test_a_date_counts_more_when_it_is_written_past_and_exact(lighter: Mention, heavier: Mention) -> None:
    one, other = by_date([an_entry(lighter), an_entry(heavier, number=2)])

    weights = {dated.entries[0].mentions[0]: dated.weight for dated in (one, other)}
    assert weights[lighter] < weights[heavier]


def test_an_event_in_dispute_stands_under_each_of_its_dates() -> None:
    one = a_mention("General Qassem Soleimani was killed by an American drone in Baghdad in 2019.", "2019")
    other = a_mention("An American drone killed Soleimani outside the airport early on Friday.", "2020-01-03")
    disputed = replace(an_entry(one, other).event, status=EventStatus.DISPUTED)

    found = summary(Entry(disputed, (one, other)))

    assert texts(found) == [("2019", [one.sentence]), ("2020-01-03", [other.sentence])]


def test_times_of_one_day_are_one_date() -> None:
    morning = an_entry(a_mention(STRIKES, "2015-09-30T09:00"))
    evening = an_entry(a_mention(TALKS, "2015-09-30T19:00"), number=2)

    (day,) = by_date([evening, morning])

    assert (day.value, day.span.start) == ("2015-09-30", date(2015, 9, 30))


@pytest.mark.parametrize(("dates", "sentences"), [(0, 1), (1, 0), (0, 0)])
def test_nothing_asked_for_is_nothing_shown(dates: int, sentences: int) -> None:
    assert summary(an_entry(a_mention(STRIKES)), dates=dates, sentences=sentences).paragraphs == ()


def test_more_than_there_is_shows_all_there_is() -> None:
    entries = [an_entry(a_mention(STRIKES)), an_entry(a_mention(VISIT, "2015-07"), number=2)]

    assert len(summary(*entries, dates=10_000, sentences=10_000).paragraphs) == 2


def test_no_events_make_no_summary() -> None:
    assert summary().paragraphs == ()


@pytest.mark.parametrize(
    ("text", "reads_alone"),
    [
        (STRIKES, True),
        ("He was killed there by a drone on a road near the airport.", False),
        ("“But we will stay in the country,” he said on Tuesday.", False),
        ("Prices fell.", False),
        ("word " * 36, False),
        ("", False),
    ],
)
def test_some_sentences_cannot_be_read_alone(text: str, reads_alone: bool) -> None:
    assert (fitness(text) == 1.0) is reads_alone
