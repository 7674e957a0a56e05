"""What a group says among itself: messages that no handler takes, known by a look at what Telegram sent."""

from bot.intake.envelope import Raw

_GROUPS = ("group", "supergroup")
_MOVES = ("migrate_to_chat_id", "migrate_from_chat_id")


def is_overheard(raw: Raw) -> bool:
    """Whether an update is a group's message that is no command, no answer to a bot and no move.

    The parts of a paste after its first look the same: whoever asks knows whether one is being put together.
    """
    message = raw.get("message")
    return isinstance(message, dict) and _is_of_a_group(message) and not _is_for_a_bot(message)


def _is_of_a_group(message: Raw) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") in _GROUPS


def _is_for_a_bot(message: Raw) -> bool:
    text, replied = message.get("text", ""), message.get("reply_to_message")
    return (
        not isinstance(text, str)
        or text.lstrip().startswith("/")
        or any(key in message for key in _MOVES)
        or (replied is not None and _is_of_a_bot(replied))
    )


def _is_of_a_bot(message: object) -> bool:
    """Also when it does not say whose it is."""
    sender = message.get("from") if isinstance(message, dict) else None
    return not isinstance(sender, dict) or bool(sender.get("is_bot", True))
