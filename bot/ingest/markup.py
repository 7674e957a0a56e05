"""Markup to plain text: a fragment of HTML, as feeds have it, without its tags."""

import re
from typing import Any

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul"),
    }
)
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "math", "head", "title"})
_TAG = re.compile(r"<[a-zA-Z!/]|&[#\w]+;")
_BLANKS = re.compile(r"[^\S\n]+")
MOST = 2_000_000  # characters of one fragment


def plain(markup: str) -> str:
    """The words of a fragment, its blocks as paragraphs; a text without markup as it is.

    >>> plain("<p>One &amp; two</p><p>Three<br>four</p>")
    'One & two\\n\\nThree\\n\\nfour'
    """
    if not _TAG.search(markup[:MOST]):
        return _paragraphs(markup)
    from lxml import etree, html  # late: most starts of the program read no markup

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(markup[:MOST].encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    return _paragraphs("".join(_words(tree)))


def _words(tree: Any) -> list[str]:
    """The texts in order, with line breaks round blocks. Without recursion: markup may be deep."""
    from lxml import etree

    found: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _SILENT
            found.append("\n" if tag in _BLOCKS else "")
            found.append((element.text or "") if not silent else "")
        else:
            silent -= tag in _SILENT
            found.append("\n" if tag in _BLOCKS else "")
            found.append((element.tail or "") if not silent else "")
    return [_folded(text) for text in found]


def _folded(text: str) -> str:
    """White space within the source means a blank; only our own breaks break."""
    return text if text == "\n" else re.sub(r"\s+", " ", text)


def _paragraphs(text: str) -> str:
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return "\n\n".join(filter(None, lines))
