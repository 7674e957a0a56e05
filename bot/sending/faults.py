"""What an error of a send means: Telegram's own words, and how a connection broke, as a bot.model.sending.

The words are those of the Bot API server. The library takes "Bad Request: " off them and lowers their case.
"""

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.model.sending import Ambiguous, Later, Moved, Reason, Refused, Scope, SendResult
from bot.sending.limiter import seconds_of
from bot.sending.turns import HeldBack

_THREAD_GONE = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_NO_SUCH_FILES = ("not enough rights to send", "chat_send_")  # of a chat that takes text and not everything
_TOO_LARGE = ("request entity too large",)
_OUTAGE = 60.0  # seconds to leave a bot alone whose token is refused: nothing will pass before somebody acts

# Words of a refusal → what they mean for the chat. The first that fits counts.
_FORBIDDEN = {
    "blocked by the user": Reason.BLOCKED,
    "can't initiate conversation": Reason.BLOCKED,
    "user is deactivated": Reason.DEACTIVATED,
    "was kicked": Reason.KICKED,
    "not a member": Reason.KICKED,
    "chat was deleted": Reason.KICKED,
}
_BAD_REQUEST = {
    "chat not found": Reason.GONE,
    "user not found": Reason.GONE,
    "peer_id_invalid": Reason.GONE,
    "group chat was deactivated": Reason.KICKED,
    "channel_private": Reason.KICKED,
    "user_is_blocked": Reason.BLOCKED,
    "input_user_deactivated": Reason.DEACTIVATED,
    "not enough rights to send text": Reason.NO_RIGHTS,
    "have no rights": Reason.NO_RIGHTS,
    "need administrator rights": Reason.NO_RIGHTS,
    "chat_write_forbidden": Reason.NO_RIGHTS,
    "chat_restricted": Reason.NO_RIGHTS,
    "chat_send_plain_forbidden": Reason.NO_RIGHTS,
    "chat_admin_required": Reason.NO_RIGHTS,
}


class Broken(Exception):
    """How the way to Telegram broke: the cause of a NetworkError, by the name of what happened."""


class NeverArrived(Broken):
    """It broke before the call can have reached Telegram."""


def became_of(error: TelegramError) -> SendResult:
    """What became of a message whose sending raised this."""
    words = error.message
    match error:
        case HeldBack():
            return Later(error.seconds, error.scope, words)
        case RetryAfter():
            return Later(seconds_of(error), Scope.CHAT, words)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Refused(_reason(words, _FORBIDDEN, Reason.NO_RIGHTS), words)
        case BadRequest():
            return Refused(_reason(words, _BAD_REQUEST, Reason.BAD), words)
        case InvalidToken() | Conflict():
            return Later(_OUTAGE, Scope.BOT, words)
        case EndPointNotFound():
            return Refused(Reason.BAD, words)
        case NetworkError():
            return _broken(error)
    return Ambiguous(words)


def never_arrived(error: TelegramError) -> bool:
    """Whether the call surely did not reach Telegram, because of the way to it."""
    return isinstance(error.__cause__, NeverArrived)


def is_thread_gone(error: TelegramError) -> bool:
    """Whether it is only the group's topic that takes nothing any more."""
    return isinstance(error, BadRequest) and any(known in error.message.lower() for known in _THREAD_GONE)


def is_kind_refused(error: TelegramError) -> bool:
    """Whether the chat takes messages, and none of this kind: files, pictures."""
    words = error.message.lower()
    result = became_of(error)
    refused = isinstance(result, Refused) and not result.closed
    return refused and any(known in words for known in _NO_SUCH_FILES)


def _broken(error: NetworkError) -> SendResult:
    """A connection that broke, or a server in trouble: only some of it is sure not to have arrived."""
    if never_arrived(error):
        return Later(0.0, Scope.BOT, error.message)
    if any(known in error.message.lower() for known in _TOO_LARGE):
        return Refused(Reason.BAD, error.message)
    return Ambiguous(error.message)


def _reason(words: str, known: dict[str, Reason], otherwise: Reason) -> Reason:
    return next((reason for part, reason in known.items() if part in words.lower()), otherwise)
