"""People ask for digests: by command, by button, in private and in groups; bad input stores nothing."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from tests.handlers.digest_talk import STORY, WEEKDAYS, chat, subscriptions
from tests.handlers.talk import GROUP, NOON, TOMAS, talking
from tests.support.bots import handle


async def test_a_digest_is_set_and_the_next_three_times_are_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone London")
        await talk.say("/digest weekdays 07:30")
        (one,) = await subscriptions(talk)

        assert one.schedule == Schedule(Cadence.WEEKLY, time(7, 30), WEEKDAYS)
        assert one.next is not None
        assert one.next.at == datetime(2021, 4, 23, 6, 30, tzinfo=UTC)
        assert talk.last() == (
            "Digest set: weekdays at 07:30, Europe/London\n"
            "Next three: Fri 23 Apr 07:30, Mon 26 Apr 07:30, Tue 27 Apr 07:30 (BST, UTC+1)\n"
            "Quiet days are skipped. The time stays 07:30 when the clocks change."
        )


@pytest.mark.parametrize("words", ["Syria weekdays 07:30", "weekdays 07:30 Syria", "Syria по будням в 7:30"])
async def test_a_topic_that_nothing_is_known_of_is_kept_and_said_so(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/digest {words}")
        (one,) = await subscriptions(talk)

        assert (one.topic, one.schedule.weekdays) == ("Syria", WEEKDAYS)
        assert "Digest set: “Syria”, weekdays at 07:30, UTC" in talk.last()
        assert "Nothing on “Syria” is on record so far." in talk.last()


async def test_a_topic_that_something_is_known_of_is_not_called_empty(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(STORY)
        await talk.say("/digest Lund daily 8")

        assert "on record" not in talk.last()


async def test_the_first_digest_asks_for_the_zone(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 08:00")
        asked = talk.last()
        await talk.press("America/New York")
        answered = talk.last()
        await talk.say("/digest Syria daily 09:00")
        (one, _) = await subscriptions(talk)

        assert "nobody has set this chat's time zone. Which is yours?" in asked
        assert "It is Thu 22 Apr, 08:00 there now (EDT, UTC−4)." in answered
        assert "the next one comes on Fri 23 Apr, 08:00" in answered
        assert "Which is yours?" not in talk.last()
        assert one.next is not None
        assert one.next.at == datetime(2021, 4, 23, 12, 0, tzinfo=UTC)
        assert (await chat(talk)).zone_chosen


async def test_a_change_of_clocks_shows_in_the_times(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/timezone Europe/London")
        await talk.say("/digest monthly 1 09:00")
        summer = talk.last()
        await talk.say("/timezone Asuncion")  # clocks go back there on 28 March and forward on 3 October
        await talk.say("/digest monthly 30 09:00")

        assert "Sat 1 May 09:00, Tue 1 Jun 09:00, Thu 1 Jul 09:00 (BST, UTC+1)" in summer
        assert "Fri 30 Apr 09:00, Sun 30 May 09:00, Wed 30 Jun 09:00 (UTC−4)" in talk.last()


@pytest.mark.parametrize(
    ("words", "answer", "example"),
    [
        ("daily 25:00", "“daily 25:00” has no time that a clock shows.", "daily 08:00"),
        ("every 1s", "“every 1s” is more often than I write: once an hour at most.", "every 6h"),
        ("every 0h", "“every 0h” is more often than I write", "every 6h"),
        ("every 30h", "“every 30h” is a step I cannot count", "mon,thu 18:00"),
        ("monthly 32", "“monthly 32” has no day that a month has.", "monthly 1 09:00"),
        ("twice a day", "“twice a day” does not say at what times.", "every 12h"),
        ("daily 8:00 and 20:00", "“daily 8:00 and 20:00” says two times", "daily 08:00"),
        (
            "tomorrow 9am",
            "“tomorrow 9am” is a single day, and a digest comes again and again.",
            "daily 09:00",
        ),
        ("Syria daily 8:00 Europe/Berlin", "Times are those of this chat's time zone", None),
        ("weekly", "“weekly” does not say on which day.", "mondays 09:00"),
        ("daily 08:00 UTC", "Times are those of this chat's time zone", None),
        (
            "every 3 hours on weekdays",
            "I cannot tell from “every 3 hours on weekdays” when to write.",
            "weekdays 07:30",
        ),
        ("<b>Syria</b> daily 25:00", "“daily 25:00” has no time", "daily 08:00"),
    ],
)
async def test_what_cannot_be_kept_is_told_with_what_can_and_not_stored(
    tmp_path: Path, words: str, answer: str, example: str | None
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/digest {words}")

        assert talk.last().startswith(answer)
        assert (example or "/timezone Berlin") in talk.last()
        assert talk.last().endswith("Nothing was changed.")
        assert not await subscriptions(talk)
        if example:
            await talk.say(f"/digest {example}")
            assert len(await subscriptions(talk)) == 1


async def test_a_digest_without_a_time_asks_for_it_with_buttons(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest The Day After")
        asked = talk.last()
        assert not await subscriptions(talk)
        await talk.press("Weekdays at 07:30")
        (one,) = await subscriptions(talk)

        assert asked.startswith("When shall I write about “The Day After”?")
        assert "/digest “The Day After” daily 08:00" in asked
        assert (one.topic, one.schedule.at) == ("The Day After", time(7, 30))


async def test_setting_the_same_again_makes_no_second_one(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria daily 8")
        await talk.say("/digest 8:00 every day about SYRIA")
        await talk.say("/digest Syria daily 9")

        assert [one.schedule.at.hour for one in await subscriptions(talk)] == [8, 9]


async def test_a_chat_has_only_so_many(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        theirs, daily = await chat(talk), Schedule(Cadence.WEEKLY)
        for number in range(50):
            await talk.bot.services.subscriptions.create(
                theirs, SubscriptionKind.DIGEST, f"no{number}", daily, now=NOON, by="Mira"
            )
        await talk.say("/digest one more daily 8:00")

        assert len(await subscriptions(talk)) == 50
        assert "50 subscriptions" in talk.last()
        assert "/digests" in talk.last()


async def test_now_tells_what_would_be_sent_and_covers_nothing(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest now")
        quiet = talk.last()
        await talk.say(STORY)
        await talk.say("/digest daily 8:00")
        before = await subscriptions(talk)
        await talk.say("/digest now")
        told = talk.last()
        await talk.say("/digest now Mars")
        nothing = talk.last()
        await talk.press("Full timeline")

        assert quiet.startswith("Nothing new since Wed 21 Apr, 12:00.")
        assert "3 May 2019 · Colonel Ada Lund resigned" in told
        assert nothing.startswith("Nothing new in “Mars” since Wed 21 Apr, 12:00. Last addition: Thu 22 Apr,")
        assert talk.last().startswith("I have no event for Mars.")
        assert await subscriptions(talk) == before


async def test_a_topic_is_followed_silently_and_let_go_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/follow Lund at most sundays 18:00")
        followed, (one,) = talk.last(), await subscriptions(talk)
        await talk.say(STORY)
        await talk.say("/topics")
        topics = talk.last()
        await talk.say("/unfollow lund")

        assert followed.startswith(
            "Following “Lund”. If something changed, I write silently: Sundays at 18:00.\n"
            "Next three: Sun 25 Apr 18:00, Sun 2 May 18:00, Sun 9 May 18:00 (UTC)"
        )
        assert (one.kind, one.silent) == (SubscriptionKind.FOLLOW, True)
        assert "Lund · 1 event\nSundays at 18:00. Next: Sun 25 Apr, 18:00. Silent." in topics
        assert talk.last() == "No longer followed: Lund, Sundays at 18:00"
        assert not await subscriptions(talk)


async def test_follow_wants_a_topic_and_is_daily_by_itself(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/follow")
        alone = talk.last()
        await talk.say("/topics")
        empty = talk.last()
        await talk.say("/unfollow Mars")
        unknown = talk.last()
        await talk.say("/follow Iran")
        (one,) = await subscriptions(talk)

        assert unknown == "“Mars” is not followed here.\n/topics lists what is."
        assert alone.startswith("Which topic? For example /follow Syria.")
        assert empty == "No topics are followed here.\nFollow one: /follow Syria."
        assert one.schedule == Schedule(Cadence.WEEKLY, time(8))


async def test_in_a_group_only_those_who_may_edit_set_digests(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/allow {TOMAS}")
        tomas = talk.api.world.people[TOMAS]
        for words in ("/digest daily 8:00", "/follow Syria", "/digest off", "/unfollow Syria"):
            await handle(talk.bot, talk.api.people.say(tomas, words, talk.desk))
            assert talk.last(GROUP).startswith(
                "Only admins can set digests in this chat. Nothing was changed."
            )
        assert not await subscriptions(talk, GROUP)
        await talk.say("/digest daily 8:00", talk.desk)
        message, data = talk.button("Turn off", GROUP)
        await handle(talk.bot, talk.api.people.press(tomas, message, data))
        refused = talk.last(GROUP)
        await handle(talk.bot, talk.api.people.say(tomas, "/digests", talk.desk))

        assert refused.startswith("Only admins can set digests")
        assert len(await subscriptions(talk, GROUP)) == 1
        assert talk.last(GROUP).startswith("Digests of this chat")


async def test_a_digest_goes_to_the_topic_of_the_group_that_it_was_set_in(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 8:00", talk.desk, message_thread_id=77, is_topic_message=True)
        await talk.say("/digest daily 9:00", talk.desk)

        assert [one.thread for one in await subscriptions(talk, GROUP)] == [77, None]


async def test_all_digests_of_a_group_can_go_to_one_topic(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 8:00", talk.desk)
        await talk.say("/digests", talk.desk)
        outside = talk.api.sent(GROUP)[-1]["reply_markup"]["inline_keyboard"]
        await talk.say("/digests", talk.desk, message_thread_id=77, is_topic_message=True)
        await talk.press("All digests to this topic", GROUP)
        told, gathered = talk.last(GROUP), (await chat(talk, GROUP)).digest_thread
        await talk.say("/digests", talk.desk)
        await talk.press("Each where it was set", GROUP)

        assert not [b for row in outside for b in row if "topic" in b["text"]]
        assert (told, gathered) == ("From now on all digests of this group come here.", 77)
        assert (await chat(talk, GROUP)).digest_thread is None
