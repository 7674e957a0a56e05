"""The sentences of the bot that show no events: greetings, help, refusals, undo."""

from bot.model.news import Action, ArticleState, Change
from bot.model.outcome import Undone
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.citations import titled
from bot.rendering.entries import event_line
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, bold, code, join, lines, paragraphs, text
from bot.rendering.words import counted

STALE = "That button is no longer in use. Send the command again."  # plain: shown as a toast

MOST_PUT_BACK = 8  # events shown of an undone ruling

SAMPLE = Button("Try it with a sample article", Press.to("sample"))


def greeting() -> Reply:
    """/start in a private chat."""
    return Reply(
        paragraphs(
            lines(
                bold("Timeline briefings"),
                "Paste the text of an article, or forward a post. I pull out the dated events, keep the "
                "sentence each one came from, and build a timeline.",
            ),
            "/timeline · /summary · /disputed · /sources · /undo · /help",
        ),
        ((SAMPLE,),),
    )


def greeting_in_group() -> Reply:
    """/start in a group, and when the bot is added to one."""
    return Reply(
        lines(
            bold("Hello. I keep a dated, sourced timeline for this chat."),
            "I read only what you hand me: reply to a message with /add. I do not read the rest of the chat.",
            "/timeline · /summary · /sources · /help",
        )
    )


def usage() -> Reply:
    """/help."""
    return Reply(
        paragraphs(
            lines(
                bold("Hand me news"),
                "• paste an article, in one message or in several",
                "• forward a post: its own date and channel are kept",
                "• send it as a .txt file",
                "• in a group, reply to a message with /add",
                "• edit a pasted message, and I read it again",
            ),
            lines(
                bold("Ask"),
                text(
                    "/timeline · what happened, in order; ", code("/timeline Syria 2015..2021"), " for less"
                ),
                "/summary · the sentences that carry the story",
                text("/why · where a date comes from: ", code("/why e4"), ", or tap /e4"),
                "/disputed · what sources disagree on",
                "/sources · the articles I was handed",
            ),
            lines(
                bold("Correct"),
                text("/edit · another date or headline: ", code("/edit e4 about 2015")),
                text("/merge, /split, /delete · ", code("/merge e4 e7"), ", ", code("/split e4")),
                text("/published · when a source came out: ", code("/published A 12 Apr 2021")),
                text("/history · who changed what: ", code("/history e4")),
                "/undo · take back the last change, again and again",
            ),
            "Dates stay as exact as they were written, sources that disagree are both shown, "
            "and no sentence is made up.",
        ),
        ((SAMPLE,),),
    )


_REFUSALS = {
    "no letters": lines(
        "There is nothing to read in that: it has no words.",
        "Paste the text of an article, or forward a post.",
    ),
    "too long": lines(
        "That text is longer than I can read at once (2 million characters).",
        "Send it in parts, one article at a time.",
    ),
    "binary": lines(
        "That is not text I can read: most of its characters are broken.",
        "Save it as plain text in UTF-8, or paste the text here.",
    ),
    "taken back": text("You have taken that text back. Paste it again to have it read."),
}


def refusal(reason: str | None) -> Html:
    """Why a text was not read, and what to do."""
    return _REFUSALS.get(reason or "", _REFUSALS["no letters"])


def too_short() -> Html:
    """A few words that are no article: small talk, or a command without its slash."""
    return lines(
        "That is too short for me to find an event in.",
        "Paste the text of an article or forward a post; /help lists what I can do.",
    )


def only_links(count: int) -> Html:
    """Addresses without a text: not read yet."""
    return lines(
        f"I cannot open {'links' if count > 1 else 'that link'} yet.",
        "Open the page, copy the text of the article, and paste it here.",
    )


def unreadable(what: str) -> Html:
    """Something that holds no text: "pictures", "that kind of file"."""
    return lines(f"I cannot read {what} yet.", "Paste the text, or send it as a .txt file.")


def file_too_big(limit_megabytes: int) -> Html:
    return lines(
        f"That file is larger than {limit_megabytes} MB, and Telegram does not let me fetch it.",
        "Send the articles in smaller files, or paste them.",
    )


def file_lost() -> Html:
    return lines(
        "Telegram did not let me fetch that file.",
        "Send it once more, or paste its text.",
    )


def nothing_to_add() -> Html:
    """/add without anything to read."""
    return lines(
        "Tell me what to read: reply to a message with /add.",
        text("Or put the text behind it: ", code("/add On 3 March 2021 the council …"), "."),
    )


def own_message() -> Html:
    """/add in reply to the bot itself."""
    return text("That is a message of mine. Reply with /add to the message that has the news in it.")


def which_event() -> Html:
    """/why without an event."""
    return lines(
        text("Which event? Say its number, for example ", code("/why e4"), "."),
        "/timeline shows the number behind each event.",
    )


def unknown_command(word: str) -> Html:
    """A command that does not exist."""
    name = shortened(one_line(word), 40)
    return lines(text("I do not know ", code(name), "."), "/help lists what I can do.")


def gone_view() -> Html:
    """A button whose view is no longer stored."""
    return text("That page is no longer kept. /timeline shows a fresh one.")


def undone(found: Undone) -> Reply:
    """The answer to /undo."""
    if found.change is None:
        return Reply(text("There is nothing left to undo."))
    if found.blocked_by is not None:
        first = Button("Undo the later change", Press.to("undo", found.blocked_by))
        return Reply(text("A later change builds on that one, so it has to be undone first."), ((first,),))
    said = join(" ", [bold("Taken back:"), *_undone_deed(found, found.change), _taken_back(found.change)])
    return Reply(lines(said, *_standing_again(found.change)))


def _undone_deed(found: Undone, change: Change) -> list[Html]:
    """What the change had been, for one that no button names."""
    if change.action is Action.REPLACE:
        older = [titled(found.articles[m.article]) for m in change.articles if m.before is ArticleState.LIVE]
        return [text(join(", ", older), " stands as it was read before.")]
    if change.articles:
        return [titled(article) for article in found.articles.values()]
    first = min((revision.event for revision in change.revisions), default=None)
    return [text(_DEEDS.get(change.action, "a change"), f" e{first}." if first else " two events.")]


_DEEDS = {
    Action.EDIT: "the correction of",
    Action.DELETE: "the deletion of",
    Action.MERGE: "the merging into",
    Action.SPLIT: "the parting of",
    Action.SETTLE: "the settling of",
}


def _standing_again(change: Change) -> list[Html]:
    """The events that an undone ruling put back, as they stand now."""
    if change.articles:
        return []
    return [event_line(r.before, ()) for r in change.revisions[:MOST_PUT_BACK] if r.before]


def _taken_back(change: Change) -> Html:
    gone = sum(1 for r in change.revisions if r.before is None)
    back = sum(1 for r in change.revisions if r.after is None)
    as_before = len(change.revisions) - gone - back
    said = [
        f"{counted(gone, 'event')} {_is(gone)} gone" if gone else "",
        f"{counted(back, 'event')} {_is(back)} back" if back else "",
        f"{counted(as_before, 'event')} {_is(as_before)} as before" if as_before else "",
    ]
    deed = {Action.ADD: "is no longer a source", Action.REMOVE: "is a source again"}.get(change.action, "")
    return text(join(", ", [deed, *said]), ".") if deed or any(said) else Html()


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
