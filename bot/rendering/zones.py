"""The time zone of a chat: what it is, what was found of a name, and buttons to choose."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.rendering.buttons import Button, Press, Reply, rows
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, join, lines, text
from bot.rendering.moments import moment
from bot.rendering.schedules import in_zone, zone_name
from bot.rendering.speech import say, told

Choice = tuple[str, int]  # the name of a zone, and the number that stands for it in a button

LONGEST = 40  # characters shown of what was typed


def zone_buttons(choices: Sequence[Choice]) -> tuple[Button, ...]:
    """A button for each zone."""
    return tuple(Button(_label(zone), Press.to("zone", number)) for zone, number in choices)


def _label(zone: str) -> str:
    return zone_name(zone).replace("_", " ")


def which_zone(chat: Chat, now: datetime, choices: Sequence[Choice]) -> Reply:
    """/timezone: what is set, how to set another, and likely ones."""
    return Reply(
        lines(
            _standing(chat, now),
            told("To change it, name a city or a zone: {example}.", example=code("/timezone Warsaw")),
            say("Or share your location: it is not kept."),
        ),
        _by_two(choices),
    )


def zone_set(
    chat: Chat,
    now: datetime,
    *,
    others: Sequence[Choice],
    before: Choice | None,
    located: bool,
    following: datetime | None,
) -> Reply:
    """The zone is set; `others` are those of cities of the same name, `before` the one that it was, and
    `following` is when the next digest comes.
    """
    where = (
        told("Time zone: {zone}, from your location.", zone=bold(zone_name(chat.zone))) if located else None
    )
    said = lines(
        join(" ", [where, say("Your location was not stored.")]) if where else _standing(chat, now),
        _clock(chat, now) if where else "",
        _moved(chat, now, following) if following else "",
        say("There are cities of that name in other zones, too:") if others else "",
    )
    back = _back(before)
    return Reply(said, rows(*_by_two(others), (back,) if back else ()))


def _moved(chat: Chat, now: datetime, following: datetime) -> str:
    if following <= now:
        return say("Digests keep their local times. The time of the next one has passed here: it comes now.")
    return say(
        "Digests keep their local times; the next one comes on {moment}.",
        moment=moment(following, ZoneInfo(chat.zone), now),
    )


def _back(before: Choice | None) -> Button | None:
    if before is None:
        return None
    zone, number = before
    return Button(say("Back to {zone}", zone=_label(zone)), Press.to("zone", number))


def _standing(chat: Chat, now: datetime) -> Html:
    heading = told("Time zone: {zone}", zone=zone_name(chat.zone))
    if not chat.zone_chosen:
        heading = told("Time zone: {zone} (nobody has set it)", zone=zone_name(chat.zone))
    return lines(bold(heading), _clock(chat, now))


def _clock(chat: Chat, now: datetime) -> Html:
    zone = ZoneInfo(chat.zone)
    offset, time = in_zone(now.astimezone(zone)), moment(now, zone, now)
    if offset == zone_name(chat.zone):
        return text(say("It is {moment} there now.", moment=time))
    return text(say("It is {moment} there now ({offset}).", moment=time, offset=offset))


def no_such_zone(words: str, near: Sequence[Choice]) -> Reply:
    """Nothing of that name: the nearest, and how to say it."""
    known = told("I know no city or time zone “{words}”.", words=apart(shortened(one_line(words), LONGEST)))
    if not near:
        return Reply(
            lines(
                known,
                told(
                    "Name a larger city nearby, or a zone: {example}.",
                    example=code("/timezone Europe/Warsaw"),
                ),
                say("Or share your location: it is not kept."),
            )
        )
    return Reply(lines(known, say("Did you mean one of these?")), _by_two(near))


def nowhere() -> Html:
    """A location that is in no zone."""
    return lines(
        say("I cannot tell the time zone of that place."),
        told("Name a city instead: {example}.", example=code("/timezone Warsaw")),
    )


def only_admins() -> Html:
    """A member of a group wants to set the zone."""
    return lines(
        say("Only admins can set the time zone of this chat. Nothing was changed."),
        say("Ask one of them to send /timezone with a city."),
    )


def _by_two(choices: Sequence[Choice]) -> tuple[tuple[Button, ...], ...]:
    buttons = zone_buttons(choices)
    return tuple(buttons[start : start + 2] for start in range(0, len(buttons), 2))
