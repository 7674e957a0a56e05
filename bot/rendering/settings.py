"""The answer to /settings: what is set, each with buttons to set it otherwise."""

from collections.abc import Sequence

from bot.model.chat import Chat, ChatKind, Editors
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.html import Html, bold, code, lines, text
from bot.rendering.messages import set_zone
from bot.rendering.schedules import zone_name
from bot.rendering.speech import LANGUAGES, later, plural, say, told

EDITORS = (Editors.ADMINS, Editors.EVERYONE)  # by the number that a press holds, as are the others
LANGUAGE_CODES = tuple(LANGUAGES)
ORDERS = (None, True, False)  # of day and month in digits; None is the text's own
RETENTIONS = (None, 30, 90, 365)  # days

_WHO = {Editors.ADMINS: later("admins"), Editors.EVERYONE: later("everyone")}
_LET = {Editors.ADMINS: later("Let admins correct"), Editors.EVERYONE: later("Let everyone correct")}
_ORDERS = {
    None: later("as the language of the text has it"),
    True: later("4 May: the day first"),
    False: later("5 April: the month first"),
}


def render_settings(chat: Chat, thread: int | None = None) -> Reply:
    """What is set, and buttons for what can be; `thread` is the group's topic that the reader is in."""
    group = chat.kind is ChatKind.GROUP
    return Reply(
        lines(
            bold(say("Settings of this chat")),
            told("• Time zone: {zone}", zone=bold(zone_name(chat.zone))),
            told("• Language: {language}", language=bold(LANGUAGES[chat.language])),
            told("• Who may correct and delete: {who}", who=bold(say(_WHO[chat.editors]))) if group else "",
            _where_digests_go(chat, thread) if group else "",
            _when_silent(chat),
            told("• 4/5/2021 in a text: {order}", order=bold(say(_ORDERS[chat.day_first]))),
            _feeds(chat),
            text("• ", _kept(chat)),
            say("Handing in news is for everybody; settings are for admins.") if group else "",
        ),
        rows(*_buttons(chat, thread)),
    )


def _buttons(chat: Chat, thread: int | None) -> tuple[Row, ...]:
    group = chat.kind is ChatKind.GROUP
    return (
        (set_zone(), Button(say("Language"), Press.to("languages"))),
        (_other_editors(chat),) if group else (),
        _threads(chat, thread) if group else (),
        (Button(say("Day and month"), Press.to("dates")), _quiet(chat)),
        (_other_feeds(chat), Button(say("How long"), Press.to("keeping"))),
    )


def _where_digests_go(chat: Chat, thread: int | None) -> Html:
    if chat.digest_thread is None:
        return text(say("• Digests go to the topic where each was set."))
    if chat.digest_thread == thread:
        return text(say("• All digests go to this topic."))
    return text(say("• All digests go to one topic."))


def _when_silent(chat: Chat) -> Html:
    if chat.quiet_from is None or chat.quiet_until is None:
        return text(say("• Digests ring at any hour."))
    since, until = (bold(f"{at:%H:%M}") for at in (chat.quiet_from, chat.quiet_until))
    return told("• Digests come without a sound from {since} to {until}.", since=since, until=until)


def _feeds(chat: Chat) -> str:
    if chat.full_text:
        return say("• Feeds: where one has only a teaser, I fetch the whole article.")
    return say("• Feeds: I read only what they say themselves, and fetch no article.")


def _kept(chat: Chat) -> str:
    if chat.retention_days is None:
        return say("Sources are kept until somebody removes them.")
    return plural(
        "Sources are removed {n} day after they came, with all that they alone tell.",
        "Sources are removed {n} days after they came, with all that they alone tell.",
        chat.retention_days,
    )


def _other_editors(chat: Chat) -> Button:
    """The choice that is not made."""
    other = next(editors for editors in EDITORS if editors is not chat.editors)
    return Button(say(_LET[other]), Press.to("editors", EDITORS.index(other)))


def _threads(chat: Chat, thread: int | None) -> Row:
    here = Button(say("All digests to this topic"), Press.to("thread", 1))
    each = Button(say("Each where it was set"), Press.to("thread", 0))
    return (
        *((here,) if thread is not None and thread != chat.digest_thread else ()),
        *((each,) if chat.digest_thread is not None else ()),
    )


def _quiet(chat: Chat) -> Button:
    if chat.quiet_from is None:
        return Button(say("Silent at night"), Press.to("quiet", 1))
    return Button(say("Ring at night, too"), Press.to("quiet", 0))


def _other_feeds(chat: Chat) -> Button:
    if chat.full_text:
        return Button(say("Feeds: no articles"), Press.to("fulltext", 0))
    return Button(say("Feeds: whole articles"), Press.to("fulltext", 1))


def languages(chat: Chat) -> Reply:
    """/language: which one is spoken, and the others in their own names."""
    buttons = [Button(name, Press.to("language", place)) for place, name in enumerate(LANGUAGES.values())]
    return Reply(
        lines(
            bold(told("Language: {language}", language=LANGUAGES[chat.language])),
            say("It is the language that I speak in this chat. Texts may be in any."),
        ),
        (*_by_two(buttons), _back()),
    )


def unknown_language(words: Html) -> Html:
    """A language that is not spoken."""
    known = ", ".join(LANGUAGES.values())
    return lines(
        told("I do not speak “{words}”.", words=words),
        told("I speak {languages}: {example}.", languages=known, example=code("/language Deutsch")),
    )


def orders(chat: Chat) -> Reply:
    """How 4/5/2021 is read."""
    labels = [say("As the text's language"), say("Day first"), say("Month first")]
    buttons = [Button(label, Press.to("dayfirst", place)) for place, label in enumerate(labels)]
    return Reply(
        lines(
            bold(told("4/5/2021 in a text: {order}", order=say(_ORDERS[chat.day_first]))),
            say("It counts for texts that are read from now on. A date that can be read in one way only is."),
        ),
        (*((button,) for button in buttons), _back()),
    )


def retentions(chat: Chat) -> Reply:
    """For how long sources are kept."""
    buttons = [Button(_long(days), Press.to("keep", place)) for place, days in enumerate(RETENTIONS)]
    return Reply(
        lines(
            bold(say("How long are sources kept?")),
            _kept(chat),
            say(
                "A removal is on record: /history tells it. To take one back, set a longer time, then /undo."
            ),
            say("Texts stay in my records until /forget deletes them."),
        ),
        (*_by_two(buttons), _back()),
    )


def _long(days: int | None) -> str:
    return say("For ever") if days is None else plural("{n} day", "{n} days", days)


def _back() -> Row:
    return (Button(say("‹ Back"), Press.to("settings")),)


def _by_two(buttons: Sequence[Button]) -> tuple[Row, ...]:
    return tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
