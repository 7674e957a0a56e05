"""Raw updates, as Telegram sends them, for tests that need no Bot API around them."""

from typing import Any

Json = dict[str, Any]


def a_message(
    update_id: int,
    text: str = "hello",
    *,
    chat: int = 7,
    sender: int = 7,
    date: int = 1_600_000_000,
    **more: Any,
) -> Json:
    """A new message; `message_id` is the update's id unless said."""
    kind = "private" if chat > 0 else "supergroup"
    message: Json = {
        "message_id": update_id,
        "date": date,
        "chat": {"id": chat, "type": kind, "first_name": "Mira", "title": "Desk"},
        "from": {"id": sender, "is_bot": False, "first_name": "Mira"},
        "text": text,
    }
    return {"update_id": update_id, "message": message | more}
