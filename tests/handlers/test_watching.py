"""/watch in a channel: every post is read, and the channel hears nothing of it."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.model.briefing import Query
from bot.terminal.botapi import Json
from bot.terminal.botapi.people import Origin
from tests.handlers.talk import MIRA, NOON, TOMAS, Talk, talking
from tests.support.bots import handle

CHANNEL = -100900
POST = "The council of Riga opened the new bridge on April 20."


async def a_channel(talk: Talk, name: str | None = "riganews") -> Json:
    """A channel that Mira has made the bot an admin of."""
    channel = talk.api.channel(CHANNEL, "Riga News", username=name)
    talk.api.world.rooms[CHANNEL].members[MIRA] = "creator"
    talk.api.world.rooms[CHANNEL].members[talk.api.world.me["id"]] = "left"
    await handle(talk.bot, talk.api.people.set_membership(talk.mira, "administrator", channel))
    return channel


async def posted(talk: Talk, channel: Json, text: str, **more: Any) -> Json:
    update = talk.api.people.say(talk.mira, text, channel, **more)
    await handle(talk.bot, update)
    message: Json = update["channel_post"]
    return message


def written(talk: Talk) -> list[str]:
    """What the bot wrote into the channel."""
    calls = [call for call in talk.api.calls if str(call.parameters.get("chat_id")) == str(CHANNEL)]
    return [str(call.parameters.get("text")) for call in calls if call.method.startswith(("send", "edit"))]


async def timeline(talk: Talk) -> str:
    await talk.say(f"/start t_{CHANNEL}")
    return talk.last()


async def test_posts_are_read_from_then_on_and_nothing_is_written(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "The mayor of Riga resigned on April 18.")
        await posted(talk, channel, "/watch")
        post = await posted(talk, channel, POST)
        await posted(talk, channel, "/timeline")
        await posted(talk, channel, "/frobnicate")

        assert [text.partition("\n")[0] for text in written(talk)] == [
            "<b>I read every post of this channel from now on.</b>"
        ]
        assert "20 Apr · The council of Riga opened the new bridge." in await timeline(talk)
        assert "mayor" not in talk.last()
        (article,) = (await talk.bot.services.timelines.timeline(CHANNEL, Query(), limit=9)).articles.values()
        assert article.address == f"https://t.me/riganews/{post['message_id']}"
        assert article.dct is not None
        assert article.dct.value == NOON.date()


async def test_a_post_that_was_changed_is_read_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "/watch")
        post = await posted(talk, channel, POST)
        await handle(talk.bot, talk.api.people.edit(post, POST.replace("April 20", "April 19")))

        assert "19 Apr · The council" in await timeline(talk)
        assert "20 Apr" not in talk.last()
        assert len(written(talk)) == 1


async def test_a_caption_is_read_and_a_forwarded_post_keeps_its_origin(tmp_path: Path) -> None:
    other = {"id": -100901, "type": "channel", "title": "Other", "username": "othernews"}
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "/watch")
        await posted(talk, channel, POST, origin=Origin.channel(other, 5, int(NOON.timestamp()) - 86_400))
        await posted(
            talk, channel, "", caption="A storm destroyed the harbour of Liepaja on April 21.", photo=[]
        )

        found = await talk.bot.services.timelines.timeline(CHANNEL, Query(), limit=9)
        assert found.articles[1].address == "https://t.me/othernews/5"
        assert [entry.event.headline for entry in found.entries][1].startswith("A storm destroyed")


async def test_after_unwatch_nothing_more_is_read_and_what_was_read_stays(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "/watch")
        await posted(talk, channel, POST)
        await posted(talk, channel, "/unwatch")
        await posted(talk, channel, "The mayor of Riga resigned on April 18.")

        assert "bridge" in await timeline(talk)
        assert "mayor" not in talk.last()
        assert len(written(talk)) == 2


async def test_it_is_watched_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "/watch")
    async with talking(tmp_path) as talk:
        channel = talk.api.channel(CHANNEL, "Riga News")
        await handle(talk.bot, talk.api.people.say(talk.mira, POST, channel) | {"update_id": 900})

        found = await talk.bot.services.timelines.timeline(CHANNEL, Query(), limit=9)
        assert [entry.event.number for entry in found.entries] == [1]


async def test_a_channel_that_no_owner_brought_the_bot_into_is_not_read(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        channel = talk.api.channel(CHANNEL, "Riga News")
        tomas = talk.api.world.people[TOMAS]
        await handle(talk.bot, talk.api.people.set_membership(tomas, "administrator", channel))
        await posted(talk, channel, "/watch")
        await posted(talk, channel, POST)

        assert written(talk) == []
        assert await talk.bot.services.finding.chat(CHANNEL) is None


async def test_links_in_a_post_that_cannot_be_read_are_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        channel = await a_channel(talk)
        await posted(talk, channel, "/watch")
        with caplog.at_level(logging.WARNING):
            await posted(talk, channel, "http://127.0.0.1/news")

        assert len(written(talk)) == 1
        assert caplog.records == []


@pytest.mark.parametrize("command", ["/watch", "/unwatch", "/watch @riganews"])
async def test_elsewhere_it_is_said_how_to_watch(command: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(command)
        await talk.say(command, talk.desk)

        assert "Add me there as an admin, and post /watch in it." in talk.last()
        assert talk.last(talk.desk["id"]).startswith("/watch is for channels.")
