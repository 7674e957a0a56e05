"""The answer to /settings."""

from bot.model.chat import Chat, ChatKind, Editors
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.html import bold, lines
from bot.rendering.messages import set_zone
from bot.rendering.schedules import zone_name
from bot.rendering.speech import later, say, told

EDITORS = (Editors.ADMINS, Editors.EVERYONE)  # by the number that a press holds

_WHO = {Editors.ADMINS: later("admins"), Editors.EVERYONE: later("everyone")}
_LET = {Editors.ADMINS: later("Let admins correct"), Editors.EVERYONE: later("Let everyone correct")}


def render_settings(chat: Chat) -> Reply:
    """What is set, and buttons for what can be."""
    zone = told("• Time zone: {zone}", zone=bold(zone_name(chat.zone)))
    if chat.kind is not ChatKind.GROUP:
        return Reply(lines(bold(say("Settings of this chat")), zone), ((set_zone(),),))
    return Reply(
        lines(
            bold(say("Settings of this chat")),
            zone,
            told("• Who may correct and delete: {who}", who=bold(say(_WHO[chat.editors]))),
            say("Handing in news is for everybody; settings are for admins."),
        ),
        ((_other(chat),), (set_zone(),)),
    )


def _other(chat: Chat) -> Button:
    """The choice that is not made."""
    other = next(editors for editors in EDITORS if editors is not chat.editors)
    return Button(say(_LET[other]), Press.to("editors", EDITORS.index(other)))
