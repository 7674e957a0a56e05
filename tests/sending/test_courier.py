"""The courier says of each message what became of it, whatever Telegram answers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from telegram.ext import Defaults, ExtBot

from bot.model.sending import Ambiguous, Later, Moved, Reason, Refused, Scope, SendResult, Sent
from bot.model.subscription import OwedPart
from bot.sending.courier import Courier
from bot.sending.limiter import RateLimiter
from bot.sending.limits import Limits, Urgency
from bot.terminal.botapi import (
    CUT,
    CUT_AFTER,
    BotApi,
    Fault,
    FloodControl,
    InProcessRequest,
    Json,
    bad_gateway,
    flood,
    silenced,
)

MIRA, DESK, NEWS = 7, -300, -100400
DIGEST = OwedPart("<b>Since yesterday</b>", ((("Full timeline", "older:0:0"),), (("Snooze", "snooze:1"),)))


@dataclass
class Post:
    api: BotApi
    courier: Courier

    async def send(self, chat_id: int = MIRA, thread: int | None = None) -> SendResult:
        return await self.courier.send(DIGEST, chat_id, thread, silent=True)


@pytest_asyncio.fixture
async def post() -> AsyncIterator[Post]:
    api = BotApi()
    mira = api.person(MIRA, "Mira")
    api.group(DESK, "Desk", {mira["id"]: "creator"}, kind="group")
    api.group(NEWS, "News", {mira["id"]: "creator"})
    limiter = RateLimiter(Limits.telegram())
    bot: ExtBot[Urgency] = ExtBot(
        api.token, request=InProcessRequest(api), rate_limiter=limiter, defaults=Defaults("HTML")
    )
    async with bot:
        yield Post(api, Courier(bot))


async def test_a_message_arrives_with_its_buttons_and_silently(post: Post) -> None:
    result = await post.send()

    message = post.api.sent(MIRA)[0]
    assert result == Sent(message["message_id"])
    assert [row[0]["callback_data"] for row in _buttons(message)] == ["older:0:0", "snooze:1"]
    call = post.api.calls[-1].parameters
    assert (call["parse_mode"], call["disable_notification"]) == ("HTML", "true")


def _buttons(message: Json) -> list[list[Json]]:
    rows: list[list[Json]] = message["reply_markup"]["inline_keyboard"]
    return rows


async def test_a_message_goes_to_its_topic(post: Post) -> None:
    result = await post.send(NEWS, thread=5)

    assert isinstance(result, Sent)
    assert not result.thread_gone
    assert post.api.sent(NEWS)[0]["message_thread_id"] == 5


async def test_without_its_topic_a_message_goes_to_the_group(post: Post) -> None:
    post.api.world.rooms[NEWS].closed.add(5)

    result = await post.send(NEWS, thread=5)

    message = post.api.sent(NEWS)[0]
    assert result == Sent(message["message_id"], thread_gone=True)
    assert "message_thread_id" not in message


async def test_a_person_who_blocked_the_bot_is_told_from_a_passing_fault(post: Post) -> None:
    post.api.people.set_membership(post.api.world.people[MIRA], "kicked")

    result = await post.send()

    assert result == Refused(Reason.BLOCKED, "Forbidden: bot was blocked by the user")


async def test_a_group_that_threw_the_bot_out(post: Post) -> None:
    mira = post.api.world.people[MIRA]
    post.api.people.set_membership(mira, "kicked", post.api.world.rooms[NEWS].facts)

    assert await post.send(NEWS) == Refused(
        Reason.KICKED, "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_a_group_in_which_the_bot_may_not_write(post: Post) -> None:
    post.api.world.rooms[NEWS].fault = silenced()

    result = await post.send(NEWS)

    assert isinstance(result, Refused)
    assert result.reason is Reason.NO_RIGHTS


async def test_a_group_that_became_a_supergroup_says_where_it_is(post: Post) -> None:
    mira = post.api.world.people[MIRA]
    post.api.people.upgrade(mira, post.api.world.rooms[DESK].facts, -100300, told=False)

    assert await post.send(DESK) == Moved(-100300)
    assert not post.api.sent(-100300)


@pytest.mark.parametrize(("fault", "arrived"), [(CUT, 0), (CUT_AFTER, 1), (bad_gateway(), 0)])
async def test_a_lost_answer_is_ambiguous_and_nothing_is_sent_again(
    post: Post, fault: Fault, arrived: int
) -> None:
    post.api.fail("sendMessage", fault)

    assert isinstance(await post.send(), Ambiguous)
    assert len(post.api.sent(MIRA)) == arrived


async def test_a_flood_wait_says_for_whom_and_how_long_and_is_kept(post: Post) -> None:
    post.api.floods = FloodControl()
    post.api.fail("sendMessage", flood(30))

    first, again, other = await post.send(), await post.send(), await post.send(DESK)

    assert isinstance(first, Later)
    assert (first.seconds, first.scope) == (30, Scope.CHAT)
    assert isinstance(again, Later)
    assert 0 < again.seconds <= 30
    assert isinstance(other, Sent)
    assert [call.method for call in post.api.calls].count("sendMessage") == 2


async def test_it_is_told_right_before_a_message_goes_and_can_be_kept(post: Post) -> None:
    seen: list[int] = []

    async def look() -> None:
        seen.append(len(post.api.sent()))
        if len(seen) == 2:
            raise InterruptedError

    assert isinstance(await post.courier.send(DIGEST, MIRA, starting=look), Sent)
    with pytest.raises(InterruptedError):
        await post.courier.send(DIGEST, MIRA, starting=look)

    assert seen == [0, 1]
    assert len(post.api.sent()) == 1
    assert isinstance(await post.send(), Sent)
    assert seen == [0, 1]
