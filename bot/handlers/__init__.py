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
    why,
    zones,
)
from bot.handlers.context import ARRIVALS, SERVICES, App, BotContext
from bot.handlers.errors import failed
from bot.handlers.gate import Gate
from bot.handlers.presses import nothing, pressed
from bot.intake.arrival import Arrivals
from bot.services.services import Services

__all__ = ["COMMANDS", "BotContext", "menu", "owner_menu", "register"]

COMMANDS: Final = {
    "timeline": (timeline.timeline, "What happened, in order"),
    "summary": (summary.summary, "The story in a few sentences"),
    "find": (finding.find, "Events with these words: /find Soleimani"),
    "before": (finding.led_up_to, "What led up to a day: /before 20 Apr 2021"),
    "on": (finding.on, "A day, also in other years: /on 20 Apr"),
    "between": (finding.from_to, "From one date to another: /between 2015 2021"),
    "why": (why.why, "Where a date comes from: /why e4"),
    "sources": (sources.sources, "The articles I was handed"),
    "disputed": (disputes.disputed, "What sources disagree on"),
    "digest": (digests.digest, "Be told what changed: /digest weekdays 07:30"),
    "digests": (digests.digests, "The digests of this chat: pause, change, remove"),
    "follow": (follows.follow, "Be told when a topic changes: /follow Syria"),
    "unfollow": (follows.unfollow, "Stop following a topic: /unfollow Syria"),
    "topics": (follows.list_topics, "What is followed here"),
    "feed": (feeds.feed, "Read a site's feed: /feed example.org"),
    "feeds": (feeds.feeds, "The feeds of this chat: pause, remove"),
    "timezone": (zones.timezone, "Which time this chat keeps: /timezone Warsaw"),
    "history": (history.history, "Who changed an event: /history e4"),
    "edit": (rulings.edit, "Correct a date or a headline: /edit e4"),
    "delete": (rulings.delete, "Take an event off: /delete e4"),
    "merge": (rulings.merge, "Make one event of two: /merge e4 e7"),
    "split": (rulings.split, "Make several events of one: /split e4"),
    "published": (publishing.published, "Say when a source was published: /published A 12 Apr 2021"),
    "picture": (picture.picture, "The timeline drawn: /picture Syria 2015..2021"),
    "export": (export.export, "Take it along: calendar, table, web page, data"),
    "settings": (settings.settings, "What is set for this chat"),
    "add": (reading.add, "Read the message this replies to"),
    "undo": (undo.undo, "Take back the last change"),
    "forget": (forget.forget, "Delete everything of this chat"),
    "privacy": (forget.privacy, "What is stored, and how to be rid of it"),
    "help": (start.usage_asked, "What I can do"),
    "start": (start.start, "Say hello"),
    "allow": (access.allow, "Let somebody use this bot"),
    "disallow": (access.disallow, "Take that back"),
    "status": (status.status, "What is left to send, and what went wrong"),
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
_PRIVATE = _NEW & filters.ChatType.PRIVATE


def register(application: App, services: Services, arrivals: Arrivals) -> None:
    """Everything the bot reacts to. In groups that is commands alone: the rest is not for it to read."""
    application.bot_data.update({SERVICES: services, ARRIVALS: arrivals})
    application.add_handler(TypeHandler(Update, Gate().check), group=-1)
    application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, membership.moved))
    for name, (handler, _) in COMMANDS.items():
        application.add_handler(CommandHandler(name, handler, _NEW))
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
    application.add_handler(CallbackQueryHandler(pressed(BUTTONS)))
    application.add_handler(InlineQueryHandler(inline.inline))
    application.add_handler(ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(failed)


def menu() -> list[BotCommand]:
    """The commands as Telegram lists them."""
    return [
        BotCommand(name, words) for name, (_, words) in COMMANDS.items() if name not in {"start", *OWNERS}
    ]


def owner_menu() -> list[BotCommand]:
    """The same for an owner."""
    return [*menu(), *(BotCommand(name, COMMANDS[name][1]) for name in sorted(OWNERS))]
