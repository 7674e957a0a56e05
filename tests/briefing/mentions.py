"""Mentions built by hand: what a test does not say is filled in."""

from bot.model.news import Mention, Modality
from bot.model.timespan import When
from bot.model.timex import Mod


def a_when(value: str, mod: Mod | None = None) -> When:
    when = When.of(value, mod)
    assert when is not None, value
    return when


def a_mention(
    sentence: str,
    value: str = "2021-04-20",
    *,
    mod: Mod | None = None,
    headline: str | None = None,
    kind: str | None = None,
    modality: Modality = Modality.HAPPENED,
    participants: tuple[str, ...] = (),
    places: tuple[str, ...] = (),
    reported: bool = False,
    article: int = 1,
    id: int = 1,
    confidence: float = 1.0,
) -> Mention:
    return Mention(
        headline=sentence[:90] if headline is None else headline,
        sentence=sentence,
        start=0,
        end=len(sentence),
        clause=(0, len(sentence)),
        when=a_when(value, mod),
        kind=kind,
        modality=modality,
        participants=participants,
        places=places,
        reported=reported,
        article=article,
        id=id,
        confidence=confidence,
    )
