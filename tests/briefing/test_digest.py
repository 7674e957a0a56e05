"""What changes come to, and what of it weighs most."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.briefing.digest import by_weight, courses, exactness_gained, items_of
from bot.briefing.terms import tells
from bot.model.digest import Item, Section, Turn
from bot.model.news import Action, Actor, Change, Event, EventStatus, Modality, Revision
from tests.support.builders import MIRA, NOON, a_mention, a_when, an_event

TOMAS = Actor(8, "Tomas")


def torn(event: Event, *values: str) -> Event:
    return replace(event, status=EventStatus.DISPUTED, alternatives=tuple(map(a_when, values)))


def changes(*steps: tuple[Event | None, Event | None], action: Action = Action.ADD) -> list[Change]:
    """Each step a change of one event, Mira's but for the last, which is Tomas's."""
    return [
        Change(
            number,
            action,
            TOMAS if number == len(steps) else MIRA,
            NOON + timedelta(hours=number),
            (Revision((before or after or FIRST).number, before, after),),
        )
        for number, (before, after) in enumerate(steps, 1)
    ]


FIRST = an_event(1, "2015", headline="A visit", mentions=(1,))
EXACT = replace(FIRST, when=a_when("2015-07"), mentions=(1, 2))


def told(*steps: tuple[Event | None, Event | None], action: Action = Action.ADD) -> list[Item]:
    mentions = {
        1: a_mention("He came in 2015.", "2015", number=1, article=1),
        2: a_mention("He came in July.", "2015-07", number=2, article=2),
    }
    return items_of(courses(changes(*steps, action=action)), mentions)


def test_several_changes_of_an_event_come_to_one() -> None:
    (item,) = told((None, FIRST), (FIRST, EXACT))

    assert (item.section, item.event, item.before, item.sources) == (Section.NEW, EXACT, None, (1, 2))


def test_what_made_it_more_exact_is_the_new_source() -> None:
    (item,) = told((FIRST, EXACT))

    assert (item.section, item.before, item.sources) == (Section.CHANGED, FIRST, (2,))
    assert item.turn == Turn(Action.ADD, TOMAS, NOON + timedelta(hours=1))


def test_who_last_touched_it_without_changing_what_is_told_is_not_named() -> None:
    supported = replace(EXACT, support=3)

    (item,) = told((FIRST, EXACT), (EXACT, supported))

    assert (item.event.support, item.turn.actor) == (3, MIRA)


@pytest.mark.parametrize(
    "steps",
    [
        [(None, FIRST), (FIRST, None)],
        [(FIRST, EXACT), (EXACT, FIRST)],
        [(FIRST, None), (None, FIRST)],
        [(FIRST, torn(FIRST, "2015", "2016")), (torn(FIRST, "2015", "2016"), FIRST)],
        [(FIRST, replace(FIRST, mentions=(1, 2), support=2))],
        [(FIRST, replace(FIRST, headline="Another source's headline"))],
        [(torn(FIRST, "2015", "2016"), torn(FIRST, "2016", "2015"))],
    ],
)
def test_what_comes_to_nothing_is_not_told(steps: list[tuple[Event | None, Event | None]]) -> None:
    assert told(*steps) == []


@pytest.mark.parametrize(
    ("before", "after", "section"),
    [
        (None, FIRST, Section.NEW),
        (None, torn(FIRST, "2015", "2016"), Section.DISPUTED),
        (FIRST, torn(FIRST, "2015", "2016"), Section.DISPUTED),
        (torn(FIRST, "2015", "2016"), torn(FIRST, "2015", "2017"), Section.DISPUTED),
        (torn(FIRST, "2015", "2016"), FIRST, Section.SETTLED),
        (FIRST, replace(FIRST, modality=Modality.DENIED), Section.CHANGED),
        (FIRST, None, Section.REMOVED),
    ],
)
def test_each_change_has_its_section(before: Event | None, after: Event | None, section: Section) -> None:
    (item,) = told((before, after))

    assert item.section is section
    assert item.event == (after or before)


def test_another_headline_is_told_when_a_person_gave_it() -> None:
    renamed = replace(FIRST, headline="The visit")

    (item,) = told((FIRST, renamed), action=Action.EDIT)

    assert (item.section, item.sources) == (Section.CHANGED, ())


def test_an_event_that_is_part_of_another_now_is_merged_not_removed() -> None:
    second = an_event(2, "2015", mentions=(2,))
    change = Change(
        1,
        Action.MERGE,
        MIRA,
        NOON,
        (Revision(1, FIRST, replace(FIRST, mentions=(1, 2))), Revision(2, second, None)),
    )

    (item,) = items_of(courses([change]), {})

    assert (item.section, item.event, item.other) == (Section.MERGED, second, 1)


def test_an_event_that_was_part_of_another_says_so() -> None:
    whole = replace(FIRST, mentions=(1, 2))
    change = Change(
        1,
        Action.SPLIT,
        MIRA,
        NOON,
        (Revision(1, whole, FIRST), Revision(2, None, an_event(2, "2015", mentions=(2,)))),
    )

    (item,) = items_of(courses([change]), {})

    assert (item.section, item.other) == (Section.NEW, 1)


def an_item(number: int, section: Section, when: str = "2021-04-01", **more: object) -> Item:
    event = replace(an_event(number, when), **more)  # type: ignore[arg-type]
    return Item(section, event, None, Turn(Action.ADD, MIRA, NOON))


def order(*items: Item, words: tuple[str, ...] = ()) -> list[int]:
    return [item.event.number for item in by_weight(items, words, NOON)]


def test_disputes_come_before_news_and_news_before_what_is_gone() -> None:
    items = [an_item(number, section) for number, section in enumerate(reversed(Section), 1)]

    assert order(*items)[0] == 4  # in dispute
    assert order(*items)[-1] == 1  # merged


def test_what_many_tell_what_is_recent_and_what_names_the_topic_weigh_more() -> None:
    plain = an_item(1, Section.NEW, "2001")

    assert order(plain, an_item(2, Section.NEW, "2001", support=4)) == [2, 1]
    assert order(plain, an_item(2, Section.NEW, "2021-04-20")) == [2, 1]
    assert order(plain, an_item(2, Section.NEW, "2001", headline="Syria votes"), words=("syria",)) == [2, 1]
    assert order(replace(plain, event=replace(plain.event, number=3)), plain) == [1, 3]


@pytest.mark.parametrize(
    ("before", "after", "gained"),
    [("2015", "2015", False), ("2015", "2015-07", True), ("2015", "2016", False), ("2015-07", "2015", False)],
)
def test_exactness_is_gained_inside_of_what_was_known(before: str, after: str, gained: bool) -> None:
    event = an_event(1, after)
    item = Item(Section.CHANGED, event, an_event(1, before), Turn(Action.ADD, MIRA, NOON))

    assert (exactness_gained(item) > 0) is gained


def test_a_day_gains_more_than_a_month() -> None:
    month, day = (
        Item(Section.CHANGED, an_event(1, value), an_event(1, "2015"), Turn(Action.ADD, MIRA, NOON))
        for value in ("2015-07", "2015-07-30")
    )

    assert 0 < exactness_gained(month) < exactness_gained(day) <= 2


@pytest.mark.parametrize(
    ("tokens", "found"),
    [
        (["rebels"], True),
        (["rebel"], True),
        (["rebelssss"], False),
        (["re"], False),  # too short to stand for the beginning of a word
        (["gm"], True),
        (["rebels", "gm"], True),
        (["rebels", "syria"], False),
        ([(("gm",), ("general", "motors"))], True),
        ([(("eu",), ("general", "motors"))], False),
        ([()], False),
        ([], True),
    ],
)
def test_a_topic_is_looked_for_as_the_index_would(tokens: list[str], found: bool) -> None:
    assert tells("rebels took the gm works " + "x" * 70, tokens) is found
    assert tells("x" * 70, ["x" * 64 + "y"])
