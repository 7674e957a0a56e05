"""/settings and /language: what a chat has asked for, changed by its admins with buttons."""

from dataclasses import replace

from telegram import Update

from bot.handlers.context import BotContext
from bot.handlers.rights import check_admin
from bot.handlers.subscribing import thread_of
from bot.model.chat import Chat
from bot.rendering.buttons import Press, Reply
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import apart
from bot.rendering.settings import (
    EDITORS,
    LANGUAGE_CODES,
    ORDERS,
    RETENTIONS,
    languages,
    orders,
    render_settings,
    retentions,
    unknown_language,
)
from bot.rendering.speech import LANGUAGES, speak

LONGEST = 40  # characters shown of what was typed


async def settings(_: Update, context: BotContext) -> None:
    """/settings."""
    await context.reply(_card(context, context.chat))


async def show(context: BotContext, _: Press) -> None:
    """The button ‹ Back."""
    await context.show(_card(context, context.chat))


async def language(_: Update, context: BotContext) -> None:
    """/language; /language Deutsch."""
    asked = context.words.strip().casefold()
    if not asked:
        await context.reply(languages(context.chat))
        return
    code = next((code for code, name in LANGUAGES.items() if asked in (code, name.casefold())), None)
    if code is None:
        await context.reply(unknown_language(apart(shortened(one_line(context.words), LONGEST))))
        return
    await check_admin(context)
    await context.reply(languages(await _speak(context, code)))


async def offer_languages(context: BotContext, _: Press) -> None:
    """The button Language."""
    await context.show(languages(context.chat))


async def choose_language(context: BotContext, press: Press) -> None:
    """A language's button."""
    await check_admin(context)
    code = LANGUAGE_CODES[press.numbers[0] % len(LANGUAGE_CODES)]
    await context.show(languages(await _speak(context, code)))


async def _speak(context: BotContext, code: str) -> Chat:
    """From here on the chat hears this language, and its menu is in it."""
    chat = await _set(context, language=code)
    speak(code)
    await context.offer_menu()
    return chat


async def choose_editors(context: BotContext, press: Press) -> None:
    """The buttons for who may edit."""
    await _change(context, editors=EDITORS[press.numbers[0] % len(EDITORS)])


async def choose_thread(context: BotContext, press: Press) -> None:
    """The buttons for the group's topic that digests go to."""
    await _change(context, digest_thread=thread_of(context) if press.numbers[0] else None)


async def choose_quiet(context: BotContext, press: Press) -> None:
    """The buttons for silence at night."""
    await check_admin(context)
    chat = await context.services.chats.hush_nights(context.chat, silent=bool(press.numbers[0]))
    await context.show(_card(context, chat))


async def choose_full_text(context: BotContext, press: Press) -> None:
    """The buttons for what is read of a feed."""
    await _change(context, full_text=bool(press.numbers[0]))


async def offer_orders(context: BotContext, _: Press) -> None:
    """The button Day and month."""
    await context.show(orders(context.chat))


async def choose_order(context: BotContext, press: Press) -> None:
    """The buttons for the order of day and month."""
    await _change(context, day_first=ORDERS[press.numbers[0] % len(ORDERS)])


async def offer_retentions(context: BotContext, _: Press) -> None:
    """The button How long."""
    await context.show(retentions(context.chat))


async def choose_retention(context: BotContext, press: Press) -> None:
    """The buttons for how long sources are kept."""
    await _change(context, retention_days=RETENTIONS[press.numbers[0] % len(RETENTIONS)])


async def _change(context: BotContext, **wishes: object) -> None:
    await check_admin(context)
    await context.show(_card(context, await _set(context, **wishes)))


async def _set(context: BotContext, **wishes: object) -> Chat:
    return await context.services.chats.put(replace(context.chat, **wishes))  # type: ignore[arg-type]


def _card(context: BotContext, chat: Chat) -> Reply:
    return render_settings(chat, thread_of(context))
