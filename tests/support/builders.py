"""Builders: nouns of the model with everything filled in that a test does not care about."""

from datetime import UTC, date, datetime

from bot.model.chat import Chat, ChatKind
from bot.model.message import MessagePart
from bot.model.news import Actor, Article, Draft, Event, Mention, Modality, Source, SourceKind
from bot.model.outcome import Cause, UpdateKey
from bot.model.timespan import When
from bot.model.timex import Dct, DctOrigin

NOON = datetime(2021, 4, 22, 12, 0, tzinfo=UTC)
MIRA = Actor(7, "Mira")


def a_chat(number: int = 100) -> Chat:
    return Chat(id=number, kind=ChatKind.PRIVATE, title="Mira")


def a_cause(update: int | None = None, *, at: datetime = NOON, actor: Actor = MIRA) -> Cause:
    return Cause(actor=actor, at=at, update=None if update is None else UpdateKey(1, update))


def a_draft(text: str, *, published: str | None = "2021-04-21", name: str | None = None) -> Draft:
    given = Dct(date.fromisoformat(published), DctOrigin.GIVEN) if published else None
    return Draft(text=text, source=Source(SourceKind.PASTE), published=given, name=name)


def a_part(
    message_id: int, text: str, *, sent_at: datetime = NOON, update_id: int | None = None
) -> MessagePart:
    return MessagePart(message_id, text, sent_at, update_id)


def a_when(value: str) -> When:
    when = When.of(value)
    assert when is not None
    return when


def a_mention(
    sentence: str,
    when: str,
    *,
    headline: str | None = None,
    kind: str | None = None,
    participants: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    modality: Modality = Modality.HAPPENED,
    article: int = 1,
    number: int = 0,
) -> Mention:
    """A mention whose clause is its whole sentence, at the start of its article."""
    return Mention(
        headline=headline or sentence.rstrip("."),
        sentence=sentence,
        start=0,
        end=len(sentence),
        clause=(0, len(sentence)),
        when=a_when(when),
        kind=kind,
        modality=modality,
        participants=participants,
        places=places,
        article=article,
        id=number,
    )


def an_event(
    number: int, when: str, *, headline: str = "It happens", mentions: tuple[int, ...] = ()
) -> Event:
    return Event(number=number, headline=headline, when=a_when(when), mentions=mentions)


def an_article(text: str = "It happened.", *, name: str = "", fingerprint: str = "words") -> Article:
    """An article as it is handed to the store, not yet numbered."""
    return Article(
        number=0,
        name=name,
        text=text,
        fingerprint=fingerprint,
        language="en",
        source=Source(SourceKind.PASTE),
        added_at=NOON,
    )
