from bot.briefing.reconcile import Decisions, cluster, compose, renumber
from bot.model.news import EventStatus, Mention
from bot.model.timex import Mod
from tests.briefing.mentions import a_mention, a_when

NOTHING = Decisions()
VISIT = "Soleimani visited Moscow to meet Putin"


def ids(clusters: tuple[tuple[Mention, ...], ...]) -> list[list[int]]:
    return [[mention.id for mention in group] for group in clusters]


def test_the_inner_of_nested_dates_is_shown() -> None:
    year = a_mention(VISIT, "2015", id=1)
    month = a_mention("The general flew to Moscow", "2015-07", id=2, article=2)

    event = compose(7, [year, month], NOTHING, {1: "a", 2: "b"})

    assert event.when == a_when("2015-07")
    assert (event.number, event.status, event.support) == (7, EventStatus.SETTLED, 2)


def test_disjoint_dates_are_disputed_and_both_told() -> None:
    year = a_mention(VISIT, "2019", id=1)
    day = a_mention(VISIT, "2020-01-03", id=2, article=2)

    event = compose(1, [year, day], NOTHING, {1: "a", 2: "b"})

    assert event.status is EventStatus.DISPUTED
    assert event.alternatives == (a_when("2020-01-03"), a_when("2019"))
    assert event.when == a_when("2019/2020-01-03")


def test_what_a_person_chose_is_settled() -> None:
    year = a_mention(VISIT, "2019", id=1)
    day = a_mention(VISIT, "2020-01-03", id=2)

    event = compose(1, [year, day], Decisions(dates={2: a_when("2020-01-03")}), {1: "a"})

    assert (event.when, event.chosen, event.status) == (a_when("2020-01-03"), True, EventStatus.SETTLED)


def test_a_late_report_disputes_nothing() -> None:
    day = a_mention(VISIT, "2015-07-24", id=1)
    reported = a_mention(VISIT, "2015-08-07", id=2, reported=True)

    event = compose(1, [day, reported], NOTHING, {})

    assert (event.when, event.status) == (a_when("2015-07-24"), EventStatus.SETTLED)


def test_a_date_before_a_month_agrees_with_the_year() -> None:
    before = a_mention(VISIT, "2015-09", mod=Mod.BEFORE, id=1)
    year = a_mention(VISIT, "2015", id=2)

    assert compose(1, [before, year], NOTHING, {}).when == a_when("2015")


def test_wire_copies_and_the_same_sentence_count_as_one_source() -> None:
    told = [a_mention(VISIT, "2015", id=n, article=n) for n in (1, 2)]
    other = a_mention("The general went to Moscow", "2015", id=3, article=3)

    assert compose(1, told, NOTHING, {1: "same", 2: "same"}).support == 1
    assert compose(1, told, NOTHING, {1: "x", 2: "y"}).support == 1
    assert compose(1, [*told, other], NOTHING, {1: "x", 2: "y", 3: "z"}).support == 2


def test_a_year_does_not_draw_two_months_together() -> None:
    july, september, year = (
        a_mention(VISIT, value, id=id_) for id_, value in ((1, "2015-07"), (2, "2015-09"), (3, "2015"))
    )

    groups = cluster([year, september, july], NOTHING)

    assert not any({1, 2} <= set(group) for group in ids(groups))


def test_people_join_and_part_and_hide() -> None:
    one, two = a_mention(VISIT, "2015", id=1), a_mention(VISIT, "2015", id=2)
    other = a_mention("Rain fell over Lisbon", "2001", id=3)

    assert ids(cluster([one, two, other], NOTHING)) == [[3], [1, 2]]
    assert ids(cluster([one, two, other], Decisions(parted=frozenset({(1, 2)})))) == [[3], [1], [2]]
    assert ids(cluster([one, two, other], Decisions(joined=frozenset({(3, 1)})))) == [[3, 1, 2]]
    assert ids(cluster([one, two, other], Decisions(hidden=frozenset({1})))) == [[3], [2]]


def test_a_parting_stands_above_a_joining() -> None:
    one, two = a_mention(VISIT, "2015", id=1), a_mention(VISIT, "2015", id=2)

    decisions = Decisions(joined=frozenset({(1, 2)}), parted=frozenset({(2, 1)}))

    assert ids(cluster([one, two], decisions)) == [[1], [2]]


def test_a_number_stays_with_its_lowest_mention() -> None:
    one, two, three = (a_mention(VISIT, "2015", id=n) for n in (1, 2, 3))

    assert renumber({1: 4, 2: 4, 3: 9}, [(two,), (one, three)]) == (None, 4)
    assert renumber({2: 4, 3: 9}, [(two,), (three,)]) == (4, 9)
    assert renumber({}, [(one,)]) == (None,)
