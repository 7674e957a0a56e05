"""What the owner is told of deliveries."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.subscription import Backlog, Delivery, DeliveryState
from bot.rendering.status import in_private, render_status
from tests.support.builders import NOON
from tests.support.telegram_text import shown

DUE = NOON - timedelta(hours=4, minutes=30)


def a_delivery(number: int, state: DeliveryState, **more: object) -> Delivery:
    facts: dict[str, object] = {
        "chat_id": -100300,
        "number": number,
        "subscription": 2,
        "period": "2021-04-22T07:30",
        "due_at": DUE,
        "parts": (),
        "owed_at": DUE,
        "next_try_at": DUE,
        "state": state,
    }
    return Delivery(**(facts | more))  # type: ignore[arg-type]


def test_a_bot_with_nothing_to_do_says_so_in_a_few_lines() -> None:
    quiet = Backlog(0, 0, 0, 0, timedelta())

    assert shown(render_status(quiet, (), NOON - timedelta(seconds=20), NOON, UTC)) == (
        "Status\n"
        "Due: 0\n"
        "Owed, to be sent: 0\n"
        "Uncertain, perhaps arrived: 0\n"
        "Given up: 0\n"
        "Lag: none\n"
        "Last at work: Thu 22 Apr, 11:59"
    )
    assert shown(render_status(quiet, (), None, NOON, UTC)).endswith("The clock for digests has not run yet.")


def test_what_went_wrong_is_told_with_its_chat_and_reason() -> None:
    troubled = [
        a_delivery(9, DeliveryState.UNCERTAIN, error="timed out"),
        a_delivery(8, DeliveryState.DEAD, error="blocked"),
        a_delivery(7, DeliveryState.DEAD, subscription=None, error=None, chat_id=8),
    ]

    text = shown(render_status(Backlog(1, 1_200, 1, 12, timedelta(minutes=95)), troubled, NOON, NOON, UTC))

    assert text == (
        "Status\n"
        "Due: 1\n"
        "Owed, to be sent: 1,200\n"
        "Uncertain, perhaps arrived: 1\n"
        "Given up: 12\n"
        "Lag: 1 hour\n"
        "Last at work: Thu 22 Apr, 12:00\n"
        "\n"
        "Uncertain\n"
        "• chat -100300, digest 2, due Thu 22 Apr, 07:30: timed out\n"
        "\n"
        "Given up\n"
        "• chat -100300, digest 2, due Thu 22 Apr, 07:30: blocked\n"
        "• chat 8, due Thu 22 Apr, 07:30: no reason is known\n"
        "…and 10 more"
    )


@pytest.mark.parametrize(
    ("lag", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (7_200, "2 hours"), (400_000, "4 days")],
)
def test_the_lag_is_told_in_its_largest_unit(lag: int, words: str) -> None:
    backlog = Backlog(1, 0, 0, 0, timedelta(seconds=lag))

    assert f"Lag: {words}\n" in shown(render_status(backlog, (), NOON, NOON, UTC))


def test_much_trouble_with_long_reasons_fits_into_a_message() -> None:
    old = datetime(2020, 1, 1, tzinfo=UTC)
    troubled = [
        a_delivery(n, state, error="@a b.c /x שגיאה " * 90, due_at=old, subscription=2**40)
        for n in range(50)
        for state in (DeliveryState.UNCERTAIN, DeliveryState.DEAD)
    ]

    shown(render_status(Backlog(9**9, 9**9, 9**9, 9**9, timedelta(days=900)), troubled, old, NOON, UTC))


def test_it_is_told_in_private() -> None:
    assert shown(in_private()) == "Ask me that in our private chat: it names other chats."
