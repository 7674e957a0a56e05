"""Links: in a message, behind its words, several at once; and what becomes of one that cannot be read."""

from collections.abc import Sequence

from telegram import Message, MessageEntity
from telegram.ext.filters import MessageFilter

from bot.handlers.context import BotContext
from bot.handlers.jobs import begin
from bot.model.file import Contents
from bot.model.link import LinkFailure
from bot.rendering.buttons import Press
from bot.rendering.links import render_failure, render_link
from bot.rendering.messages import gone_view
from bot.rendering.rulings import may_be_one
from bot.rendering.speech import plural
from bot.services.links import Answer

MOST = 5  # links that are read at once; more of them are long work

_MARKED: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]


async def read_links(context: BotContext, links: Sequence[str]) -> None:
    """Read what each link leads to, and say what came of it."""
    message = context.asked.effective_message
    if len(links) > MOST and message is not None:
        addresses = tuple(dict.fromkeys(map(context.services.links.canonical, links)))
        title = plural("{n} link", "{n} links", len(addresses))
        await begin(context, message, title, Contents(links=addresses, several=True))
        return
    await context.typing()
    for found in await context.services.links.read_links(context.chat, links[:MOST], context.cause):
        await tell(context, found)


async def fetch(context: BotContext, press: Press) -> None:
    """The button Try again: the number of a link that could not be read."""
    address = await context.services.links.remembered(context.chat.id, press.numbers[0])
    if address is None:
        await context.reply(gone_view())
        return
    await context.typing()
    await tell(context, await context.services.links.read_link(context.chat, address, context.cause))


async def reread(context: BotContext, press: Press) -> None:
    """The button Read it again: the number of an article that came from a link."""
    await context.typing()
    await tell(
        context, await context.services.links.read_again(context.chat, press.numbers[0], context.cause)
    )


async def tell(context: BotContext, found: Answer) -> None:
    """What came of a link."""
    if isinstance(found, LinkFailure):
        number = await context.services.links.remember(context.chat, found)
        await context.reply(render_failure(found, number))
        return
    await context.reply(render_link(found, context.zone))
    for older, newer in found.unsure:
        await context.reply(may_be_one(older, newer))


def marked_links(message: Message) -> list[str]:
    """The addresses that Telegram sees in a message, and those behind its words, in order."""
    found = message.parse_entities(_MARKED) or message.parse_caption_entities(_MARKED)
    links = (entity.url or words for entity, words in found.items())
    return [link for link in links if "://" in link or "/" in link]


class IsPaste(MessageFilter):
    """Lets replies to the message through that says that a link could not be read."""

    def filter(self, message: Message) -> bool:
        return self.number(message) is not None

    def number(self, message: Message | None) -> int | None:
        """What the link is remembered by: the number behind the button of that message."""
        card = message.reply_to_message if message else None
        if message is None or card is None or card.from_user is None or card.reply_markup is None:
            return None
        if card.from_user.id != message.get_bot().id:
            return None
        buttons = (button for row in card.reply_markup.inline_keyboard for button in row)
        presses = (Press.read(str(button.callback_data)) for button in buttons)
        return next((p.numbers[0] for p in presses if p and p.verb == "fetch" and len(p.numbers) == 1), None)


IS_PASTE = IsPaste()
