"""A digest that comes late: when it was due, and what kept it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.digest import Delay, Digest, Outage
from bot.model.subscription import OwedPart
from bot.rendering.html import Html, bold, join, text
from bot.rendering.moments import moment
from bot.rendering.speech import plurals, say, speaking, told

ROOM: Final = bold("-" * 400)  # more than `held_up` sets above a message


def late(digest: Digest, zone: tzinfo) -> Html:
    """When it was due and why it comes now, as far as that is known; how many before it never came."""
    said = [*_lateness(digest, zone)]
    if digest.missed:
        said.append(
            plurals(
                "It takes the place of {n} earlier one, too.",
                "It takes the place of {n} earlier ones, too.",
                digest.missed,
            )
        )
    return join(" ", said)


def held_up(part: OwedPart, chat: Chat, delay: Delay) -> OwedPart:
    """A digest that was ready in time, below what kept it since then."""
    with speaking(chat.language):
        zone = ZoneInfo(chat.zone)
        note = join(" ", [_times(delay.due_at, delay.now, zone), _why(delay, zone)])
    return replace(part, html=f"{note.markup}\n\n{part.html}")


def _why(delay: Delay, zone: tzinfo) -> Html:
    if delay.outage:
        return _offline(delay.outage, zone)
    if delay.refused:
        return text(say("Telegram did not take it before."))
    return text(say("There was more to send than I may send at once."))


def _lateness(digest: Digest, zone: tzinfo) -> Iterator[Html]:
    if not digest.late:
        return
    yield _times(digest.due.at, digest.until, zone)
    if digest.outage:
        yield _offline(digest.outage, zone)


def _times(due_at: datetime, sent_at: datetime, zone: tzinfo) -> Html:
    due, sent = _two_times(due_at, sent_at, zone)
    return told("{late}: due {due}, sent {sent}.", late=bold(say("Late digest")), due=due, sent=sent)


def _offline(outage: Outage, zone: tzinfo) -> Html:
    since, until = _two_times(outage.since, outage.until, zone)
    return text(say("The bot was offline from {since} to {until}.", since=since, until=until))


def _two_times(one: datetime, other: datetime, zone: tzinfo) -> tuple[str, str]:
    """Two moments; those of one day without it."""
    first, second = one.astimezone(zone), other.astimezone(zone)
    if first.date() == second.date():
        return f"{first:%H:%M}", f"{second:%H:%M}"
    return moment(one, zone, other), moment(other, zone, other)
