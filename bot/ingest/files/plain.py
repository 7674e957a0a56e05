"""Plain text and Markdown: one article, or a list of addresses."""

import re

from bot.ingest.addresses import known_as, links_in, without_links
from bot.ingest.charset import text_of
from bot.model.file import Contents
from bot.model.news import Draft, Source, SourceKind

_HEADING = re.compile(r"\A\s*#{1,2} +(.+?)\s*#*\s*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n(?:---|\.\.\.)\r?\n", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((\S+?)(?:\s+\"[^\"\n]*\")?\)")
_MARKS = re.compile(r"^ {0,3}(?:#{1,6} +|> ?)|(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`", re.MULTILINE)
LISTED = 200  # characters beside the addresses that a list of them may have for each


def read_plain(name: str, body: bytes) -> Contents:
    """A text; where it is little more than addresses, these."""
    text = text_of(body)
    links = links_in(text)
    if links and _is_list(text, len(links)):
        return Contents(links=tuple(dict.fromkeys(map(known_as, links))), several=len(links) > 1)
    return Contents((Draft(text, Source(SourceKind.FILE, name or None)),))


def _is_list(text: str, links: int) -> bool:
    """Whether no line says more than an address and what it is called."""
    rest = [line.strip() for line in without_links(text).splitlines()]
    return (
        all(len(line) <= LISTED and not line.endswith((".", "!", "?")) for line in rest)
        and sum(bool(line) for line in rest) <= 2 * links
    )


def read_markdown(name: str, body: bytes) -> Contents:
    """A text whose first heading is its title; marks are taken out, words of links stay."""
    text = _FRONT_MATTER.sub("", text_of(body))
    listed = read_plain(name, text.encode())
    if listed.links:
        return listed
    found = _HEADING.match(text)
    words = _MARKS.sub("", _LINK.sub(r"\1", text[found.end() :] if found else text))
    title = _MARKS.sub("", _LINK.sub(r"\1", found[1])).strip() if found else None
    return Contents((Draft(words.strip() or text, Source(SourceKind.FILE, name or None), title=title),))
