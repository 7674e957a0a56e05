"""People say which time their chat keeps: by zone, by city, by place; where they are is not kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from tests.handlers.talk import GROUP, MIRA, NOON, TOMAS, Talk, talking
from tests.support.bots import handle

WARSAW = 52.2297, 21.0122


async def chat(talk: Talk, number: int = MIRA) -> Chat:
    return await talk.bot.services.chats.of(number, ChatKind.PRIVATE)


def rows(file: Path) -> Iterator[str]:
    """All that is on record."""
    with closing(sqlite3.connect(file)) as database:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for (table,) in database.execute(tables).fetchall():
            yield from (repr(row) for row in database.execute(f'SELECT * FROM "{table}"'))


@pytest.mark.parametrize(
    ("words", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), ("München", "Europe/Berlin"), ("нью-йорк", "America/New_York")],
)
async def test_the_zone_is_set_by_name_or_city(tmp_path: Path, words: str, zone: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/timezone {words}")

        assert (await chat(talk)).zone == zone
        assert talk.last().startswith(f"Time zone: {zone}\nIt is Thu 22 Apr, ")


async def test_alone_it_tells_the_zone_and_offers_likely_ones(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone")
        told = talk.last()
        await talk.press("Europe/London")

        assert told.startswith("Time zone: UTC (nobody has set it)\nIt is Thu 22 Apr, 12:00 there now.")
        assert (await chat(talk)).zone == "Europe/London"
        assert (await chat(talk)).zone_chosen


async def test_a_digest_that_is_set_before_its_zone_waits_for_its_time_there(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:  # where it is past six in the evening already
        await talk.say("/digest daily 18:00")
        await talk.say("/timezone Tokyo")

        assert "Digests keep their local times; the next one comes on Fri 23 Apr, 18:00." in talk.last()


async def test_one_whose_time_has_passed_in_another_zone_comes_now(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.bot.services.subscriptions.create(
            Chat(MIRA, ChatKind.PRIVATE),
            SubscriptionKind.DIGEST,
            "",
            Schedule(Cadence.WEEKLY, time(18)),
            now=NOON - timedelta(hours=9),
            by="Mira",
        )
        await talk.say("/timezone Tokyo")

        assert "The time of the next one has passed here: it comes now." in talk.last()


async def test_hours_from_utc_are_shown_as_they_are_said(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone UTC+3")
        told = talk.last()
        await talk.say("/timezone Berlin")

        assert told == "Time zone: UTC+3\nIt is Thu 22 Apr, 15:00 there now."
        assert talk.button("Back to UTC+3")


@pytest.mark.parametrize("words", ["/settings", "/start"])
async def test_the_zone_is_chosen_from_a_button_elsewhere(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(words)
        await talk.press("Set time zone")
        await talk.press("Asia/Kolkata")

        assert (await chat(talk)).zone == "Asia/Kolkata"


async def test_cities_of_one_name_are_offered_and_the_way_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone Berlin, Germany")
        await talk.say("/timezone Birmingham")
        told = talk.last()
        await talk.press("America/Chicago")
        other = (await chat(talk)).zone
        await talk.press("Back to Europe/London")

        assert "There are cities of that name in other zones, too:" in told
        assert other == "America/Chicago"
        assert (await chat(talk)).zone == "Europe/London"


async def test_an_unknown_zone_suggests_the_nearest_and_changes_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone Europe/Lndon")
        told, before = talk.last(), await chat(talk)
        await talk.press("Europe/London")
        after = await chat(talk)
        await talk.say("/timezone <b>qwxzy</b>")

        assert told.startswith("I know no city or time zone “Europe/Lndon”.\nDid you mean one of these?")
        assert before.zone == "UTC"
        assert after.zone == "Europe/London"
        assert talk.last().startswith(
            "I know no city or time zone “<b>qwxzy</b>”.\nName a larger city nearby"
        )


async def test_a_shared_location_sets_the_zone_and_is_kept_nowhere(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await handle(talk.bot, talk.api.people.share_location(talk.mira, *WARSAW))

        assert (await chat(talk)).zone == "Europe/Warsaw"
        assert talk.last().startswith(
            "Time zone: Europe/Warsaw, from your location. Your location was not stored.\n"
            "It is Thu 22 Apr, 14:00 there now (CEST, UTC+2)."
        )
    assert not [row for row in rows(tmp_path / "dateline.db") if "21.01" in row or "52.22" in row]


async def test_a_place_at_sea_has_a_zone_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await handle(talk.bot, talk.api.people.share_location(talk.mira, 0.0, -150.0))

        assert (await chat(talk)).zone == "Etc/GMT+10"


async def test_in_a_group_only_admins_set_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/allow {TOMAS}")
        tomas = talk.api.world.people[TOMAS]
        await handle(talk.bot, talk.api.people.say(tomas, "/timezone Berlin", talk.desk))
        refused = talk.last(GROUP)
        before = (await chat(talk, GROUP)).zone
        await talk.say("/timezone Berlin", talk.desk)

        assert refused.startswith("Only admins can set the time zone of this chat. Nothing was changed.")
        assert before == "UTC"
        assert (await chat(talk, GROUP)).zone == "Europe/Berlin"


async def test_in_a_group_a_location_is_read_only_in_reply_to_the_bot(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone", talk.desk)
        asked = talk.api.sent(GROUP)[-1]
        spot = {"location": {"latitude": WARSAW[0], "longitude": WARSAW[1]}}
        await handle(talk.bot, talk.api.people.share_location(talk.mira, *WARSAW, talk.desk))
        unasked = (await chat(talk, GROUP)).zone
        await talk.say("", talk.desk, reply_to=asked["message_id"], **spot)

        assert unasked == "UTC"
        assert (await chat(talk, GROUP)).zone == "Europe/Warsaw"
