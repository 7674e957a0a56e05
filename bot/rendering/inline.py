"""An event as it is shared into another chat: what happened, who says so, and where the timeline is."""

import re
from dataclasses import dataclass

from bot.model.briefing import Entry, Timeline
from bot.model.news import Article, EventStatus, Mention
from bot.rendering.buttons import Button, Reply
from bot.rendering.citations import title
from bot.rendering.dates import day_in_words, in_words
from bot.rendering.entries import date_of, dated, headline, standing
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, join, lines, link, paragraphs, text
from bot.rendering.speech import say, told

MOST_SOURCES = 5  # of a shared event
LONGEST_TITLE, LONGEST_NOTE = 100, 200  # characters of a result

_EVENT = re.compile(r"e(\d{1,9})_(-?\d{1,16})", re.ASCII)
_TIMELINE = re.compile(r"t_(-?\d{1,16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Result:
    """One event to choose: its `id` among the results, two lines to show, and the message that is sent."""

    id: str
    title: str
    note: str
    message: Reply


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a link to the bot leads: a chat's timeline, or one event of it."""

    chat: int
    event: int | None = None

    @classmethod
    def read(cls, words: str) -> "Leads | None":
        """What the words behind /start say, None when they say no such thing."""
        if m := _EVENT.fullmatch(words):
            return cls(int(m[2]), int(m[1]))
        if m := _TIMELINE.fullmatch(words):
            return cls(int(m[1]))
        return None

    def address(self, bot: str) -> str:
        """The link: it says where, and the bot looks who may see that."""
        what = "t" if self.event is None else f"e{self.event}"
        return f"https://t.me/{bot}?start={what}_{self.chat}"


def results(found: Timeline, chat: int, bot: str) -> list[Result]:
    """The entries as results."""
    return [_result(entry, found, chat, bot) for entry in found.entries]


def nothing_to_share() -> str:
    """The button above no results."""
    return say("Nothing found. Tap to hand me an article.")


def not_yours() -> Html:
    """A link that leads to a chat whose timeline is not for the reader."""
    return lines(
        told("That timeline belongs to another chat, and I show it only to its members."),
        told("If you are one of them, ask me there. /timeline shows what you handed me here."),
    )


def from_elsewhere(page: Reply, name: str) -> Reply:
    """What another chat of the reader's has: to read only, as its buttons and numbers count there."""
    head = told("From {chat}, where its numbers count:", chat=shortened(one_line(name), 80))
    whole = paragraphs(head, page.html)
    return Reply(whole if whole.fits else page.html)


def _result(entry: Entry, found: Timeline, chat: int, bot: str) -> Result:
    event = entry.event
    words = " · ".join([date_of(event), one_line(event.headline)])
    told_by = _articles(entry, found)
    note = ", ".join(title(article) for article in told_by[:MOST_SOURCES])
    buttons = (
        (Button(say("Open the timeline"), address=Leads(chat).address(bot)),),
        (Button(say("Where the date comes from"), address=Leads(chat, event.number).address(bot)),),
    )
    return Result(
        f"{chat}:{event.number}",
        shortened(words, LONGEST_TITLE),
        shortened(note, LONGEST_NOTE),
        Reply(_message(entry, told_by), buttons),
    )


def _message(entry: Entry, told_by: list[Article]) -> Html:
    """The event in bold, its sources, and what each says of a date that they disagree on."""
    remarks = standing(entry.event, entry.mentions)
    said = text(dated(entry.event), *(f", {word}" for word in remarks), " · ", headline(entry.event))
    sources = [_source(article, entry) for article in told_by[:MOST_SOURCES]]
    return lines(said, *sources)


def _source(article: Article, entry: Entry) -> Html:
    day = day_in_words(article.dct.value) if article.dct and not article.dct.assumed else ""
    name = join(", ", [title(article), day])
    source = link(article.address, name)
    other = _own_date(article, entry)
    if other is None:
        return told("Source: {source}", source=source)
    return told("Source: {source}, gives {date}", source=source, date=other)


def _own_date(article: Article, entry: Entry) -> str | None:
    """The date that this article gives, where not all give the same."""
    own: list[Mention] = [m for m in entry.mentions if m.article == article.number]
    event = entry.event
    if event.status is not EventStatus.DISPUTED and all(m.when.span.overlaps(event.when.span) for m in own):
        return None
    return in_words(own[0].when) if own else None


def _articles(entry: Entry, found: Timeline) -> list[Article]:
    numbers = dict.fromkeys(mention.article for mention in entry.mentions)
    return [found.articles[number] for number in numbers if number in found.articles]
