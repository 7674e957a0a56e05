"""A chat that shuts the bot out gets no digests until it lets it in again; one that moves takes all along."""

from datetime import time
from pathlib import Path

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import Subscription, SubscriptionKind, SubscriptionState
from bot.terminal.botapi import Json, blocked, refused, silenced
from tests.handlers.talk import GROUP, MIRA, NOON, TOMAS, Talk, talking
from tests.support.bots import handle

SUPERGROUP, SMALL = -100999, -300
ARTICLE = "date 2021-04-21\n\nThe council of Riga voted on the new bridge on April 20."
AWAY = SubscriptionState.STOPPED


async def a_digest(talk: Talk, chat: int, at: time = time(8)) -> None:
    kind = ChatKind.PRIVATE if chat > 0 else ChatKind.GROUP
    await talk.bot.services.subscriptions.create(
        Chat(chat, kind), SubscriptionKind.DIGEST, "", Schedule(Cadence.WEEKLY, at), now=NOON, by="Mira"
    )


async def digests(talk: Talk, chat: int) -> list[Subscription]:
    return await talk.bot.services.subscriptions.of(chat)


async def states(talk: Talk, chat: int) -> list[tuple[SubscriptionState, str | None]]:
    return [(one.state, one.reason) for one in await digests(talk, chat)]


async def a_small_group(talk: Talk) -> Json:
    """A group that is not a supergroup yet, with an article and a digest."""
    group = talk.api.group(SMALL, "Small", {MIRA: "creator", TOMAS: "member"}, kind="group")
    article = await talk.say(ARTICLE, group)
    await talk.say("/add", group, reply_to=article["message_id"])
    await a_digest(talk, SMALL)
    return group


async def test_who_blocks_the_bot_gets_no_digests_and_start_brings_them_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, MIRA, time(8))
        await a_digest(talk, MIRA, time(18))

        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "kicked"))
        away = await states(talk, MIRA)
        talk.api.world.rooms[MIRA].fault = None
        await talk.say("/start")

        assert away == [(AWAY, "blocked")] * 2
        assert await states(talk, MIRA) == [(SubscriptionState.ON, None)] * 2
        assert talk.answers() == [
            "Welcome back. Your 2 digests go on; the next one comes Thu 22 Apr, 18:00 "
            "and tells what changed meanwhile."
        ]


async def test_unblocking_brings_them_back_too(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, MIRA)
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "kicked"))

        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "member"))

        assert await states(talk, MIRA) == [(SubscriptionState.ON, None)]
        assert talk.last().startswith(
            "Welcome back. Your digest goes on; the next one comes Fri 23 Apr, 08:00"
        )


async def test_a_group_that_throws_the_bot_out_and_lets_it_in_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, GROUP)

        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "kicked", talk.desk))
        away = await states(talk, GROUP)
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "member", talk.desk))

        assert away == [(AWAY, "kicked")]
        assert await states(talk, GROUP) == [(SubscriptionState.ON, None)]
        assert [answer.partition(".")[0] for answer in talk.answers(GROUP)] == ["Welcome back"]


async def test_a_group_that_silences_the_bot_and_lets_it_speak_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, GROUP)

        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "restricted", talk.desk))
        away = await states(talk, GROUP)
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "administrator", talk.desk))
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "member", talk.desk))

        assert away == [(AWAY, "no_rights")]
        assert [answer.partition(".")[0] for answer in talk.answers(GROUP)] == ["Welcome back"]


@pytest.mark.parametrize(("fault", "reason"), [(blocked(), "blocked"), (silenced(), "no_rights")])
async def test_an_answer_that_is_turned_away_tells_it_as_well(
    tmp_path: Path, fault: object, reason: str
) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, MIRA)

        talk.api.fail("sendMessage", fault)  # type: ignore[arg-type]
        await talk.say("/help")

        assert await states(talk, MIRA) == [(AWAY, reason)]
        assert not talk.answers()


async def test_a_chat_that_takes_no_files_says_so_and_keeps_its_digests(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(ARTICLE)
        await a_digest(talk, MIRA)
        await talk.say("/export")

        talk.api.fail("sendDocument", refused("not enough rights to send documents to the chat"))
        await talk.press("Data .json")

        assert talk.last().startswith("I may not send files or pictures in this chat.")
        assert await states(talk, MIRA) == [(SubscriptionState.ON, None)]


async def test_a_digest_that_a_person_paused_stays_so(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await a_digest(talk, MIRA)
        await talk.bot.services.subscriptions.pause(MIRA, 1)

        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "kicked"))
        await handle(talk.bot, talk.api.people.set_membership(talk.mira, "member"))

        assert await states(talk, MIRA) == [(SubscriptionState.PAUSED, None)]
        assert not talk.answers()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_group_takes_its_timeline_and_digests_to_the_supergroup(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    async with talking(tmp_path) as talk:
        group = await a_small_group(talk)
        there = talk.api.people.upgrade(talk.mira, group, SUPERGROUP)
        told = list(talk.api.updates._waiting.values())[-2:]

        await handle(talk.bot, *(told[place] for place in order))
        await talk.say("/timeline", there)

        assert "The council of Riga voted on the new bridge" in talk.last(SUPERGROUP)
        assert len(await digests(talk, SUPERGROUP)) == 1
        assert not await digests(talk, SMALL)


async def test_a_group_is_followed_when_only_an_error_tells_that_it_moved(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        group = await a_small_group(talk)
        question = talk.api.people.say(talk.mira, "/timeline", group)
        talk.api.people.upgrade(talk.mira, group, SUPERGROUP, told=False)

        await handle(talk.bot, question)

        assert "The council of Riga voted on the new bridge" in talk.last(SUPERGROUP)
        assert len(await digests(talk, SUPERGROUP)) == 1


async def test_what_was_asked_in_the_group_before_is_answered_in_the_supergroup(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        group = await a_small_group(talk)
        asked = talk.api.people.say(talk.mira, "/timeline", group)
        talk.api.people.upgrade(talk.mira, group, SUPERGROUP)
        goes, comes = list(talk.api.updates._waiting.values())[-2:]

        await handle(talk.bot, goes, asked, comes)

        assert "The council of Riga voted on the new bridge" in talk.last(SUPERGROUP)


async def test_a_member_let_in_with_the_group_is_let_in_after_it_moved(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        group = await a_small_group(talk)
        await talk.say("/allow", group)
        there = talk.api.people.upgrade(talk.mira, group, SUPERGROUP)
        await handle(talk.bot, *list(talk.api.updates._waiting.values())[-2:])

        await handle(talk.bot, talk.api.people.say(talk.api.world.people[TOMAS], "/help", there))

        assert "Hand me news" in talk.last(SUPERGROUP)


async def test_a_closed_topic_is_answered_in_the_group(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.world.rooms[GROUP].closed.add(5)

        await talk.say("/help", talk.desk, message_thread_id=5, is_topic_message=True)

        message = talk.api.sent(GROUP)[-1]
        assert "message_thread_id" not in message
        assert "Hand me news" in message["text"]
