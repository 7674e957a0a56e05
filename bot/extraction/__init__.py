"""Extraction: one text and its publication date in, timexes and mentions out, by rules that are data. Pure.

The order of work: language → DCT → sentences → timexes → clauses → mentions.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.extraction.dates import dated
from bot.extraction.dct import find_dct
from bot.extraction.entries import Entries
from bot.extraction.fallback import tag_fallback
from bot.extraction.language import language_hinted, language_of
from bot.extraction.lexicon import lexicon_of
from bot.extraction.names import Cast
from bot.extraction.rules import languages
from bot.extraction.sentence import Sentence
from bot.extraction.sentences import split_sentences
from bot.extraction.speakers import Memory
from bot.extraction.story import Story
from bot.extraction.stretches import stretches
from bot.extraction.tagger import tag
from bot.extraction.tokens import tokenize
from bot.model.news import Draft, Mention, Reading, Undated
from bot.model.timex import Dct, Timex

Span = tuple[int, int]

__all__ = ["extract"]


def extract(draft: Draft, today: date | None = None) -> Reading:
    """What a text tells and when. `today`, the day it was handed in, is the DCT when nothing better is known.

    Never raises on any text; what cannot be read gives nothing.
    """
    text = draft.text
    language = language_hinted(draft.language) or language_of(text)
    dct, headers = find_dct(text, language=language, given=draft.published, today=today)
    sentences = split_sentences(text, language)
    timexes = _timexes(draft, language, dct, sentences)
    spans = list(stretches(text, sentences, headers, timexes))
    mentions, undated, cast = _read(text, language, dct, spans, timexes)
    aliases = tuple(sorted(cast.full.items()))
    return Reading(language, dct, tuple(timexes), tuple(mentions), tuple(undated), aliases)


def _timexes(draft: Draft, language: str, dct: Dct | None, sentences: Sequence[Span]) -> list[Timex]:
    day = None if dct is None else dct.value
    if language in languages():
        return tag(draft.text, language, day, sentences, draft.day_first)
    return tag_fallback(draft.text, language, day, draft.day_first)


def _read(
    text: str, language: str, dct: Dct | None, spans: Sequence[Span], timexes: Sequence[Timex]
) -> tuple[list[Mention], list[Undated], Cast]:
    """The mentions of the sentences in order, the expressions of time that gave none, and all names."""
    lexicon = lexicon_of(language)
    tokens = [tokenize(text, start, end, lexicon) for start, end in spans]
    cast, memory = Cast.of(tokens, lexicon), Memory(lexicon)
    story = Story(dct, headlines=_headlines_only(text, spans))
    entries = Entries.of(text, spans, timexes)
    mentions: list[Mention] = []
    undated: list[Undated] = []
    for span, words, inside in zip(spans, tokens, _by_span(spans, timexes), strict=True):
        if not words:
            continue
        sentence = Sentence.of(text, span, words, inside, cast)
        told = dated(sentence, None if dct is None else dct.value, memory)
        memory.hear(sentence)
        entries.pass_by(span)
        on = None if told.mentions else story.continued(sentence, memory)
        on = on or entries.told(sentence, memory, None if dct is None else dct.value)
        found = [on] if on is not None else told.mentions
        story.hear(told, on, memory)
        more = None if told.whole or on is not None else story.undated(sentence, memory)
        mentions += [*found, *([more] if more is not None else [])]
        undated += told.undated
    return mentions, [one for one in undated if one.timex not in entries.used], cast


def _headlines_only(text: str, spans: Sequence[Span]) -> bool:
    """Whether no sentence of the text ends as sentences do."""
    return all(text[end - 1] not in '.!?…:"”' for _, end in spans)


def _by_span(spans: Sequence[Span], timexes: Sequence[Timex]) -> Iterator[list[Timex]]:
    """The timexes of each span; both come in order."""
    at = 0
    for start, end in spans:
        inside: list[Timex] = []
        while at < len(timexes) and timexes[at].start < end:
            if timexes[at].start >= start and timexes[at].end <= end:
                inside.append(timexes[at])
            at += 1
        yield inside
