"""Rules of a language, read from grammar/<language>.toml and checked before they are used."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib import resources
from string import Formatter
from typing import Any

from bot.extraction.cues import Cues
from bot.extraction.numbers import Numbers, calendar_slots, one_of
from bot.extraction.openings import first_two, words_open
from bot.extraction.patterns import GrammarError, Pattern, Slot, compile_pattern
from bot.model.timex import Mod, TimexType

_RULE_KEYS = frozenset(
    [
        "name",
        "pattern",
        "value",
        "type",
        "mod",
        "quant",
        "freq",
        "resolve",
        "examples",
        "negatives",
        "after",
        "not_after",
        "tells",
        "title",
        "person",
        "small",
        "message",
        "line",
    ]
)


@dataclass(frozen=True)
class Rule:
    """One way of writing a time: where it matches, what it is worth and how that is resolved.

    `values` has a template per marked span of the pattern (one when nothing is marked). A rule
    without values refuses: what it matches is not a time. `after` and `not_after` are words that
    must, or must not, stand right before it. What does not `tell` leaves the story's date as it is;
    with `title` false it is not read where capitals make a name of it ("USA Today", "Orion 1980");
    with `person` true it is not read where it is part of one ("April Jones"); with `small` true only
    where it has no capital at all; with `message` true only in what one person writes to another;
    with `line` true only at the head of a line, past a bullet.
    """

    name: str
    pattern: Pattern
    values: tuple[str, ...]
    type: TimexType = TimexType.DATE
    mod: str = ""
    quant: str = ""
    freq: str = ""
    resolvers: tuple[str, ...] = ("written",)
    examples: tuple[tuple[str, ...], ...] = ()
    negatives: tuple[str, ...] = ()
    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    tells: bool = True
    title: bool = True
    person: bool = False
    small: bool = False
    message: bool = False
    line: bool = False

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile(self.pattern.source)


Triggers = Mapping[str, Mapping[str | None, tuple[Rule, ...]]]


@dataclass(frozen=True)
class Grammar:
    """All rules of one language, with the triggers they are found by."""

    language: str
    dct: date
    slots: Mapping[str, Slot]
    numbers: Numbers
    cues: Cues
    qualifiers: Mapping[str, Mod]
    rules: tuple[Rule, ...]
    triggers: Triggers = field(repr=False)


@cache
def languages() -> frozenset[str]:
    """The languages that have a grammar of their own."""
    files = resources.files("bot.extraction.grammar").iterdir()
    return frozenset(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a language that has one; raises GrammarError when it is at fault."""
    from bot.extraction.resolvers import RESOLVERS

    text = resources.files("bot.extraction.grammar").joinpath(f"{language}.toml").read_text("utf-8")
    return read_grammar(text, RESOLVERS)


def read_grammar(text: str, resolvers: Collection[str]) -> Grammar:
    """Raises GrammarError on the first rule that is at fault, naming it."""
    data = tomllib.loads(text)
    numbers = _numbers(data.get("numbers", {}))
    tables = {name: _table(name, entries) for name, entries in data.get("slots", {}).items()}
    slots = calendar_slots() | numbers.slots() | tables
    refusals = [{"value": [], **entry} for entry in data.get("refuse", ())]
    entries = (*refusals, *data.get("rule", ()))
    rules = _distinct(tuple(_Reader(entry, slots, resolvers).rule() for entry in entries))
    cues = Cues.of(data.get("cues", {}))
    bending = [(word, Mod(mod)) for mod, words in data.get("qualifiers", {}).items() for word in words]
    qualifiers = dict(sorted(bending, key=lambda entry: -len(entry[0])))
    return Grammar(data["language"], data["dct"], slots, numbers, cues, qualifiers, rules, _triggers(rules))


def _numbers(data: Mapping[str, Any]) -> Numbers:
    return Numbers(
        data.get("cardinal", {}),
        data.get("ordinal", {}),
        data.get("article", {}),
        tuple(data.get("suffix", ())),
        tuple(data.get("joiner", ())),
        data.get("decimal", "."),
    )


def _table(name: str, entries: Mapping[str, Sequence[str]]) -> Slot:
    """Words with a capital in the file must stand with one in the text."""
    values = {word.lower().rstrip("."): value for value, words in entries.items() for word in words}
    words = [word for entry in entries.values() for word in entry]
    if not words:
        raise GrammarError(f"slot <{name}> has no words")
    capital = frozenset(word.lower().rstrip(".") for word in words if word != word.lower())
    return Slot(
        one_of(tuple(w.lower() for w in words)),
        words_open(w.lower() for w in words),
        values,
        0,
        capital,
    )


def _distinct(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    names = [rule.name for rule in rules]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise GrammarError(f"two rules are called {', '.join(sorted(twice))}")
    return rules


def _triggers(rules: tuple[Rule, ...]) -> Triggers:
    """Rules by first and second word; under None those whose second word may be any."""
    openings = [(rule, {first_two(opening) for opening in rule.pattern.opens}) for rule in rules]
    seconds: dict[str, set[str | None]] = {}
    for _, pairs in openings:
        for first, second in pairs:
            seconds.setdefault(first, {None}).add(second)
    found: dict[str, dict[str | None, list[Rule]]] = {
        first: {second: [] for second in those} for first, those in seconds.items()
    }
    for rule, pairs in openings:
        for first in {first for first, _ in pairs}:
            for second, those in found[first].items():
                if (first, second) in pairs or (first, None) in pairs:
                    those.append(rule)
    return {first: {second: tuple(those) for second, those in by.items()} for first, by in found.items()}


class _Reader:
    """One entry of the file on its way to a Rule."""

    def __init__(
        self, entry: Mapping[str, Any], slots: Mapping[str, Slot], resolvers: Collection[str]
    ) -> None:
        self.entry, self.slots, self.resolvers = entry, slots, resolvers
        self.name = entry.get("name", "without a name")

    def rule(self) -> Rule:
        pattern = self._pattern()
        values = self._values(pattern)
        return Rule(
            self.name,
            pattern,
            values,
            self._type(),
            self.entry.get("mod", ""),
            self.entry.get("quant", ""),
            self.entry.get("freq", ""),
            self._resolvers(max(1, len(values))),
            self._examples(),
            tuple(self.entry.get("negatives", ())),
            frozenset(self.entry.get("after", ())),
            frozenset(self.entry.get("not_after", ())),
            bool(self.entry.get("tells", True)),
            bool(self.entry.get("title", True)),
            bool(self.entry.get("person", False)),
            bool(self.entry.get("small", False)),
            bool(self.entry.get("message", False)),
            bool(self.entry.get("line", False)),
        )

    def _fail(self, what: str) -> GrammarError:
        return GrammarError(f"rule {self.name!r}: {what}")

    def _pattern(self) -> Pattern:
        unknown = set(self.entry) - _RULE_KEYS
        if unknown or "pattern" not in self.entry or "name" not in self.entry:
            raise self._fail(f"unknown keys {sorted(unknown)}" if unknown else "needs a name and a pattern")
        try:
            return compile_pattern(self.entry["pattern"], self.slots)
        except GrammarError as error:
            raise self._fail(str(error)) from error

    def _values(self, pattern: Pattern) -> tuple[str, ...]:
        value = self.entry.get("value")
        if value is None:
            raise self._fail("needs a value")
        values = (value,) if isinstance(value, str) else tuple(value)
        if values and len(values) != max(1, len(pattern.spans)):
            raise self._fail(f"has {len(values)} values for {len(pattern.spans)} marked spans")
        templates = (
            *values,
            self.entry.get("mod", ""),
            self.entry.get("quant", ""),
            self.entry.get("freq", ""),
        )
        for slot in {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}:
            if slot not in pattern.slots:
                raise self._fail(f"value names a slot {{{slot}}} that the pattern does not have")
        return values

    def _type(self) -> TimexType:
        try:
            return TimexType(self.entry.get("type", "DATE"))
        except ValueError as error:
            raise self._fail(f"unknown type {self.entry['type']!r}") from error

    def _resolvers(self, spans: int) -> tuple[str, ...]:
        said = self.entry.get("resolve", "written")
        names = (said,) * spans if isinstance(said, str) else tuple(said)
        unknown = [name for name in names if name not in self.resolvers]
        if unknown or len(names) != spans:
            raise self._fail(
                f"unknown resolver {unknown[0]!r}" if unknown else "needs a resolver per marked span"
            )
        return names

    def _examples(self) -> tuple[tuple[str, ...], ...]:
        examples = tuple(tuple([e] if isinstance(e, str) else e) for e in self.entry.get("examples", ()))
        if not examples:
            raise self._fail("has no example")
        return examples


def mod_of(name: str) -> Mod | None:
    return Mod(name) if name else None
