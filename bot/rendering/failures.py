"""What went wrong, in words: the cause and the next step for every error of `bot.errors`."""

from bot.errors import (
    AlreadyApplied,
    BadInput,
    BadSchedule,
    DatabaseBusy,
    DatabaseNewer,
    NotAllowed,
    NotFound,
    StorageError,
)
from bot.rendering.citations import letter
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, lines, text
from bot.rendering.schedules import misread
from bot.rendering.speech import say, told

LONGEST = 500


def failure(error: BaseException) -> Html:
    """The sentence for the chat; never a stack trace, and nothing of an error that is not ours."""
    if isinstance(error, BadSchedule):
        return misread(error)
    if isinstance(error, BadInput):
        return text(shortened(one_line(say(error.sentence, **error.facts)), LONGEST))
    if isinstance(error, NotFound):
        return _not_found(error)
    if isinstance(error, NotAllowed):
        return lines(
            say("You may not do that in this chat."),
            say("Ask one of its admins, or the owner of this bot."),
        )
    if isinstance(error, AlreadyApplied):
        return told("That was done already. /timeline shows what stands now.")
    if isinstance(error, StorageError):
        return _storage(error)
    return lines(
        say("Something went wrong on my side. Nothing was half done."),
        say("Try it once more; if it goes wrong again, the bot's operator finds the cause in the log."),
    )


def kept(error: StorageError) -> Html:
    """The sentence for a message that is kept until what it brings can be stored."""
    if isinstance(error, DatabaseBusy):
        return lines(
            say("My records are in use by another process just now, so this is not stored yet."),
            say("I keep your message and try again by myself. What is there already can be asked for."),
        )
    return lines(
        say("There is no room left to store this: the bot's operator has to free some space."),
        say("I keep your message and try again by myself. What is there already can be asked for."),
    )


def _not_found(error: NotFound) -> Html:
    number = shortened(one_line(str(error.number)), 40)
    if error.noun == "event":
        return lines(
            say("There is no event {event} in this chat.", event=f"e{number}"),
            say("/timeline shows the number behind each event."),
        )
    if error.noun == "article":
        named = letter(error.number) if isinstance(error.number, int) else number
        return lines(
            say("There is no source {source} in this chat.", source=f"[{named}]"),
            say("/sources lists them."),
        )
    if error.noun == "change":
        return lines(say("That change was taken back already."), say("/timeline shows what stands now."))
    if error.noun == "subscription":
        return lines(say("That digest was removed."), say("/digests lists those that are there."))
    if error.noun == "feed":
        return lines(say("That feed was removed."), say("/feeds lists those that are there."))
    return lines(
        say("There is no such thing in this chat: {what}.", what=f"{error.noun} {number}"),
        say("/help lists what I can do."),
    )


def _storage(error: StorageError) -> Html:
    if isinstance(error, DatabaseBusy):
        return lines(
            say("My records are in use by another process, so nothing was changed."),
            say("Try again in a minute."),
        )
    if isinstance(error, DatabaseNewer):
        return told(
            "My records come from a newer version of this program. The bot's operator has to update it."
        )
    return lines(
        say(
            "I cannot use my records just now: the disk may be full, or the database out of reach. "
            "Nothing was changed."
        ),
        say("Try again later; the bot's operator finds the cause in the log."),
    )
