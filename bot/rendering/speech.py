"""In which language the bot speaks: every sentence goes through `say` or `told`, which look it up.

    say("{name} may use me now.", name=name)                    # plain words
    told("Which event? For example {example}.", example=code("/why e4"))     # with markup
    plural("{n} event", "{n} events", 4)                        # "4 events"; with markup: `plurals`

The English sentence is the key; the catalogues are gettext's, `locale/<language>.po`, one for each of
LANGUAGES but English. A sentence that a catalogue lacks is said in English. The language is that of the
chat being answered: whoever answers sets it with `speaking`, for the task it runs in, so that no renderer
needs to be handed it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from bot.rendering.html import Html, Part, text

LANGUAGES: Final = {"en": "English", "de": "Deutsch", "es": "Español", "ru": "Русский"}

_GAP = re.compile(r"\{(\w+)\}")
_language: ContextVar[str] = ContextVar("language", default="en")


def language() -> str:
    """The language that is spoken now, one of LANGUAGES."""
    return _language.get()


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak a language within the block: "de", "pt-BR"; one that is not known is English."""
    before = _language.set(nearest(wanted))
    try:
        yield
    finally:
        _language.reset(before)


def speak(wanted: str) -> None:
    """Speak a language from here on, in this task and those it starts."""
    _language.set(nearest(wanted))


def nearest(wanted: str | None) -> str:
    """Which of LANGUAGES answers somebody who asks for `wanted`, a code as Telegram gives it."""
    code = (wanted or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else "en"


def later(message: str) -> str:
    """A sentence that is only noted here, for catalogues to hold, and said elsewhere by `say` or `told`."""
    return message


def later_plural(one: str, many: str) -> tuple[str, str]:
    """Both forms of a sentence that `plural` or `plurals` says later."""
    return one, many


def say(message: str, **values: object) -> str:
    """The sentence with its gaps filled, as plain words."""
    return _filled(_catalogue(language()).gettext(message), values)


def told(message: str, **parts: Part) -> Html:
    """The sentence with its gaps filled, as markup."""
    return _composed(_catalogue(language()).gettext(message), parts)


def plural(one: str, many: str, number: int, **values: object) -> str:
    """The sentence in the form that goes with the number, which fills the gap {n}."""
    return _filled(_catalogue(language()).ngettext(one, many, number), {"n": grouped(number), **values})


def plurals(one: str, many: str, number: int, **parts: Part) -> Html:
    """The same as markup."""
    return _composed(_catalogue(language()).ngettext(one, many, number), {"n": grouped(number), **parts})


def in_every_language(message: str) -> Iterator[str]:
    """The sentence as each language has it, gaps unfilled: to know our own words again."""
    return (_catalogue(code).gettext(message) for code in LANGUAGES)


def grouped(number: int) -> str:
    """A number with its thousands apart: "12,345", "12.345", "12 345"."""
    return f"{number:,}".replace(",", _SEPARATORS[language()])


_SEPARATORS = {"en": ",", "de": ".", "es": ".", "ru": "\u00a0"}


def _filled(message: str, values: dict[str, object]) -> str:
    return _GAP.sub(lambda gap: str(values.get(gap[1], gap[0])), message)


def _composed(message: str, parts: dict[str, Part]) -> Html:
    pieces = _GAP.split(message)  # words and names of gaps by turns
    return text(*(parts.get(piece, piece) if place % 2 else piece for place, piece in enumerate(pieces)))


@cache
def _catalogue(code: str) -> NullTranslations:
    source = files("bot.rendering") / "locale" / f"{code}.po"
    if not source.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # late: English does without
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)
