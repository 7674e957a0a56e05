"""What /feed and /feeds show: what is read, how each feed stands, and buttons for all of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from bot.model.chat import Chat
from bot.model.feed import Feed, FeedState
from bot.model.link import Fault
from bot.model.subscription import OwedPart
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, join, lines, link, paragraphs, text
from bot.rendering.links import shown
from bot.rendering.moments import moment
from bot.rendering.speech import later, plural, plurals, say, speaking, told

PAGE: Final = 8  # feeds of one page of the list
LONGEST_NAME: Final = 60
ON_BUTTON: Final = 24

_WHY: Final = {
    Fault.PRIVATE: later("it is not on the public internet"),
    Fault.UNKNOWN_HOST: later("its host is unknown"),
    Fault.UNREACHABLE: later("its server does not answer"),
    Fault.CERTIFICATE: later("its server cannot prove that it is the right one"),
    Fault.TIMEOUT: later("it did not answer in time"),
    Fault.TOO_BIG: later("it is too large"),
    Fault.REDIRECTS: later("it sends its readers elsewhere"),
    Fault.NO_FEED: later("it is no feed any more"),
    Fault.UNSAFE: later("it brings a document type, which feeds have no need of"),
}


def which_feed() -> Html:
    """/feed without an address."""
    return lines(
        told("Which feed? Say its address, or that of its site: {example}.", example=_example()),
        told(
            "Words behind it choose what is read: {example} reads what has one of them, and no sports.",
            example=code("/feed example.org riga bridge -sports"),
        ),
        say("/feeds lists those of this chat. A file of feeds (.opml) can be sent as it is."),
    )


def choices(found: Sequence[tuple[str, str]], view: int) -> Reply:
    """A page names several feeds; a button for each."""
    named = [
        text(str(place), " · ", link(address, apart(_cut(title or shown(address), LONGEST_NAME))))
        for place, (address, title) in enumerate(found, start=1)
    ]
    buttons = tuple(
        (Button(shortened(title or shown(address), ON_BUTTON), Press.to("feedpick", view, place)),)
        for place, (address, title) in enumerate(found)
    )
    return Reply(lines(bold(say("That page names several feeds. Which one?")), *named), buttons)


def added(feed: Feed, *, new: bool) -> Reply:
    """A feed is read from now on."""
    head = (
        told("I read {feed} from now on.", feed=name_of(feed))
        if new
        else told("This chat has {feed} already.", feed=name_of(feed))
    )
    what = lines(
        _words(feed),
        say(
            "Its newest items, up to 20, come within minutes, and then whatever is new. "
            "Feeds write no messages: /timeline and digests tell what they bring."
        ),
    )
    return Reply(paragraphs(bold(head), what), ((_all(), _removing(feed)),))


def list_added(new: int, known: int, left_out: int) -> Reply:
    """What became of a file of feeds."""
    said = [
        plural("{n} feed added.", "{n} feeds added.", new),
        plural("{n} was here already.", "{n} were here already.", known) if known else "",
        plural(
            "{n} was left out, as a chat can have 100.",
            "{n} were left out, as a chat can have 100.",
            left_out,
        )
        if left_out
        else "",
    ]
    return Reply(join(" ", said), ((_all(),),))


def no_list() -> Html:
    """A file that is called a list of feeds and is none."""
    return lines(
        say("That file is no list of feeds that I can read."),
        say("Export it from your feed reader as OPML, and send it once more."),
    )


def listed(found: Sequence[Feed], brought: Mapping[int, int], page: int) -> Reply:
    """/feeds: all of them, with a button for each."""
    if not found:
        return Reply(
            lines(
                bold(say("This chat has no feeds.")),
                told("Have one read to it: {example}.", example=_example()),
            )
        )
    pages = -(-len(found) // PAGE)
    page = min(max(page, 0), pages - 1)
    here = found[page * PAGE : (page + 1) * PAGE]
    head = plurals("{n} feed of this chat", "{n} feeds of this chat", len(found))
    body = paragraphs(bold(head), *(_line(feed, brought) for feed in here))
    cards = tuple(Button(_on_button(feed), Press.to("feed", feed.number)) for feed in here)
    return Reply(
        body if body.fits else paragraphs(bold(head), *(_line(feed, brought, linked=False) for feed in here)),
        rows(
            *(cards[at : at + 2] for at in range(0, len(cards), 2)),
            _paging(page, pages),
            (Button(say("Save as a file"), Press.to("opml")),),
        ),
    )


def card(feed: Feed, brought: int, chat: Chat, now: datetime) -> Reply:
    """One feed: how it stands, and what can be done."""
    zone = ZoneInfo(chat.zone)
    return Reply(
        lines(
            bold(str(feed.number), " · ", name_of(feed)),
            text(link(feed.address, apart(shown(feed.address)))),
            _words(feed),
            plural("{n} article brought", "{n} articles brought", brought),
            *_standing(feed, zone, now),
        ),
        rows(_turning(feed), (_removing(feed), _all())),
    )


def removed(feed: Feed) -> Html:
    return lines(
        told("I read {feed} no more.", feed=name_of(feed)),
        say("What it brought stays. /sources lists it."),
    )


def opml_caption(count: int) -> Html:
    return plurals("{n} feed, for any feed reader", "{n} feeds, for any feed reader", count)


def may_not_feed() -> str:
    return say("Only admins can change the feeds of this chat.")


def given_up(feed: Feed, chat: Chat) -> tuple[OwedPart, ...]:
    """The word to a chat whose feed is read no more, in the chat's language."""
    with speaking(chat.language):
        said = lines(
            told("I read {feed} no more: {why}.", feed=name_of(feed), why=why(feed)),
            say("What it brought stays. /feeds can try it again."),
        )
        again = Button(say("Try it again"), Press.to("feedresume", feed.number))
        gone = _removing(feed)
    return (OwedPart(said.markup, ((_owed(again), _owed(gone)),)),)


def why(feed: Feed) -> str:
    """Why a feed could not be read."""
    fault, _, status = (feed.error or "").partition(" ")
    if fault == Fault.STATUS and status:
        if status == "410":
            return say("its server says that it is gone (HTTP 410)")
        return say("its server refuses (HTTP {status})", status=status)
    known = {str(key): words for key, words in _WHY.items()}
    return say(known[feed.error]) if feed.error in known else say("it cannot be read")


def name_of(feed: Feed) -> Html:
    """The feed's title, leading to its site."""
    return link(feed.home or feed.address, apart(_cut(feed.title or shown(feed.address), LONGEST_NAME)))


def _line(feed: Feed, brought: Mapping[int, int], *, linked: bool = True) -> Html:
    name = name_of(feed) if linked else apart(_cut(feed.title or shown(feed.address), LONGEST_NAME))
    facts = [plural("{n} article", "{n} articles", brought.get(feed.number, 0)), _state(feed)]
    return lines(text(bold(str(feed.number)), " · ", name), join(" · ", [_words(feed), *facts]))


def _state(feed: Feed) -> str:
    if feed.state is FeedState.PAUSED:
        return say("paused")
    if feed.state is FeedState.GONE:
        return say("given up: {why}", why=why(feed))
    return say("not reached: {why}", why=why(feed)) if feed.failures else ""


def _standing(feed: Feed, zone: tzinfo, now: datetime) -> list[str]:
    """When it last brought something, how it stands, when it is asked again."""
    fresh, checked, coming = feed.fresh_at, feed.checked_at, feed.next_at
    said = [_state(feed)]
    if fresh:
        said.append(say("Last new: {moment}", moment=moment(fresh, zone, now)))
    if checked:
        said.append(say("Last read: {moment}", moment=moment(checked, zone, now)))
    if coming:
        soon = coming <= now
        said.append(
            say("Next: within a minute") if soon else say("Next: {moment}", moment=moment(coming, zone, now))
        )
    return said


def _turning(feed: Feed) -> Row:
    if feed.state is FeedState.ON:
        return (
            Button(say("Read it now"), Press.to("feedresume", feed.number)),
            Button(say("Pause"), Press.to("feedpause", feed.number)),
        )
    return (Button(say("Read it again"), Press.to("feedresume", feed.number)),)


def _removing(feed: Feed) -> Button:
    return Button(say("Remove"), Press.to("feedremove", feed.number))


def _all() -> Button:
    return Button(say("All feeds"), Press.to("feeds", 0))


def _paging(page: int, pages: int) -> Row:
    if pages <= 1:
        return ()
    back = Button(say("‹ Back"), Press.to("feeds", page - 1))
    on = Button(say("More ›"), Press.to("feeds", page + 1))
    here = Button(say("{page} of {last}", page=page + 1, last=pages), Press.to("page", page + 1, pages))
    return (*((back,) if page else ()), here, *((on,) if page + 1 < pages else ()))


def _words(feed: Feed) -> Html:
    """Which items are read, when not all."""
    return told("only: {words}", words=code(_cut(feed.words, 100))) if feed.words else Html()


def _on_button(feed: Feed) -> str:
    return f"{feed.number} · {shortened(one_line(feed.title or shown(feed.address)), ON_BUTTON)}"


def _cut(words: str, most: int) -> str:
    return shortened(one_line(words), most)


def _owed(button: Button) -> tuple[str, str]:
    return button.label, button.press.data


def _example() -> Html:
    return code("/feed example.org")
