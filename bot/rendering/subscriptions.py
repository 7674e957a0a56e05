"""What /digests and /topics show: each subscription, when it comes next, and buttons for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.schedule import Cadence, Due, Schedule
from bot.model.sending import Reason
from bot.model.subscription import Subscription, SubscriptionKind, SubscriptionState
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.dates import at_the_beginning
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, Part, apart, bold, code, italic, join, lines, paragraphs, text
from bot.rendering.moments import moment
from bot.rendering.schedules import in_zone, next_runs, schedule_in_words, zone_name
from bot.rendering.speech import later, plurals, say, told

PRESETS: Final = (  # the times that buttons offer, by the number that a press holds
    Schedule(Cadence.WEEKLY, time(8)),
    Schedule(Cadence.WEEKLY, time(7, 30), frozenset(range(1, 6))),
    Schedule(Cadence.WEEKLY, time(18), frozenset({7})),
    Schedule(Cadence.HOURLY, time(8), hours=6),
)
PAGE: Final = 10  # subscriptions of one page of the list
LONGEST_TOPIC: Final = 80
CHANGING: Final = later("Change digest {number}")  # how the card begins that is replied to with a new time

ON_BUTTON: Final = 20  # letters of a topic on a button
EXAMPLES: Final = ("daily 08:00", "weekdays 07:30", "mon,thu 18:00", "monthly 1 09:00", "every 6h")
_REASONS: Final = {
    Reason.BLOCKED: later("Stopped, as I was blocked here. /start brings it back."),
    Reason.KICKED: later("Stopped, as I was removed from this chat. /start brings it back."),
    Reason.NO_RIGHTS: later(
        "Stopped, as I may not write in this chat. Give me the right, then /start brings it back."
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A subscription as it is told of: with its next runs, and how many events there are on its topic."""

    subscription: Subscription
    dues: tuple[Due, ...]
    known: int | None = None


def presets(verb: str, number: int) -> Row:
    """Buttons for the usual times."""
    return tuple(
        Button(
            at_the_beginning(schedule_in_words(schedule).partition(" (")[0]), Press.to(verb, number, place)
        )
        for place, schedule in enumerate(PRESETS)
    )


def by_two(buttons: Row) -> tuple[Row, ...]:
    """Rows of two."""
    return tuple(buttons[start : start + 2] for start in range(0, len(buttons), 2))


def listed(
    found: Sequence[Subscription], chat: Chat, now: datetime, page: int = 0, thread: int | None = None
) -> Reply:
    """/digests: all of them, with a button for each; `thread` is the group's topic that it is asked in."""
    if not found:
        return Reply(
            lines(
                bold(say("This chat has no digests.")),
                told(
                    "Set one: {example}, or {topical}.",
                    example=code("/digest daily 08:00"),
                    topical=_topical(),
                ),
            ),
            by_two(presets("preset", 0)),
        )
    pages = -(-len(found) // PAGE)
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    local = now.astimezone(ZoneInfo(chat.zone))
    buttons = by_two(tuple(map(_open, shown)))
    return Reply(
        paragraphs(
            bold(say("Digests of this chat")),
            lines(*(line_of(one, chat, now) for one in shown)),
            italic(_all_times(zone_name(chat.zone), in_zone(local))),
        ),
        rows(*buttons, _pager(page, pages), (_nights(chat),), _gathering(chat, thread)),
    )


def _all_times(zone: str, offset: str) -> str:
    if zone == offset:
        return say("All times {zone}.", zone=zone)
    return say("All times {zone} ({offset}).", zone=zone, offset=offset)


def _topical() -> Html:
    return code("/digest Syria weekdays 07:30")


def line_of(one: Subscription, chat: Chat, now: datetime) -> Html:
    what: dict[str, Part] = {
        "number": str(one.number),
        "name": bold(name_of(one)),
        "schedule": schedule_in_words(one.schedule),
    }
    return join(" ", [told("{number} · {name}: {schedule}.", **what), _state(one, chat, now)])


def name_of(one: Subscription) -> Html:
    """The topic, or that it is about everything; a digest or what is followed."""
    if one.kind is SubscriptionKind.FOLLOW:
        return told("Following “{topic}”", topic=topic_of(one.topic))
    return told("“{topic}”", topic=topic_of(one.topic)) if one.topic else text(say("Everything"))


def _state(one: Subscription, chat: Chat, now: datetime, *, with_next: bool = True) -> Html:
    """Whether it sends, and when next."""
    zone = ZoneInfo(chat.zone)
    match one.state:
        case SubscriptionState.PAUSED:
            return text(say("Paused."))
        case SubscriptionState.STOPPED:
            reason = later("Stopped, as Telegram takes no messages for this chat. /start brings it back.")
            return text(say(next((said for why, said in _REASONS.items() if why == one.reason), reason)))
    said = [say("Next: {moment}.", moment=moment(one.next.at, zone, now))] if one.next and with_next else []
    if one.snoozed_until is not None and one.snoozed_until > now:
        said.insert(0, say("Snoozed until {moment}.", moment=moment(one.snoozed_until, zone, now)))
    return join(" ", [*said, say("Silent.") if one.silent else ""])


def _open(one: Subscription) -> Button:
    name = shortened(one_line(one.topic), ON_BUTTON) or say("Everything")
    return Button(f"{one.number} · {name}", Press.to("order", one.number))


def _pager(page: int, pages: int) -> Row:
    if pages < 2:
        return ()
    earlier = Button("‹", Press.to("digests", page - 1))
    here = Button(say("{page} of {pages}", page=page + 1, pages=pages), Press.to("page", page + 1, pages))
    further = Button("›", Press.to("digests", page + 1))
    return (*((earlier,) if page else ()), here, *((further,) if page < pages - 1 else ()))


def _nights(chat: Chat) -> Button:
    if chat.quiet_from is None:
        return Button(say("Silent at night"), Press.to("nights", 1))
    return Button(say("Ring at night, too"), Press.to("nights", 0))


def _gathering(chat: Chat, thread: int | None) -> Row:
    if chat.digest_thread is not None:
        return (Button(say("Each where it was set"), Press.to("gather", 0)),)
    return () if thread is None else (Button(say("All digests to this topic"), Press.to("gather", 1)),)


def gathered(chat: Chat) -> str:
    """What changed about where digests go."""
    if chat.digest_thread is None:
        return say("From now on each digest goes to the topic where it was set.")
    return say("From now on all digests of this group come here.")


def nights_set(chat: Chat) -> str:
    """What changed about nights; shown as a message."""
    if chat.quiet_from is None or chat.quiet_until is None:
        return say("Digests ring at any hour again.")
    since, until = f"{chat.quiet_from:%H:%M}", f"{chat.quiet_until:%H:%M}"
    return say("Between {since} and {until} digests come without a sound.", since=since, until=until)


def card(one: Standing, chat: Chat, now: datetime) -> Reply:
    """One of them, with all that can be done with it."""
    subscription = one.subscription
    heading = told("Digest {number} · {name}", number=str(subscription.number), name=name_of(subscription))
    times = at_the_beginning(schedule_in_words(subscription.schedule))
    schedule = told("{schedule}, {zone}", schedule=times, zone=zone_name(chat.zone))
    sends = subscription.state is SubscriptionState.ON and one.dues
    upcoming = next_runs(one.dues, ZoneInfo(chat.zone), now) if sends else Html()
    return Reply(
        lines(
            bold(heading),
            schedule,
            _state(subscription, chat, now, with_next=not upcoming),
            upcoming,
            _reaches(subscription, chat, now),
        ),
        _card_buttons(subscription),
    )


def _reaches(one: Subscription, chat: Chat, now: datetime) -> Html:
    """Since when the next one tells what changed."""
    if one.covered_until is None:
        return Html()
    since = moment(one.covered_until, ZoneInfo(chat.zone), now)
    return text(say("The next one tells what changed since {moment}.", moment=since))


def _card_buttons(one: Subscription) -> tuple[Row, ...]:
    number = one.number
    resting = one.state is not SubscriptionState.ON or one.snoozed_until is not None
    rest = Button(say("Resume"), Press.to("resume", number)) if resting else _pause(number)
    sound = (
        Button(say("Let it ring"), Press.to("hush", number, 0))
        if one.silent
        else Button(say("Send it silently"), Press.to("hush", number, 1))
    )
    return (
        (
            Button(say("Send one now"), Press.to("send", number)),
            Button(say("Change"), Press.to("retime", number)),
        ),
        (rest, Button(say("Snooze a week"), Press.to("snooze", number))),
        (sound, Button(say("Remove"), Press.to("unsubscribe", number))),
        (Button(say("All digests"), Press.to("digests", 0)),),
    )


def _pause(number: int) -> Button:
    return Button(say("Pause"), Press.to("pause", number))


def changing(one: Subscription) -> Reply:
    """The card that is replied to with other times."""
    return Reply(
        lines(
            bold(say(CHANGING, number=one.number)),
            join(": ", [name_of(one), schedule_in_words(one.schedule)]),
            say("Send the new time in a reply. For example:"),
            join(" · ", map(code, EXAMPLES)),
        ),
        rows(*by_two(presets("times", one.number)), (Button(say("Close"), Press.to("order", one.number)),)),
    )


def snoozed(one: Subscription, chat: Chat, now: datetime) -> Reply:
    """The button Snooze a week, under a digest."""
    until = one.next.at if one.next else now
    said = say(
        "Snoozed. The next one comes on {moment}, and covers what happens until then.",
        moment=moment(until, ZoneInfo(chat.zone), now),
    )
    return Reply(text(said), ((Button(say("Resume"), Press.to("resume", one.number)),),))


def topics(found: Sequence[Standing], chat: Chat, now: datetime) -> Reply:
    """/topics: what is followed, how much there is on it, and when it is told."""
    if not found:
        return Reply(
            lines(
                bold(say("No topics are followed here.")),
                told("Follow one: {example}.", example=code("/follow Syria")),
            )
        )
    said = (
        lines(
            join(" · ", [bold(topic_of(one.subscription.topic)), _on_record(one)]),
            join(
                ". ",
                [
                    at_the_beginning(schedule_in_words(one.subscription.schedule)),
                    _state(one.subscription, chat, now),
                ],
            ),
        )
        for one in found[:PAGE]
    )
    buttons = tuple(_open(one.subscription) for one in found[:PAGE])
    more = say("/digests lists them all.") if len(found) > PAGE else ""
    return Reply(paragraphs(bold(say("Topics of this chat")), *said, more), by_two(buttons))


def _on_record(one: Standing) -> Html:
    return plurals("{n} event", "{n} events", one.known or 0)


def topic_of(topic: str) -> Html:
    return apart(shortened(one_line(topic), LONGEST_TOPIC))
