"""What the owner is told of the bot's running: what went wrong, how often, since when, and what to do."""

from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.notice import Notice, Trouble
from bot.model.subscription import OwedPart
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, bold, code, lines, paragraphs, text
from bot.rendering.moments import moment
from bot.rendering.speech import grouped, later, plurals, say, speaking, told

LONGEST = 300  # characters of what was seen

WHAT: Final = {
    Trouble.ERROR: later("Something went wrong on my side"),
    Trouble.CONFLICT: later("Another process fetches my updates"),
    Trouble.POISON: later("An update could not be handled and was put aside"),
    Trouble.DATABASE: later("I cannot use my database"),
    Trouble.DAMAGED: later("My database is damaged"),
    Trouble.DISK: later("There is little room left on my disk"),
    Trouble.BACKUP: later("No backup could be made"),
}

_ADVICE: Final = {
    Trouble.ERROR: later("Nothing was half done. The log of that time has the whole story."),
    Trouble.CONFLICT: later(
        "A second copy runs on my token. Stop one of the two, or give it a token of its own from @BotFather. "
        "Each update goes to one of them alone, so nothing is lost, but each knows only its own."
    ),
    Trouble.POISON: later(
        "It is kept with the reason, and the others go on. On the machine, “dateline doctor” shows it."
    ),
    Trouble.DATABASE: later(
        "What is handed in meanwhile waits with Telegram for a day. "
        "Look whether the database runs and has room."
    ),
    Trouble.DAMAGED: later(
        "Stop the bot on its machine and put a backup back: “dateline restore” lists them."
    ),
    Trouble.DISK: later("Free some space soon: without it nothing can be stored."),
    Trouble.BACKUP: later("Those made before are still there. On the machine, “dateline doctor” says more."),
}


def notice_part(notice: Notice, chat: Chat, now: datetime) -> OwedPart:
    """The message, as the owner's chat has it."""
    with speaking(chat.language):
        return OwedPart(render_notice(notice, ZoneInfo(chat.zone), now).markup)


def render_notice(notice: Notice, zone: tzinfo, now: datetime) -> Html:
    """What, where, how often and since when, and the next step."""
    return paragraphs(
        lines(bold(say(WHAT[notice.trouble])), _seen(notice), _often(notice, zone, now)),
        lines(
            say(_ADVICE[notice.trouble]),
            say("I tell you again when it still happens after a day. /status lists what went wrong lately."),
        ),
    )


def notice_line(notice: Notice, zone: tzinfo, now: datetime) -> Html:
    """One line of a list of them."""
    return told(
        "• {what}: {detail} {times}, last {moment}",
        what=say(WHAT[notice.trouble]),
        detail=_seen(notice),
        times=f"{grouped(notice.times)}×",
        moment=moment(notice.last_at, zone, now),
    )


def _seen(notice: Notice) -> Html:
    return code(shortened(one_line(notice.detail or notice.key), LONGEST))


def _often(notice: Notice, zone: tzinfo, now: datetime) -> Html:
    first = moment(notice.first_at, zone, now)
    if notice.told_at is not None:
        return plurals(
            "It came back: {n} time since I told you on {then}, {total} in all since {first}.",
            "It came back: {n} times since I told you on {then}, {total} in all since {first}.",
            notice.times - notice.told_times,
            then=moment(notice.told_at, zone, now),
            total=str(notice.times),
            first=first,
        )
    if notice.times == 1:
        return text(say("Once so far, on {moment}.", moment=first))
    last = moment(notice.last_at, zone, now)
    return plurals(
        "{n} time so far, first on {first}, last on {last}.",
        "{n} times so far, first on {first}, last on {last}.",
        notice.times,
        first=first,
        last=last,
    )
