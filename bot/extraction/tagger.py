"""Tagging: text and publication date in, timexes out, each with its rule, anchor and reason."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from bot.extraction.anchors import Place, Story
from bot.extraction.resolvers import RESOLVERS
from bot.extraction.rules import Grammar, grammar_of, languages, mod_of
from bot.extraction.scan import Found, Scan
from bot.model.timex import Timex

Span = tuple[int, int]


def tag(text: str, language: str, dct: date | None, sentences: Sequence[Span]) -> list[Timex]:
    """The expressions of time in a text, in order; none for a language that has no grammar.

    Without a `dct` what needs one keeps an open value ("XXXX-04-20"), never an invented date.
    """
    if language not in languages():
        return []
    return Tagging(Scan(text, grammar_of(language)), dct, sentences).timexes()


class Tagging:
    """One text on its way from matches to timexes, with the story as told so far."""

    def __init__(self, scan: Scan, dct: date | None, sentences: Sequence[Span]) -> None:
        self.scan, self.dct = scan, dct
        self.sentences = list(sentences) or [(0, len(scan.text))]
        self.starts = [start for start, _ in self.sentences]
        self.story = Story()
        self.history = dct is None

    @property
    def grammar(self) -> Grammar:
        return self.scan.grammar

    def timexes(self) -> list[Timex]:
        return [timex for found in self.scan.found() for timex in self._read(found)]

    def _read(self, found: Found) -> Iterator[Timex]:
        for (start, end), template in zip(found.spans, found.rule.values, strict=True):
            timex = self._resolved(found, start, end, template)
            if timex is not None:
                if timex.type in ("DATE", "TIME"):
                    self.story.tell(timex.value)
                yield timex

    def _resolved(self, found: Found, start: int, end: int, template: str) -> Timex | None:
        rule, place = found.rule, self._place(start, end)
        resolved = RESOLVERS[rule.resolve](template.format_map(found.slots), place)
        if resolved is None:
            return None
        filled = found.slots
        return Timex(
            type=rule.type,
            value=resolved.value,
            text=self.scan.text[start:end],
            start=start,
            end=end,
            rule=rule.name,
            mod=mod_of(rule.mod.format_map(filled)),
            quant=rule.quant.format_map(filled) or None,
            freq=rule.freq.format_map(filled) or None,
            anchor=resolved.anchor.value if resolved.anchor else None,
            anchor_origin=resolved.anchor.origin if resolved.anchor else None,
            reason=resolved.reason,
        )

    def _place(self, start: int, end: int) -> Place:
        sentence = self.sentences[max(0, bisect_right(self.starts, start) - 1)]
        plain, cues = self.scan.plain, self.grammar.cues
        return Place(plain, start, end, sentence, self.dct, self.story, self.history, cues)
