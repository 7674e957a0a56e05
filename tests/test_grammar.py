"""Every example and every negative in the grammar files is a test; a file at fault does not load."""

from datetime import date

import pytest

from bot.extraction.patterns import GrammarError
from bot.extraction.resolvers import RESOLVERS
from bot.extraction.rules import Grammar, Rule, grammar_of, languages, read_grammar
from bot.extraction.tagger import tag
from bot.model.timex import Timex

RULES = [
    (grammar_of(language), rule) for language in sorted(languages()) for rule in grammar_of(language).rules
]
EXAMPLES = [
    pytest.param(grammar, rule, example, id=f"{grammar.language}-{rule.name}-{number}")
    for grammar, rule in RULES
    for number, example in enumerate(rule.examples, 1)
]
NEGATIVES = [
    pytest.param(grammar, rule, text, id=f"{grammar.language}-{rule.name}-{number}")
    for grammar, rule in RULES
    for number, text in enumerate(rule.negatives, 1)
]

SMALL = """
language = "xx"
dct = 2021-04-21
[slots.month]
"05" = ["May"]
[[rule]]
name = "month"
pattern = "<month>"
value = "XXXX-{month}"
resolve = "nearest"
examples = [["in May", "2020-05"]]
"""


def read(text: str, language: str, dct: date) -> list[Timex]:
    return tag(text, language, dct, [(0, len(text))])


@pytest.mark.parametrize(("grammar", "rule", "example"), EXAMPLES)
def test_an_example_reads_as_it_says(grammar: Grammar, rule: Rule, example: tuple[str, ...]) -> None:
    text, *expected = example

    found = read(text, grammar.language, grammar.dct)

    if not rule.values:
        assert found == []
        return
    mine = [timex for timex in found if timex.rule == rule.name]
    assert [timex.value for timex in mine] == expected[: len(rule.values)]
    mods = [str(timex.mod) for timex in mine if timex.mod]
    assert expected[len(rule.values) :] in ([], mods[:1])


@pytest.mark.parametrize(("grammar", "rule", "text"), NEGATIVES)
def test_a_negative_finds_nothing(grammar: Grammar, rule: Rule, text: str) -> None:
    assert [timex for timex in read(text, grammar.language, grammar.dct) if timex.rule == rule.name] == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (("<month>", "<moon>"), "unknown slot <moon>"),
        (('"nearest"', '"roughly"'), "unknown resolver 'roughly'"),
        (('examples = [["in May", "2020-05"]]', ""), "has no example"),
        (('"XXXX-{month}"', '"XXXX-{day}"'), "slot {day}"),
        (('pattern = "<month>"', 'pattern = "(<month>"'), "missing ')'"),
        (('resolve = "nearest"', 'resolve = "nearest"\ncolour = "red"'), "unknown keys ['colour']"),
    ],
)
def test_a_rule_at_fault_does_not_load(fault: tuple[str, str], said: str) -> None:
    with pytest.raises(GrammarError, match="month") as caught:
        read_grammar(SMALL.replace(*fault), RESOLVERS)

    assert said in str(caught.value)


def test_the_small_grammar_that_the_faults_are_put_into_loads() -> None:
    assert [rule.name for rule in read_grammar(SMALL, RESOLVERS).rules] == ["month"]
