"""What is said of schedules and subscriptions: in words, within Telegram's limits, whatever topics hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.briefing.schedule import following, next_due
from bot.errors import BadSchedule
from bot.model.chat import Chat, ChatKind
from bot.model.schedule import Cadence, Due, Misread, Schedule
from bot.model.subscription import Subscription, SubscriptionKind, SubscriptionState
from bot.rendering.buttons import MOST_BYTES, Reply
from bot.rendering.failures import failure
from bot.rendering.schedules import in_zone, next_runs, schedule_in_words
from bot.rendering.speech import LANGUAGES, speaking
from bot.rendering.subscribing import ended, put_back, subscribed, when_to_write, which_to_end
from bot.rendering.subscriptions import Standing, card, changing, listed, topics
from bot.rendering.zones import no_such_zone, which_zone, zone_set
from tests.support.telegram_text import shown

NOW = datetime(2021, 4, 22, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
CHAT = Chat(7, ChatKind.PRIVATE, zone="Europe/London", zone_chosen=True)
DAILY = Schedule(Cadence.WEEKLY, time(7, 30))
NASTY = ["Syria", "<b>&amp;", "@everyone /start e.g. example.com " * 9, "الشام", "🙂" * 60, "a\nb\u202ec"]


def dues(schedule: Schedule, zone: ZoneInfo, after: datetime) -> tuple[Due, ...]:
    def chain() -> Iterator[Due]:
        due = next_due(schedule, zone, after)
        while True:
            yield due
            due = following(schedule, zone, due)

    return tuple(islice(chain(), 3))


def a_subscription(topic: str = "", number: int = 1, **more: Any) -> Subscription:
    kept: dict[str, Any] = {
        "kind": SubscriptionKind.DIGEST,
        "schedule": DAILY,
        "next": dues(DAILY, LONDON, NOW)[0],
    } | more
    return Subscription(number=number, topic=topic, created_at=NOW, created_by="Mira", **kept)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (DAILY, "every day at 07:30"),
        (Schedule(Cadence.WEEKLY, time(7, 30), frozenset(range(1, 6))), "weekdays at 07:30"),
        (Schedule(Cadence.WEEKLY, time(10), frozenset({6, 7})), "weekends at 10:00"),
        (Schedule(Cadence.WEEKLY, time(18), frozenset({7})), "Sundays at 18:00"),
        (Schedule(Cadence.WEEKLY, time(18), frozenset({4, 1})), "Mon, Thu at 18:00"),
        (Schedule(Cadence.MONTHLY, time(9), day=1), "on day 1 of the month at 09:00"),
        (Schedule(Cadence.MONTHLY, time(9), day=31), "on the last day of the month at 09:00"),
        (Schedule(Cadence.HOURLY, hours=1), "every hour"),
        (Schedule(Cadence.HOURLY, time(8, 30), hours=6), "every 6 hours (02:30, 08:30, 14:30, 20:30)"),
    ],
)
def test_a_schedule_is_said_in_words(schedule: Schedule, words: str) -> None:
    assert schedule_in_words(schedule) == words


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "BST, UTC+1"),
        ("UTC", "UTC"),
        ("Asia/Kolkata", "IST, UTC+5:30"),
        ("Asia/Dubai", "UTC+4"),
        ("America/St_Johns", "NDT, UTC−2:30"),
        ("Etc/GMT-3", "UTC+3"),
    ],
)
def test_a_zone_is_said_by_its_name_and_distance(zone: str, said: str) -> None:
    assert in_zone(NOW.astimezone(ZoneInfo(zone))) == said


def test_the_next_three_times_have_their_zone_once() -> None:
    said = shown(next_runs(dues(DAILY, LONDON, NOW), LONDON, NOW))

    assert said == "Next three: Fri 23 Apr 07:30, Sat 24 Apr 07:30, Sun 25 Apr 07:30 (BST, UTC+1)"


def test_times_between_which_clocks_change_have_each_its_own() -> None:
    night = Schedule(Cadence.WEEKLY, time(1, 30))

    spring = shown(next_runs(dues(night, LONDON, datetime(2021, 3, 26, 12, tzinfo=UTC)), LONDON, NOW))
    autumn = shown(next_runs(dues(night, LONDON, datetime(2021, 10, 30, 12, tzinfo=UTC)), LONDON, NOW))

    assert spring == (
        "Next three: Sat 27 Mar 01:30 (GMT, UTC+0), Sun 28 Mar 02:00 (BST, UTC+1), "
        "Mon 29 Mar 01:30 (BST, UTC+1)"
    )
    assert autumn == (
        "Next three: Sun 31 Oct 01:30 (BST, UTC+1), Mon 1 Nov 01:30 (GMT, UTC+0), "
        "Tue 2 Nov 01:30 (GMT, UTC+0)"
    )


def test_a_time_of_another_year_has_the_year() -> None:
    yearly = Schedule(Cadence.MONTHLY, time(9), day=31)

    said = shown(next_runs(dues(yearly, LONDON, datetime(2021, 12, 1, tzinfo=UTC)), LONDON, NOW))

    assert "Fri 31 Dec 09:00, Mon 31 Jan 2022 09:00" in said


@pytest.mark.parametrize("why", Misread)
def test_every_misreading_has_a_cause_an_example_and_an_assurance(why: Misread) -> None:
    said = shown(failure(BadSchedule(why, "<i>some words</i> " * 40)))

    cause, remedy, assurance = said.split("\n")
    assert "“<i>some words</i>" in cause
    assert remedy.rstrip(".").rpartition(" ")[2]
    assert assurance == "Nothing was changed."


def replies(topic: str) -> Iterator[Reply]:
    one = a_subscription(topic)
    follows = a_subscription(topic, kind=SubscriptionKind.FOLLOW, silent=True)
    told = Standing(one, dues(DAILY, LONDON, NOW), 0)
    many = [a_subscription(topic, number) for number in range(1, 51)]
    yield subscribed(told, CHAT, NOW)
    yield subscribed(Standing(follows, dues(DAILY, LONDON, NOW)), CHAT, NOW)
    yield when_to_write(topic, 10**12, 50)
    yield from (listed(many, CHAT, NOW, page) for page in (0, 4, 99, -1))
    yield card(told, CHAT, NOW)
    yield changing(one)
    yield which_to_end(many, CHAT, NOW, 1)
    yield ended(many, 10**12)
    yield put_back(many, CHAT, NOW)
    yield topics([Standing(one, (), 12_345) for one in many], CHAT, NOW)
    yield no_such_zone(topic, [("Europe/London", 2**32)])
    yield no_such_zone(topic, [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", NASTY)
def test_whatever_a_topic_holds_telegram_takes_it(topic: str, language: str) -> None:
    with speaking(language):
        for reply in replies(topic):
            shown(reply.html)
            for row in reply.buttons:
                for button in row:
                    assert 1 <= len(button.press.data.encode()) <= MOST_BYTES
                    assert "None" not in button.label


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"state": SubscriptionState.PAUSED}, "Paused."),
        ({"state": SubscriptionState.STOPPED, "reason": "blocked"}, "Stopped, as I was blocked here."),
        (
            {"state": SubscriptionState.STOPPED, "reason": "what else"},
            "Stopped, as Telegram takes no messages",
        ),
        (
            {"snoozed_until": NOW + timedelta(days=7)},
            "Snoozed until Thu 29 Apr, 10:00. Next: Fri 23 Apr, 07:30.",
        ),
        ({"silent": True}, "Next: Fri 23 Apr, 07:30. Silent."),
    ],
)
def test_the_list_says_how_each_stands(more: dict[str, Any], said: str) -> None:
    assert said in shown(listed([a_subscription("Syria", **more)], CHAT, NOW).html)


def test_a_zone_without_changes_of_clocks_promises_nothing_about_them() -> None:
    chat = Chat(7, ChatKind.PRIVATE, zone="Asia/Tokyo", zone_chosen=True)
    tokyo = ZoneInfo("Asia/Tokyo")

    said = shown(subscribed(Standing(a_subscription(), dues(DAILY, tokyo, NOW)), chat, NOW).html)

    assert "clocks change" not in said
    assert "clocks change" in shown(
        subscribed(Standing(a_subscription(), dues(DAILY, LONDON, NOW)), CHAT, NOW).html
    )


def test_the_zone_is_told_with_its_time() -> None:
    chat = Chat(7, ChatKind.PRIVATE, zone="UTC")

    asked = shown(which_zone(chat, NOW, [("Europe/London", 1)]).html)
    located = zone_set(CHAT, NOW, others=[], before=("UTC", 3), located=True, following=NOW)

    assert asked.startswith("Time zone: UTC (nobody has set it)\nIt is Thu 22 Apr, 09:00 there now.\n")
    assert shown(located.html).startswith(
        "Time zone: Europe/London, from your location. Your location was not"
    )
    assert located.buttons[-1][0].label == "Back to UTC"
