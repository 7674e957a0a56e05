"""What becomes of a digest that is set: its card and list, paused, changed, ended, put back."""

from datetime import UTC, datetime, time
from pathlib import Path

from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionState
from tests.handlers.digest_talk import chat, subscriptions
from tests.handlers.talk import MIRA, talking
from tests.support.bots import handle


async def test_the_list_has_pages_and_a_card_for_each(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        for hour in range(12):
            await talk.say(f"/digest daily {hour}:00")
        await talk.say("/digests")
        first = talk.last()
        await talk.press("›")
        second = talk.last()
        await talk.press("12 · Everything")

        assert "1 · Everything: every day at 00:00. Next: Fri 23 Apr, 00:00." in first
        assert "11 · Everything" not in first
        assert "12 · Everything: every day at 11:00." in second
        assert talk.last().startswith(
            "Digest 12 · Everything\nEvery day at 11:00, UTC\nNext three: Fri 23 Apr 11:00, "
        )


async def test_a_digest_is_paused_and_goes_on(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria daily 8:00")
        await talk.say("/digests")
        await talk.press("1 · Syria")
        await talk.press("Pause")
        paused, (resting,) = talk.last(), await subscriptions(talk)
        await talk.press("Resume")
        (going,) = await subscriptions(talk)

        assert "Paused." in paused
        assert "Next three" not in paused
        assert (resting.state, resting.next) == (SubscriptionState.PAUSED, None)
        assert going.state is SubscriptionState.ON
        assert "Next three: Fri 23 Apr 08:00" in talk.last()


async def test_a_digest_is_snoozed_for_a_week(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 8:00")
        await talk.say("/digests")
        await talk.press("1 · Everything")
        await talk.press("Snooze a week")
        (one,) = await subscriptions(talk)

        assert "The next one comes on Fri 30 Apr, 08:00" in talk.last()
        assert one.next is not None
        assert one.next.at == datetime(2021, 4, 30, 8, 0, tzinfo=UTC)


async def test_a_digest_is_given_other_times_in_a_reply_or_with_a_button(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria daily 8:00")
        await talk.press("Change")
        asked = talk.api.sent(MIRA)[-1]
        await talk.say("daily 25:00", reply_to=asked["message_id"])
        refused, (before,) = talk.last(), await subscriptions(talk)
        await talk.say("sundays at 6 pm", reply_to=asked["message_id"])
        replied, (after,) = talk.last(), await subscriptions(talk)
        await talk.press("Every 6 hours")
        (last,) = await subscriptions(talk)

        assert asked["text"].startswith("Change digest 1\n“Syria”: every day at 08:00")
        assert "“daily 25:00” has no time" in refused
        assert before.schedule == Schedule(Cadence.WEEKLY, time(8))
        assert "Sundays at 18:00" in replied
        assert after.schedule == Schedule(Cadence.WEEKLY, time(18), frozenset({7}))
        assert last.schedule == Schedule(Cadence.HOURLY, time(8), hours=6)


async def test_a_digest_is_silent_when_asked_to_be_and_nights_are_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 8:00")
        await talk.say("/digests")
        await talk.press("1 · Everything")
        await talk.press("Send it silently")
        (one,) = await subscriptions(talk)
        await talk.say("/digests")
        await talk.press("Silent at night")
        hushed = await chat(talk)
        told = talk.last()
        await talk.say("/digests")
        await talk.press("Ring at night, too")

        assert one.silent
        assert told == "Between 22:00 and 07:00 digests come without a sound."
        assert (hushed.quiet_from, hushed.quiet_until) == (time(22), time(7))
        assert (await chat(talk)).quiet_from is None


async def test_a_digest_is_turned_off_and_put_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria mon,thu 18:00")
        await talk.press("Turn off")
        gone, left = talk.last(), await subscriptions(talk)
        await talk.press("Put back")
        (one,) = await subscriptions(talk)

        assert gone == "Turned off: “Syria”, Mon, Thu at 18:00"
        assert not left
        assert (one.topic, one.schedule) == ("Syria", Schedule(Cadence.WEEKLY, time(18), frozenset({1, 4})))
        assert talk.last().startswith("Back again:")


async def test_off_ends_the_one_that_is_meant_or_asks_which(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest off")
        none = talk.last()
        await talk.say("/digest Syria daily 8")
        await talk.say("/digest Iran daily 8")
        await talk.say("/digest off Mars")
        unknown = talk.last()
        await talk.say("/digest off")
        which = talk.last()
        await talk.say("/digest syria off")
        (left,) = await subscriptions(talk)
        await talk.say("/digest off")

        assert none == "There is nothing to turn off. /digest daily 08:00 sets one."
        assert unknown == "There is no digest on “Mars”.\n/digests lists them."
        assert which.splitlines() == [
            "Which one shall I turn off?",
            "1 · “Syria”: every day at 08:00. Next: Fri 23 Apr, 08:00.",
            "2 · “Iran”: every day at 08:00. Next: Fri 23 Apr, 08:00.",
        ]
        assert left.topic == "Iran"
        assert not await subscriptions(talk)


async def test_all_of_them_are_ended_at_once_but_for_what_is_followed(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria daily 8")
        await talk.say("/digest daily 8")
        await talk.say("/follow Iran")
        await talk.say("/digest off")
        await talk.press("All of them")

        assert [one.topic for one in await subscriptions(talk)] == ["Iran"]


async def test_a_button_of_one_that_is_gone_says_so(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest daily 8:00")
        await talk.say("/digest off")
        await talk.press("Turn off")

        assert "/digests" in talk.last()


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/digest Syria")
        message, data = talk.button("Every day at 08:00")
    async with talking(tmp_path) as talk:
        talk.api.people.say(talk.mira, "the update of this number was handled before the restart")
        await handle(talk.bot, talk.api.people.press(talk.mira, message, data))

        assert [one.topic for one in await subscriptions(talk)] == ["Syria"]
