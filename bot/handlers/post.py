"""An answer on its way: at most once, to the supergroup that a group became, out of a topic that is closed.

A chat that takes nothing any more is sent no digests either, until it can be written to again.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.error import ChatMigrated, TelegramError

from bot.errors import BadInput
from bot.model.sending import Refused
from bot.sending.answers import answered
from bot.sending.faults import became_of, is_kind_refused, is_thread_gone
from bot.services.services import Services

ADDRESSES = 3  # that one answer is tried at: the group without its topic, the supergroup it became

Place = Mapping[str, Any]
Write = Callable[[int, Place], Awaitable[object]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """Brings the answers to one update on their way."""

    services: Services
    update_id: int

    async def send(self, write: Write, chat_id: int, place: Place) -> None:
        """Let `write` send to the chat, at the place in it: topic and message that it replies to.

        What cannot arrive is no fault of the handler's: what was done is done. Raises BadRequest where the
        message itself is refused, and BadInput where only such files are.
        """
        for _ in range(ADDRESSES):
            try:
                await answered(partial(write, chat_id, place), repeatable=False)
            except ChatMigrated as moved:
                await self.services.chats.move(chat_id, moved.new_chat_id)
                chat_id, place = moved.new_chat_id, {}
            except TelegramError as error:
                if not place or not is_thread_gone(error):
                    await self.settle(error, chat_id)
                    return
                place = {}
            else:
                return

    async def settle(self, error: TelegramError, chat_id: int) -> None:
        """It did not arrive, or perhaps: note what that says of the chat. Raises what is a fault of ours."""
        match became_of(error):
            case Refused(reason, words) as refused if refused.closed:
                log.info("update %d: chat %d takes no messages: %s", self.update_id, chat_id, words)
                await self.services.subscriptions.stop(chat_id, reason.value, self.services.clock())
            case Refused() if is_kind_refused(error):
                raise BadInput(
                    "I may not send files or pictures in this chat. An admin can allow it, then ask me again."
                ) from error
            case Refused():
                raise error
            case _:  # perhaps it arrived: once too few is better than twice
                log.warning("an answer to update %d may be lost: %s", self.update_id, error.message)
