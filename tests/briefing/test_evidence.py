"""How much speaks for two mentions telling one happening."""

from itertools import combinations
from math import inf

from bot.briefing.evidence import weigh
from bot.briefing.features import features_of
from bot.briefing.matching import LIKELY, SURE
from bot.briefing.windows import timing_of
from tests.briefing.pairs import mentions_of, pairs


def test_what_comes_to_the_least_is_weighed_whole_and_the_rest_at_most() -> None:
    told = [mention for pair in pairs()[:60] for mention in mentions_of(pair.one, 1)]
    short = 0

    for one, other in combinations(map(features_of, told), 2):
        timing = timing_of(one.window, other.window)
        whole = weigh(one, other, timing, -inf)
        for least in (LIKELY, SURE):
            found = weigh(one, other, timing, least)
            assert found == whole or whole <= found < least
            short += found != whole
    assert short > 100


def test_evidence_is_the_same_from_both_sides() -> None:
    told = [mention for pair in pairs()[:60] for mention in mentions_of(pair.one, 1)]

    for one, other in combinations(map(features_of, told), 2):
        timing = timing_of(one.window, other.window)
        assert weigh(one, other, timing, LIKELY) == weigh(other, one, timing, LIKELY)
