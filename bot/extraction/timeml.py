"""A reading as TimeML: the text with its timexes tagged in place, for other tools to read."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from bot.model.news import Reading
from bot.model.timespan import day_value
from bot.model.timex import Dct, Timex

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)


def to_timeml(text: str, reading: Reading, docid: str = "text") -> str:
    """A whole TimeML document. Characters that XML cannot hold become U+FFFD, so that offsets stay."""
    return (
        f"{_HEAD}<DOCID>{_escaped(docid)}</DOCID>\n"
        f"<DCT>{_dct(reading.dct) if reading.dct else ''}</DCT>\n"
        f"<TEXT>{''.join(_tagged(text, reading.timexes, reading.dct))}</TEXT>\n</TimeML>\n"
    )


def _dct(dct: Dct) -> str:
    value = day_value(dct.value)
    return (
        f'<TIMEX3 tid="t0" type="DATE" value="{value}" temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{value}</TIMEX3>'
    )


def _tagged(text: str, timexes: Sequence[Timex], dct: Dct | None) -> Iterator[str]:
    """The pieces of the text in order; a timex that overlaps the one before it stays untagged."""
    ids = {day_value(dct.value): "t0"} if dct else {}
    end, number = 0, 0
    for timex in timexes:
        if timex.start < end:
            continue
        number += 1
        yield _escaped(text[end : timex.start])
        inside = _escaped(text[timex.start : timex.end])
        yield f"<TIMEX3 {_attributes(timex, f't{number}', ids)}>{inside}</TIMEX3>"
        ids[timex.value] = f"t{number}"
        end = timex.end
    yield _escaped(text[end:])


def _attributes(timex: Timex, tid: str, ids: dict[str, str]) -> str:
    anchor = "t0" if timex.anchor_origin == "dct" and "t0" in ids.values() else ids.get(timex.anchor or "")
    given = {
        "tid": tid,
        "type": timex.type,
        "value": timex.value,
        "mod": timex.mod,
        "quant": timex.quant,
        "freq": timex.freq,
        "temporalFunction": "true" if timex.anchor else "false",
        "anchorTimeID": anchor,
    }
    return " ".join(f"{name}={quoteattr(_clean(said))}" for name, said in given.items() if said)


def _escaped(text: str) -> str:
    return escape(_clean(text), {"\r": "&#13;"})


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(_REPLACEMENT, text)
