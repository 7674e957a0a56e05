"""`dateline digest`: what would be sent to a chat now; nothing is sent, and nothing stored."""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.command import Command, declare_chat, instant
from bot.cli.output import emit, plain, say, strong
from bot.cli.stored import digest_shape
from bot.model.chat import Chat
from bot.model.digest import Digest, Quiet
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import Subscription, SubscriptionKind

if TYPE_CHECKING:
    from bot.services.services import Services

ONCE = Schedule(Cadence.WEEKLY, time(8))  # of a topic that is asked for once: the last day is told


def _declare(parser: ArgumentParser) -> None:
    declare_chat(parser)
    parser.add_argument("--topic", metavar="WORDS", help="on this topic, whatever the chat subscribed to")
    parser.add_argument(
        "--since",
        type=_since,
        metavar="N or DAY",
        help="what came after the chat's change N, or from a day on",
    )
    parser.add_argument(
        "--now",
        type=instant,
        nargs="?",
        metavar="INSTANT",
        help="as if it were 2021-04-21T09:00Z; alone or left out: at this moment",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _since(words: str) -> int | date:
    if words.isascii() and words.isdigit():
        return min(int(words), 2**62)
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ArgumentTypeError(
            f"{words!r} is no number of a change, and no day such as 2021-04-21"
        ) from None


def _run(arguments: Namespace) -> int:
    return asyncio.run(_show(arguments))


async def _show(arguments: Namespace) -> int:
    from bot.cli.stores import chat_of, opened

    async with opened(reading=True) as services:
        chat, now = await chat_of(services, arguments.chat), arguments.now or services.clock()
        asked = await _asked(services, chat, arguments, now)
        found = [(one, await services.digests.look(chat, one, now)) for one in asked]
    if arguments.json:
        digests = [digest_shape(told) for _, told in found]
        emit({"chat": chat.id, "zone": chat.zone, "digests": digests})
    else:
        say("\n\n".join(_text(one, told, chat) for one, told in found))
    return 0


async def _asked(services: "Services", chat: Chat, arguments: Namespace, now: datetime) -> list[Subscription]:
    """The chat's subscriptions, or one for this once."""
    theirs = [] if arguments.topic is not None else await services.subscriptions.of(chat.id)
    once = Subscription(0, SubscriptionKind.DIGEST, arguments.topic or "", ONCE, now, "")
    asked = theirs or [once]
    if arguments.since is None:
        return asked
    at = arguments.since
    if isinstance(at, date):
        at = datetime.combine(at, time(), ZoneInfo(chat.zone))
    return [await services.digests.starting(chat.id, one, at) for one in asked]


def _text(one: Subscription, found: Digest | Quiet, chat: Chat) -> str:
    from bot.rendering.digest import render_preview
    from bot.rendering.schedules import schedule_in_words
    from bot.rendering.speech import speaking
    from bot.terminal.markup import parse_markup

    with speaking(chat.language):
        reply = render_preview(found, ZoneInfo(chat.zone))
        times = schedule_in_words(one.schedule)
    shown, _ = parse_markup(reply.html.markup, "HTML")
    topic = plain(one.topic) or "everything"
    head = f"Digest {one.number}, {topic}: {times}" if one.number else f"Digest, {topic}"
    buttons = "  ".join(f"[{button.label}]" for row in reply.buttons for button in row)
    return "\n\n".join(filter(None, [strong(head), shown, buttons]))


DIGEST = Command(
    name="digest",
    purpose="What would be sent to a chat now: new, changed, in dispute. Sends and stores nothing.",
    examples=(
        "dateline digest",
        "dateline digest --topic Syria --since 2021-04-01",
        "dateline digest --chat 123456789 --since 40 --now 2021-04-22T07:30Z --json",
    ),
    declare=_declare,
    run=_run,
)
