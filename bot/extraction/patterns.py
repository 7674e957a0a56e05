"""The little language that rules are written in: words, <slots>, (a|b), optional?, {marked}, !(not this)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.extraction.openings import GAP, NOTHING, Openings, joined, words_open

BLANK = "[ ]{1,8}"
_PIECE = re.compile(r"<(\w+)(?::(\w+))?>|(!?\()|([)|?{}])|( )|(\[[^\]\[]+\])|([^\W_]+|.)")


class GrammarError(ValueError):
    """A grammar cannot be loaded; the text names the file's rule and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in a <slot>: its expression, the words it can start with, and what it means.

    `values` maps a word to its value; without it the digits themselves are the value, padded to `width`.
    `capital` are the words that only count when they stand with a capital letter ("May").
    """

    source: str
    opens: Openings
    values: Mapping[str, str] = field(default_factory=dict)
    width: int = 0
    capital: frozenset[str] = frozenset()

    def value(self, written: str) -> str:
        key = written.rstrip(".")
        if self.values:
            return self.values.get(key) or self.values.get(" ".join(key.split())) or key
        return key.zfill(self.width)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: its expression, the words it can start with, slots by alias, marked spans."""

    source: str
    opens: Openings
    slots: Mapping[str, str]
    spans: tuple[str, ...]


@dataclass(slots=True)
class _Part:
    source: str
    opens: Openings
    empty: bool


def compile_pattern(text: str, slots: Mapping[str, Slot]) -> Pattern:
    """Raises GrammarError on unknown slots and on what the language does not know."""
    return _Compiler(text, slots).pattern()


class _Compiler:
    def __init__(self, text: str, slots: Mapping[str, Slot]) -> None:
        self.text = text
        self.pieces = list(_PIECE.finditer(text))
        self.slots = slots
        self.at = 0
        self.aliases: dict[str, str] = {}
        self.spans: list[str] = []

    def pattern(self) -> Pattern:
        part = self._choice()
        if self.at < len(self.pieces):
            raise GrammarError(f"unexpected {self.pieces[self.at][0]!r} in pattern {self.text!r}")
        if part.empty:
            raise GrammarError(f"pattern {self.text!r} can match nothing at all")
        return Pattern(part.source + r"(?!\w|[.,:/-]\d)", part.opens, self.aliases, tuple(self.spans))

    def _choice(self) -> _Part:
        branches = [self._sequence()]
        while self._next_is("|"):
            self.at += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        source = "(?:" + "|".join(b.source for b in branches) + ")"
        return _Part(source, frozenset().union(*(b.opens for b in branches)), any(b.empty for b in branches))

    def _sequence(self) -> _Part:
        source, opens, empty = "", NOTHING, True
        while self.at < len(self.pieces) and self.pieces[self.at][0] not in ("|", ")", "}"):
            part = self._item()
            source += part.source
            opens = joined(opens, part.opens)
            empty = empty and part.empty
        return _Part(source, opens, empty)

    def _item(self) -> _Part:
        part = self._atom()
        if self._next_is("?"):
            self.at += 1
            return _Part(f"(?:{part.source})?", part.opens | NOTHING, True)
        return part

    def _atom(self) -> _Part:
        piece = self.pieces[self.at]
        self.at += 1
        if piece[1]:
            return self._slot(piece[1], piece[2] or piece[1])
        if piece[3]:
            return self._group(negative=piece[3] == "!(")
        if piece[4] == "{":
            return self._span()
        if piece[4]:
            raise GrammarError(f"unexpected {piece[4]!r} in pattern {self.text!r}")
        if piece[5]:
            return _Part(BLANK, frozenset({(GAP,)}), False)
        if piece[6]:
            return _Part(f"[{re.escape(piece[6][1:-1])}]", words_open(piece[6][1:-1]), False)
        text = piece[7].lower()
        return _Part(re.escape(text), words_open([text]), False)

    def _slot(self, name: str, alias: str) -> _Part:
        slot = self.slots.get(name)
        if slot is None:
            raise GrammarError(f"unknown slot <{name}> in pattern {self.text!r}")
        if alias in self.aliases:
            raise GrammarError(
                f"slot <{alias}> stands twice in pattern {self.text!r}; name one <{name}:other>"
            )
        self.aliases[alias] = name
        return _Part(f"(?P<{alias}>{slot.source})", slot.opens, False)

    def _group(self, *, negative: bool) -> _Part:
        inner = self._choice()
        self._expect(")")
        if negative:
            return _Part(f"(?!{inner.source})", NOTHING, True)
        return _Part(f"(?:{inner.source})", inner.opens, inner.empty)

    def _span(self) -> _Part:
        inner = self._choice()
        self._expect("}")
        name = f"span{len(self.spans) + 1}"
        self.spans.append(name)
        return _Part(f"(?P<{name}>{inner.source})", inner.opens, inner.empty)

    def _expect(self, closing: str) -> None:
        if not self._next_is(closing):
            raise GrammarError(f"missing {closing!r} in pattern {self.text!r}")
        self.at += 1

    def _next_is(self, text: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at][0] == text
