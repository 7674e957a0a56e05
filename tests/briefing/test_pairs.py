from collections import Counter
from functools import cache

import pytest

from bot.briefing.matching import Relation, lookup_keys, relate
from tests.briefing.pairs import LABELS, Confusion, Half, Pair, mentions_of, pairs

HALVES = pytest.mark.parametrize("half", Half)


@cache
def confusion(half: Half) -> Confusion:
    return Confusion.of(half)


def test_the_corpus_is_broad_and_says_nothing_twice() -> None:
    by_domain = Counter(pair.domain for pair in pairs())
    by_label = Counter(pair.label for pair in pairs())

    assert len(pairs()) == len({(pair.one, pair.other) for pair in pairs()}) >= 500
    assert set(by_domain) == {"business", "conflict", "disasters", "mixed", "politics", "science", "sport"}
    assert min(by_domain.values()) > 60
    assert set(by_label) == set(LABELS)
    assert min(by_label.values()) > 30


@HALVES
def test_nearly_all_merges_are_right(half: Half) -> None:
    print(f"\n{half}\n{confusion(half).table()}")

    assert confusion(half).precision >= 0.97


@HALVES
def test_most_that_is_one_happening_is_merged(half: Half) -> None:
    assert confusion(half).recall >= 0.75


@HALVES
def test_every_dispute_of_what_happens_once_is_found(half: Half) -> None:
    found = confusion(half).count(["disputes"], ["disputes"])

    assert found == confusion(half).count(["disputes"], LABELS) > 20


@HALVES
def test_no_dispute_is_invented(half: Half) -> None:
    others = [label for label in LABELS if label != "disputes"]

    assert confusion(half).count(others, ["disputes"]) == 0


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.one.text[:40])
def test_what_may_be_one_shares_a_key_and_is_told_the_same_from_both_sides(pair: Pair) -> None:
    for one in mentions_of(pair.one, 1):
        for other in mentions_of(pair.other, 2):
            relation = relate(one, other)

            assert relate(other, one) is relation
            assert relation is Relation.DIFFERENT or not set(lookup_keys(one)).isdisjoint(lookup_keys(other))
            assert len(lookup_keys(one)) <= 8
