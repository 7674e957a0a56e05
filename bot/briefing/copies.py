"""Copies: which articles are one source, and which sentences are prints of one another."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.briefing.fingerprint import fingerprint, plain_words
from bot.model.news import Mention

LONG = 12  # words: two texts do not come to so long a sentence by chance


@lru_cache(maxsize=4_000)
def reprintable(mention: Mention) -> str | None:
    """The fingerprint of a long sentence whose date hangs on the day of publication, else None.

    Printed again later, it dates the same happening later, wrongly: "on Friday" of another week.
    """
    relative = mention.timex is not None and mention.timex.anchor is not None
    if not relative or len(plain_words(mention.sentence)) < LONG:
        return None
    return fingerprint(f"{mention.sentence} {mention.headline}")


def first_prints(told: Sequence[Mention]) -> list[Mention]:
    """All but those that print again, and so date anew, what another says in the same words."""
    first: dict[str, Mention] = {}
    for mention in told:
        mark = reprintable(mention)
        if mark is not None and mention.when.span.start < first.setdefault(mark, mention).when.span.start:
            first[mark] = mention
    marks = [(mention, reprintable(mention)) for mention in told]
    return [m for m, mark in marks if mark is None or m.when == first[mark].when]


def sources_of(told: Sequence[Mention], copies: Mapping[int, str]) -> dict[int, int]:
    """Mention id → the number of the source that tells it: wire copies and near copies are one."""
    groups: dict[str, str] = {}

    def root(key: str) -> str:
        while groups.setdefault(key, key) != key:
            key = groups[key]
        return key

    for mention in told:
        same = f"sentence {_bare(mention.sentence)}"
        groups[root(_source_key(mention, copies))] = root(same)
    roots = [root(_source_key(mention, copies)) for mention in told]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(roots))}
    return {mention.id: numbers[key] for mention, key in zip(told, roots, strict=True)}


@lru_cache(maxsize=4_000)
def _bare(sentence: str) -> str:
    """The words of a sentence alone; an event is composed anew with each mention that it gets."""
    return " ".join(plain_words(sentence))


def _source_key(mention: Mention, copies: Mapping[int, str]) -> str:
    return f"article {copies.get(mention.article, mention.article)}"
