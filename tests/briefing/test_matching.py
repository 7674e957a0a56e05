from dataclasses import replace

import pytest

from bot.briefing.features import features_of
from bot.briefing.matching import Relation, lookup_keys, relate, relations, tie
from bot.model.news import Mention, Modality
from bot.model.timex import Mod, Timex, TimexType
from tests.briefing.mentions import a_mention
from tests.briefing.pairs import mentions_of, pairs

VISIT_2015 = a_mention(
    "Visit to Moscow by General Qassem Soleimani",
    "2015",
    kind="visit",
    participants=("General Qassem Soleimani",),
    places=("Moscow",),
)
VISIT_JULY = a_mention(
    "Soleimani flew to Moscow to meet Vladimir Putin",
    "2015-07",
    kind="visit",
    participants=("Soleimani", "Vladimir Putin"),
    places=("Moscow",),
    article=2,
)
KILLED_2019 = a_mention("General Qassem Soleimani was assassinated in Baghdad", "2019", kind="killing")
KILLED_JANUARY = a_mention(
    "An American drone killed Soleimani near Baghdad", "2020-01-03", kind="killing", article=2
)


def test_the_short_form_of_a_name_and_other_words_for_an_act_are_seen() -> None:
    assert relate(VISIT_2015, VISIT_JULY) is Relation.SAME


def test_one_death_on_two_dates_is_one_event_to_dispute() -> None:
    assert relate(KILLED_2019, KILLED_JANUARY) is Relation.SAME


def test_a_report_of_another_day_disputes_no_death() -> None:
    reported = replace(a_mention("A drone killed Soleimani", "2020-03-03", article=2), reported=True)

    assert relate(KILLED_2019, reported) is Relation.DIFFERENT


def test_a_chronicle_that_dates_an_act_twice_tells_two() -> None:
    january = a_mention("Adela Morrow resigned", "1996-01-11")
    april = a_mention("Adela Morrow resigned", "1996-04-18")

    assert relate(january, april) is Relation.DIFFERENT
    assert relate(january, replace(april, article=2)) is Relation.SAME


def test_a_meeting_comes_again_on_another_day() -> None:
    october = a_mention("Reinholt met Demirel in Ankara", "2019-10-16")
    march = a_mention("Reinholt met Demirel in Ankara", "2020-03-03", article=2)

    assert relate(october, march) is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Brenn won the first round against Lodova", "Brenn won the second round against Lodova"),
        ("The government banned imports from Kessia", "The government lifted the ban on imports from Kessia"),
        ("Kessia expelled four diplomats of Varangia", "Varangia expelled four diplomats of Kessia"),
        ("Brenn United beat Lodova Rovers", "Brenn United lost to Lodova Rovers"),
        ("Gunmen attacked the mall in Nairobi", "Nairobi marked the anniversary of the attack on the mall"),
        ("An earthquake shook Montelago", "An aftershock shook Montelago"),
        ("Torvald opened a showroom in Vela", "Torvald opened a showroom in Osterburg"),
        ("President Kovar fired his interior minister", "President Kovar fired his finance minister"),
        ("Helvex named Carla Jensen chief executive", "Helvex named Paul Roth finance chief"),
        ("Two people died in Pazar", "Helvex published its results"),
    ],
)
def test_near_misses_of_one_day_are_not_merged(one: str, other: str) -> None:
    assert relate(a_mention(one), a_mention(other, article=2)) is not Relation.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prime Minister Adela Morrow resigned", "Morrow stepped down as prime minister"),
        ("General Motors closed its plant in Lorville", "GM shut the Lorville factory"),
        ("General Motors went bankrupt", "GM filed for bankruptcy"),
        ("Russia's air force bombed a camp near Palmyra", "Russian warplanes struck a camp near Palmyra"),
        ("Norden Air filed for bankruptcy", "The airline Norden Air went bankrupt"),
        ("A blaze in Grenfell Tower killed 72 people", "Fire killed at least 70 people in Grenfell Tower"),
    ],
)
def test_other_words_of_one_day_are_merged(one: str, other: str) -> None:
    assert relate(a_mention(one), a_mention(other, article=2)) is Relation.SAME


def test_what_one_denies_is_asked_about() -> None:
    told = a_mention("Pavel Horak met the bankers in Brenn")
    denied = replace(told, modality=Modality.DENIED, article=2)

    assert relate(told, denied) is Relation.UNSURE


def test_what_the_sentence_denies_is_denied_in_its_clause() -> None:
    sentence = "The army denied that rebels seized Harin"
    clause = (sentence.index("rebels"), len(sentence))
    denied = replace(a_mention(sentence, headline="Rebels seized Harin"), clause=clause)

    assert relate(denied, a_mention("Rebels seized Harin", article=2)) is Relation.UNSURE


def test_a_plan_and_its_happening_on_that_day_are_one() -> None:
    plan = a_mention("Helvex will open a plant in Tallmark", modality=Modality.PLANNED)
    opened = a_mention("Helvex opened a plant in Tallmark", article=2)

    assert relate(plan, opened) is Relation.SAME


def test_a_plan_that_may_have_slipped_is_asked_about() -> None:
    plan = a_mention("Helvex will open a plant in Tallmark", "2021-05-03", modality=Modality.PLANNED)
    opened = a_mention("Helvex opened a plant in Tallmark", "2021-06-07", article=2)

    assert relate(plan, opened) is Relation.UNSURE


def test_overlapping_spans_are_asked_about() -> None:
    one = a_mention("Kessia and Varangia held talks in Geneva", "2019-06-10/2019-06-14")
    other = a_mention("Kessia and Varangia held talks in Geneva", "2019-06-13/2019-06-17", article=2)

    assert relate(one, other) is Relation.UNSURE


def test_one_of_many_in_a_year_is_asked_about_and_one_of_a_kind_is_not() -> None:
    slump = a_mention("Shares of Helvex fell", "2019")
    founding = a_mention("Marius Lind founded Helvex", "1952")

    assert (
        relate(slump, replace(a_mention("Shares of Helvex fell", "2019-08-05"), article=2)) is Relation.UNSURE
    )
    assert relate(founding, a_mention("Lind founded Helvex", "1952-03-01", article=2)) is Relation.SAME


def test_a_modifier_is_heeded() -> None:
    before = a_mention("Marius Lind founded Helvex", "1952", mod=Mod.BEFORE)
    after = a_mention("Marius Lind founded Helvex", "1953-04", article=2)

    assert relate(before, a_mention("Lind founded Helvex", "1950", article=2)) is Relation.SAME
    assert relate(before, after) is Relation.SAME  # a dispute: one founding, before 1952 or in 1953


def a_print(day: str, article: int) -> Mention:
    sentence = "The striker opened the new season on Friday with a respectable win over the club of Vela"
    friday = Timex(
        TimexType.DATE, day, "on Friday", 36, 45, "weekday", anchor="2021-04-20", anchor_origin="dct"
    )
    return replace(a_mention(sentence, day, article=article), timex=friday)


def test_a_long_sentence_printed_again_is_a_copy_not_another_friday() -> None:
    assert relate(a_print("2021-04-16", 1), a_print("2021-04-23", 2)) is Relation.SAME


def test_keys_are_few_and_begin_with_the_names() -> None:
    keys = lookup_keys(VISIT_JULY)

    assert len(keys) <= 8
    assert set(keys) >= {"soleimani", "putin", "moscow"}


@pytest.mark.parametrize(
    "sentence", ["", "…", "12 34", "КОТ СИДИТ НА ОКНЕ", "猫が窓に座る", "a" * 5000, "\ud83d"]
)
def test_any_text_can_be_compared(sentence: str) -> None:
    assert relate(a_mention(sentence), VISIT_2015) is Relation.DIFFERENT


def test_no_mention_is_passed_over_for_its_date_that_may_tell_the_same() -> None:
    told = [mention for pair in pairs() for mention in mentions_of(pair.one, 1)]
    others = [mention for pair in pairs() for mention in mentions_of(pair.other, 2)]

    for mention in told[::7]:
        found = [(id(other), relation) for other, relation in relations(mention, others)]
        related = [(id(other), relate(mention, other)) for other in others]
        assert set(found) <= set(related)
        assert {one for one in related if one[1] is not Relation.DIFFERENT} <= set(found)
        assert len(found) < len(others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Vesta Star exploded", "The crew of the Vesta died"),
        ("Marta Kell's trial in Brenn", "The opening of Marta Kell's trial in Brenn"),
        ("The Brenn merger of Vesta and Orla", "Vesta bought Orla"),
    ],
)
def test_it_does_not_matter_which_of_two_comes_first(one: str, other: str) -> None:
    a, b = (features_of(a_mention(said, "2020-05-01", article=n)) for n, said in enumerate((one, other), 1))

    assert tie(a, b) == tie(b, a)
    assert tie(a, b).strength > 0
