"""Of any update, sound or not, the envelope tells who sent it where, and never fails."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.envelope import Envelope
from bot.services.access import Visitor
from tests.support.raw import a_message


@pytest.mark.parametrize(
    ("update", "visitor"),
    [
        (a_message(1), Visitor(7, 7, private=True)),
        (a_message(1, chat=-5, sender=8), Visitor(8, -5)),
        (
            {
                "update_id": 1,
                "channel_post": {"sender_chat": {"id": -9}, "chat": {"id": -9, "type": "channel"}},
            },
            Visitor(-9, -9),
        ),
        (
            {"update_id": 1, "callback_query": {"from": {"id": 8}, "message": {"chat": {"id": -5}}}},
            Visitor(8, -5),
        ),
        ({"update_id": 1, "inline_query": {"from": {"id": 8}, "query": "x"}}, Visitor(8, 8)),
        ({"update_id": 1, "message": {"chat": "broken"}}, Visitor(None, None)),
    ],
)
def test_the_visitor_that_brings_an_update(update: dict[str, Any], visitor: Visitor) -> None:
    envelope = Envelope.of(update)

    assert envelope
    assert envelope.visitor == visitor


def test_an_update_without_a_number_is_none() -> None:
    assert Envelope.of({"message": {}}) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["message", "chat", "from", "id", "type", "text", "callback_query"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(content=st.dictionaries(st.sampled_from(["message", "callback_query", "poll"]), JSON, max_size=2))
def test_nonsense_is_no_error(content: dict[str, Any]) -> None:
    envelope = Envelope.of({"update_id": 1, **content})

    assert envelope
    assert envelope.update_id == 1
    assert isinstance(envelope.text, str)


def test_the_marks_of_a_message_whose_button_was_pressed_are_not_read() -> None:
    marks = [{"type": "bold", "offset": 0, "length": 4}]
    message = a_message(5, "news")["message"] | {"entities": marks}
    query = {"id": "1", "from": message["from"], "data": "undo:1", "message": message}
    pressed = Envelope.of({"update_id": 5, "callback_query": query})
    said = Envelope.of({"update_id": 6, "message": message})
    assert pressed
    assert said

    assert "entities" not in pressed.read["callback_query"]["message"]
    assert pressed.read["callback_query"]["message"]["text"] == "news"
    assert "entities" in pressed.raw["callback_query"]["message"]
    assert said.read == said.raw
