"""What the bot says about exports and imports: the card with the formats, captions, and what came back."""

from collections.abc import Mapping

from bot.model.briefing import Counts, Query
from bot.rendering.buttons import Button, Press, Reply
from bot.rendering.export import FORMATS, WHOLE, About, Sheet
from bot.rendering.export.about import held
from bot.rendering.html import Html, apart, bold, code, join, lines, text
from bot.rendering.speech import later_plural, plural, say, told
from bot.rendering.timeline import asked, nothing_found

LONGEST_CAPTION = 1024  # UTF-16 units, as Telegram counts

_ROWS = (("ics", "csv", "json"), ("timelinejs", "md", "html"))  # of the card's buttons
NAMES = tuple(FORMATS)  # a press holds the place in it: what is added stands at the end


def export_card(query: Query, counts: Counts, view: int) -> Reply:
    """What would be exported, and a button for each format."""
    if not counts.total:
        return Reply(nothing_found(query))
    head = text(bold(told("Export {query}", query=asked(query))), " · ", held(counts.total, counts.disputed))
    whole = say("Data holds the whole chat, so that it can be read back.") if query != Query() else ""
    files = tuple(tuple(_button(name, view) for name in row) for row in _ROWS)
    return Reply(lines(head, whole), (*files, (Button(say("Picture"), Press.to("picture", view, 0)),)))


def _button(name: str, view: int) -> Button:
    return Button(say(FORMATS[name].label), Press.to("export", view, NAMES.index(name)))


def caption(name: str, about: About, sheet: Sheet) -> Html:
    """What the file holds and what not."""
    head = text(bold(say(FORMATS[name].label)), " · ", apart(about.title))
    return lines(head, f"{sheet.holds}.", *sheet.lacks)


def whole_caption(counts: Mapping[str, int]) -> Html:
    """The same for the file that can be read back."""
    return lines(
        text(bold(say(WHOLE.label)), " · ", say("everything of this chat")),
        f"{', '.join(holdings(counts))}.",
        say("Not in it: what is behind buttons, and digests that were sent."),
        say("Hand it to me in an empty chat, and everything is as it was."),
    )


_HOLDINGS = {  # tables of what people know by name
    "events": later_plural("{n} event", "{n} events"),
    "articles": later_plural("{n} source", "{n} sources"),
    "changes": later_plural("{n} change on record", "{n} changes on record"),
    "subscriptions": later_plural("{n} digest or followed topic", "{n} digests or followed topics"),
    "feeds": later_plural("{n} feed", "{n} feeds"),
}


def holdings(counts: Mapping[str, int]) -> list[str]:
    """ "5 events", "4 sources": what a chat holds, events and sources in any case."""
    shown = {name: counts.get(name, 0) for name in _HOLDINGS}
    return [
        plural(*_HOLDINGS[name], count)
        for name, count in shown.items()
        if count or name in ("events", "articles")
    ]


def too_large(megabytes: int, limit: int) -> Html:
    """A file that Telegram does not take from a bot."""
    return lines(
        told(
            "That file would have {size} MB, and Telegram takes {limit}.",
            size=str(megabytes),
            limit=str(limit),
        ),
        told(
            "Ask for fewer events, as in {example}. On the command line there is no such limit.",
            example=code("/export Syria 2015..2021"),
        ),
    )


def import_card(counts: Mapping[str, int], view: int) -> Reply:
    """A file of a whole chat was handed in."""
    head = bold(say("Import this chat?"))
    what = told("It holds {what}.", what=join(", ", holdings(counts)))
    return Reply(
        lines(head, what, say("Everything gets the numbers, dates and history that it had.")),
        ((Button(say("Import"), Press.to("import", view)), Button(say("Leave it"), Press.to("close"))),),
    )


def imported(counts: Mapping[str, int], left_out: Mapping[str, int]) -> Html:
    """It is back."""
    moved = say("Links to the messages of the other chat were left out: they mean nothing here.")
    return lines(
        told("{done} {what}.", done=bold(say("Imported:")), what=join(", ", holdings(counts))),
        moved if left_out else "",
        say("/timeline shows it."),
    )
