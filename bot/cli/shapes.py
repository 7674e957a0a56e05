"""The JSON that programs read: stable names for what the model holds."""

from collections.abc import Iterable

from bot.model.news import Mention, Reading, Undated
from bot.model.timespan import When
from bot.model.timex import Dct, Timex

Shape = dict[str, object]


def reading_shape(id_: object, reading: Reading, *, explain: bool = False) -> Shape:
    """What `extract` prints of one text; `explain` adds why each date was read as it was."""
    places = {(timex.start, timex.end): index for index, timex in enumerate(reading.timexes)}
    mentions: list[Shape] = []
    for mention in reading.mentions:
        index = None if mention.timex is None else places.get((mention.timex.start, mention.timex.end))
        mentions.append(mention_shape(mention, index, explain=explain))
    shape: Shape = {
        "id": id_,
        "language": reading.language,
        "dct": dct_shape(reading.dct),
        "timexes": [timex_shape(timex, explain=explain) for timex in reading.timexes],
        "mentions": mentions,
    }
    return shape | ({"undated": list(map(undated_shape, reading.undated))} if explain else {})


def dct_shape(dct: Dct | None) -> Shape | None:
    return None if dct is None else {"value": dct.value.isoformat(), "origin": dct.origin.value}


def timex_shape(timex: Timex, *, explain: bool = False) -> Shape:
    optional = {"mod": timex.mod, "quant": timex.quant, "freq": timex.freq, "anchor": timex.anchor}
    why = {"anchor_origin": timex.anchor_origin, "reason": timex.reason} if explain else {}
    return {
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type.value,
        "value": timex.value,
        **_present(optional.items()),
        "rule": timex.rule,
        **_present(why.items()),
    }


def mention_shape(mention: Mention, timex: int | None, *, explain: bool = False) -> Shape:
    why: Shape = {"clause": list(mention.clause), "reported": mention.reported, "reason": mention.reason}
    return {
        "headline": mention.headline,
        "sentence": mention.sentence,
        "start": mention.start,
        "end": mention.end,
        "when": when_shape(mention.when),
        "timex": timex,
        "kind": mention.kind,
        "modality": mention.modality.value,
        "attribution": mention.attribution,
        "participants": list(mention.participants),
        "places": list(mention.places),
        "confidence": mention.confidence,
        **(why if explain else {}),
    }


def when_shape(when: When) -> Shape:
    return {
        "value": when.value,
        "start": when.span.start.isoformat(),
        "end": when.span.end.isoformat(),
        "grain": when.span.grain.value,
        "mod": None if when.mod is None else when.mod.value,
    }


def undated_shape(undated: Undated) -> Shape:
    return {"text": undated.timex.text, "reason": undated.reason}


def _present(items: Iterable[tuple[str, object]]) -> Shape:
    return {key: value for key, value in items if value is not None}
