"""Finding where rules match: one pass over the words, anchored attempts at the triggers only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise

from bot.extraction.capitals import is_name, is_part_of_name, is_title_in_quotes
from bot.extraction.openings import WORD, key_of
from bot.extraction.register import is_message
from bot.extraction.rules import Grammar, Rule

_BEFORE = re.compile(r"([^\W_]+\.?|[^\w\s])[ ]{0,8}$")
_LINE_HEAD = re.compile(r"(?:\A|\n)[ \t]{0,4}(?:[*•·–-][ \t]{0,2})?\Z")
_NUMBER_GOES_ON = frozenset(".,:/-$€£¥#+")
_TYPOGRAPHY = {
    "'": "\u2018\u2019\u02bc",
    "-": "\u2010\u2011\u2012\u2013\u2212",
    " ": "\u00a0\u2009\u202f\t",
}
_SPELLING = {ord(sign): plain for plain, signs in _TYPOGRAPHY.items() for sign in signs}


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matched: the spans it marks, and what stood in its slots."""

    rule: Rule
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    slots: Mapping[str, str]


@dataclass(slots=True)
class Scan:
    """One text being searched; `attempts` counts the matches tried, so that tests can see the work grow."""

    text: str
    grammar: Grammar
    plain: str = field(init=False)
    message: bool = field(init=False)
    attempts: int = 0

    def __post_init__(self) -> None:
        self.plain = spelled_plainly(self.text)
        self.message = is_message(self.plain, self.grammar.cues, self.text)

    def found(self) -> Iterator[Found]:
        """The longest match at each trigger, leftmost first, refusals swallowed."""
        past = 0
        for word, rules in self._begun():
            if word.start() >= past and not self._is_inside(word.start()):
                best = self._best(word, rules)
                if best is not None:
                    past = best.end
                    if best.rule.values:
                        yield best

    def _begun(self) -> Iterator[tuple[re.Match[str], tuple[Rule, ...]]]:
        """The words at which rules may begin; most words are passed over here, so it is kept short."""
        triggers = self.grammar.triggers
        for word, after in pairwise(chain(WORD.finditer(self.plain), (None,))):
            if word and (word[0] in triggers or word[0].isdecimal()):
                rules = self._rules(word, after)
                if rules:
                    yield word, rules

    def _rules(self, word: re.Match[str], after: re.Match[str] | None) -> tuple[Rule, ...]:
        """Those that can open with these two words."""
        by_second = self.grammar.triggers.get(key_of(word[0]))
        if by_second is None:
            return ()
        return (by_second.get(key_of(after[0])) if after else None) or by_second[None]

    def _is_inside(self, start: int) -> bool:
        """Whether a word goes on here from the one before, as letters after digits do."""
        before = self.plain[start - 1 : start]
        return before.isalnum() or (before == "'" and self.plain[start].isdecimal())

    def _best(self, word: re.Match[str], rules: tuple[Rule, ...]) -> Found | None:
        """The longest match; where it begins with mere context, a longer one from its first span on."""
        best = self._at(word, rules)
        if best is None or best.spans[0][0] == best.start:
            return best
        inner = WORD.match(self.plain, best.spans[0][0])
        if inner is None:
            return best
        other = self._at(inner, self._rules(inner, WORD.search(self.plain, inner.end())))
        return other if other and other.end > best.end else best

    def _at(self, word: re.Match[str], rules: tuple[Rule, ...]) -> Found | None:
        if word[0].isdecimal() and self._goes_on(word.start()):
            return None
        return self._longest(rules, word.start())

    def _goes_on(self, start: int) -> bool:
        """Digits in the middle of a longer number, an amount of money, a phone number."""
        plain = self.plain
        if not start or plain[start - 1] not in _NUMBER_GOES_ON:
            return False
        return plain[start - 1] in "$€£¥#" or (start > 1 and plain[start - 2].isdigit())

    def _longest(self, rules: tuple[Rule, ...], start: int) -> Found | None:
        best: Found | None = None
        for rule in rules:
            self.attempts += 1
            match = rule.expression.match(self.plain, start)
            if match and (best is None or match.end() > best.end) and self._fits(rule, match):
                best = self._of(rule, match)
        return best

    def _fits(self, rule: Rule, match: re.Match[str]) -> bool:
        if rule.after or rule.not_after:
            before = self.word_before(match.start())
            if before in rule.not_after or (rule.after and before not in rule.after):
                return False
        if not rule.title and is_name(self.text, *match.span()):
            return False
        if self.text[match.start()].isupper() and is_title_in_quotes(self.text, *match.span()):
            return False
        if rule.message and not self.message:
            return False
        if rule.line and not _LINE_HEAD.search(self.text, max(0, match.start() - 8), match.start()):
            return False
        if rule.small and not self.text[slice(*match.span())].islower():
            return False
        if rule.person and is_part_of_name(self.text, *match.span(), self.grammar.cues["leading"]):
            return False
        slots = rule.pattern.slots.items()
        return all(self._capital(name, match, alias) for alias, name in slots if match[alias])

    def _capital(self, slot: str, match: re.Match[str], alias: str) -> bool:
        capital = self.grammar.slots[slot].capital
        return (
            not capital or match[alias].rstrip(".") not in capital or self.text[match.start(alias)].isupper()
        )

    def word_before(self, start: int) -> str:
        found = _BEFORE.search(self.plain, max(0, start - 40), start)
        word = found[1] if found else ""
        return "#" if word.isdigit() else word

    def _of(self, rule: Rule, match: re.Match[str]) -> Found:
        spans = tuple(match.span(name) for name in rule.pattern.spans) or (match.span(),)
        aliases = rule.pattern.slots.items()
        slots = {alias: self._value(name, match[alias]) if match[alias] else "" for alias, name in aliases}
        return Found(rule, match.start(), match.end(), spans, slots)

    def _value(self, slot: str, written: str) -> str:
        if slot in ("number", "count", "nth", "ordinal", "day", "figure"):
            return self.grammar.numbers.read(slot, written)
        return self.grammar.slots[slot].value(written)


def spelled_plainly(text: str) -> str:
    """The text in small letters with plain quotes, hyphens and blanks, character for character as long."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    small = small.translate(_SPELLING) if not small.isascii() or "\t" in small else small
    return _unwrapped(small)


def _unwrapped(text: str) -> str:
    """Line ends inside a paragraph become blanks; those after a sentence and blank lines stay."""
    return re.sub(r"(?<![\n.!?:])\n(?!\n)", " ", text)
