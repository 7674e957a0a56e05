"""A summary chooses the dates that matter and sentences that can be read alone, each from a source."""

from datetime import UTC, date, datetime

import pytest

from bot.briefing.sentences import fitness
from bot.model.briefing import Query
from bot.model.news import Article, Modality, Source, SourceKind
from bot.model.timespan import Grain
from bot.model.timex import Dct, DctOrigin
from tests.briefing.tellings import a_summary, a_telling, texts

STRIKES = "Russian warplanes struck rebel positions near Homs for the first time on 30 September 2015."
AGAIN = "For the first time Russian warplanes struck rebel positions near Homs, on 30 September 2015."
VISIT = "General Qassem Soleimani flew to Moscow in July 2015 to plan a joint campaign."
TALKS = "Foreign ministers met in Vienna on 30 October 2015 for talks about the future of the country."


def an_article(number: int, text: str, published: str, origin: DctOrigin = DctOrigin.GIVEN) -> Article:
    return Article(
        number,
        str(number),
        text,
        "print",
        "en",
        Source(SourceKind.PASTE),
        datetime(2021, 4, 22, tzinfo=UTC),
        dct=Dct(date.fromisoformat(published), origin),
    )


def test_a_summary_tells_the_story_in_order_of_time() -> None:
    found = a_summary(a_telling(STRIKES), a_telling(VISIT, "2015-07", article=2))

    assert texts(found) == [("2015-07", [VISIT]), ("2015-09-30", [STRIKES])]


def test_a_sentence_is_shown_with_its_article_its_place_and_its_event() -> None:
    ((sentence,),) = (
        p.sentences for p in a_summary(a_telling(VISIT, "2015-07", article=3, start=40, event=9))
    )

    assert (sentence.article, sentence.start, sentence.end) == (3, 40, 40 + len(VISIT))
    assert sentence.event == 9


def test_what_was_said_is_not_said_again() -> None:
    assert texts(a_summary(a_telling(STRIKES), a_telling(AGAIN, article=2), sentences=3)) == [
        ("2015-09-30", [STRIKES])
    ]


def test_a_clause_is_not_said_beside_its_sentence() -> None:
    telling = a_telling(VISIT, "2015-07", clause="General Qassem Soleimani flew to Moscow in July 2015")

    assert texts(a_summary(telling, sentences=3)) == [("2015-07", [VISIT])]


def test_a_sentence_that_says_the_very_date_comes_before_one_that_is_less_exact() -> None:
    other = a_telling(
        "General Qassem Soleimani flew to Moscow in 2015 to plan a campaign.", "2015-07", written="2015"
    )

    assert texts(a_summary(other, a_telling(VISIT, "2015-07", article=2))) == [("2015-07", [VISIT])]


def test_a_date_whose_sentence_was_said_under_another_shows_its_own_clause() -> None:
    whole = "Much of it began with a 2015 visit by General Dorvak, whom rebels shot dead in Karsk in 2019."
    visit = a_telling(whole, "2015", clause="a 2015 visit by General Dorvak")
    death = a_telling(whole, "2019", clause="whom rebels shot dead in Karsk in 2019", event=2)

    found = a_summary(visit, death)

    assert texts(found) == [("2015", [whole]), ("2019", ["whom rebels shot dead in Karsk in 2019"])]


def test_a_date_with_nothing_new_to_tell_leaves_its_place_to_the_next() -> None:
    reprinted = [a_telling(STRIKES, "2015-10-01", article=n, event=2) for n in (1, 2)]
    found = a_summary(
        *(a_telling(STRIKES, article=n) for n in (1, 2, 3)),
        *reprinted,
        a_telling(TALKS, "2015-10-30", article=4, event=3),
        dates=2,
    )

    assert texts(found) == [("2015-09-30", [STRIKES]), ("2015-10-30", [TALKS])]


def test_a_sentence_that_stands_alone_is_preferred_to_one_that_leans_on_another() -> None:
    leaning = "They struck rebel positions near Homs for the first time on 30 September 2015, officials said."

    assert texts(a_summary(a_telling(leaning), a_telling(STRIKES, article=2))) == [("2015-09-30", [STRIKES])]


def test_the_sentence_closest_to_what_all_tell_is_chosen() -> None:
    aside = (
        "A choir sang in the rain outside the ministry of transport on 30 September 2015, to little applause."
    )
    close = "Warplanes from Russia struck positions near Homs on 30 September 2015, rebel commanders said."

    found = a_summary(a_telling(aside), a_telling(STRIKES, article=2), a_telling(close, article=3))

    assert texts(found) == [("2015-09-30", [STRIKES])]


def test_the_lead_of_the_day_after_tells_a_day_too() -> None:
    lead = "Russian warplanes have struck rebel positions near Homs for the first time, witnesses said."
    filler = " Nobody knows what comes next in the valley."
    named = a_telling("On 30 September 2015 they did it.", article=1)
    article = an_article(2, lead + filler * 2, "2015-10-01")
    told = a_telling(filler.strip(), "2015-10-01", article=2, event=2, start=len(lead) + 1)

    found = a_summary(named, told, articles=(article,), dates=1)

    assert texts(found) == [("2015-09-30", [lead])]


def test_an_article_whose_date_is_assumed_leads_no_day() -> None:
    lead = "Russian warplanes have struck rebel positions near Homs for the first time, witnesses said."
    short = "On 30 September 2015 they did it."
    article = an_article(1, lead, "2015-09-30", DctOrigin.MESSAGE)

    assert texts(a_summary(a_telling(short), articles=(article,))) == [("2015-09-30", [short])]


def test_both_dates_of_a_dispute_are_shown_and_marked() -> None:
    one = a_telling(
        "General Qassem Soleimani was killed by an American drone in Baghdad in 2019.", "2019", disputed=True
    )
    other = a_telling(
        "An American drone killed Soleimani outside the airport early on Friday.",
        "2020-01-03",
        article=2,
        disputed=True,
    )

    found = a_summary(one, other)

    assert texts(found) == [("2019", [one.sentence]), ("2020-01-03", [other.sentence])]
    assert all(paragraph.disputed for paragraph in found)


def test_the_other_date_of_a_dispute_is_shown_though_it_was_not_asked_for() -> None:
    one = a_telling(STRIKES, "2019", disputed=True)
    other = a_telling(TALKS, "2020-01-03", article=2, disputed=True)

    found = a_summary(one, other, query=Query("", date(2020, 1, 1), date(2021, 1, 1)))

    assert [paragraph.when for paragraph in found] == ["2019", "2020-01-03"]


def test_what_is_planned_is_marked_as_planned() -> None:
    (paragraph,) = a_summary(a_telling(TALKS, "2015-10-30", modality=Modality.PLANNED))

    assert paragraph.modality is Modality.PLANNED


def test_only_dates_as_exact_as_asked_for_are_shown() -> None:
    found = a_summary(a_telling(STRIKES), a_telling(VISIT, "2015-07", article=2), coarsest=Grain.DAY)

    assert [paragraph.when for paragraph in found] == ["2015-09-30"]


@pytest.mark.parametrize(("dates", "sentences"), [(0, 1), (1, 0), (0, 0)])
def test_nothing_asked_for_is_nothing_shown(dates: int, sentences: int) -> None:
    assert a_summary(a_telling(STRIKES), dates=dates, sentences=sentences) == ()


def test_more_than_there_is_shows_all_there_is() -> None:
    found = a_summary(
        a_telling(STRIKES), a_telling(VISIT, "2015-07", article=2), dates=10_000, sentences=10_000
    )

    assert len(found) == 2


def test_a_clause_about_the_topic_counts_more_than_one_beside_it() -> None:
    beside = "Homs mourned for days, and ministers met in Vienna on 30 October 2015 for talks on trade."
    within = "Russian warplanes struck Homs for the first time on 30 September 2015, as ministers met."
    found = a_summary(
        a_telling(
            beside, "2015-10-30", clause="ministers met in Vienna on 30 October 2015 for talks on trade"
        ),
        a_telling(within, clause="Russian warplanes struck Homs for the first time on 30 September 2015"),
        topic="Homs",
        dates=1,
    )

    assert [paragraph.when for paragraph in found] == ["2015-09-30"]


def test_nothing_told_makes_no_summary() -> None:
    assert a_summary() == ()


def test_a_topic_that_nobody_mentions_makes_no_summary() -> None:
    assert a_summary(a_telling(STRIKES), topic="volcano") == ()


def test_a_thousand_copies_say_it_once() -> None:
    copies = [a_telling(STRIKES, article=number) for number in range(1_000)]

    assert texts(a_summary(*copies, sentences=10)) == [("2015-09-30", [STRIKES])]


def test_what_is_all_to_come_is_told_as_planned() -> None:
    coming = "Foreign ministers will meet in Vienna on 30 October 2035 for talks about the country."

    (paragraph,) = a_summary(
        a_telling(coming, "2035-10-30", modality=Modality.PLANNED, published="2021-04-21")
    )

    assert (paragraph.when, paragraph.modality) == ("2035-10-30", Modality.PLANNED)


@pytest.mark.parametrize(
    ("text", "reads_alone"),
    [
        (STRIKES, True),
        ("He was killed there by a drone on a road near the airport.", False),
        ("“But we will stay in the country,” he said on Tuesday.", False),
        ("I still remember how the warplanes struck the valley that morning.", False),
        ("Why did nobody in the capital see the warplanes coming that morning?", False),
        ("“I saw the warplanes strike the valley that morning,” the mayor of Homs said.", True),
        ("Prices fell.", False),
        ("word " * 36, False),
        ("", False),
    ],
)
def test_some_sentences_cannot_be_read_alone(text: str, reads_alone: bool) -> None:
    assert (fitness(text) == 1.0) is reads_alone
