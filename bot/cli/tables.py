"""What `extract` found, laid out for a person to read."""

from collections.abc import Iterator

from bot.cli.output import below, beside, faint, plain, strong
from bot.model.news import Mention, Modality, Reading, Undated
from bot.model.timex import Timex
from bot.rendering.citations import published
from bot.rendering.dates import in_words


def reading_table(name: str, reading: Reading, *, explain: bool) -> str:
    """A heading, what happened in order of the text, and what was seen and not dated."""
    unknown = "" if reading.dct else " (--published gives it)"
    lines = [strong(plain(name)) + faint(f"  {reading.language}, {published(reading.dct)}{unknown}")]
    for mention in reading.mentions:
        lines += ["", *_mention_lines(mention, explain=explain)]
    if not reading.mentions:
        lines += ["", "No dated event found."]
    if reading.undated:
        lines += ["", faint("Not added:"), *map(_undated_line, reading.undated)]
    return "\n".join(lines) + "\n"


def _mention_lines(mention: Mention, *, explain: bool) -> Iterator[str]:
    said = [] if mention.modality is Modality.HAPPENED else [mention.modality.value]
    said += ["reported"] if mention.reported else []
    headline = plain(mention.headline) + (f" ({', '.join(said)})" if said else "")
    yield from beside(in_words(mention.when), headline)
    yield from below(f"“{mention.sentence}”")
    if explain:
        yield from below(_explanation(mention))


def _explanation(mention: Mention) -> str:
    parts = [f"kind {mention.kind or 'unknown'}", f"confidence {mention.confidence:.2f}"]
    if mention.attribution:
        parts.append(f"says {mention.attribution}")
    if mention.timex is not None:
        parts += _timex_parts(mention.timex)
    if mention.reason:
        parts.append(mention.reason)
    return "[" + "; ".join(parts) + "]"


def _timex_parts(timex: Timex) -> Iterator[str]:
    yield f"“{timex.text}” read by rule {timex.rule} as {timex.value}"
    if timex.anchor:
        yield f"counted from {timex.anchor} ({timex.anchor_origin or 'text'})"
    if timex.reason:
        yield timex.reason


def _undated_line(undated: Undated) -> str:
    return f"  “{plain(undated.timex.text)}”: {undated.reason}"
