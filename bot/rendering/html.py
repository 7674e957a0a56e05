"""Telegram's HTML: the only place that writes a tag, and where all text is escaped and measured.

    bold("Two sources disagree"), " on ", name        # plain strings are escaped, Html goes in as it is

Sizes are those that Telegram counts, after parsing: UTF-16 units of the text, entities, and the bytes
that the entities take. Commands, mentions and addresses in plain text become entities on their own.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.rendering.foreign import harmless, runs_right_to_left

LONGEST = 4096  # UTF-16 units of one message
MOST_ENTITIES = 100  # more of them are silently lost
HEAVIEST = 9_000  # bytes of entities; above about 9,500 the message is refused
SHORT = 24  # characters of what is measured once: separators, headings
LONGEST_ADDRESS = 1_000  # a longer one is not linked: it would weigh more than the message

_ENTITY = 16  # bytes of an entity, an address's own bytes not counted
# What Telegram may make an entity of by itself: /commands @names #tags $TAGS, addresses, times, cards.
_FOUND_BY_TELEGRAM = re.compile(
    r"(?<!\w)[/@#$][\w@\u00b7\u200c\u0d80-\u0dff]+|\w+(?:[-.]\w+)*(?:\.\w\w|:/*\w|@\w)|\d[\d .-]{5,}\d"
)
_ADDRESS = re.compile(r"(?:https?|tg)://[^\s\x00-\x1f\"<>\\^`{|}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that Telegram parses, with its size. Made by the functions of this module alone.

    `tags` are the entities written in it, `found` those that Telegram may find in it by itself, `addresses`
    the bytes that its links lead to.
    """

    markup: str = ""
    units: int = 0
    tags: int = 0
    found: int = 0
    addresses: int = 0

    def __add__(self, other: "Html") -> "Html":
        return _sum([self, other])

    def __bool__(self) -> bool:
        return bool(self.markup)

    @property
    def entities(self) -> int:
        return self.tags + self.found

    @property
    def weight(self) -> int:
        """Bytes of all entities."""
        return self.entities * _ENTITY + self.addresses

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
    return Html(f"<code>{inner.markup}</code>", inner.units, tags=1) if inner else inner


def quote(*parts: Part, expandable: bool = False) -> Html:
    """A quotation, which stands on lines of its own; an expandable one shows three and opens on a tap."""
    return _wrapped("blockquote", *parts, attribute=" expandable" if expandable else "")


def link(address: str | None, *parts: Part) -> Html:
    """The parts leading to `address`; as they are when there is none that Telegram would open."""
    inner = text(*parts)
    if not inner or address is None or len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return inner
    markup = f'<a href="{html.escape(address)}">{inner.markup}</a>'
    return Html(markup, inner.units, inner.tags + 1, 0, inner.addresses + len(address.encode()))


def apart(words: str, most: int = 3) -> Html:
    """Somebody else's words within a line of ours.

    Arabic or Hebrew in them leaves our words in order; when they hold more than `most` commands, names
    and addresses, they are shown as code, which makes nothing of them.
    """
    plain = _escaped(words)
    if plain.found > most:
        return code(words)
    if not runs_right_to_left(words):
        return plain
    return Html(f"\u2068{plain.markup}\u2069", plain.units + 2, found=plain.found)


def _wrapped(tag: str, *parts: Part, attribute: str = "") -> Html:
    inner = text(*parts)
    if not inner:
        return inner
    markup = f"<{tag}{attribute}>{inner.markup}</{tag}>"
    return Html(markup, inner.units, inner.tags + 1, inner.found, inner.addresses)


def _escaped(plain: str) -> Html:
    return _known(plain) if len(plain) <= SHORT else _measured(plain)


@lru_cache(maxsize=1_024)
def _known(plain: str) -> Html:
    """What is put between parts, and the words of ours that every message has."""
    return _measured(plain)


def _measured(plain: str) -> Html:
    clean = harmless(plain)
    found = sum(1 for _ in _FOUND_BY_TELEGRAM.finditer(clean))
    return Html(html.escape(clean, quote=False), units(clean), found=found)


def units(plain: str) -> int:
    """UTF-16 code units: what Telegram counts."""
    return len(plain) if plain.isascii() else len(plain) + sum(1 for c in plain if c > "\uffff")


def _sum(parts: list[Html]) -> Html:
    length = tags = found = addresses = 0
    for part in parts:  # one pass: a wave of digests spends much of its time in here
        length += part.units
        tags += part.tags
        found += part.found
        addresses += part.addresses
    return Html("".join([part.markup for part in parts]), length, tags, found, addresses)
