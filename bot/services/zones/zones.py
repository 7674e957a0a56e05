"""The use cases of finding a time zone. Where somebody is, is neither stored nor logged."""

import asyncio
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from bot.services.zones.names import Meant, meant, zones

# Where people who use the bot in a language are likely to be; the first is not more likely than the last.
_LIKELY: Final = {
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"),
    "ru": ("Europe/Moscow", "Europe/Kyiv", "Asia/Almaty", "Asia/Yekaterinburg"),
}


@dataclass(frozen=True, slots=True)
class Zones:
    """The time zones of the world; the tables are opened when they are needed."""

    async def named(self, words: str) -> Meant:
        """Which ones these words mean."""
        return await asyncio.to_thread(meant, words)

    async def at(self, latitude: float, longitude: float) -> str | None:
        """The one that a place is in."""
        zone = await asyncio.to_thread(_at, latitude, longitude)
        return zone if zone in zones() else None

    def likely(self, language: str) -> tuple[str, ...]:
        """A few that somebody of that language may choose."""
        return (*_LIKELY.get(language, _LIKELY["en"]), "UTC")

    def numbered(self, number: int) -> str | None:
        """The one whose number a button holds."""
        return next((zone for zone in zones() if number_of(zone) == number), None)


def number_of(zone: str) -> int:
    """What stands for a zone in a button: it stays when zones are added or renamed."""
    return crc32(zone.encode())


def _at(latitude: float, longitude: float) -> str:
    from tzfpy import get_tz  # late: its map takes 34 MB

    return str(get_tz(longitude, latitude))
