"""Links: what they lead to is fetched, read and filed under their address."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.errors import FetchFailed, NotFound, StorageError
from bot.ingest.addresses import canonical, known_as, links_in, site_of, trimmed, without_links
from bot.ingest.page import Page
from bot.ingest.publication import published
from bot.ingest.web import Web
from bot.measures import count
from bot.measures.names import LINKS
from bot.model.chat import Chat
from bot.model.link import Fault, LinkFailure
from bot.model.message import MessagePart
from bot.model.news import Draft, Source, SourceKind
from bot.model.outcome import Cause, Outcome, Verdict
from bot.model.text import storable
from bot.services.articles import file_article, outcome_of_update, read_text, refusal
from bot.services.messages import Messages
from bot.services.outcomes import known
from storage.store import Store

log = logging.getLogger(__name__)

ENOUGH = 200  # characters beside its links that make a message a text of its own

Answer = Outcome | LinkFailure

_VIEW = "link"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S{1,2000}", re.IGNORECASE)  # alone, an address of no page


@dataclass(frozen=True, slots=True)
class Links:
    """The use cases of links. Fetching happens outside of any transaction."""

    store: Store
    web: Web

    def canonical(self, address: str) -> str:
        """The address as it is known by."""
        return known_as(address)

    async def read_link(self, chat: Chat, address: str, cause: Cause, *, anew: bool = False) -> Answer:
        """Read what `address` leads to, unless it is here already; `anew` puts new words in its place."""
        found = await self._fetched(chat, address, cause, anew)
        return await self._file(chat, found, cause, anew) if isinstance(found, Page) else found

    async def read_links(self, chat: Chat, addresses: Sequence[str], cause: Cause) -> list[Answer]:
        """Read several, fetched side by side and filed in their order."""
        causes = [replace(cause, part=cause.part + place) for place in range(len(addresses))]
        pairs = list(zip(addresses, causes, strict=True))
        found = await asyncio.gather(*(self._fetched(chat, one, why, anew=False) for one, why in pairs))
        return [
            await self._file(chat, one, why, anew=False) if isinstance(one, Page) else one
            for one, why in zip(found, causes, strict=True)
        ]

    async def read_again(self, chat: Chat, number: int, cause: Cause) -> Answer:
        """Fetch an article once more from where it came from. Raises NotFound."""
        async with self.store.read() as tx:
            article = await tx.articles.get(chat.id, number)
        if article is None or article.address is None:
            raise NotFound("article", number)
        return await self.read_link(chat, article.address, cause, anew=True)

    async def file_under(
        self, chat: Chat, address: str, parts: Sequence[MessagePart], cause: Cause
    ) -> Outcome:
        """Read a pasted text as what the link leads to, which could not be fetched."""
        draft = draft_under(address, cause.at.date())
        return await Messages(self.store).read(chat, parts, draft, cause)

    async def remember(self, chat: Chat, failure: LinkFailure) -> int | None:
        """Keep a link that could not be read, for its text may come; None when it is none to file under."""
        try:
            address = canonical(failure.address)
        except FetchFailed:
            return None
        async with self.store.begin() as tx:
            await tx.chats.ensure(chat)
            return await tx.views.put(chat.id, _VIEW, {"address": address})

    async def remembered(self, chat_id: int, number: int) -> str | None:
        """The address that was kept under this number."""
        async with self.store.read() as tx:
            found = await tx.views.get(chat_id, number)
        return str(found[1]["address"]) if found is not None and found[0] == _VIEW else None

    async def _fetched(self, chat: Chat, address: str, cause: Cause, anew: bool) -> Page | Answer:
        """The page, or what there is to say without one."""
        try:
            asked = canonical(address)
            async with self.store.read() as tx:
                if done := await outcome_of_update(tx, chat.id, cause):
                    return done
                article = await tx.articles.by_name(chat.id, asked)
                if article is not None and not anew:
                    return await known(tx, chat.id, article)
            page = await self.web.article(asked, cause.at.date(), chat.id)
        except FetchFailed as failure:
            count(LINKS, failure.fault)
            return LinkFailure(address, Fault(failure.fault), failure.status, failure.detail)
        except StorageError:
            raise
        except Exception:  # a page that defeats its reader must not take those beside it down
            log.exception("a page cannot be read in chat %d", chat.id)
            count(LINKS, Fault.BROKEN)
            return LinkFailure(address, Fault.BROKEN)
        count(LINKS, "ok")
        return page

    async def _file(self, chat: Chat, page: Page, cause: Cause, anew: bool) -> Outcome:
        draft = _draft(page)
        if reason := refusal(draft.text):
            return Outcome(Verdict.REFUSED, reason=reason)
        reading = await read_text(chat, draft, cause.at.date())
        async with self.store.begin() as tx:
            older = await tx.articles.by_name(chat.id, page.address)
            if older is not None and not anew:
                return await outcome_of_update(tx, chat.id, cause) or await known(tx, chat.id, older)
            return await file_article(tx, chat, draft, reading, cause, older)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a message hands in: links to follow, or a text, perhaps with the address it comes from.

    `beside` is what stands beside the links.
    """

    links: tuple[str, ...] = ()
    address: str | None = None
    beside: str = ""


def handed(words: str, marked: Sequence[str] = ()) -> Handed:
    """What there is to read in a message; `marked` are the addresses behind words and those Telegram sees.

    A text of its own is read itself, and its only link, or the one that opens or closes it, is its address.
    """
    written = links_in(words)
    beside = without_links(words)
    for link in marked:
        beside = beside.replace(link, "")
    if not written and not marked and _ELSEWHERE.fullmatch(words.strip()):
        return Handed((words.strip(),))
    if len(beside.strip()) >= ENOUGH:
        return Handed(address=_address_of(words, written), beside=beside)
    return Handed(_distinct([*written, *map(trimmed, marked)]), beside=beside)


def _distinct(links: Sequence[str]) -> tuple[str, ...]:
    """The links without those that lead where an earlier one leads."""
    first: dict[str, str] = {}
    for link in links:
        try:
            first.setdefault(canonical(link), link)
        except FetchFailed:
            first.setdefault(link, link)
    return tuple(first.values())


def draft_under(address: str, today: date) -> Draft:
    """A text that is known to come from `address`, but for its words."""
    return Draft(
        text="",
        source=Source(SourceKind.LINK, site_of(address)),
        address=address,
        published=published({}, None, address, today),
        name=address,
    )


def _address_of(words: str, links: Sequence[str]) -> str | None:
    """The address a text comes from: its only one, or the one alone on its first or last line."""
    ends = [line.strip() for line in words.strip().splitlines()]
    own = links if len(links) == 1 else [end for end in (ends[0], ends[-1]) if end in links]
    try:
        return canonical(own[0]) if own else None
    except FetchFailed:
        return None


def _draft(page: Page) -> Draft:
    return Draft(
        text=storable(page.text),
        source=Source(SourceKind.LINK, page.site),
        title=page.title,
        address=page.address,
        published=page.published,
        name=page.address,
    )
