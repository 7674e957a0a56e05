"""Who may read a chat's record from elsewhere: it is theirs, or Telegram says that they are in the chat."""

from datetime import datetime, timedelta

from telegram import ChatMember, ChatMemberRestricted
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.handlers.context import BotContext

KNOWN = timedelta(minutes=1)  # how long an answer of Telegram's holds
MOST = 2_000  # answers that are kept

_KEPT = "readers"  # where they are in Application.bot_data

_IN = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER)


class Readers:
    """Asks Telegram who is in which chat, and keeps the answers for a minute."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def may_read(self, context: BotContext, person: int, chat_id: int) -> bool:
        """Whether the chat's record is for this person to see."""
        if chat_id == person:
            return True
        now = context.services.clock()
        asked_at, member = self._known.get((person, chat_id), (None, False))
        if asked_at is not None and asked_at <= now < asked_at + KNOWN:
            return member
        if len(self._known) >= MOST:
            self._known.clear()
        member = await _is_member(context, person, chat_id)
        self._known[person, chat_id] = now, member
        return member


async def may_read(context: BotContext, person: int, chat_id: int) -> bool:
    """Whether the chat's record is for this person to see, by the answers this bot has kept."""
    readers: Readers = context.bot_data.setdefault(_KEPT, Readers())
    return await readers.may_read(context, person, chat_id)


async def _is_member(context: BotContext, person: int, chat_id: int) -> bool:
    try:
        return _is_in(await context.bot.get_chat_member(chat_id, person))
    except TelegramError:  # there is no such chat, or the bot is not in it any more
        return False


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _IN
