"""Long work: how far it is, and what came of it, with the remedy for what could not be read."""

from datetime import timedelta

from bot.model.file import FileFault
from bot.model.job import OURS, ItemResult, JobState, Tally
from bot.model.link import Fault, LinkFailure
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.files import row_fault
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, join, lines, paragraphs, text
from bot.rendering.links import said_of
from bot.rendering.messages import refusal
from bot.rendering.pages import fitting
from bot.rendering.speech import grouped, plural, say, told

LONGEST_TITLE = 60


def render_progress(number: int, title: str, tally: Tally, state: JobState, *, ended: bool) -> Reply:
    """One message for all of it, edited as it goes."""
    if ended:
        over = (
            say("Cancelled. What was read stays.") if state is JobState.CANCELLED else say("Read to the end.")
        )
        return Reply(lines(_title(title), over))
    if state is JobState.CANCELLED:
        return Reply(lines(_title(title), say("Cancelled. What I am reading just now is finished first.")))
    cancel = (Button(say("Cancel"), Press.to("cancel", number)),)
    return Reply(lines(_title(title), _how_far(tally), _so_far(tally)), (cancel,))


def _title(title: str) -> Html:
    return told("Reading {title}…", title=bold(apart(shortened(one_line(title), LONGEST_TITLE))))


def _how_far(tally: Tally) -> str:
    said = [
        plural("{n} done", "{n} done", tally.done),
        plural("{n} failed", "{n} failed", tally.failed) if tally.failed else "",
        plural("{n} to go", "{n} to go", tally.left),
    ]
    return ", ".join(filter(None, said)) + "."


def _so_far(tally: Tally) -> str:
    if not (tally.new or tally.matched):
        return ""
    return say(
        "Events so far: {new} new, {matched} matched.", new=grouped(tally.new), matched=grouped(tally.matched)
    )


def render_end(
    number: int, title: str, tally: Tally, took: timedelta, failures: tuple[ItemResult, ...], state: JobState
) -> Reply:
    """What came of it, in a message of its own, so that phones ring."""
    head = lines(bold(_ended(title, tally, took, state)), _sums(tally))
    if not failures:
        return Reply(head, _ways_on(number, tally))
    blocks = [text("• ", _failed(failure)) for failure in failures]
    head = paragraphs(head, bold(say("Failed")))
    page, shown = fitting(blocks, head=head, foot=text(_more(len(failures))))
    return Reply(lines(page, _more(tally.failed - shown)), _ways_on(number, tally))


def _ended(title: str, tally: Tally, took: timedelta, state: JobState) -> Html:
    name = apart(shortened(one_line(title), LONGEST_TITLE))
    if state is JobState.CANCELLED:
        return told("{title}: cancelled after {count} of {total}", title=name, **_counts(tally))
    return told("{title}: {count} of {total} read in {time}", title=name, time=_time(took), **_counts(tally))


def _counts(tally: Tally) -> dict[str, Html | str]:
    return {"count": grouped(tally.done), "total": grouped(tally.total)}


def _time(took: timedelta) -> str:
    minutes, seconds = divmod(round(took.total_seconds()), 60)
    if minutes:
        return say("{minutes} min {seconds} s", minutes=grouped(minutes), seconds=seconds)
    return say("{seconds} s", seconds=max(seconds, 1))


def _sums(tally: Tally) -> str:
    said = [
        plural("{n} event new", "{n} events new", tally.new),
        plural("{n} matched to existing ones", "{n} matched to existing ones", tally.matched),
        plural("{n} conflict", "{n} conflicts", tally.disputed) if tally.disputed else "",
        plural("{n} source was here already", "{n} sources were here already", tally.known)
        if tally.known
        else "",
    ]
    return " · ".join(filter(None, said))


def _more(left: int) -> str:
    return plural("…and {n} more.", "…and {n} more.", left) if left > 0 else ""


def _failed(failure: ItemResult) -> Html:
    """What could not be read, why, and what to do."""
    if failure.fault == "refused":
        return join(
            " ",
            [apart(failure.address or say("Article {place}", place=failure.place)), refusal(failure.detail)],
        )
    if failure.fault == OURS:
        return told(
            "Article {place}: something went wrong on my side. Paste it by itself, and I will try again.",
            place=str(failure.place),
        )
    if failure.address is None and failure.fault in set(FileFault):
        return row_fault(FileFault(failure.fault), *failure.detail.partition("\t")[::2])
    status = int(failure.detail) if failure.detail.isdigit() else None
    fault = Fault(failure.fault or Fault.BROKEN)
    return said_of(LinkFailure(failure.address or "", fault, status, None if status else failure.detail))


def _ways_on(number: int, tally: Tally) -> tuple[Row, ...]:
    conflicts = plural("See {n} conflict", "See {n} conflicts", tally.disputed)
    return rows(
        (Button(conflicts, Press.to("disputes")),) if tally.disputed else (),
        (Button(say("Undo all"), Press.to("undojob", number)),) if tally.new or tally.matched else (),
    )


def job_undone(gone: int, kept: int) -> Html:
    """The answer to Undo all."""
    if not gone and not kept:
        return told("There is nothing left to undo.")
    return lines(
        plural("Taken back: {n} source.", "Taken back: {n} sources.", gone) if gone else "",
        plural(
            "{n} source stays, as later changes build on it: undo these first.",
            "{n} sources stay, as later changes build on them: undo these first.",
            kept,
        )
        if kept
        else "",
    )


def job_over() -> Html:
    """Said to a late press of Cancel."""
    return told("That is at its end already.")
