"""The answers to /watch and /unwatch: the one message that a channel gets, which its admins may delete."""

from bot.rendering.buttons import Button, Reply
from bot.rendering.html import Html, bold, lines
from bot.rendering.inline import Leads
from bot.rendering.speech import say, told


def watched(chat: int, bot: str) -> Reply:
    """From now on the channel is read."""
    return Reply(
        lines(
            bold(say("I read every post of this channel from now on.")),
            say("I write nothing here. You may delete this message; /unwatch ends it."),
            say("Its timeline opens in a private chat with me, for members of the channel."),
        ),
        _timeline(chat, bot),
    )


def not_watched(chat: int, bot: str) -> Reply:
    """It is read no longer."""
    return Reply(
        lines(
            bold(say("I no longer read the posts of this channel.")),
            say("What I have read stays on its timeline. /watch begins again."),
        ),
        _timeline(chat, bot),
    )


def only_in_channels(*, in_group: bool) -> Html:
    """/watch where nothing can be watched."""
    if in_group:
        return lines(
            told(
                "/watch is for channels. In a group I read only what is handed to me: reply to it with /add."
            )
        )
    return lines(
        say("I can watch a channel that I am an admin of."),
        say("Add me there as an admin, and post /watch in it. Telegram shows me no posts from outside."),
        say("A single post I read when you forward it to me."),
    )


def _timeline(chat: int, bot: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button(say("Open the timeline"), address=Leads(chat).address(bot)),),)
