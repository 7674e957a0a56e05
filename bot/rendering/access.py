"""What is said at the door: to strangers, to a new owner, and about whom the bot serves."""

from bot.model.chat import Access
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, lines, text

LONGEST = 60


STRANGER = "This bot works for its owner and for those they let in."


def stranger(user_id: int) -> Html:
    """To somebody the bot does not serve, with the number that the owner needs."""
    return lines(
        STRANGER,
        text("If you know the owner, ask them to send me ", code(f"/allow {user_id}"), "."),
    )


_WHO_ELSE = {
    Access.OWNER: "Nobody else can use it, as its setting ACCESS=owner says.",
    Access.LISTED: "Nobody else can use it until you let them in with /allow.",
    Access.OPEN: "Everybody can use it, as its setting ACCESS=open says.",
}


def claimed(name: str, mode: Access) -> Html:
    """To whoever said the claim word."""
    return lines(
        bold("This bot is yours now, ", _name(name), "."), _WHO_ELSE[mode], "/start shows what it does."
    )


def allowed(name: str, mode: Access) -> Html:
    """Somebody, or a chat, was let in."""
    done = text(bold("Let in: "), _name(name), ".")
    if mode is Access.OPEN:
        return lines(done, "For now the bot serves everybody, as its setting ACCESS=open says.")
    return lines(done, text("To take it back: ", code("/disallow"), " in the same way."))


def owner_alone() -> Html:
    """/allow while the operator wants the owner served and nobody else."""
    return lines(
        "The setting ACCESS=owner serves you and nobody else, so I let nobody in.",
        text("To use a list, unset ACCESS (or set ", code("ACCESS=listed"), ") and restart the bot."),
    )


def disallowed(name: str, *, was_in: bool) -> Html:
    """Somebody, or a chat, was taken off the list."""
    if not was_in:
        return text(_name(name), " had not been let in.")
    return text(bold("No longer let in: "), _name(name), ". What was handed in stays on record.")


def who_to_allow() -> Html:
    """/allow or /disallow without saying whom."""
    return lines(
        text("Whom? Say an id, for example ", code("/allow 123456789"), ","),
        "or reply to a message of that person, or use it in a group to let the whole group in.",
    )


def _name(name: str) -> Html:
    return apart(shortened(one_line(name), LONGEST))
