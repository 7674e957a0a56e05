"""Long stories: new mentions join the events there are."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefing.attaching import attach
from bot.model.decisions import Decisions
from bot.model.news import Mention
from tests.support.builders import a_mention

TOWNS = ("Riga", "Wels", "Oslo", "Turin", "Lyon")


def quake(town: str, day: str, number: int) -> Mention:
    return a_mention(
        f"An earthquake shook the old town of {town}.",
        day,
        kind="disaster",
        places=(town,),
        number=number,
        article=number,
    )


KNOWN = [[quake("Riga", "2020-05-03", 1), quake("Riga", "2020-05", 2)], [quake("Wels", "2019-01-09", 3)]]


def ids(groups: tuple[tuple[Mention, ...], ...]) -> set[frozenset[int]]:
    return {frozenset(m.id for m in group) for group in groups}


def test_a_mention_joins_the_event_it_tells_and_a_stranger_begins_one() -> None:
    new = [quake("Riga", "2020-05-03", 4), quake("Oslo", "2018-07-01", 5)]

    assert ids(attach(KNOWN, new, Decisions())) == {
        frozenset({1, 2, 4}),
        frozenset({3}),
        frozenset({5}),
    }


def test_new_mentions_of_one_event_find_each_other() -> None:
    new = [quake("Oslo", "2018-07-01", 4), quake("Oslo", "2018-07", 5)]

    assert frozenset({4, 5}) in ids(attach(KNOWN, new, Decisions()))


def test_what_a_person_parted_stays_apart_and_what_they_hid_is_left_out() -> None:
    decided = Decisions(parted=frozenset({(1, 4)}), hidden=frozenset({3}))

    groups = ids(attach(KNOWN, [quake("Riga", "2020-05-03", 4)], decided))

    assert groups == {frozenset({1, 2}), frozenset({4})}


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(TOWNS), st.sampled_from(("2020-05-03", "2020-05", "2011-03-11"))),
        max_size=12,
    ),
    st.randoms(),
)
def test_the_order_in_which_they_come_does_not_matter(told: list[tuple[str, str]], random: Random) -> None:
    new = [quake(town, day, 10 + place) for place, (town, day) in enumerate(told)]
    shuffled = list(new)
    random.shuffle(shuffled)

    groups = attach(KNOWN, new, Decisions())

    assert attach(KNOWN, shuffled, Decisions()) == groups
    assert sorted(m.id for group in groups for m in group) == sorted([1, 2, 3, *(m.id for m in new)])
