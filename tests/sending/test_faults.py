"""Each error of a send, in the words of the real server, means one thing to do next."""

import json
from typing import Any

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.model.sending import Ambiguous, Later, Moved, Reason, Refused, Scope, SendResult
from bot.sending.faults import Broken, NeverArrived, became_of, is_kind_refused, is_thread_gone


class Answering(BaseRequest):
    """A server that says one thing."""

    def __init__(self, code: int, body: bytes) -> None:
        self._said = code, body

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_: object, **__: object) -> tuple[int, bytes]:
        return self._said


async def error_of(code: int, description: str, **parameters: Any) -> TelegramError:
    """What the library makes of this answer."""
    answer = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    with pytest.raises(TelegramError) as raised:
        await Answering(code, json.dumps(answer).encode()).post("http://localhost/bot1:x/sendMessage")
    return raised.value


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", Reason.BLOCKED),
        (403, "Forbidden: bot can't initiate conversation with a user", Reason.BLOCKED),
        (403, "Forbidden: user is deactivated", Reason.DEACTIVATED),
        (403, "Forbidden: bot was kicked from the group chat", Reason.KICKED),
        (403, "Forbidden: bot was kicked from the supergroup chat", Reason.KICKED),
        (403, "Forbidden: bot was kicked from the channel chat", Reason.KICKED),
        (403, "Forbidden: bot is not a member of the channel chat", Reason.KICKED),
        (403, "Forbidden: the group chat was deleted", Reason.KICKED),
        (403, "Forbidden: bot can't send messages to bots", Reason.NO_RIGHTS),
        (400, "Bad Request: chat not found", Reason.GONE),
        (400, "Bad Request: PEER_ID_INVALID", Reason.GONE),
        (400, "Bad Request: not enough rights to send text messages to the chat", Reason.NO_RIGHTS),
        (400, "Bad Request: have no rights to send a message", Reason.NO_RIGHTS),
        (400, "Bad Request: need administrator rights in the channel chat", Reason.NO_RIGHTS),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Reason.NO_RIGHTS),
        (400, "Bad Request: CHAT_RESTRICTED", Reason.NO_RIGHTS),
        (400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 7", Reason.BAD),
        (400, "Bad Request: message is too long", Reason.BAD),
        (400, "Bad Request: BUTTON_DATA_INVALID", Reason.BAD),
        (400, "Bad Request: not enough rights to send documents to the chat", Reason.BAD),
        (400, "Bad Request: not enough rights to send photos to the chat", Reason.BAD),
        (400, "Bad Request: CHAT_SEND_DOCS_FORBIDDEN", Reason.BAD),
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", Reason.NO_RIGHTS),
        (413, "Request Entity Too Large", Reason.BAD),
    ],
)
async def test_a_refusal_says_why(code: int, description: str, reason: Reason) -> None:
    result = became_of(await error_of(code, description))

    assert isinstance(result, Refused)
    assert result.reason is reason
    assert result.closed == (reason is not Reason.BAD)


@pytest.mark.parametrize(
    ("code", "description", "parameters", "expected"),
    [
        (429, "Too Many Requests: retry after 17", {"retry_after": 17}, Later(17.0, Scope.CHAT)),
        (401, "Unauthorized", {}, Later(60.0, Scope.BOT)),
        (409, "Conflict: terminated by other getUpdates request", {}, Later(60.0, Scope.BOT)),
        (
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": -1005},
            Moved(-1005),
        ),
        (500, "Internal Server Error", {}, Ambiguous()),
        (502, "Bad Gateway", {}, Ambiguous()),
        (504, "Gateway Timeout", {}, Ambiguous()),
    ],
)
async def test_what_passes_is_told_from_what_stays(
    code: int, description: str, parameters: dict[str, Any], expected: SendResult
) -> None:
    result = became_of(await error_of(code, description, **parameters))

    assert _without_words(result) == expected


def _without_words(result: SendResult) -> SendResult:
    match result:
        case Later(seconds, scope, _):
            return Later(seconds, scope)
        case Ambiguous():
            return Ambiguous()
    return result


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (NeverArrived("ClientConnectorError"), Later(0.0, Scope.BOT)),
        (Broken("ServerDisconnectedError"), Ambiguous()),
        (None, Ambiguous()),
    ],
)
def test_a_broken_connection_is_ambiguous_unless_nothing_got_through(
    cause: Exception | None, expected: SendResult
) -> None:
    for error in (TimedOut(), NetworkError("broken")):
        error.__cause__ = cause

        assert _without_words(became_of(error)) == expected


async def test_an_answer_that_cannot_be_read_is_ambiguous() -> None:
    with pytest.raises(TelegramError) as raised:
        await Answering(200, b"<html>").post("http://localhost/bot1:x/sendMessage")

    assert isinstance(became_of(raised.value), Ambiguous)


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("message thread not found", True),
        ("TOPIC_CLOSED", True),
        ("TOPIC_DELETED", True),
        ("chat not found", False),
    ],
)
async def test_a_topic_that_is_gone_is_not_the_chat(words: str, gone: bool) -> None:
    assert is_thread_gone(await error_of(400, f"Bad Request: {words}")) is gone


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("not enough rights to send documents to the chat", True),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", True),
        ("not enough rights to send text messages to the chat", False),
        ("CHAT_SEND_PLAIN_FORBIDDEN", False),
        ("message is too long", False),
    ],
)
async def test_files_that_a_chat_does_not_take_are_told_from_a_chat_that_takes_nothing(
    words: str, refused: bool
) -> None:
    assert is_kind_refused(await error_of(400, f"Bad Request: {words}")) is refused
