"""The answer to /why: each source's sentence, how its date was read, and what was done to the event."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.model.news import Action, Article, Change, Event, Mention
from bot.model.outcome import Why
from bot.model.timex import Timex
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import letter, published, titled_in_bold
from bot.rendering.dates import day_in_words, in_words, value_in_words
from bot.rendering.disputes import choices
from bot.rendering.entries import date_of, dated, headline, standing
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, join, lines, quote, text
from bot.rendering.pages import pages
from bot.rendering.quotes import quoted
from bot.rendering.reasons import in_our_words
from bot.rendering.speech import later, plurals, say, told

MOST_CHANGES = 30  # of the history; the newest
LONGEST_REMARK = 200  # who says so, why a date was read as it was

_COUNTED = {
    "dct": later("counted from {date}, the publication date"),
    "text": later("counted from {date}, a date in the text"),
    "": later("counted from {date}"),
}


def render_why(found: Why, zone: tzinfo, page: int = 1) -> Reply:
    """One page of the reasons for an event; a page beyond the last is the last."""
    head = _head(found.event, found.mentions)
    blocks = [_telling(mention, found.articles) for mention in found.mentions]
    leaves = pages([*blocks, _history(found, zone)], head=head)
    page = min(max(page, 1), len(leaves))
    settling = choices(found.event, alone=True) if found.event.alternatives else ()
    return Reply(
        leaves[page - 1], rows(_paging(found.event, page, len(leaves)), *settling, _correcting(found.event))
    )


def _correcting(event: Event) -> Row:
    edit = Button(say("Edit"), Press.to("edit", event.number))
    history = Button(say("History"), Press.to("history", event.number))
    if len(event.mentions) < 2 or event.alternatives:
        return (edit, history)
    return (edit, Button(say("Split"), Press.to("split", event.number)), history)


def _head(event: Event, mentions: tuple[Mention, ...]) -> Html:
    remarks = [*standing(event, mentions), *([say("chosen by a person")] if event.chosen else [])]
    said = told("Date: {date}", date=join(", ", [dated(event), *remarks]))
    return lines(bold(f"/e{event.number} · ", headline(event)), said)


def _telling(mention: Mention, articles: Mapping[int, Article]) -> Html:
    article = articles[mention.article]
    source = text(titled_in_bold(article), ", ", published(article.dct, weekday=True))
    by = apart(shortened(one_line(mention.attribution or ""), LONGEST_REMARK))
    said_by = told("According to {who}.", who=by) if by else ""
    return lines(source, quote(quoted(mention)), join(" ", [_reading(mention, article), said_by]))


def _reading(mention: Mention, article: Article) -> Html:
    """How the date came out of the words."""
    read = told("Read as {date}", date=bold(in_words(mention.when)))
    given = mention.reason or (mention.timex.reason if mention.timex else None)
    reason = apart(shortened(one_line(in_our_words(given or "")).rstrip("."), LONGEST_REMARK))
    if mention.timex is None:
        return text(read, ": ", reason, ".") if reason else text(read, _undated(mention, article))
    said = text(read, ": ", reason) if reason else read
    return join(" ", [text(said, "."), _working(mention.timex)])


def _undated(mention: Mention, article: Article) -> str:
    if mention.reported and article.dct:
        return say(": no date is given, so it stands under the day it was reported.")
    return "."


def _working(timex: Timex) -> Html:
    """The value, what it was counted from, and the rule that spoke."""
    parts: list[Html] = [told("Value {value}", value=code(timex.value))]
    if timex.anchor:
        counted = _COUNTED.get(timex.anchor_origin or "", _COUNTED[""])
        parts.append(told(counted, date=value_in_words(timex.anchor)))
    parts.append(told("rule {name}", name=code(timex.rule)))
    return text(join(", ", parts), ".")


def _history(found: Why, zone: tzinfo) -> Html:
    changes = changes_told(found, zone)
    return quote(lines(bold(say("History")), *changes), expandable=True) if changes else Html()


def changes_told(found: Why, zone: tzinfo) -> list[Html]:
    """A line for each change of the event, oldest first; the oldest of very many are only counted."""
    newest = found.changes[-MOST_CHANGES:]
    left_out = len(found.changes) - len(newest)
    earlier = [plurals("{n} earlier change", "{n} earlier changes", left_out)] if left_out else []
    return [*earlier, *(_change(change, found.event.number, zone) for change in newest)]


def _change(change: Change, event: int, zone: tzinfo) -> Html:
    by = apart(shortened(one_line(change.actor.name), 40))
    said = told("{time} · {deed} by {who}", time=moment(change.at, zone), deed=_deed(change, event), who=by)
    return text(said, ", ", say("taken back since")) if change.undone_at else said


def _deed(change: Change, event: int) -> str:
    """What a change did to the event, in a few words."""
    sources = " ".join(f"[{letter(move.article)}]" for move in change.articles)
    before, after = next(((r.before, r.after) for r in change.revisions if r.event == event), (None, None))
    deed = _MATCHED if before and change.action is Action.ADD else _DEEDS[change.action]
    if change.action is Action.UNDO and not sources:
        deed = _TAKEN_BACK
    words = say(deed, sources=sources)
    if before and after and date_of(before) != date_of(after):
        return f"{words}: {date_of(before)} → {date_of(after)}"
    return words


_MATCHED = later("{sources} matched")
_TAKEN_BACK = later("taken back")
_DEEDS = {
    Action.ADD: later("added from {sources}"),
    Action.REMOVE: later("{sources} removed"),
    Action.REPLACE: later("{sources} read again"),
    Action.EDIT: later("edited"),
    Action.DELETE: later("deleted"),
    Action.MERGE: later("merged"),
    Action.SPLIT: later("split"),
    Action.SETTLE: later("settled"),
    Action.UNDO: later("{sources} taken back"),
}


def moment(at: datetime, zone: tzinfo) -> str:
    """An instant as it is read in the chat's zone: "21 Apr 2021 09:02 UTC"."""
    local = at.astimezone(zone)
    return f"{day_in_words(local.date())} {local:%H:%M} {local:%Z}"


def _paging(event: Event, page: int, last: int) -> Row:
    if last == 1:
        return ()
    before = Button(say("‹ Before"), Press.to("why", event.number, page - 1))
    after = Button(say("More ›"), Press.to("why", event.number, page + 1))
    here = Button(say("{page} of {last}", page=page, last=last), Press.to("page", page, last))
    return (*((before,) if page > 1 else ()), here, *((after,) if page < last else ()))
