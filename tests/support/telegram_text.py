"""What Telegram itself would say to a text of ours: its own parser, without a network."""

import json
from functools import cache
from typing import Any

import tdjson

from bot.rendering.html import MOST_ENTITIES, Html, units


def parsed(markup: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and the entities that Telegram makes of the markup; fails when it would be refused."""
    answer = _execute(
        {"@type": "parseTextEntities", "text": markup, "parse_mode": {"@type": "textParseModeHTML"}}
    )
    assert answer["@type"] == "formattedText", f"{answer.get('message')}: {markup}"
    return answer["text"], answer["entities"]


def shown(html: Html) -> str:
    """The text as people see it, after checking that Telegram would take and keep the whole of it."""
    text, entities = parsed(html.markup)
    found = _found(text, entities)
    assert text.strip(), "Telegram refuses an empty message"
    assert units(text) == html.units <= 4096, f"{units(text)} units, {html.units} counted"
    assert len(entities) + len(found) <= html.entities <= MOST_ENTITIES, "entities are counted too low"
    assert html.weight <= 9_000
    return text


def _found(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The commands, names and addresses that Telegram finds by itself: anywhere but in code and links."""
    taken = ("textEntityTypeCode", "textEntityTypeTextUrl")
    code = [_range(e) for e in entities if e["type"]["@type"] in taken]
    found = _execute({"@type": "getTextEntities", "text": text})["entities"]
    return [e for e in found if not any(_range(e)[0] in span for span in code)]


def _range(entity: dict[str, Any]) -> range:
    return range(entity["offset"], entity["offset"] + entity["length"])


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    _quiet()
    return _call(request)


@cache
def _quiet() -> None:
    _call({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def _call(request: dict[str, Any]) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    found: dict[str, Any] = json.loads(answer)
    return found
