"""Our Bot API answers a real client as Telegram does, in the process and over HTTP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.terminal.botapi import (
    CUT,
    CUT_AFTER,
    BotApi,
    InProcessRequest,
    Origin,
    Upload,
    bad_gateway,
    blocked,
    flood,
)
from tests.support.bots import SOON
from tests.support.loopback import loopback

TOKEN = "4711:secret"


@pytest.fixture
def api() -> BotApi:
    return BotApi(token=TOKEN)


@pytest.fixture(params=["in process", "over HTTP"])
async def bot(request: pytest.FixtureRequest, api: BotApi) -> AsyncIterator[Bot]:
    if request.param == "in process":
        async with Bot(
            TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)
        ) as bot:
            yield bot
        return
    async with loopback(api) as address, _over_http(address) as bot:
        yield bot


def _over_http(address: str, token: str = TOKEN) -> Bot:
    return Bot(token, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")


async def test_a_message_is_fetched_until_a_later_offset_confirms_it(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")
    api.people.say(mira, "/start now")

    [first] = await bot.get_updates(timeout=5)
    [again] = await bot.get_updates(timeout=5)
    after = await bot.get_updates(offset=first.update_id + 1, timeout=0)

    assert first == again
    assert first.message is not None
    assert first.message.parse_entities() == {first.message.entities[0]: "/start"}
    assert after == ()


async def test_a_poll_waits_for_the_next_message(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")

    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await _until_called(api)
    api.people.say(mira, "hello")

    [update] = await asyncio.wait_for(poll, SOON)
    assert update.message is not None
    assert update.message.text == "hello"


async def test_a_second_poll_ends_the_first_with_a_conflict(api: BotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await _until_called(api)

    assert (await api.call("getUpdates", {"timeout": "0"}))["result"] == []
    with pytest.raises(Conflict):
        await asyncio.wait_for(first, SOON)


async def test_kinds_that_were_not_asked_for_do_not_come(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")
    await bot.get_updates(allowed_updates=["message"], timeout=0)

    message = api.people.say(mira, "one")["message"]
    api.people.edit(message, "two")

    [update] = await bot.get_updates(timeout=0)
    assert update.message is not None


async def test_a_sent_message_can_be_edited_once_and_not_into_itself(api: BotApi, bot: Bot) -> None:
    api.person(7, "Mira")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo:1")]])
    sent = await bot.send_message(7, "one", reply_markup=keyboard)

    edited = await bot.edit_message_text("two", 7, sent.message_id)

    assert isinstance(edited, Message)
    assert edited.text == "two"
    assert [(m["text"], m.get("reply_markup")) for m in api.sent(7)] == [("two", None)]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("two", 7, sent.message_id)


async def test_a_pressed_button_is_answered_once(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")
    await bot.send_message(7, "choose")
    api.people.press(mira, api.sent(7)[0], "page:2")

    [update] = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "page:2"
    assert await bot.answer_callback_query(update.callback_query.id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(update.callback_query.id)


async def test_files_go_both_ways(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")
    api.people.send_file(mira, Upload("news.txt", b"On 3 May 2020", "text/plain"), caption="read")
    await bot.send_document(7, InputFile(b"BEGIN:VCALENDAR", "story.ics"), caption="here")

    [update] = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.document is not None
    file = await bot.get_file(update.message.document.file_id)

    assert bytes(await file.download_as_bytearray()) == b"On 3 May 2020"
    ours = api.sent(7)[0]["document"]
    assert ours["file_name"] == "story.ics"
    assert api.world.files[ours["file_id"]].body == b"BEGIN:VCALENDAR"


async def test_each_kind_of_forward_is_read_by_the_library(api: BotApi, bot: Bot) -> None:
    mira, channel = api.person(7, "Mira"), api.channel(-100200, "Wire", username="wire")
    group = api.group(-100300, "Desk")
    origins = [
        Origin.user(mira, 1_600_000_000),
        Origin.hidden_user("Somebody", 1_600_000_000),
        Origin.chat(group, 1_600_000_000, "admin"),
        Origin.channel(channel, 812, 1_600_000_000),
    ]
    for origin in origins:
        api.people.say(mira, "news", origin=origin)

    updates = await bot.get_updates(timeout=5)

    told = [u.message.forward_origin.type for u in updates if u.message and u.message.forward_origin]
    assert told == ["user", "hidden_user", "chat", "channel"]


async def test_groups_channels_places_and_memberships_are_read_by_the_library(api: BotApi, bot: Bot) -> None:
    mira = api.person(7, "Mira")
    group, channel = api.group(-100300, "Desk", {7: "creator"}), api.channel(-100200, "Wire")
    api.people.set_membership(mira, "administrator", group)
    api.people.say(mira, "in the group", group, reply_to=None, message_thread_id=3)
    api.people.say(mira, "in the channel", channel)
    api.people.share_location(mira, 52.2, 21.0)
    api.people.set_membership(mira, "kicked")

    updates = await bot.get_updates(timeout=5)
    admins = await bot.get_chat_administrators(-100300)

    kinds = [u.to_dict().keys() - {"update_id"} for u in updates]
    assert kinds == [{"my_chat_member"}, {"message"}, {"channel_post"}, {"message"}, {"my_chat_member"}]
    assert {admin.user.first_name for admin in admins} == {"Mira", "Dateline"}
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(7, "still there?")


@pytest.mark.parametrize(
    ("text", "complaint"), [("", "Message text is empty"), ("x" * 4097, "Message is too long")]
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    api: BotApi, bot: Bot, text: str, complaint: str
) -> None:
    api.person(7, "Mira")

    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(7, text)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(8, "who?")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("long", callback_data="x" * 65)]])
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(7, "choose", reply_markup=keyboard)


async def test_faults_come_once_each_in_their_order(api: BotApi, bot: Bot) -> None:
    api.person(7, "Mira")
    api.fail("sendMessage", flood(5), bad_gateway(), blocked(), CUT, CUT_AFTER)

    with pytest.raises(RetryAfter):
        await bot.send_message(7, "1")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(7, "2")
    with pytest.raises(Forbidden):
        await bot.send_message(7, "3")
    with pytest.raises(NetworkError):
        await bot.send_message(7, "4")
    with pytest.raises(NetworkError):
        await bot.send_message(7, "5")
    await bot.send_message(7, "6")

    assert [message["text"] for message in api.sent(7)] == ["5", "6"]


async def test_markup_is_parsed_by_whoever_was_given_for_it() -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    api = BotApi(token=TOKEN, parse=lambda text, mode: ("bold", [bold]) if mode == "HTML" else (text, ()))
    api.person(7, "Mira")

    await api.call("sendMessage", {"chat_id": "7", "text": "<b>bold</b>", "parse_mode": "HTML"})

    assert api.sent(7)[0]["entities"] == [bold]


async def test_a_wrong_token_is_refused(api: BotApi) -> None:
    async with loopback(api) as address:
        bot = _over_http(address, "1:wrong")

        with pytest.raises(InvalidToken):
            await bot.initialize()
        await bot.shutdown()


async def test_an_update_as_it_is_handed_back_is_one_the_library_reads(api: BotApi) -> None:
    mira = api.person(7, "Mira")

    update = Update.de_json(api.people.say(mira, "x"), None)

    assert update.effective_user is not None
    assert update.effective_user.first_name == "Mira"


async def _until_called(api: BotApi) -> None:
    """Wait until a poll is waiting at the API."""
    await asyncio.wait_for(api.updates.polled.wait(), SOON)
