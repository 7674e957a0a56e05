"""What a handler is given beside the update: the chat, the use cases, and the one way to answer."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import date
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.handlers.facts import actor_of, kind_of
from bot.handlers.keyboard import keyboard
from bot.handlers.menus import Audience, set_menu_of
from bot.handlers.post import Post, Write
from bot.intake.arrival import Arrival, Arrivals
from bot.model.chat import Chat, ChatKind
from bot.model.outcome import Cause
from bot.rendering.buttons import Press, Reply
from bot.rendering.html import Html
from bot.rendering.speech import nearest, say, speak, speaking
from bot.sending.answers import answered
from bot.services.services import Services

log = logging.getLogger(__name__)

# Where `register` and the composition leave them in Application.bot_data.
SERVICES, ARRIVALS, BEGIN, MENU = "services", "arrivals", "begin", "menu"

_NOTHING_TO_DO = ("message is not modified",)
_CANNOT_EDIT = ("message to edit not found", "message can't be edited")

Facts = dict[Any, Any]
App = Application[Any, "BotContext", Facts, Facts, Facts, Any]


class BotContext(CallbackContext[ExtBot[None], Facts, Facts, Facts]):
    """One update being handled."""

    given: Update | None = None
    _chat: Chat | None = None

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        context = super().from_update(update, application)
        context.given = update if isinstance(update, Update) else None
        return context

    async def refresh_data(self) -> None:
        """Called by the library before the handlers: looks up what is on record of the chat."""
        facts = self.given.effective_chat if self.given else None
        if facts is not None:
            title = facts.title or facts.effective_name
            self._chat = await self.services.chats.of(facts.id, kind_of(facts), title, self._asked_in())
            speak(self._chat.language)

    def _asked_in(self) -> str:
        """The language of whoever writes, as far as we speak it."""
        user = self.given.effective_user if self.given else None
        return nearest(user.language_code if user else None)

    @property
    def services(self) -> Services:
        found: Services = self.bot_data[SERVICES]
        return found

    @property
    def asked(self) -> Update:
        """The update; every handler has one."""
        return _there(self.given)

    @property
    def chat(self) -> Chat:
        return _there(self._chat)

    @property
    def arrival(self) -> Arrival:
        """The key the update is applied once by, and the messages it came in."""
        arrivals: Arrivals = self.bot_data[ARRIVALS]
        return arrivals.of(self.asked)

    def put_off(self) -> bool:
        """Have the update handled again later, from its beginning; False when that was done too often."""
        arrivals: Arrivals = self.bot_data[ARRIVALS]
        return arrivals.put_off(self.asked)

    def keep(self) -> bool:
        """Have the update handled once there is room for what it brings; False when it cannot wait."""
        arrivals: Arrivals = self.bot_data[ARRIVALS]
        return arrivals.keep(self.asked)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.chat.zone)

    @property
    def cause(self) -> Cause:
        """Who asks, when, and by which update, for the record of changes."""
        return Cause(actor_of(self.asked), self.services.clock(), self.arrival.key)

    @property
    def words(self) -> str:
        """What stands behind a command."""
        return " ".join(self.args or ())

    def today(self) -> date:
        """The day it is in the chat's zone."""
        return self.services.clock().astimezone(self.zone).date()

    async def reply(self, answer: Reply | Html) -> None:
        """Answer where the question was asked: in its topic, and in groups in reply to it."""
        content = _content(answer if isinstance(answer, Reply) else Reply(answer))
        await self._send(lambda chat_id, place: self.bot.send_message(chat_id, **content, **place))

    async def show(self, answer: Reply) -> None:
        """Put the answer in place of the message whose button was pressed; anew when that is gone."""
        query = self.asked.callback_query
        if query is None or not isinstance(query.message, Message):
            await self.reply(answer)
            return
        try:
            await answered(lambda: query.edit_message_text(**_content(answer)), repeatable=True)
        except ChatMigrated:  # what was said in the group cannot be changed any more
            await self.reply(answer)
        except TelegramError as refusal:
            await self._unedited(answer, refusal)

    async def drop_buttons(self) -> None:
        """Take the buttons from the message whose button was pressed, as they lead nowhere now."""
        query = self.asked.callback_query
        if query is not None and isinstance(query.message, Message):
            await self._try(lambda: query.edit_message_reply_markup(None))

    async def drop_rows(self, verbs: Collection[str], number: int) -> None:
        """Take from the pressed message the rows with a button of these verbs about that number."""
        query = self.asked.callback_query
        if query is None or not isinstance(query.message, Message) or query.message.reply_markup is None:
            return
        rows = query.message.reply_markup.inline_keyboard
        kept = [row for row in rows if not any(_is_about(button, verbs, number) for button in row)]
        if len(kept) < len(rows):
            left = InlineKeyboardMarkup(kept) if kept else None
            await self._try(lambda: query.edit_message_reply_markup(left))

    async def send_file(self, body: bytes, name: str, caption: Reply | Html) -> None:
        """Send a file to where the question was asked."""
        said = caption if isinstance(caption, Reply) else Reply(caption)
        content: dict[str, Any] = {"document": body, "filename": name, "caption": said.html.markup}
        content["reply_markup"] = keyboard(said.buttons)
        await self._send(lambda chat_id, place: self.bot.send_document(chat_id, **content, **place))

    async def answer_press(self, sentence: str | None = None) -> None:
        """Tell Telegram that a press was seen; too late is no matter. The sentence, if any, is shown to
        whoever pressed, in the language of their app.
        """
        query = self.asked.callback_query
        if query is not None:
            with speaking(self._asked_in()):
                words = say(sentence) if sentence else None
            await self._try(lambda: query.answer(words))

    async def offer_menu(self) -> None:
        """Show the commands of this chat in the language that it chose."""
        owner = self.chat.id in (await self.services.access.recent()).owners
        group = Audience.GROUP if self.chat.kind is ChatKind.GROUP else Audience.PRIVATE
        commands = self.bot_data[MENU](Audience.OWNER if owner else group)
        await self._try(lambda: set_menu_of(self.bot, self.chat.id, commands))

    async def answer_inline(
        self, found: Sequence[InlineQueryResult], button: InlineQueryResultsButton | None, *, cached: int
    ) -> None:
        """Answer who typed the bot's name in some chat, and nobody else; too late is no matter."""
        query = self.asked.inline_query
        if query is not None:
            await self._try(lambda: query.answer(found, cache_time=cached, is_personal=True, button=button))

    async def begun(self) -> None:
        """Long work was written down: let it begin at once."""
        await self.bot_data[BEGIN]()

    async def typing(self) -> None:
        """Show that work is going on, for a few seconds."""
        await self._try(lambda: self.bot.send_chat_action(self.chat.id, ChatAction.TYPING))

    async def uploading(self) -> None:
        """Show that a file is being made."""
        await self._try(lambda: self.bot.send_chat_action(self.chat.id, ChatAction.UPLOAD_DOCUMENT))

    async def _send(self, write: Write) -> None:
        """Let `write` send to where the question was asked."""
        chat_id, place = _there(self.asked.effective_chat).id, _place(self.asked.effective_message)
        await self._post.send(write, chat_id, place)

    async def _unedited(self, answer: Reply, refusal: TelegramError) -> None:
        words = refusal.message.lower()
        if any(known in words for known in _NOTHING_TO_DO):
            return
        if any(known in words for known in _CANNOT_EDIT):
            await self.reply(answer)
        else:
            await self._post.settle(refusal, _there(self.asked.effective_chat).id)

    @property
    def _post(self) -> Post:
        return Post(self.services, self.asked.update_id)

    async def _try(self, call: Callable[[], Awaitable[object]]) -> None:
        """A courtesy: when it fails, the work goes on."""
        try:
            await answered(call, repeatable=True)
        except TelegramError as refusal:
            log.debug("update %s: %s", self.asked.update_id, refusal.message)


T = TypeVar("T")


def _there(thing: T | None) -> T:
    """What every update that reaches a handler has."""
    if thing is None:
        raise LookupError("the update belongs to no chat")
    return thing


def _is_about(button: InlineKeyboardButton, verbs: Collection[str], number: int) -> bool:
    press = Press.read(str(button.callback_data))
    return press is not None and press.verb in verbs and press.numbers[:1] == (number,)


def _content(answer: Reply) -> dict[str, Any]:
    """As HTML and without previews, by the application's defaults."""
    return {"text": answer.html.markup, "reply_markup": keyboard(answer.buttons)}


def _place(message: Message | None) -> dict[str, Any]:
    """The topic of the message, and in groups the message itself."""
    if message is None:
        return {}
    place: dict[str, Any] = {}
    if message.is_topic_message:
        place["message_thread_id"] = message.message_thread_id
    if message.chat.type in ("group", "supergroup"):
        place["reply_parameters"] = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    return place
