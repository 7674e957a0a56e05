"""Telegram's HTML: the only place that writes a tag, and where all text is escaped and measured.

    bold("Two sources disagree"), " on ", name        # plain strings are escaped, Html goes in as it is

Sizes are those that Telegram counts, after parsing: UTF-16 units of the text, entities, and the bytes
that the entities take. Commands, mentions and addresses in plain text become entities on their own.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.rendering.foreign import harmless, runs_right_to_left

LONGEST = 4096  # UTF-16 units of one message
MOST_ENTITIES = 100  # more of them are silently lost
HEAVIEST = 9_000  # bytes of entities; above about 9,500 the message is refused
LONGEST_ADDRESS = 1_000  # a longer one is not linked: it would weigh more than the message

_ENTITY = 16  # bytes of an entity, an address's own bytes not counted
# What Telegram may make an entity of by itself: /commands @names #tags $TAGS, addresses, times, cards.
_FOUND_BY_TELEGRAM = re.compile(
    r"(?<!\w)[/@#$][\w@\u00b7\u200c\u0d80-\u0dff]+|\w+(?:[-.]\w+)*(?:\.\w\w|:/*\w|@\w)|\d[\d .-]{5,}\d"
)
_ADDRESS = re.compile(r"(?:https?|tg)://[^\s\x00-\x1f\"<>\\^`{|}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that Telegram parses, with its size. Made by the functions of this module alone."""

    markup: str = ""
    units: int = 0
    entities: int = 0
    weight: int = 0

    def __add__(self, other: "Html") -> "Html":
        return _sum([self, other])

    def __bool__(self) -> bool:
        return bool(self.markup)

    @property
    def fits(self) -> bool:
        """Whether one message holds it."""
        return self.units <= LONGEST and self.entities <= MOST_ENTITIES and self.weight <= HEAVIEST


Part = Html | str


def text(*parts: Part) -> Html:
    """The parts, one after the other."""
    return _sum([part if isinstance(part, Html) else _escaped(part) for part in parts])


def join(separator: str, parts: Iterable[Part]) -> Html:
    """The parts that are not empty, with `separator` between them."""
    pieces = [piece for part in parts if part for piece in (separator, part)]
    return text(*pieces[1:])


def lines(*parts: Part) -> Html:
    """The parts that are not empty, each on a line of its own."""
    return join("\n", parts)


def paragraphs(*parts: Part) -> Html:
    """The parts that are not empty, with an empty line between them."""
    return join("\n\n", parts)


def bold(*parts: Part) -> Html:
    return _wrapped("b", *parts)


def italic(*parts: Part) -> Html:
    return _wrapped("i", *parts)


def underlined(*parts: Part) -> Html:
    return _wrapped("u", *parts)


def code(words: str) -> Html:
    """Words in typewriter style, in which Telegram finds no commands, names or addresses."""
    inner = _escaped(words)
    return Html(f"<code>{inner.markup}</code>", inner.units, 1, _ENTITY) if inner else inner


def calm(words: str, most: int = 3) -> Html:
    """Somebody else's words; as code when they would make more than `most` links, names and commands."""
    plain = apart(words)
    return plain if plain.entities <= most else code(words)


def quote(*parts: Part, expandable: bool = False) -> Html:
    """A quotation, which stands on lines of its own; an expandable one shows three and opens on a tap."""
    return _wrapped("blockquote", *parts, attribute=" expandable" if expandable else "")


def link(address: str | None, *parts: Part) -> Html:
    """The parts leading to `address`; as they are when there is none that Telegram would open."""
    if address is None or len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return text(*parts)
    attribute = f' href="{html.escape(address)}"'
    return _wrapped("a", *parts, attribute=attribute, weight=len(address.encode()))


def apart(*parts: Part) -> Html:
    """Somebody else's words within a line of ours: Arabic or Hebrew in them leaves our words in order."""
    inner = text(*parts)
    if not runs_right_to_left(inner.markup):
        return inner
    return Html(f"\u2068{inner.markup}\u2069", inner.units + 2, inner.entities, inner.weight)


def _wrapped(tag: str, *parts: Part, attribute: str = "", weight: int = 0) -> Html:
    inner = text(*parts)
    if not inner:
        return inner
    markup = f"<{tag}{attribute}>{inner.markup}</{tag}>"
    return Html(markup, inner.units, inner.entities + 1, inner.weight + _ENTITY + weight)


def _escaped(plain: str) -> Html:
    clean = harmless(plain)
    found = sum(1 for _ in _FOUND_BY_TELEGRAM.finditer(clean))
    return Html(html.escape(clean, quote=False), units(clean), found, found * _ENTITY)


def units(plain: str) -> int:
    """UTF-16 code units: what Telegram counts."""
    return len(plain) + sum(1 for c in plain if c > "\uffff")


def _sum(parts: list[Html]) -> Html:
    return Html(
        "".join(part.markup for part in parts),
        sum(part.units for part in parts),
        sum(part.entities for part in parts),
        sum(part.weight for part in parts),
    )
