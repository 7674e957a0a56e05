from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.compose import dating_mentions, time_key
from bot.briefing.matching import Relation, lookup_keys, relate
from bot.briefing.reconcile import cluster, compose, renumber
from bot.briefing.windows import window_of, window_of_date
from bot.model.decisions import Decisions
from bot.model.news import EventStatus, Mention
from tests.briefing.strategies import mentions, numbered, some_mentions

NOTHING = Decisions()
COPIES = {1: "a", 2: "b", 3: "b", 4: "d"}
Ids = set[frozenset[int]]


def groups(found: list[Mention], decisions: Decisions = NOTHING) -> Ids:
    return {frozenset(mention.id for mention in group) for group in cluster(found, decisions)}


@given(mentions(), mentions())
def test_two_mentions_stand_the_same_to_each_other_from_both_sides(one: Mention, other: Mention) -> None:
    relation = relate(one, other)

    assert relate(other, one) is relation
    assert relation is Relation.DIFFERENT or set(lookup_keys(one)) & set(lookup_keys(other))


@given(some_mentions, st.randoms())
def test_the_order_in_which_mentions_come_does_not_matter(found: list[Mention], random: Random) -> None:
    shuffled = random.sample(found, len(found))

    assert cluster(shuffled, NOTHING) == cluster(found, NOTHING)


@given(some_mentions, st.data())
def test_the_numbers_that_mentions_were_given_do_not_matter(
    found: list[Mention], data: st.DataObject
) -> None:
    told = {replace(mention, id=0, article=0) for mention in found}
    distinct = numbered([replace(mention, article=0) for mention in sorted(told, key=time_key)])
    numbers = data.draw(st.permutations([mention.id for mention in distinct]))
    new = {mention.id: number for mention, number in zip(distinct, numbers, strict=True)}

    after = groups([replace(mention, id=new[mention.id]) for mention in distinct])

    assert after == {frozenset(new[id_] for id_ in group) for group in groups(distinct)}


@given(some_mentions)
def test_every_mention_is_in_one_event(found: list[Mention]) -> None:
    ids = [mention.id for group in cluster(found, NOTHING) for mention in group]

    assert sorted(ids) == [mention.id for mention in found]


@given(some_mentions)
def test_a_chain_of_the_same_depends_on_itself_alone(found: list[Mention]) -> None:
    linked = _linked(found[0], found)
    rest = [mention for mention in found if mention not in linked]

    assert groups(linked) | (groups(rest) if rest else set()) == groups(found)


def _linked(seed: Mention, found: list[Mention]) -> list[Mention]:
    linked = [seed]
    for one in linked:
        linked += [m for m in found if m not in linked and relate(one, m) is Relation.SAME]
    return linked


@given(some_mentions, st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4))
def test_what_people_parted_never_shares_an_event(found: list[Mention], parted: set[tuple[int, int]]) -> None:
    decisions = Decisions(parted=frozenset(parted), joined=frozenset(list(parted)[:1]))

    for group in groups(found, decisions):
        assert not any(a != b and {a, b} <= group for a, b in parted)


@given(some_mentions)
def test_what_people_joined_shares_an_event(found: list[Mention]) -> None:
    pair = (found[0].id, found[-1].id)

    assert any(set(pair) <= group for group in groups(found, Decisions(joined=frozenset({pair}))))


@given(some_mentions, st.randoms())
def test_an_event_does_not_depend_on_the_order_of_its_mentions(found: list[Mention], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert compose(1, shuffled, NOTHING, COPIES) == compose(1, found, NOTHING, COPIES)


@given(some_mentions)
def test_a_settled_date_agrees_with_every_mention_that_counts(found: list[Mention]) -> None:
    event = compose(1, found, NOTHING, COPIES)

    agree = all(window_of(m).meets(window_of_date(event.when)) for m in dating_mentions(found))
    assert agree or event.status is EventStatus.DISPUTED


@given(some_mentions)
def test_a_dispute_tells_two_dates_that_cannot_both_be_right(found: list[Mention]) -> None:
    event = compose(1, found, NOTHING, COPIES)

    if event.status is EventStatus.DISPUTED:
        windows = [window_of_date(when) for when in event.alternatives]
        assert any(not one.meets(other) for one in windows for other in windows)
        assert all(event.when.span.contains(when.span) for when in event.alternatives)
    else:
        assert event.alternatives == ()


@given(some_mentions)
def test_numbers_stay_with_what_kept_them_and_are_given_once(found: list[Mention]) -> None:
    old = {mention.id: mention.article for mention in found}
    clusters = cluster(found, NOTHING)

    kept = [number for number in renumber(old, clusters) if number is not None]

    assert len(kept) == len(set(kept))
    assert set(kept) <= set(old.values())
