"""What is said at the door: to strangers, to a new owner, and about whom the bot serves."""

from bot.model.chat import Access
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, lines
from bot.rendering.speech import later, say, told

LONGEST = 60


STRANGER = later("This bot works for its owner and for those they let in.")


def stranger(user_id: int) -> Html:
    """To somebody the bot does not serve, with the number that the owner needs."""
    return lines(
        say(STRANGER),
        told("If you know the owner, ask them to send me {command}.", command=code(f"/allow {user_id}")),
    )


_WHO_ELSE = {
    Access.OWNER: later("Nobody else can use it, as its setting ACCESS=owner says."),
    Access.LISTED: later("Nobody else can use it until you let them in with /allow."),
    Access.OPEN: later("Everybody can use it, as its setting ACCESS=open says."),
}


def claimed(name: str, mode: Access) -> Html:
    """To whoever said the claim word."""
    return lines(
        bold(told("This bot is yours now, {name}.", name=_name(name))),
        say(_WHO_ELSE[mode]),
        say("/start shows what it does."),
    )


def allowed(name: str, mode: Access) -> Html:
    """Somebody, or a chat, was let in."""
    done = told("Let in: {name}.", name=bold(_name(name)))
    if mode is Access.OPEN:
        return lines(done, say("For now the bot serves everybody, as its setting ACCESS=open says."))
    return lines(done, told("To take it back: {command} in the same way.", command=code("/disallow")))


def owner_alone() -> Html:
    """/allow while the operator wants the owner served and nobody else."""
    return lines(
        say("The setting ACCESS=owner serves you and nobody else, so I let nobody in."),
        told(
            "To use a list, unset ACCESS (or set {setting}) and restart the bot.",
            setting=code("ACCESS=listed"),
        ),
    )


def disallowed(name: str, *, was_in: bool) -> Html:
    """Somebody, or a chat, was taken off the list."""
    if not was_in:
        return told("{name} had not been let in.", name=_name(name))
    return told("No longer let in: {name}. What was handed in stays on record.", name=bold(_name(name)))


def who_to_allow() -> Html:
    """/allow or /disallow without saying whom."""
    return lines(
        told("Whom? Say an id, for example {example},", example=code("/allow 123456789")),
        say("or reply to a message of that person, or use it in a group to let the whole group in."),
    )


def _name(name: str) -> Html:
    return apart(shortened(one_line(name), LONGEST))
