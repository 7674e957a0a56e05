"""The answer to /settings."""

from bot.model.chat import Chat, ChatKind, Editors
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.html import bold, lines, text

EDITORS = (Editors.ADMINS, Editors.EVERYONE)  # by the number that a press holds

_WORDS = {Editors.ADMINS: "admins", Editors.EVERYONE: "everyone"}


def render_settings(chat: Chat) -> Reply:
    """What is set, and buttons for what can be."""
    zone = text("• Time zone: ", bold(chat.zone))
    if chat.kind is not ChatKind.GROUP:
        return Reply(lines(bold("Settings of this chat"), zone))
    return Reply(
        lines(
            bold("Settings of this chat"),
            zone,
            text("• Who may correct and delete: ", bold(_WORDS[chat.editors])),
            "Handing in news is for everybody; settings are for admins.",
        ),
        ((_other(chat),),),
    )


def _other(chat: Chat) -> Button:
    """The choice that is not made."""
    other = next(editors for editors in EDITORS if editors is not chat.editors)
    return Button(f"Let {_WORDS[other]} correct", Press.to("editors", EDITORS.index(other)))
