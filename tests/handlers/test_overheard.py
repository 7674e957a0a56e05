"""What is overheard in a group is what no handler takes: nothing is lost by not looking at it again."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.handlers.overheard import is_overheard
from tests.handlers.talk import Talk, talking
from tests.support.raw import Json, a_message

GROUP = -1007
US, OTHER_BOT, PERSON = 4711, 99, 8
TEXTS = (
    "hello",
    "4",
    "e4",
    "/e4",
    " /e4",
    "/timeline Syria",
    "/timeline@other_bot",
    "2015",
    "",
    "@dateline_bot",
)
CARRIED: tuple[Json, ...] = (
    {},
    {"location": {"latitude": 1.0, "longitude": 2.0}},
    {"migrate_to_chat_id": -10077},
    {"migrate_from_chat_id": -77},
    {"new_chat_title": "Desk"},
    {"document": {"file_id": "a", "file_unique_id": "b", "file_name": "news.txt"}, "caption": "/add"},
    {"photo": [], "caption": "hello"},
    {"forward_origin": {"type": "hidden_user", "sender_user_name": "Mira", "date": 1}},
)
QUESTIONS = (
    "Reply to this message with the time zone",
    "Editing /e4. Reply to this message with the new date or headline.",
)


def replied_to(who: int, text: str) -> Json:
    sender = {"id": who, "is_bot": who != PERSON, "first_name": "Somebody"}
    button = {"text": "Try again", "callback_data": "fetch:4"}
    card = a_message(1, text, chat=GROUP)["message"] | {"from": sender}
    return {"reply_to_message": card | {"reply_markup": {"inline_keyboard": [[button]]}}}


def messages() -> Iterator[Json]:
    """Group messages of all kinds, each in reply to nobody, to us, to another bot, to a person."""
    replies: list[Json] = [{}] + [
        replied_to(who, text) for who in (US, OTHER_BOT, PERSON) for text in QUESTIONS
    ]
    for text, carried, reply in product(TEXTS, CARRIED, replies):
        command = {"type": "bot_command", "offset": 0, "length": len(text.split(" ")[0])}
        more: Json = {"entities": [command]} if text.startswith("/") else {}
        yield a_message(5, text, chat=GROUP, **carried, **reply, **more)


def taken(talk: Talk, raw: Json) -> bool:
    """Whether any handler but the gate takes it."""
    application: Any = talk.bot.application
    update = Update.de_json(raw, application.bot)
    handlers = (h for group, handlers in application.handlers.items() if group >= 0 for h in handlers)
    return any(handler.check_update(update) not in (None, False) for handler in handlers)


async def test_no_handler_takes_what_is_overheard(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        overheard = [raw for raw in messages() if is_overheard(raw)]

        assert [raw for raw in overheard if taken(talk, raw)] == []
    assert len(overheard) > 100


@pytest.mark.parametrize(
    "raw",
    [
        a_message(5, "hello", chat=7),
        a_message(5, "/timeline", chat=GROUP),
        a_message(5, "hello", chat=GROUP, **replied_to(US, QUESTIONS[0])),
        a_message(5, "hello", chat=GROUP, migrate_to_chat_id=-10077),
        {"update_id": 5, "edited_message": a_message(5, "hello", chat=GROUP)["message"]},
        {"update_id": 5, "channel_post": a_message(5, "hello", chat=GROUP)["message"]},
        {"update_id": 5, "message": "hello"},
        {"update_id": 5, "message": {"chat": GROUP, "text": "hello"}},
        a_message(5, "hello", chat=GROUP) | {"message": {"chat": {"type": "group"}, "text": 4}},
        a_message(5, "hello", chat=GROUP, reply_to_message="nonsense"),
        {"update_id": 5},
    ],
)
def test_what_may_be_for_the_bot_is_not_overheard(raw: Json) -> None:
    assert not is_overheard(raw)


def test_an_answer_to_a_person_is_overheard() -> None:
    assert is_overheard(a_message(5, "2015", chat=GROUP, **replied_to(PERSON, QUESTIONS[1])))
