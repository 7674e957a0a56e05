"""How long it was from one date to another, as far as the two say: "about 5½ years"."""

from bot.model.timespan import TimeSpan
from bot.rendering.speech import plural, say

MONTH, YEAR = 30.437, 365.25  # days
DAYS_TOLD, MONTHS_TOLD = 60, 730  # lengths up to so many days are told in days, in months


def length_in_words(first: TimeSpan, last: TimeSpan) -> str | None:
    """The length from the one to the other, which begins after it ends; None when it cannot be told.

    Both may be known to a month or a year only, so there is a shortest and a longest: where these are said
    alike, that is the length, otherwise it lies between.
    """
    shortest, longest = (last.start - first.last).days, (last.last - first.start).days
    if shortest <= 0:
        return None
    if shortest == longest and longest <= DAYS_TOLD:
        return plural("{n} day", "{n} days", longest)
    if longest <= MONTHS_TOLD:
        return _in_months(shortest, longest)
    return _in_years(shortest, longest)


def _in_months(shortest: int, longest: int) -> str | None:
    least, most = round(shortest / MONTH), round(longest / MONTH)
    if most < 2:
        return None
    if least == most:
        return plural("about {n} month", "about {n} months", most)
    return say("between {least} and {most} months", least=int(shortest / MONTH), most=-int(-longest // MONTH))


def _in_years(shortest: int, longest: int) -> str:
    least, most = round(2 * shortest / YEAR), round(2 * longest / YEAR)  # halves
    if least == most and most % 2:
        return say("about {years}½ years", years=most // 2)
    if least == most:
        return plural("about {n} year", "about {n} years", most // 2)
    return say("between {least} and {most} years", least=int(shortest / YEAR), most=-int(-longest // YEAR))
