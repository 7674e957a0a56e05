"""Places and people: countries with their adjectives and capitals, regions and towns, given names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`places` maps a place to its usual name, `peoples` an adjective or people to its country."""

    places: Mapping[str, str]
    peoples: Mapping[str, str]


@cache
def given_names() -> frozenset[str]:
    """First names of people, as they are written."""
    raw = tomllib.loads(files(__package__).joinpath("people.toml").read_text("utf-8"))
    return frozenset(raw["given"].split())


@cache
def gazetteer(language: str = "en") -> Gazetteer:
    """The countries, capitals, regions and large towns of the world, with what a language calls them."""
    raw = tomllib.loads(files(__package__).joinpath("countries.toml").read_text("utf-8"))
    places = {name: name for name in raw["place"]}
    peoples: dict[str, str] = {}
    for country, capital, adjectives, aliases, towns in raw["country"]:
        places.update(dict.fromkeys((country, *aliases), country))
        places.update({name: name for name in (capital, *towns) if name})
        peoples.update(dict.fromkeys(adjectives, country))
        peoples.update({name + "s": country for name in adjectives if not name.endswith("s")})
    own = files(__package__).joinpath(f"{language}.toml")
    if own.is_file():
        names = tomllib.loads(own.read_text("utf-8")).get("places", {}).get("names", ())
        places.update({name: name for name in names})
    return Gazetteer(places, peoples)
