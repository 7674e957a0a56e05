"""Telegram, thin: every handler reads, asks a use case, renders and replies.

application = builder.context_types(ContextTypes(context=BotContext)).build()
register(application, services, arrivals)
"""

from typing import Final

from telegram import BotCommand, Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers import (
    access,
    digest_pages,
    digests,
    disputes,
    export,
    feeds,
    files,
    finding,
    follows,
    forget,
    history,
    importing,
    inline,
    jobs,
    links,
    membership,
    picture,
    publishing,
    reading,
    review,
    rulings,
    settings,
    sources,
    start,
    status,
    subscribing,
    subscriptions,
    summary,
    timeline,
    undo,
    unknown,
    watching,
    why,
    zones,
)
from bot.handlers.commanded import commanded
from bot.handlers.context import ARRIVALS, MENU, SERVICES, App, BotContext
from bot.handlers.errors import failed
from bot.handlers.gate import Gate
from bot.handlers.measured import measure
from bot.handlers.menus import Audience
from bot.handlers.presses import nothing, pressed
from bot.intake.arrival import Arrivals
from bot.rendering.speech import later, say
from bot.services.services import Services

__all__ = ["COMMANDS", "BotContext", "menu", "register"]

COMMANDS: Final = {
    "timeline": (timeline.timeline, later("What happened, in order")),
    "summary": (summary.summary, later("The story in a few sentences")),
    "find": (finding.find, later("Events with these words: /find Soleimani")),
    "before": (finding.led_up_to, later("What led up to a day: /before 20 Apr 2021")),
    "on": (finding.on, later("A day, also in other years: /on 20 Apr")),
    "between": (finding.from_to, later("From one date to another: /between 2015 2021")),
    "why": (why.why, later("Where a date comes from: /why e4")),
    "sources": (sources.sources, later("The articles I was handed")),
    "disputed": (disputes.disputed, later("What sources disagree on")),
    "digest": (digests.digest, later("Be told what changed: /digest weekdays 07:30")),
    "digests": (digests.digests, later("The digests of this chat: pause, change, remove")),
    "follow": (follows.follow, later("Be told when a topic changes: /follow Syria")),
    "unfollow": (follows.unfollow, later("Stop following a topic: /unfollow Syria")),
    "topics": (follows.list_topics, later("What is followed here")),
    "feed": (feeds.feed, later("Read a site's feed: /feed example.org")),
    "feeds": (feeds.feeds, later("The feeds of this chat: pause, remove")),
    "watch": (watching.watch, later("In a channel: read every post of it")),
    "unwatch": (watching.unwatch, later("In a channel: read its posts no longer")),
    "timezone": (zones.timezone, later("Which time this chat keeps: /timezone Warsaw")),
    "history": (history.history, later("Who changed an event: /history e4")),
    "edit": (rulings.edit, later("Correct a date or a headline: /edit e4")),
    "delete": (rulings.delete, later("Take an event off: /delete e4")),
    "merge": (rulings.merge, later("Make one event of two: /merge e4 e7")),
    "split": (rulings.split, later("Make several events of one: /split e4")),
    "published": (publishing.published, later("Say when a source was published: /published A 12 Apr 2021")),
    "picture": (picture.picture, later("The timeline drawn: /picture Syria 2015..2021")),
    "export": (export.export, later("Take it along: calendar, table, web page, data")),
    "language": (settings.language, later("The language I speak here: /language Deutsch")),
    "settings": (settings.settings, later("What is set for this chat")),
    "add": (reading.add, later("Read the message this replies to")),
    "undo": (undo.undo, later("Take back the last change")),
    "forget": (forget.forget, later("Delete everything of this chat")),
    "privacy": (forget.privacy, later("What is stored, and how to be rid of it")),
    "help": (start.usage_asked, later("What I can do")),
    "start": (start.start, later("Say hello")),
    "allow": (access.allow, later("Let somebody use this bot")),
    "disallow": (access.disallow, later("Take that back")),
    "status": (status.status, later("What is left to send, and what went wrong")),
}
OWNERS: Final = {"allow", "disallow", "status"}

BUTTONS: Final = {  # verb → how many numbers its press holds, what it does
    "older": (2, timeline.older),
    "newer": (2, timeline.newer),
    "whole": (1, timeline.whole),
    "only": (2, timeline.only),
    "kinds": (1, timeline.kinds),
    "kind": (2, timeline.kind),
    "tellers": (1, timeline.tellers),
    "teller": (2, timeline.teller),
    "take": (1, export.take),
    "summary": (2, summary.change_length),
    "plain": (2, summary.plain),
    "why": (2, why.turn_page),
    "sources": (1, sources.turn_page),
    "remove": (1, sources.remove),
    "undo": (1, undo.undo_this),
    "review": (2, review.review),
    "leaf": (2, review.turn_page),
    "history": (1, history.history_of),
    "edit": (1, rulings.edit_this),
    "delete": (1, rulings.delete_this),
    "suggest": (1, rulings.suggest),
    "merge": (2, rulings.merge_these),
    "apart": (2, rulings.keep_apart),
    "split": (1, rulings.split_this),
    "settle": (2, rulings.settle),
    "leave": (1, rulings.leave),
    "published": (2, publishing.on_day),
    "publishing": (1, publishing.ask),
    "editors": (1, settings.choose_editors),
    "settings": (0, settings.show),
    "languages": (0, settings.offer_languages),
    "language": (1, settings.choose_language),
    "dates": (0, settings.offer_orders),
    "dayfirst": (1, settings.choose_order),
    "quiet": (1, settings.choose_quiet),
    "fulltext": (1, settings.choose_full_text),
    "thread": (1, settings.choose_thread),
    "keeping": (0, settings.offer_retentions),
    "keep": (1, settings.choose_retention),
    "preset": (2, digests.at_preset),
    "send": (1, digests.send_now),
    "digests": (1, digests.turn_page),
    "nights": (1, digests.nights),
    "gather": (1, digests.gather),
    "more": (4, digest_pages.more),
    "rest": (4, digest_pages.turn_page),
    "full": (1, digest_pages.full),
    "order": (1, subscriptions.open_card),
    "pause": (1, subscriptions.pause),
    "resume": (1, subscriptions.resume),
    "snooze": (1, subscriptions.snooze),
    "hush": (2, subscriptions.hush),
    "retime": (1, subscriptions.change),
    "times": (2, subscriptions.change_to_preset),
    "unsubscribe": (1, subscribing.unsubscribe),
    "unsubscribeall": (1, subscribing.unsubscribe_all),
    "putback": (1, subscribing.restore),
    "zone": (1, zones.choose),
    "timezone": (0, zones.ask_again),
    "picture": (2, picture.picture_as),
    "fetch": (1, links.fetch),
    "reread": (1, links.reread),
    "feed": (1, feeds.open_card),
    "feeds": (1, feeds.turn_page),
    "feedpick": (2, feeds.pick),
    "feedpause": (1, feeds.pause),
    "feedresume": (1, feeds.resume),
    "feedremove": (1, feeds.remove),
    "opml": (0, feeds.save),
    "export": (2, export.export_as),
    "copy": (0, export.copy),
    "import": (1, importing.import_this),
    "cancel": (1, jobs.cancel),
    "undojob": (1, jobs.undo_all),
    "disputes": (0, jobs.see_disputes),
    "forget": (2, forget.forget_all),
    "close": (0, rulings.close),
    "sample": (0, start.try_sample),
    "page": (2, nothing),
}

_NEW = filters.UpdateType.MESSAGE
_POST = filters.UpdateType.CHANNEL_POST
_PRIVATE = _NEW & filters.ChatType.PRIVATE


def register(application: App, services: Services, arrivals: Arrivals) -> None:
    """Everything the bot reacts to. In groups that is commands alone: the rest is not for it to read."""
    application.bot_data.update({SERVICES: services, ARRIVALS: arrivals, MENU: menu})
    application.add_handler(TypeHandler(Update, Gate().check), group=-1)
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.moved))
    by_name = {name: handler for name, (handler, _) in COMMANDS.items()}
    application.add_handler(CommandHandler(COMMANDS.keys(), commanded(by_name), _NEW))
    application.add_handler(MessageHandler(_NEW & why.IS_EVENT, why.event))
    application.add_handler(MessageHandler(_NEW & rulings.IS_EDIT_REPLY, rulings.edit_reply))
    application.add_handler(MessageHandler(_NEW & publishing.IS_REPLY, publishing.reply))
    application.add_handler(MessageHandler(_NEW & subscriptions.IS_CHANGE, subscriptions.change_reply))
    application.add_handler(MessageHandler(_NEW & zones.IS_LOCATION, zones.located))
    application.add_handler(
        MessageHandler(_NEW & filters.TEXT & ~filters.COMMAND & links.IS_PASTE, reading.pasted)
    )
    application.add_handler(MessageHandler(_PRIVATE & filters.COMMAND, unknown.unknown))
    application.add_handler(MessageHandler(_PRIVATE & filters.TEXT, reading.text))
    application.add_handler(MessageHandler(_PRIVATE & importing.IsExport(), importing.offered))
    application.add_handler(MessageHandler(_PRIVATE & feeds.IsList(), feeds.take_list))
    application.add_handler(MessageHandler(_PRIVATE & filters.Document.ALL, files.document))
    application.add_handler(MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, files.unread))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, reading.edited))
    application.add_handler(CommandHandler("watch", watching.watch, _POST))
    application.add_handler(CommandHandler("unwatch", watching.unwatch, _POST))
    application.add_handler(MessageHandler(_POST & ~filters.COMMAND, watching.post))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_CHANNEL_POST, watching.edited))
    application.add_handler(CallbackQueryHandler(pressed(BUTTONS)))
    application.add_handler(InlineQueryHandler(inline.inline))
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(failed)
    measure(application)


_LEFT_OUT: Final = {
    Audience.PRIVATE: {"start", "add", *OWNERS},  # there everything that is sent is read
    Audience.OWNER: {"start", "add"},
    Audience.GROUP: {"start", *OWNERS},
}


def menu(audience: Audience) -> list[BotCommand]:
    """The commands as Telegram lists them, in the language that is spoken."""
    left_out = _LEFT_OUT[audience]
    return [BotCommand(name, say(words)) for name, (_, words) in COMMANDS.items() if name not in left_out]
