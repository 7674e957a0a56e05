"""How fast mentions are compared and grouped, and how well the corpus of pairs comes out. Run by hand:

python -m tests.benchmarks.matching [ROUNDS]

Warm: the tables are read and the features of every mention known, as they are after the first comparison.
That two mentions were compared before is forgotten each time: filing remembers it.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from statistics import median
from time import perf_counter

from bot.briefing import matching
from bot.briefing.features import features_of
from bot.briefing.matching import relate, tie
from bot.briefing.reconcile import cluster
from bot.model.decisions import Decisions
from bot.model.news import Mention
from tests.briefing.pairs import Confusion, Half, mentions_of, pairs

CANDIDATES, ARTICLE = 500, 10


def main(rounds: int = 5) -> None:
    """Prints the tables."""
    for half in Half:
        table = Confusion.of(half)
        print(
            f"{half}: precision of merges {table.precision:.3f}, recall {table.recall:.3f}\n{table.table()}\n"
        )
    told = _told()
    features = [features_of(mention) for mention in told]
    close = [two for two in combinations(features, 2) if two[0].keyset & two[1].keyset]
    article, candidates = told[:ARTICLE], told[ARTICLE : ARTICLE + CANDIDATES]
    _row("features of a mention", len(told), rounds, lambda: _cold(told))
    _row("pairs that share a key", len(close), rounds, lambda: [tie(a, b) for a, b in close])
    _row("pairs of any sort", len(told) ** 2, rounds, lambda: [relate(a, b) for a, b in product(told, told)])
    _row(
        f"an article of {ARTICLE} against {CANDIDATES}",
        1,
        rounds,
        lambda: [relate(a, b) for a, b in product(article, candidates)],
    )
    _row(f"grouping {len(told)} mentions", 1, rounds, lambda: cluster(told, Decisions()))


def _told() -> list[Mention]:
    found = [m for pair in pairs() for n, s in ((1, pair.one), (2, pair.other)) for m in mentions_of(s, n)]
    return [replace(mention, id=number, article=number) for number, mention in enumerate(found, 1)]


def _cold(told: list[Mention]) -> None:
    features_of.cache_clear()
    for mention in told:
        features_of(mention)


def _row(what: str, times: int, rounds: int, run: Callable[[], object]) -> None:
    run()
    took = median(_timed(run) for _ in range(rounds))
    print(f"{what:32} {took * 1000:9.2f} ms {times / took:12,.0f} a second")


def _timed(run: Callable[[], object]) -> float:
    matching._tie.cache_clear()
    start = perf_counter()
    run()
    return perf_counter() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
