"""Telegram Desktop's export of a chat as JSON: each post with enough words is an article of its day."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.errors import FileUnreadable
from bot.ingest.charset import text_of
from bot.ingest.files.tables import MOST
from bot.model.file import Contents, FileFault
from bot.model.news import Draft, Source, SourceKind
from bot.model.timex import Dct, DctOrigin

FEWEST = 40  # characters of a post that may tell what happened and when


def read_telegram(name: str, body: bytes) -> Contents:
    """The posts of one exported chat, or of all chats of a whole export."""
    try:
        told = json.loads(text_of(body))
    except (ValueError, RecursionError):
        raise FileUnreadable(FileFault.DAMAGED) from None
    drafts = [draft for chat in _chats(told) for draft in _posts(chat)]
    if not drafts:
        raise FileUnreadable(FileFault.NO_TEXT)
    if len(drafts) > MOST:
        raise FileUnreadable(FileFault.TOO_BIG, str(MOST))
    return Contents(tuple(drafts), several=True)


def _chats(told: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(told, dict):
        return
    if isinstance(told.get("messages"), list):
        yield told
    listed = told.get("chats")
    for chat in listed.get("list", []) if isinstance(listed, dict) else []:
        if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
            yield chat


def _posts(chat: dict[str, Any]) -> Iterator[Draft]:
    title, number = str(chat.get("name") or "Telegram"), chat.get("id")
    for message in chat["messages"]:
        if not isinstance(message, dict) or message.get("type") != "message":
            continue
        words = _words(message.get("text")).strip()
        if len(words) < FEWEST:
            continue
        source = Source(SourceKind.FORWARD, str(message.get("forwarded_from") or title))
        yield Draft(
            words,
            source,
            published=_day(message.get("date")),
            name=f"telegram:{number}:{message.get('id')}",
        )


def _words(text: Any) -> str:
    """The words of a post: a string, or pieces of which some are marked up."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    return "".join(
        piece if isinstance(piece, str) else str(piece.get("text", "")) if isinstance(piece, dict) else ""
        for piece in text
    )


def _day(written: Any) -> Dct | None:
    """The day of "2021-04-20T10:00:00"; when it was forwarded, the export does not tell the first day."""
    try:
        return Dct(date.fromisoformat(str(written)[:10]), DctOrigin.FORWARD)
    except ValueError:
        return None
