"""What is said when a subscription is set, asked for or ended."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.chat import Chat, ChatKind
from bot.model.schedule import Cadence
from bot.model.subscription import Subscription, SubscriptionKind
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, Part, bold, code, join, lines, paragraphs, text
from bot.rendering.schedules import changes_clocks, next_runs, schedule_in_words, zone_name
from bot.rendering.speech import plurals, say, told
from bot.rendering.subscriptions import (
    EXAMPLES,
    LONGEST_TOPIC,
    ON_BUTTON,
    PAGE,
    Standing,
    by_two,
    line_of,
    name_of,
    presets,
    topic_of,
)


def subscribed(one: Standing, chat: Chat, now: datetime, choices: Row = ()) -> Reply:
    """A subscription was set; `choices` are buttons of zones when nobody has chosen one yet."""
    subscription = one.subscription
    follows = subscription.kind is SubscriptionKind.FOLLOW
    said = _following(subscription) if follows else _digest_set(subscription, chat)
    page = paragraphs(
        lines(said, next_runs(one.dues, ZoneInfo(chat.zone), now), _habits(one, chat, now)),
        _which_zone(chat) if choices else "",
    )
    return Reply(page, rows(*_after_setting(subscription), *by_two(choices)))


def _digest_set(subscription: Subscription, chat: Chat) -> Html:
    what: dict[str, Part] = {
        "heading": bold(say("Digest set:")),
        "schedule": schedule_in_words(subscription.schedule),
        "zone": zone_name(chat.zone),
    }
    if subscription.topic:
        return told("{heading} “{topic}”, {schedule}, {zone}", **what, topic=topic_of(subscription.topic))
    return told("{heading} {schedule}, {zone}", **what)


def _following(subscription: Subscription) -> Html:
    heading = bold(told("Following “{topic}”.", topic=topic_of(subscription.topic)))
    when = schedule_in_words(subscription.schedule)
    if subscription.silent:
        return join(" ", [heading, say("If something changed, I write silently: {schedule}.", schedule=when)])
    return join(" ", [heading, say("If something changed, I write: {schedule}.", schedule=when)])


def _habits(one: Standing, chat: Chat, now: datetime) -> Html:
    """What will not surprise anybody who has read it."""
    schedule, topic = one.subscription.schedule, one.subscription.topic
    said: list[Part] = []
    if one.known == 0:
        said.append(
            told(
                "Nothing on “{topic}” is on record so far. I keep it, and write when something comes.",
                topic=topic_of(topic),
            )
        )
    if schedule.cadence is Cadence.WEEKLY:
        said.append(say("Quiet days are skipped."))
    else:
        said.append(say("When nothing is new, nothing is sent."))
    if schedule.cadence is not Cadence.HOURLY and changes_clocks(ZoneInfo(chat.zone), now):
        said.append(say("The time stays {time} when the clocks change.", time=f"{schedule.at:%H:%M}"))
    return join(" ", said)


def _which_zone(chat: Chat) -> Html:
    zone = told(
        "These are times in {zone}, as nobody has set this chat's time zone.", zone=bold(zone_name(chat.zone))
    )
    return lines(
        join(" ", [zone, say("Which is yours?")]),
        told("Any city will do: {example}. Or share your location, which is not kept.", example=_city()),
    )


def _city() -> Html:
    return code("/timezone Warsaw")


def _after_setting(subscription: Subscription) -> tuple[Row, ...]:
    number = subscription.number
    change = Button(say("Change"), Press.to("retime", number))
    if subscription.kind is SubscriptionKind.FOLLOW:
        return ((change, Button(say("Stop"), Press.to("unsubscribe", number))),)
    send = Button(say("Send one now"), Press.to("send", number))
    return ((send,), (change, Button(say("Turn off"), Press.to("unsubscribe", number))))


def when_to_write(topic: str, view: int, others: int) -> Reply:
    """/digest without a time: how to say one, and buttons for the usual ones."""
    asking = told("When shall I write about “{topic}”?", topic=topic_of(topic)) if topic else None
    there_are = plurals(
        "This chat has {n} digest already: /digests.", "This chat has {n} digests already: /digests.", others
    )
    examples = (code(f"/digest {topic_in_command(topic)}{example}") for example in EXAMPLES)
    return Reply(
        lines(
            bold(asking or say("When shall I write?")),
            say("Say days and a time, with a topic or without one:"),
            join("\n", examples),
            there_are if others else "",
        ),
        by_two(presets("preset", view)),
    )


def topic_in_command(topic: str) -> str:
    """The topic as it is typed before a time, in quotation marks as it may hold words of time itself."""
    short = shortened(one_line(topic), LONGEST_TOPIC)
    return f"“{short}” " if " " in short else f"{short} " if short else ""


def which_topic() -> Html:
    """/follow without a topic."""
    return lines(
        told("Which topic? For example {example}.", example=code("/follow Syria")),
        told("Or with the times to write at: {example}.", example=code("/follow Syria sundays 18:00")),
        say("/topics lists what is followed."),
    )


def ended(gone: Sequence[Subscription], view: int) -> Reply:
    """What was turned off, with the way back."""
    follows = all(one.kind is SubscriptionKind.FOLLOW for one in gone)
    heading = bold(say("No longer followed:") if follows else say("Turned off:"))
    said = (
        join(", ", [topic_of(one.topic) if follows else name_of(one), schedule_in_words(one.schedule)])
        for one in gone[:PAGE]
    )
    more = len(gone) - PAGE
    rest = text(plurals("and {n} more", "and {n} more", more)) if more > 0 else Html()
    return Reply(
        join(" ", [heading, join("; ", said), rest]),
        ((Button(say("Put back"), Press.to("putback", view)),),),
    )


def nothing_to_end(topic: str, kind: SubscriptionKind) -> Html:
    """/digest off or /unfollow, and there is none."""
    if kind is SubscriptionKind.FOLLOW:
        return lines(
            told("“{topic}” is not followed here.", topic=topic_of(topic))
            if topic
            else say("Nothing is followed here."),
            say("/topics lists what is."),
        )
    if not topic:
        return told("There is nothing to turn off. {example} sets one.", example=code("/digest daily 08:00"))
    return lines(
        told("There is no digest on “{topic}”.", topic=topic_of(topic)),
        say("/digests lists them."),
    )


def which_to_end(found: Sequence[Subscription], chat: Chat, now: datetime, view: int) -> Reply:
    """/digest off, and there are several."""
    buttons = tuple(
        Button(f"{one.number} · {shortened(one_line(one.topic), ON_BUTTON) or say('Everything')}", press)
        for one in found[:PAGE]
        for press in (Press.to("unsubscribe", one.number),)
    )
    return Reply(
        lines(
            bold(say("Which one shall I turn off?")),
            *(line_of(one, chat, now) for one in found[:PAGE]),
            say("/digests lists them all.") if len(found) > PAGE else "",
        ),
        rows(*by_two(buttons), (Button(say("All of them"), Press.to("unsubscribeall", view)),)),
    )


def put_back(found: Sequence[Subscription], chat: Chat, now: datetime) -> Reply:
    """Those that were turned off send again."""
    return Reply(
        lines(bold(say("Back again:")), *(line_of(one, chat, now) for one in found[:PAGE])),
        ((Button(say("All digests"), Press.to("digests", 0)),),),
    )


def may_not_subscribe(chat: Chat) -> Html:
    """A member of a group without the right asks for a digest."""
    if chat.kind is not ChatKind.GROUP:
        return text(say("You may not set digests in this chat."))
    return lines(
        say("Only admins can set digests in this chat. Nothing was changed."),
        say("An admin can let everyone do it: /settings."),
    )
