"""Tagging: text and publication date in, timexes out, each with its rule, anchor and reason."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from bot.extraction.anchors import Place, Story
from bot.extraction.hours import on_their_days
from bot.extraction.lead import Lead
from bot.extraction.named import Resolved
from bot.extraction.passages import passages_of
from bot.extraction.resolvers import RESOLVERS
from bot.extraction.rules import Grammar, grammar_of, languages, mod_of
from bot.extraction.scan import Found, Scan
from bot.model.timex import Mod, Timex

Span = tuple[int, int]
_AS_ONE = frozenset({"nearest", "dated"})  # what the days of a range are resolved by
_BEND = 40  # characters that a word like "no later than" may take before a date


def tag(
    text: str,
    language: str,
    dct: date | None,
    sentences: Sequence[Span],
    day_first: bool | None = None,
) -> list[Timex]:
    """The expressions of time in a text, in order; none for a language that has no grammar.

    `day_first` says how 4/5/2021 is read, whatever the language has.
    Without a `dct` what needs one keeps an open value ("XXXX-04-20"), never an invented date.
    """
    if language not in languages():
        return []
    return Tagging(Scan(text, grammar_of(language)), dct, sentences, day_first).timexes()


class Tagging:
    """One text on its way from matches to timexes, with the story as told so far."""

    def __init__(
        self, scan: Scan, dct: date | None, sentences: Sequence[Span], day_first: bool | None = None
    ) -> None:
        self.scan, self.dct, self.day_first = scan, dct, day_first
        self.sentences = list(sentences) or [(0, len(scan.text))]
        self.starts = [start for start, _ in self.sentences]
        self.story = Story(dct)
        self.matches = list(scan.found())
        self.passages = passages_of(self.matches, dct)
        self.lead = Lead()

    @property
    def grammar(self) -> Grammar:
        return self.scan.grammar

    def timexes(self) -> list[Timex]:
        read = [timex for found in self.matches for timex in self._read(found)]
        alone = frozenset(found.spans[0][0] for found in self.matches if "clock" in found.rule.resolvers)
        return on_their_days(read, alone, self._sentence) if alone else read

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _read(self, found: Found) -> Iterator[Timex]:
        """The timexes of one match; the days of a range all look the way the range does."""
        together = _AS_ONE.issuperset(found.rule.resolvers)
        for (start, end), template, resolver in zip(
            found.spans, found.rule.values, found.rule.resolvers, strict=True
        ):
            place = self._place(*(found.spans[0][0], found.spans[-1][1]) if together else (start, end))
            resolved = RESOLVERS[resolver](template.format_map(found.slots), place)
            if resolved is not None:
                timex = self._timex(found, start, end, resolved)
                if self._tells(found, timex):
                    self.story.tell(timex.value, start)
                    self.lead.tell(timex.value, self._sentence(start), written=timex.anchor is None)
                yield timex

    def _tells(self, found: Found, timex: Timex) -> bool:
        """Whether later dates hang on it; not on what tells which one: "the 1919 treaty", "the May riots"."""
        if timex.type not in ("DATE", "TIME") or not found.rule.tells or "clock" in found.rule.resolvers:
            return False
        attributive = self.scan.word_before(timex.start) in self.grammar.cues["attributive"]
        return not (attributive and (len(timex.value) == 4 or found.rule.name == "month"))

    def _timex(self, found: Found, start: int, end: int, resolved: Resolved) -> Timex:
        rule, filled, anchor = found.rule, found.slots, resolved.anchor
        mod = mod_of(rule.mod.format_map(filled))
        if mod is None and rule.type == "DATE":
            mod = self._qualifier(start, end)
        return Timex(
            type=resolved.type or rule.type,
            value=resolved.value,
            text=self.scan.text[start:end],
            start=start,
            end=end,
            rule=rule.name,
            mod=mod,
            quant=rule.quant.format_map(filled) or None,
            freq=rule.freq.format_map(filled) or None,
            anchor=anchor.value if anchor else None,
            anchor_origin=anchor.origin if anchor else None,
            reason=resolved.reason,
        )

    def _qualifier(self, start: int, end: int) -> Mod | None:
        """What the words right before a date make of it, unless it is a genitive."""
        plain = self.scan.plain
        if plain.startswith(self.grammar.cues.genitive, end):
            return None
        before = plain[max(0, start - _BEND) : start].rstrip()
        for words, mod in self.grammar.qualifiers.items():
            led_by = before[: -len(words)]
            if before.endswith(words) and not led_by[-1:].isalpha():
                return None if self._counts(led_by) or self._asks(led_by) else mod
        return None

    def _asks(self, led_by: str) -> bool:
        """ "How about Friday" is not about Friday."""
        return any(word in self.grammar.cues["asking"] for word in led_by.split()[-1:])

    def _counts(self, led_by: str) -> bool:
        """ "Two weeks before Christmas" is not before Christmas but two weeks off."""
        words = led_by.split()
        units = self.grammar.slots.get("unit")
        return bool(words and units and words[-1] in units.values)

    def _place(self, start: int, end: int) -> Place:
        at = self._sentence(start)
        sentence, history = self.sentences[at], self.passages.is_history(start)
        if opening := self.lead.leave(at):
            self.story.opening = opening
        scan, tale = self.scan, self.passages.all_history
        around = (self.dct, self.story, history, self.grammar.cues)
        return Place(scan.plain, start, end, sentence, *around, scan.text, tale, scan.message, self.day_first)
