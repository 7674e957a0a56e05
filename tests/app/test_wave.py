"""A wave of digests whose sender is killed again and again: nothing is lost silently, few come twice."""

from pathlib import Path

from bot.model.subscription import DeliveryState, Unsure
from bot.scheduling.sending import AT_ONCE
from tests.support.kills import a_wave_with_kills

# Full size, 60 kills in 2,500, is tests/benchmarks/killing.py: it takes a minute and more.
CHATS = range(1_000, 1_400)
KILLS = 15


async def test_a_kill_loses_nothing_and_doubles_only_what_was_on_its_way(tmp_path: Path) -> None:
    after = await a_wave_with_kills(tmp_path, Unsure.AGAIN, CHATS, KILLS)

    assert after.being(DeliveryState.SENT) == set(CHATS)
    assert after.missing == set()
    assert after.doubles <= KILLS * AT_ONCE


async def test_a_kill_doubles_nothing_and_what_is_missing_is_listed_where_that_is_asked_for(
    tmp_path: Path,
) -> None:
    after = await a_wave_with_kills(tmp_path, Unsure.UNCERTAIN, CHATS, KILLS)

    uncertain = after.being(DeliveryState.UNCERTAIN)
    assert after.being(DeliveryState.SENT) | uncertain == set(CHATS)
    assert after.doubles == 0
    assert after.missing <= uncertain
    assert len(uncertain) <= KILLS * AT_ONCE
