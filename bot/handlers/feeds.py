"""/feed and /feeds: what is read to a chat as it comes out. Feeds write no messages; digests tell of them."""

import re

from telegram import Document, Message, Update
from telegram.ext.filters import MessageFilter

from bot.errors import FetchFailed
from bot.handlers.context import BotContext
from bot.handlers.documents import LARGEST, fetched
from bot.handlers.rights import may_edit
from bot.model.link import Fault, LinkFailure
from bot.rendering import feeds as said
from bot.rendering.buttons import Press, Reply
from bot.rendering.links import render_failure
from bot.rendering.messages import file_too_big, gone_view
from bot.rendering.rulings import may_not

KIND = "feeds"  # of the views that hold which feeds a page names

_NAME = re.compile(r"\.opml(\.xml)?$", re.IGNORECASE)


def is_list(file: Document | None) -> bool:
    """Whether a file has the name of a list of feeds."""
    return bool(file and _NAME.search(file.file_name or ""))


class IsList(MessageFilter):
    """Lets messages with such a file through."""

    def filter(self, message: Message) -> bool:
        return is_list(message.document)


async def feed(_: Update, context: BotContext) -> None:
    """/feed example.org riga -sports."""
    address, _space, words = context.words.partition(" ")
    if not address:
        await context.reply(said.which_feed())
    elif await _may_change(context):
        await context.typing()
        await _follow(context, address, words)


async def feeds(_: Update, context: BotContext) -> None:
    """/feeds: all of them."""
    await context.reply(await _list(context, 0))


async def turn_page(context: BotContext, press: Press) -> None:
    """The buttons ‹ › and All feeds."""
    await context.show(await _list(context, press.numbers[0]))


async def pick(context: BotContext, press: Press) -> None:
    """The button of one of several feeds that a page names."""
    view, place = press.numbers
    state = await context.services.views.get(context.chat.id, view, KIND)
    named = state["named"] if state else None
    if not isinstance(named, list) or state is None or not 0 <= place < len(named):
        await context.reply(gone_view())
    elif await _may_change(context):
        await context.typing()
        await _follow(context, str(named[place]), str(state["words"]))


async def open_card(context: BotContext, press: Press) -> None:
    """The button of a feed in the list."""
    await _show(context, press.numbers[0])


async def pause(context: BotContext, press: Press) -> None:
    """The button Pause."""
    if await _may_change(context):
        await context.services.feeds.pause(context.chat.id, press.numbers[0])
        await _show(context, press.numbers[0])


async def resume(context: BotContext, press: Press) -> None:
    """The buttons Read it now and Read it again."""
    if await _may_change(context):
        await context.services.feeds.resume(context.chat.id, press.numbers[0])
        await _show(context, press.numbers[0])


async def remove(context: BotContext, press: Press) -> None:
    """The button Remove."""
    if await _may_change(context):
        gone = await context.services.feeds.remove(context.chat.id, press.numbers[0])
        await context.show(Reply(said.removed(gone)))


async def save(context: BotContext, _: Press) -> None:
    """The button Save as a file."""
    count = len(await context.services.feeds.of(context.chat.id))
    written = await context.services.feeds.written_list(context.chat)
    await context.send_file(written.encode(), "feeds.opml", said.opml_caption(count))


async def take_list(update: Update, context: BotContext) -> None:
    """A file with a list of feeds."""
    message = update.effective_message
    if message is not None and message.document is not None:
        await read_list(context, message.document)


async def read_list(context: BotContext, file: Document) -> None:
    """Follow every feed of a list, as far as the chat may have so many."""
    if not await _may_change(context):
        return
    if (file.file_size or 0) > LARGEST * 1_000_000:
        await context.reply(file_too_big(LARGEST))
    elif (body := await fetched(context, file)) is not None:
        try:
            added = await context.services.feeds.add_list(context.chat, body, context.cause)
        except FetchFailed:
            await context.reply(said.no_list())
            return
        await context.reply(said.list_added(len(added.new), len(added.known), added.left_out))


async def _follow(context: BotContext, address: str, words: str) -> None:
    services = context.services
    try:
        found = await services.feeds.follow(context.chat, address, words, context.cause)
    except FetchFailed as failure:
        await context.reply(_failure(address, failure))
        return
    if isinstance(found, list):
        state = {"named": [one for one, _ in found], "words": words}
        await context.reply(said.choices(found, await services.views.put_first(context.chat, KIND, state)))
        return
    await context.reply(said.added((found.new or found.known)[0], new=bool(found.new)))


def _failure(address: str, failure: FetchFailed) -> Reply:
    return render_failure(LinkFailure(address, Fault(failure.fault), failure.status, failure.detail), None)


async def _show(context: BotContext, number: int) -> None:
    feed = await context.services.feeds.get(context.chat.id, number)
    brought = await context.services.feeds.brought(context.chat.id)
    await context.show(said.card(feed, brought.get(number, 0), context.chat, context.services.clock()))


async def _list(context: BotContext, page: int) -> Reply:
    found = await context.services.feeds.of(context.chat.id)
    return said.listed(found, await context.services.feeds.brought(context.chat.id), page)


async def _may_change(context: BotContext) -> bool:
    """Whether they may change what is read to the chat; who may not is told so."""
    if await may_edit(context):
        return True
    await context.reply(may_not(said.may_not_feed()))
    return False
