"""Time zones are found by name, by city in any usual spelling, and by place; near misses are suggested."""

from zoneinfo import available_timezones

import pytest

from bot.services.zones.cities import Cities
from bot.services.zones.names import Meant, meant, zones
from bot.services.zones.zones import Zones, number_of


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("America/New York", "America/New_York"),
        ("us/eastern", "US/Eastern"),
        ("Etc/GMT+10", "Etc/GMT+10"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("UTC+3", "Etc/GMT-3"),
        ("GMT -5", "Etc/GMT+5"),
        ("+02:00", "Etc/GMT-2"),
        ("UTC-0", "UTC"),
        ("CET", "CET"),
        ("london", "Europe/London"),
        ("New York time", "America/New_York"),
        ("NYC", "America/New_York"),
        ("München", "Europe/Berlin"),
        ("munich", "Europe/Berlin"),
        ("Мюнхен", "Europe/Berlin"),
        ("Rom", "Europe/Rome"),
        ("Kiew", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
        ("Киев", "Europe/Kyiv"),
        ("Москва", "Europe/Moscow"),
        ("北京", "Asia/Shanghai"),
        ("القاهرة", "Africa/Cairo"),
        ("São Paulo", "America/Sao_Paulo"),
        ("SAO PAULO", "America/Sao_Paulo"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Frankfurt am Main", "Europe/Berlin"),
        ("Den Haag", "Europe/Amsterdam"),
        ("Bombay", "Asia/Kolkata"),
        ("Troll", "Antarctica/Troll"),
        ("India", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_found(words: str, zone: str) -> None:
    assert meant(words).zones[0] == zone


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Paris, France", ("Europe/Paris",)),
        ("London, Canada", ("America/Toronto",)),
        ("London UK", ("Europe/London",)),
        ("Birmingham, USA", ("America/Chicago", "America/Detroit")),
    ],
)
def test_a_country_tells_cities_of_one_name_apart(words: str, found: tuple[str, ...]) -> None:
    assert meant(words).zones == found


def test_cities_of_one_name_are_all_told_the_largest_first() -> None:
    assert meant("Birmingham").zones == ("Europe/London", "America/Chicago", "America/Detroit")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Lodnon", "Europe/London"),
        ("Europe/Lndon", "Europe/London"),
        ("Brelin", "Europe/Berlin"),
        ("Моква", "Europe/Moscow"),
        ("Chicgao", "America/Chicago"),
        ("Germany", "Europe/Berlin"),
    ],
)
def test_what_is_not_a_zone_suggests_the_nearest(words: str, near: str) -> None:
    found = meant(words)

    assert not found.zones
    assert near in found.near
    assert len(found.near) <= 3


@pytest.mark.parametrize(
    "words", ["", " ", "🙂", "\n\n", "xyzzyplugh", "UTC+25", "+05:30", "'; --", "qq", "\x00"]
)
def test_what_is_like_nothing_suggests_nothing(words: str) -> None:
    assert meant(words) == Meant()


def test_a_very_long_name_is_cut() -> None:
    assert meant("a" * 100_000) == Meant()


def test_the_table_names_zones_that_exist() -> None:
    assert {
        zone for name in ("moscow", "kyiv", "nuuk") for zone in Cities().zones(name)
    } <= available_timezones()
    assert not Cities().zones("")
    assert not Cities().zones("lond")


def test_every_zone_has_a_number_of_its_own() -> None:
    numbers = {number_of(zone) for zone in zones()}

    assert len(numbers) == len(zones())
    assert Zones().numbered(number_of("Europe/Paris")) == "Europe/Paris"
    assert Zones().numbered(-1) is None


async def test_a_place_has_a_zone() -> None:
    assert await Zones().at(52.23, 21.01) == "Europe/Warsaw"
    assert await Zones().at(0, -150) == "Etc/GMT+10"
