"""What the bot says before and after it forgets a chat, and what it says of itself in /privacy."""

from collections.abc import Mapping

from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.exports import holdings
from bot.rendering.html import Html, bold, join, lines, paragraphs, text
from bot.rendering.speech import say, told


def forget_card(counts: Mapping[str, int], view: int, token: int, *, again: bool = False) -> Reply:
    """What would be deleted. The buttons are good for just that: `again` when it was something else."""
    changed = say("What I hold is not what it was when I asked. Look again, please.") if again else ""
    return Reply(
        lines(
            changed,
            bold(say("Delete everything I hold for this chat?")),
            told(
                "{what}. This cannot be undone. You can take a copy first.", what=join(", ", holdings(counts))
            ),
        ),
        (
            (Button(say("Send me a copy first"), Press.to("copy")),),
            (
                Button(say("Delete everything"), Press.to("forget", view, token)),
                Button(say("Keep"), Press.to("close")),
            ),
        ),
    )


def forgotten(counts: Mapping[str, int]) -> Html:
    """It is done."""
    return lines(
        told("{done} {what}.", done=bold(say("Deleted:")), what=join(", ", holdings(counts))),
        say("I hold nothing for this chat any more; its settings are as they were at first."),
        say("What I have written here stays until you delete it in Telegram."),
    )


def nothing_held() -> Html:
    """There is nothing to delete."""
    return text(say("I hold nothing for this chat."))


def privacy() -> Html:
    """/privacy: what is stored, where, for how long, how to get it and how to be rid of it."""
    return paragraphs(
        lines(
            bold(say("What I store")),
            say("• the texts you hand me, with their addresses, dates and where they come from"),
            say("• what I read out of them: events, sentences, dates"),
            say("• who handed in, corrected or took back what, and when: name and Telegram number"),
            say("• this chat's settings, digests and topics, and the messages that I still owe it"),
        ),
        lines(
            bold(say("What I do not store")),
            say("• what is said in a group and not handed to me"),
            say("• locations: one that you send for the time zone is read and dropped"),
        ),
        lines(
            bold(say("Where, and for how long")),
            say(
                "In the database of whoever runs this bot, and in copies that they make of it. Nobody else "
                "gets it: I use no outside service but Telegram, and fetch the pages and feeds that you name."
            ),
            say("Until you delete it: nothing goes by itself, unless /settings says after how many days."),
            say("What one chat hands in is never shown in another."),
        ),
        lines(
            bold(say("How to get it, and how to be rid of it")),
            say("/export gives you everything in one file. /forget deletes everything at once."),
            say(
                "What stays then: that this chat may use the bot, and bare numbers of updates for some days, "
                "so that none is read twice. Copies that the operator has made are theirs to delete."
            ),
        ),
    )
