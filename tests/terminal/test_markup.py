"""Telegram's HTML, read in the terminal as Telegram reads it."""

from datetime import UTC
from typing import Any

import pytest

from bot.model.outcome import Outcome, Verdict
from bot.rendering.article import render_outcome
from bot.rendering.html import Html
from bot.rendering.messages import usage
from bot.rendering.why import render_why
from bot.terminal.botapi import Json
from bot.terminal.markup import parse_markup
from tests.rendering.story import ARTICLES, KILLED, MENTIONS, an_event
from tests.rendering.test_why import DISPUTE
from tests.support.telegram_text import parsed

OURS = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeCode": "code",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeTextUrl": "text_link",
}
MESSAGES = [
    usage().html,
    render_why(DISPUTE, UTC).html,
    render_outcome(
        Outcome(
            Verdict.ADDED,
            ARTICLES[1],
            1,
            added=(an_event(3, KILLED + " 😀 <&>", "2019", 2),),
            mentions=MENTIONS,
            articles=ARTICLES,
        ),
        UTC,
    ).html,
]


def as_telegram_says(entity: dict[str, Any]) -> Json:
    found: Json = {
        "type": OURS[entity["type"]["@type"]], "offset": entity["offset"], "length": entity["length"]
    }  # fmt: skip
    return found | ({"url": entity["type"]["url"]} if "url" in entity["type"] else {})


@pytest.mark.parametrize("html", MESSAGES)
def test_our_messages_are_read_as_telegram_reads_them(html: Html) -> None:
    text, entities = parsed(html.markup)

    assert parse_markup(html.markup, "HTML") == (text, [as_telegram_says(entity) for entity in entities])


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<h1>x</h1>", 'unsupported start tag "h1"'),
        ("<b>x", 'can\'t find end tag "b"'),
        ("<b><i>x</b></i>", 'unexpected end tag "b"'),
    ],
)
def test_broken_markup_is_refused(markup: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_markup(markup, "HTML")


def test_text_without_a_mode_is_plain() -> None:
    assert parse_markup("<b>x</b>", "") == ("<b>x</b>", ())
