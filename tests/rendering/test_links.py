"""Links: every reason why one cannot be read has its sentence, and a way on."""

import pytest

from bot.model.link import Fault, LinkFailure
from bot.rendering.buttons import Press
from bot.rendering.links import render_failure, shown
from tests.support.telegram_text import shown as as_seen

PAGE = "https://news.example/world/bridge"


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.STATUS])
def test_every_fault_has_a_sentence_of_its_own(fault: Fault) -> None:
    said = as_seen(render_failure(LinkFailure(PAGE, fault, detail="application/x"), 3).html)

    assert "news.example/world/bridge" in said
    assert "{" not in said


@pytest.mark.parametrize("status", [204, 400, 401, 402, 403, 404, 410, 418, 429, 451, 500, 503])
def test_a_refusal_names_its_number(status: int) -> None:
    assert f"HTTP {status}" in as_seen(render_failure(LinkFailure(PAGE, Fault.STATUS, status), 3).html)


def test_a_subscription_says_what_to_do() -> None:
    reply = render_failure(LinkFailure(PAGE, Fault.PAYWALL), 3)

    assert as_seen(reply.html) == (
        "I could not read news.example/world/bridge: it asks for a subscription.\n"
        "Paste its text in a reply to this message, and I will file it under that link."
    )
    assert reply.buttons[0][0].press == Press.to("fetch", 3)


def test_a_pdf_is_asked_for_as_a_file() -> None:
    said = as_seen(render_failure(LinkFailure(PAGE, Fault.TYPE, detail="application/pdf"), 3).html)

    assert said.startswith(
        "news.example/world/bridge is no page of text, but a PDF; save it and send it to me"
    )


def test_an_address_with_a_password_does_not_show_it() -> None:
    said = as_seen(
        render_failure(LinkFailure("https://me:word@news.example/a", Fault.CREDENTIALS), None).html
    )

    assert "word" not in said.replace("password", "")


@pytest.mark.parametrize(
    "address", ["https://[::1", "nonsense", "http://", "https://x/" + "é" * 3_000, "a\u202eb"]
)
def test_what_is_no_address_is_shown_within_limits(address: str) -> None:
    assert as_seen(render_failure(LinkFailure(address, Fault.ADDRESS), None).html)


def test_a_long_address_is_shown_without_its_middle() -> None:
    assert (
        shown("https://www.example.org/2021/04/" + "word-" * 30, 40)
        == "example.org/…/word-word-word-word-word-…"
    )
