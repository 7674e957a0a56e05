"""The sentences of the bot that show no events: greetings, help, refusals, undo."""

from bot.model.news import Action, ArticleState, Change
from bot.model.outcome import Undone
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.citations import titled
from bot.rendering.entries import event_line
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, bold, code, join, lines, paragraphs, text
from bot.rendering.speech import later, plural, say, told

STALE = later("That button is no longer in use. Send the command again.")  # said as a toast

MOST_PUT_BACK = 8  # events shown of an undone ruling


def _sample() -> Button:
    return Button(say("Try it with a sample article"), Press.to("sample"))


def set_zone() -> Button:
    """Leads to the choice of time zones."""
    return Button(say("Set time zone"), Press.to("timezone"))


def greeting() -> Reply:
    """/start in a private chat."""
    return Reply(
        paragraphs(
            lines(
                bold(say("Timeline briefings")),
                say(
                    "Send me a link, a file or the text of an article, or forward a post. I pull out the "
                    "dated events, keep the sentence each one came from, and build a timeline."
                ),
            ),
            "/timeline · /summary · /digest · /disputed · /sources · /undo · /help",
        ),
        ((_sample(),), (set_zone(),)),
    )


def greeting_in_group() -> Reply:
    """/start in a group, and when the bot is added to one."""
    return Reply(
        lines(
            bold(say("Hello. I keep a dated, sourced timeline for this chat.")),
            say(
                "I read only what you hand me: reply to a message with /add. "
                "I do not read the rest of the chat."
            ),
            "/timeline · /summary · /digest · /sources · /help",
        ),
        ((set_zone(),),),
    )


def usage() -> Reply:
    """/help."""
    return Reply(
        paragraphs(
            lines(
                bold(say("Hand me news")),
                say("• send a link, and I read the article it leads to"),
                say("• paste an article, in one message or in several"),
                say("• forward a post: its own date and channel are kept"),
                say("• send a file: text, PDF, Word, a saved page or mail, or a table of articles"),
                told("• /feed has a site read to this chat: {example}", example=code("/feed example.org")),
                say("• in a group, reply to a message with /add"),
                say("• make me an admin of a channel and post /watch there, and I read all of it"),
                say("• edit a pasted message, and I read it again"),
            ),
            lines(
                bold(say("Ask")),
                told(
                    "/timeline · what happened, in order; {example} for less",
                    example=code("/timeline Syria 2015..2021"),
                ),
                say("/summary · the sentences that carry the story"),
                told("/find · words: {example}", example=code("/find Soleimani Moscow")),
                told("/before, /on, /between · days: {example}", example=code("/before 20 Apr 2021")),
                told("/why · where a date comes from: {example}, or tap /e4", example=code("/why e4")),
                say("/disputed · what sources disagree on"),
                say("/sources · the articles I was handed"),
            ),
            lines(
                bold(say("Be told")),
                told(
                    "/digest · what changed, by the clock: {example}", example=code("/digest weekdays 07:30")
                ),
                told("/follow · when a topic changes: {example}", example=code("/follow Syria")),
                say("/digests, /topics · what is set, with buttons to change it"),
                told("/timezone · whose time counts: {example}", example=code("/timezone Warsaw")),
            ),
            lines(
                bold(say("Correct")),
                told("/edit · another date or headline: {example}", example=code("/edit e4 about 2015")),
                told(
                    "/merge, /split, /delete · {merging}, {splitting}",
                    merging=code("/merge e4 e7"),
                    splitting=code("/split e4"),
                ),
                told(
                    "/published · when a source came out: {example}", example=code("/published A 12 Apr 2021")
                ),
                told("/history · who changed what: {example}", example=code("/history e4")),
                say("/undo · take back the last change, again and again"),
            ),
            lines(
                bold(say("Take it along")),
                told(
                    "/export · a calendar, a table, a web page or all the data: {example}",
                    example=code("/export Syria 2015..2021"),
                ),
                told("/picture · the timeline drawn: {example}", example=code("/picture Syria 2015..2021")),
                say("/settings · time zone, language, who may correct, and more"),
                say("/privacy · what is stored; /forget · delete all of it"),
            ),
            say(
                "Dates stay as exact as they were written, sources that disagree are both shown, "
                "and no sentence is made up."
            ),
        ),
        ((_sample(),),),
    )


_REFUSALS = {
    "no letters": (
        later("There is nothing to read in that: it has no words."),
        later("Paste the text of an article, or forward a post."),
    ),
    "too long": (
        later("That text is longer than I can read at once (2 million characters)."),
        later("Send it in parts, one article at a time."),
    ),
    "binary": (
        later("That is not text I can read: most of its characters are broken."),
        later("Save it as plain text in UTF-8, or paste the text here."),
    ),
    "taken back": (later("You have taken that text back. Paste it again to have it read."),),
}


def refusal(reason: str | None) -> Html:
    """Why a text was not read, and what to do."""
    return lines(*map(say, _REFUSALS.get(reason or "", _REFUSALS["no letters"])))


def too_short() -> Html:
    """A few words that are no article: small talk, or a command without its slash."""
    return lines(
        say("That is too short for me to find an event in."),
        say("Paste the text of an article or forward a post; /help lists what I can do."),
    )


_UNREADABLE = {
    "photo": later("I cannot read pictures."),
    "video": later("I cannot read videos."),
    "video_note": later("I cannot read videos."),
    "animation": later("I cannot read videos."),
    "voice": later("I cannot read recordings."),
    "audio": later("I cannot read recordings."),
    "sticker": later("I cannot read stickers."),
    "document": later("I cannot read that kind of file."),
    "textless": later("I cannot read a message without text."),
}
NO_TEXT = tuple(_UNREADABLE)  # kinds of messages, as Telegram names them


def unreadable(kind: str) -> Html:
    """Something that holds no text, by its kind; see NO_TEXT."""
    return lines(
        say(_UNREADABLE.get(kind, _UNREADABLE["textless"])),
        say("Paste the text, or send it as a .txt file."),
    )


def file_too_big(limit_megabytes: int) -> Html:
    return lines(
        say(
            "That file is larger than {limit} MB, and Telegram does not let me fetch it.",
            limit=limit_megabytes,
        ),
        say("Send the articles in smaller files, or paste them."),
    )


def file_lost() -> Html:
    return lines(
        say("Telegram did not let me fetch that file."),
        say("Send it once more, or paste its text."),
    )


def nothing_to_add() -> Html:
    """/add without anything to read."""
    return lines(
        say("Tell me what to read: reply to a message with /add."),
        told("Or put the text behind it: {example}.", example=code("/add On 3 March 2021 the council …")),
    )


def own_message() -> Html:
    """/add in reply to the bot itself."""
    return told("That is a message of mine. Reply with /add to the message that has the news in it.")


def which_event() -> Html:
    """/why without an event."""
    return lines(
        told("Which event? Say its number, for example {example}.", example=code("/why e4")),
        say("/timeline shows the number behind each event."),
    )


def unknown_command(word: str) -> Html:
    """A command that does not exist."""
    name = code(shortened(one_line(word), 40))
    return lines(told("I do not know {command}.", command=name), say("/help lists what I can do."))


def gone_view() -> Html:
    """A button whose view is no longer stored."""
    return told("That page is no longer kept. /timeline shows a fresh one.")


def undone(found: Undone) -> Reply:
    """The answer to /undo."""
    if found.change is None:
        return Reply(told("There is nothing left to undo."))
    if found.blocked_by is not None:
        first = Button(say("Undo the later change"), Press.to("undo", found.blocked_by))
        return Reply(told("A later change builds on that one, so it has to be undone first."), ((first,),))
    said = join(
        " ", [bold(say("Taken back:")), *_undone_deed(found, found.change), _taken_back(found.change)]
    )
    return Reply(lines(said, *_standing_again(found.change)))


def _undone_deed(found: Undone, change: Change) -> list[Html]:
    """What the change had been, for one that no button names."""
    if change.action is Action.REPLACE:
        older = [titled(found.articles[m.article]) for m in change.articles if m.before is ArticleState.LIVE]
        return [told("{source} stands as it was read before.", source=join(", ", older))]
    if change.articles:
        return [titled(article) for article in found.articles.values()]
    first = min((revision.event for revision in change.revisions), default=None)
    if first is None:
        return [told("a decision about two events.")]
    return [told(_DEEDS.get(change.action, _SOME_DEED), event=f"e{first}")]


_SOME_DEED = later("a change of {event}.")
_DEEDS = {
    Action.EDIT: later("the correction of {event}."),
    Action.DELETE: later("the deletion of {event}."),
    Action.MERGE: later("the merging into {event}."),
    Action.SPLIT: later("the parting of {event}."),
    Action.SETTLE: later("the settling of {event}."),
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
        _SOURCES_NOW[change.action]() if change.action in _SOURCES_NOW else "",
        plural("{n} event is gone", "{n} events are gone", gone) if gone else "",
        plural("{n} event is back", "{n} events are back", back) if back else "",
        plural("{n} event is as before", "{n} events are as before", as_before) if as_before else "",
    ]
    return text(join(", ", said), ".") if any(said) else Html()


_SOURCES_NOW = {
    Action.ADD: lambda: say("is no longer a source"),
    Action.REMOVE: lambda: say("is a source again"),
}
