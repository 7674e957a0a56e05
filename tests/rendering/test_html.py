"""Html: what goes in stays harmless, and is measured as Telegram measures it."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rendering.html import (
    Html,
    apart,
    bold,
    code,
    italic,
    join,
    link,
    quote,
    text,
    underlined,
)
from tests.support.telegram_text import parsed, shown

ROOT = Path(__file__).parent.parent.parent


def test_markup_from_outside_is_shown_as_it_is_written() -> None:
    html = bold("<b>&amp;</b> ", '<a href="x">')

    assert html.markup == '<b>&lt;b&gt;&amp;amp;&lt;/b&gt; &lt;a href="x"&gt;</b>'
    assert shown(html) == '<b>&amp;</b> <a href="x">'


def test_parts_nest() -> None:
    html = quote("carried out ", underlined("on Monday"), ", ", italic(bold("it said")), expandable=True)

    assert html.markup == (
        "<blockquote expandable>carried out <u>on Monday</u>, <i><b>it said</b></i></blockquote>"
    )
    assert shown(html) == "carried out on Monday, it said"


def test_empty_parts_leave_no_separator() -> None:
    assert join(" · ", ["a", "", Html(), bold("b"), bold("")]).markup == "a · <b>b</b>"


def test_a_link_leads_to_its_address() -> None:
    html = link('https://example.org/?a=1&b="2"'.replace('"', "%22"), "[A]")

    assert html.markup == '<a href="https://example.org/?a=1&amp;b=%222%22">[A]</a>'
    assert parsed(html.markup)[1][0]["type"]["url"] == "https://example.org/?a=1&b=%222%22"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b/",
        'https://x/"onclick',
        "x" * 2_000,
    ],
)
def test_an_address_that_telegram_would_not_open_is_no_link(address: str | None) -> None:
    assert link(address, "[A]").markup == "[A]"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("left\u202eright\u202c", "leftright"),
        ("iso\u2066late\u2069", "isolate"),
        ("bell\x07 null\x00 tab\t line\r\nend", "bell null tab\t line\nend"),
        ("so\u00adft zero\u200bwidth \ufeffmark", "soft zerowidth mark"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("Z" + "\u0301" * 5_000 + "!", "Z" + "\u0301" * 4 + "!"),
        ("می‌خواهم 👩‍👩‍👧", "می‌خواهم 👩‍👩‍👧"),
    ],
)
def test_characters_that_hide_turn_or_smear_are_left_out(given: str, expected: str) -> None:
    assert text(given) == text(expected)
    assert parsed(text(given).markup)[0] == expected


def test_words_that_are_mostly_links_become_code() -> None:
    assert apart("@a1 @b2 @c3 @d4").markup == "<code>@a1 @b2 @c3 @d4</code>"
    assert apart("@a1 said").markup == "@a1 said"


def test_arabic_within_a_line_of_ours_keeps_to_itself() -> None:
    assert apart("غارة جوية").markup == "\u2068غارة جوية\u2069"
    assert apart("airstrike").markup == "airstrike"


def test_an_emoji_counts_twice() -> None:
    assert text("a😀").units == 3


@given(st.lists(st.text() | st.text("abc@/#$.:-_1 е中\n"), min_size=1, max_size=8))
@example(["/e4 @somebody #tag $USD a@b.org https://example.org/x example.com 12:30 @a"])
@example(["/e1/e2 /e3@x_bot,/e4", "www.example.org", "tel:+123", "4111 1111 1111 1111"])
def test_nothing_is_counted_too_small(texts: list[str]) -> None:
    linked = [link("https://example.org/", words) for words in texts]
    html = join(
        " · ",
        ["•", bold(texts[0]), *linked, quote(join(" · ", texts)), *map(code, texts), *map(apart, texts)],
    )

    shown(html)


def test_only_html_py_makes_html() -> None:
    made = re.compile(r"\bHtml\([^)]")
    files = [path for path in (ROOT / "bot").rglob("*.py") if path.name != "html.py"]

    assert [str(path) for path in files if made.search(path.read_text("utf-8"))] == []
