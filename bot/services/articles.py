"""Articles: a text is handed in, read, and what it tells is filed; or it is taken out again."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from bot.briefing.aliases import known_by
from bot.briefing.fingerprint import fingerprint
from bot.briefing.matching import lookup_keys
from bot.errors import BadInput, NotFound
from bot.extraction import extract
from bot.extraction.typed import read_date
from bot.measures import count, timed
from bot.measures.names import ARTICLES, EXTRACTION
from bot.model.chat import Chat
from bot.model.news import Action, Article, ArticleMove, ArticleState, Change, Draft, Event, Mention, Reading
from bot.model.outcome import Cause, Outcome, SourceList, Verdict
from bot.model.text import storable
from bot.model.timex import Dct, DctOrigin
from bot.services.filing import foresee, refile
from bot.services.outcomes import known, outcome_of
from storage.store import Store, Transaction

MOST_MENTIONS = 1_000  # of one text; a chronicle of more is handed in in parts
LONGEST = 2_000_000  # characters of one text; a novel has about half a million
AT_ONCE = 5_000  # characters read on the spot: a thirtieth of a second
PAGES = 50_000  # characters of what is read in a thread by turns; a book waits for books alone

_PAGES, _BOOKS = (ThreadPoolExecutor(1, f"reading {what}") for what in ("pages", "books"))


@dataclass(frozen=True, slots=True)
class Articles:
    """The use cases of texts. Each is one transaction; reading itself happens outside of it."""

    store: Store

    async def read(self, chat: Chat, drafts: Sequence[Draft], cause: Cause) -> tuple[Outcome, ...]:
        """Read each text and file what it tells. The same words twice change nothing."""
        return tuple(
            [await self.read_one(chat, draft, replace(cause, part=part)) for part, draft in enumerate(drafts)]
        )

    async def read_one(self, chat: Chat, draft: Draft, cause: Cause) -> Outcome:
        """Read one text; under a name that is known, new words replace the old ones."""
        draft = replace(draft, text=storable(draft.text))
        reading = await _read_unless_refused(chat, draft, cause.at.date())
        if isinstance(reading, Outcome):
            return reading
        async with self.store.begin() as tx:
            return await _file(tx, chat, draft, reading, cause)

    async def read_together(self, chat: Chat, drafts: Sequence[Draft], cause: Cause) -> tuple[Outcome, ...]:
        """Read many texts in one transaction, each a change of its own: all are stored, or none is."""
        drafts = [replace(draft, text=storable(draft.text)) for draft in drafts]
        readings = [await _read_unless_refused(chat, draft, cause.at.date()) for draft in drafts]
        async with self.store.begin() as tx:
            await tx.keep(chat.id)
            await _look_up(tx, chat.id, drafts, readings)
            return tuple([await _file(tx, chat, d, r, cause) for d, r in zip(drafts, readings, strict=True)])

    async def remove(self, chat_id: int, number: int, cause: Cause) -> Outcome:
        """Take an article out, with all that only it said. Raises NotFound."""
        async with self.store.begin() as tx:
            if done := await outcome_of_update(tx, chat_id, cause):
                return done
            return await _take_out(tx, chat_id, await _live(tx, chat_id, number), cause)

    async def publish(self, chat: Chat, number: int, day: date, cause: Cause) -> Outcome:
        """Read an article again as published on `day`, by a person's word. Raises NotFound."""
        async with self.store.read() as tx:
            article = await _live(tx, chat.id, number)
        draft = replace(again(article), text=article.text, published=Dct(day, DctOrigin.GIVEN))
        reading = await read_text(chat, draft, day)
        async with self.store.begin() as tx:
            return await file_article(tx, chat, draft, reading, cause, article)

    async def publish_as(self, chat: Chat, number: int, words: str, cause: Cause) -> Outcome:
        """The same by the words of a person: "12 Apr 2021", "yesterday". Raises BadInput too."""
        when = read_date(words, chat.language, cause.at.date())
        if when is None or when.span.days > 1:
            raise BadInput("“{words}” is no day. Say it like this: 12 Apr 2021.", words=words.strip()[:40])
        return await self.publish(chat, number, when.span.start, cause)

    async def sources(self, chat_id: int, *, limit: int, offset: int = 0) -> SourceList:
        """The live articles, newest first."""
        async with self.store.read() as tx:
            lines = await tx.articles.page(chat_id, limit=limit, offset=offset)
            return SourceList(tuple(lines), await tx.articles.count(chat_id), offset)


async def _read_unless_refused(chat: Chat, draft: Draft, today: date) -> Reading | Outcome:
    if reason := refusal(draft.text):
        return Outcome(Verdict.REFUSED, reason=reason)
    return await read_text(chat, draft, today)


async def _look_up(
    tx: Transaction, chat_id: int, drafts: Sequence[Draft], readings: Sequence[Reading | Outcome]
) -> None:
    """Read in a few questions what filing these texts one by one asks again and again."""
    names = {draft.name for draft in drafts if draft.name}
    await tx.articles.look_up(chat_id, names, {fingerprint(draft.text) for draft in drafts})
    told = [m for reading in readings if isinstance(reading, Reading) for m in reading.mentions]
    await foresee(tx, chat_id, told[:MOST_MENTIONS])


async def _file(
    tx: Transaction, chat: Chat, draft: Draft, reading: Reading | Outcome, cause: Cause
) -> Outcome:
    """File a text that was read, in the place of the one that had its name."""
    if isinstance(reading, Outcome):
        return reading
    older = await tx.articles.by_name(chat.id, draft.name) if draft.name else None
    return await file_article(tx, chat, draft, reading, cause, older)


async def _live(tx: Transaction, chat_id: int, number: int) -> Article:
    """The article of that number, or the one that it was read again as."""
    article = await tx.articles.get(chat_id, number)
    if article is not None and article.state is ArticleState.REPLACED:
        article = await tx.articles.by_name(chat_id, article.name)
    if article is None or article.state is not ArticleState.LIVE:
        raise NotFound("article", number)
    return article


_OUTSIDE = {DctOrigin.GIVEN, DctOrigin.METADATA, DctOrigin.FEED, DctOrigin.FORWARD, DctOrigin.ADDRESS}


def again(article: Article) -> Draft:
    """The draft to read an article's new words with: its date only if that did not come from the words."""
    return Draft(
        text="",
        source=article.source,
        title=article.title,
        address=article.address,
        published=article.dct if article.dct and article.dct.origin in _OUTSIDE else None,
        name=article.name,
    )


def refusal(text: str) -> str | None:
    """Why a text cannot be read at all, None when it can."""
    if len(text) > LONGEST:
        return "too long"
    if not any(c.isalpha() for c in text):
        return "no letters"
    if text.count("\ufffd") * 10 > len(text):
        return "binary"
    return None


async def read_text(chat: Chat, draft: Draft, today: date) -> Reading:
    """Extraction, in a thread when it would hold up the others. `today` is the day it was handed in.

    Digits are read in the chat's order.
    One text at a time in each thread: with more, they would take the processor from everybody's answers.
    """
    draft = replace(draft, day_first=chat.day_first)
    with timed(EXTRACTION):
        if len(draft.text) <= AT_ONCE:
            return _read(draft, today)
        thread = _PAGES if len(draft.text) <= PAGES else _BOOKS
        return await asyncio.get_running_loop().run_in_executor(thread, _read, draft, today)


def _read(draft: Draft, today: date) -> Reading:
    """Extraction, and a first look at what will be compared: it is remembered, and filing need not wait."""
    reading = extract(draft, today)
    _keys(distinct(reading.mentions)[:MOST_MENTIONS])
    return reading


async def outcome_of_update(tx: Transaction, chat_id: int, cause: Cause) -> Outcome | None:
    """What this update has done already, None when it comes for the first time."""
    if cause.update is None:
        return None
    done = await tx.changes.of_update(chat_id, cause.update, cause.part)
    return None if done is None else await outcome_of(tx, chat_id, done)


async def file_article(
    tx: Transaction, chat: Chat, draft: Draft, reading: Reading, cause: Cause, older: Article | None = None
) -> Outcome:
    """Store a text that was read, in the place of `older` if any, and put the events right."""
    if done := await outcome_of_update(tx, chat.id, cause):
        return done
    print_ = fingerprint(draft.text)
    same = await tx.articles.by_fingerprint(chat.id, print_)
    if same is not None and same.state is ArticleState.LIVE and not _redated(same, older, reading):
        return await known(tx, chat.id, same)
    await tx.chats.ensure(chat)
    return await _store(tx, chat.id, _article(draft, reading, print_, cause), older, reading, cause)


def _redated(same: Article, older: Article | None, reading: Reading) -> bool:
    """Whether the same words are read again on purpose, against another publication date."""
    return older is not None and older.number == same.number and same.dct != reading.dct


def _article(draft: Draft, reading: Reading, print_: str, cause: Cause) -> Article:
    return Article(
        number=0,
        name=draft.name or "",
        text=draft.text,
        fingerprint=print_,
        language=reading.language,
        source=draft.source,
        added_at=cause.at,
        title=draft.title,
        address=draft.address,
        dct=reading.dct,
    )


async def _store(
    tx: Transaction, chat_id: int, article: Article, older: Article | None, reading: Reading, cause: Cause
) -> Outcome:
    moves, left = [], set()
    if older is not None:
        moves.append(ArticleMove(older.number, ArticleState.LIVE, ArticleState.REPLACED))
        left = await _retire(tx, chat_id, older, ArticleState.REPLACED)
    article = await tx.articles.add(chat_id, article)
    moves.append(ArticleMove(article.number, None, ArticleState.LIVE))
    if older is not None:
        await tx.messages.put(chat_id, article.number, await tx.messages.parts(chat_id, older.number))
    told = distinct(reading.mentions)
    kept = told[:MOST_MENTIONS]
    mentions = await tx.mentions.add(chat_id, article.number, kept, _keys(kept))
    await tx.aliases.add(chat_id, article.number, known_by(reading.aliases))
    heirs = _heirs(await tx.mentions.of_article(chat_id, older.number), mentions) if older else {}
    ruled = (await tx.decisions.about(chat_id, heirs)).handed_on(heirs)
    filed = await refile(tx, chat_id, mentions, left, ruled, heirs)
    action = Action.REPLACE if older else Action.ADD
    change = Change(0, action, cause.actor, cause.at, filed.revisions, tuple(moves))
    change = await tx.changes.add(chat_id, change, cause.update, cause.part)
    await tx.decisions.add(chat_id, change.number, ruled)
    count(ARTICLES)
    outcome = await outcome_of(tx, chat_id, change)
    return replace(
        outcome,
        undated=reading.undated,
        unsure=await _pairs(tx, chat_id, filed.questions),
        left_out=len(told) - len(kept),
    )


def _keys(mentions: Sequence[Mention]) -> list[Sequence[str]]:
    return [lookup_keys(mention) for mention in mentions]


def _heirs(old: Sequence[Mention], new: Sequence[Mention]) -> dict[int, int]:
    """The new mentions that say what an old one said, by the old one: in its words, else in its headline."""
    found = _alike(old, new, lambda mention: (mention.sentence, mention.headline))
    old = [mention for mention in old if mention.id not in found]
    new = [mention for mention in new if mention.id not in found.values()]
    return found | _alike(old, new, lambda mention: mention.headline)


def _alike(
    old: Sequence[Mention], new: Sequence[Mention], key: Callable[[Mention], object]
) -> dict[int, int]:
    waiting: dict[object, list[int]] = {}
    for mention in new:
        waiting.setdefault(key(mention), []).append(mention.id)
    return {mention.id: waiting[key(mention)].pop(0) for mention in old if waiting.get(key(mention))}


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without those that only repeat one word for word."""
    first: dict[tuple[str, str, str], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.sentence, mention.headline, mention.when.value), mention)
    return list(first.values())


async def _pairs(
    tx: Transaction, chat_id: int, numbers: Sequence[tuple[int, int]]
) -> tuple[tuple[Event, Event], ...]:
    events = await tx.events.many(chat_id, {number for pair in numbers for number in pair})
    return tuple((events[one], events[other]) for one, other in numbers)


async def _take_out(tx: Transaction, chat_id: int, article: Article, cause: Cause) -> Outcome:
    left = await _retire(tx, chat_id, article, ArticleState.REMOVED)
    filed = await refile(tx, chat_id, (), left)
    move = ArticleMove(article.number, ArticleState.LIVE, ArticleState.REMOVED)
    change = Change(0, Action.REMOVE, cause.actor, cause.at, filed.revisions, (move,))
    change = await tx.changes.add(chat_id, change, cause.update, cause.part)
    return await outcome_of(tx, chat_id, change)


async def _retire(tx: Transaction, chat_id: int, article: Article, state: ArticleState) -> set[int]:
    """Let an article count no longer; the events that its mentions told."""
    mentions = await tx.mentions.of_article(chat_id, article.number)
    await tx.articles.set_state(chat_id, article.number, state)
    return set((await tx.mentions.events_of(chat_id, {m.id for m in mentions})).values())
