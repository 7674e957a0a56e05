"""/status, for the owner: what is left to send, what went wrong, and when the bot was last at work."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.model.notice import Notice
from bot.model.subscription import Backlog, Delivery, DeliveryState
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, lines, paragraphs, text
from bot.rendering.moments import moment
from bot.rendering.notices import notice_line
from bot.rendering.speech import grouped, plural, plurals, say, told

SHOWN = 5  # of the uncertain ones, and of those given up
LONGEST = 120  # characters of a reason


def render_status(
    backlog: Backlog,
    troubled: Sequence[Delivery],
    last: datetime | None,
    now: datetime,
    zone: tzinfo,
    lately: Sequence[Notice] = (),
) -> Html:
    """Counts first, then the newest of those that somebody should look at, and what went wrong lately."""
    return paragraphs(
        lines(bold(say("Status")), *_counts(backlog), _at_work(last, now, zone)),
        _listed(say("Uncertain"), DeliveryState.UNCERTAIN, troubled, backlog.uncertain, zone, now),
        _listed(say("Given up"), DeliveryState.DEAD, troubled, backlog.dead, zone, now),
        lines(bold(say("Went wrong lately")), *(notice_line(one, zone, now) for one in lately))
        if lately
        else "",
    )


def in_private() -> Html:
    """/status in a group."""
    return text(say("Ask me that in our private chat: it names other chats."))


def _counts(backlog: Backlog) -> Iterator[str]:
    yield say("Due: {n}", n=grouped(backlog.due))
    yield say("Owed, to be sent: {n}", n=grouped(backlog.owed))
    yield say("Uncertain, perhaps arrived: {n}", n=grouped(backlog.uncertain))
    yield say("Given up: {n}", n=grouped(backlog.dead))
    yield (
        say("Lag: {time}", time=_length(backlog.lag))
        if backlog.lag >= timedelta(seconds=1)
        else say("Lag: none")
    )


def _at_work(last: datetime | None, now: datetime, zone: tzinfo) -> str:
    if last is None:
        return say("The clock for digests has not run yet.")
    return say("Last at work: {moment}", moment=moment(last, zone, now))


def _length(lag: timedelta) -> str:
    """In the largest unit of which there is at least one."""
    seconds = int(lag.total_seconds())
    if seconds < 60:
        return plural("{n} second", "{n} seconds", seconds)
    if seconds < 3_600:
        return plural("{n} minute", "{n} minutes", seconds // 60)
    if seconds < 86_400:
        return plural("{n} hour", "{n} hours", seconds // 3_600)
    return plural("{n} day", "{n} days", seconds // 86_400)


def _listed(
    heading: str,
    state: DeliveryState,
    troubled: Sequence[Delivery],
    count: int,
    zone: tzinfo,
    now: datetime,
) -> Html:
    found = [one for one in troubled if one.state is state][:SHOWN]
    if not found:
        return Html()
    left = count - len(found)
    more = plurals("…and {n} more", "…and {n} more", left) if left > 0 else Html()
    return lines(bold(heading), *(_line(one, zone, now) for one in found), more)


def _line(one: Delivery, zone: tzinfo, now: datetime) -> Html:
    due = moment(one.due_at, zone, now)
    why = apart(shortened(one_line(one.error or say("no reason is known")), LONGEST))
    if one.subscription is None:
        return told("• chat {chat}, due {due}: {why}", chat=str(one.chat_id), due=due, why=why)
    number = str(one.subscription)
    return told(
        "• chat {chat}, digest {number}, due {due}: {why}",
        chat=str(one.chat_id),
        number=number,
        due=due,
        why=why,
    )
