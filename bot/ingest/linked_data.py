"""What a page says of itself in JSON-LD: the objects that describe an article."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 1_000_000  # characters of one script
MOST = 30  # scripts of a page
DEEPEST = 6  # lists and objects within each other
MOST_OBJECTS = 2_000

_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|SocialMediaPosting|\w*Review)")
_WRAPPINGS = (("//", "//"), ("<![CDATA[", "]]>"), ("<!--", "-->"), ("//", "//"))


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The facts of the first article that a page describes; None where it says nothing."""

    is_article: bool = False
    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    free: bool | None = None


def read_linked_data(scripts: Iterable[str]) -> LinkedData:
    """The article among the objects in these scripts. What is no JSON is passed over."""
    objects = [found for script in list(scripts)[:MOST] for found in _objects(_loaded(script), 0)][
        :MOST_OBJECTS
    ]
    articles = [one for one in objects if _is_article(one)]
    pages = [one for one in objects if "WebPage" in _types(one)]
    told = [*articles, *pages]
    return LinkedData(
        is_article=bool(articles),
        headline=_first(one.get("headline") for one in articles),
        published=_first(one.get("datePublished") for one in told),
        publisher=_first(_name(one.get("publisher")) for one in told),
        free=next(
            (free for one in told if (free := _truth(one.get("isAccessibleForFree"))) is not None), None
        ),
    )


def _loaded(script: str) -> Any:
    words = script[:LONGEST].strip()
    for opening, closing in _WRAPPINGS:
        words = words.removeprefix(opening).removesuffix(closing).strip()
    try:
        return json.loads(words.removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every object in the value, the outer ones first."""
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = [value.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")]
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)


def _types(one: Mapping[str, Any]) -> list[str]:
    said = one.get("@type")
    types = said if isinstance(said, list) else [said]
    return [type.rpartition("/")[2] for type in types if isinstance(type, str)]


def _is_article(one: Mapping[str, Any]) -> bool:
    return any(_ARTICLE.fullmatch(type) for type in _types(one))


def _name(value: Any) -> Any:
    value = value[0] if isinstance(value, list) and value else value
    return value.get("name") if isinstance(value, dict) else value


def _first(values: Iterable[Any]) -> str | None:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None
