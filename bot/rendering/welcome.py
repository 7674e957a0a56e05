"""What is said when a chat can be written to again."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.model.subscription import Subscription
from bot.rendering.html import Html, bold
from bot.rendering.moments import moment
from bot.rendering.speech import plurals, told


def welcome_back(alive: Sequence[Subscription], zone: tzinfo, now: datetime) -> Html:
    """These digests go on; `now` decides whether the year is named."""
    times = [one.next.at for one in alive if one.next is not None]
    if not times:
        return told("Welcome back. Your digests go on.")
    return plurals(
        "Welcome back. Your digest goes on; the next one comes {when} and tells what changed meanwhile.",
        "Welcome back. Your {n} digests go on; the next one comes {when} and tells what changed meanwhile.",
        len(alive),
        when=bold(moment(min(times), zone, now)),
    )
