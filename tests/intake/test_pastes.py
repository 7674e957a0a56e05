"""The parts of one long paste are told from messages that only come close together."""

from typing import Any

import pytest

from bot.intake.envelope import Envelope
from bot.intake.pastes import goes_on, may_go_on, parts_of
from tests.support.raw import a_message

LONG = "x" * 4096


def envelope(update_id: int, text: str = LONG, **more: Any) -> Envelope:
    found = Envelope.of(a_message(update_id, text, **more))
    assert found
    return found


def test_a_message_goes_on_where_a_nearly_full_one_ended() -> None:
    assert goes_on(envelope(1), envelope(2, "the rest"))
    assert goes_on(envelope(1, "x" * 3500), envelope(2, LONG, date=1_600_000_001))
    assert goes_on(envelope(1), envelope(3, "after a reply of ours took a number"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (envelope(1, "x" * 3499), envelope(2)),
        (envelope(1), envelope(2, "later", date=1_600_000_003)),
        (envelope(1), envelope(5, "too many numbers later")),
        (envelope(2), envelope(1, "before")),
        (envelope(1), envelope(2, "another person's", chat=-5, sender=8)),
        (envelope(1), envelope(2, "another topic", message_thread_id=3)),
        (envelope(1), envelope(2, "/timeline")),
        (envelope(1), envelope(2, "")),
        (
            envelope(1),
            envelope(2, forward_origin={"type": "hidden_user", "sender_user_name": "A", "date": 5}),
        ),
    ],
)
def test_a_message_of_its_own_is_not_a_part(first: Envelope, second: Envelope) -> None:
    assert not goes_on(first, second)


def a_post(number: int, date: int, channel: int = -100) -> dict[str, Any]:
    return {"type": "channel", "chat": {"id": channel}, "message_id": number, "date": date}


def from_somebody(date: int) -> dict[str, Any]:
    return {"type": "hidden_user", "sender_user_name": "Ann", "date": date}


def test_two_parts_of_one_forwarded_post_belong_together() -> None:
    assert goes_on(envelope(1, forward_origin=a_post(1, 5)), envelope(2, forward_origin=a_post(2, 6)))
    assert goes_on(envelope(1, forward_origin=from_somebody(5)), envelope(2, forward_origin=from_somebody(6)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_post(1, 5), a_post(2, 6, channel=-200)),
        (a_post(1, 5), a_post(2, 3600)),
        (a_post(1, 5), a_post(9, 6)),
        (a_post(2, 5), a_post(1, 5)),
        (from_somebody(5), from_somebody(3600)),
    ],
)
def test_posts_forwarded_in_one_go_are_not_one_post(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert not goes_on(envelope(1, forward_origin=first), envelope(2, forward_origin=second))


def test_an_edited_message_is_no_part() -> None:
    edited = Envelope.of({"update_id": 2, "edited_message": a_message(2, LONG)["message"]})
    assert edited

    assert not may_go_on(edited)
    assert not goes_on(envelope(1), edited)
    assert parts_of([edited]) == ()


def test_parts_keep_their_numbers_words_and_instants() -> None:
    parts = parts_of([envelope(11, "one"), envelope(12, "two")])

    assert [(p.message_id, p.update_id, p.text, p.sent_at.isoformat()) for p in parts] == [
        (11, 11, "one", "2020-09-13T12:26:40+00:00"),
        (12, 12, "two", "2020-09-13T12:26:40+00:00"),
    ]
