"""The wire: requests to the Bot API arrive as they were meant, and what breaks is told for what it is."""

import asyncio
import socket
import ssl
import traceback
from asyncio import StreamReader as Reader
from asyncio import StreamWriter as Writer
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sending.faults import never_arrived
from bot.sending.wire import Wire, proxy_to
from bot.terminal.botapi import CUT, BotApi, bad_gateway, flood
from tests.app.test_webhook import a_certificate
from tests.support.bots import TOKEN
from tests.support.loopback import loopback

CHAT = 7

Serve = Callable[[Reader, Writer], Awaitable[None]]


@asynccontextmanager
async def a_server(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Whatever answers on a port of this machine."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def a_bot_at(address: str, wire: Wire | None = None) -> AsyncIterator[Bot]:
    wire = wire or Wire(address)
    bot = Bot(TOKEN, f"{address}/bot", f"{address}/file/bot", request=wire, get_updates_request=wire)
    await wire.initialize()
    try:
        yield bot
    finally:
        await wire.shutdown()


def an_api() -> BotApi:
    api = BotApi(token=TOKEN)
    api.person(CHAT, "Mira")
    return api


async def answering(status: str, body: bytes) -> Serve:
    async def serve(reader: Reader, writer: Writer) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    return serve


async def silence(reader: Reader, writer: Writer) -> None:
    await reader.read()
    writer.close()


async def hanging_up(reader: Reader, writer: Writer) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.close()


def a_closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def everything_told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


async def test_a_message_arrives_as_it_was_written() -> None:
    api, words = an_api(), "50 % & more: “früh”, +1 = ü 🙂\n<b>Riga</b>"
    async with loopback(api) as address, a_bot_at(address) as bot:
        sent = await bot.send_message(CHAT, words, message_thread_id=None)

    assert sent.text == words
    assert api.calls[-1].parameters["text"] == words


async def test_of_what_was_sent_the_marks_and_buttons_are_not_read_back() -> None:
    api = an_api()
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo:1")]])
    async with loopback(api) as address, a_bot_at(address) as bot:
        sent = await bot.send_message(CHAT, "read /help", reply_markup=button)

    assert api.sent()[0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "Undo"
    assert (sent.message_id, sent.chat.id, sent.text) == (api.sent()[0]["message_id"], CHAT, "read /help")
    assert (sent.reply_markup, sent.entities) == (None, ())


async def test_a_file_goes_up_and_comes_down_again() -> None:
    api, body = an_api(), bytes(range(256)) * 5000
    async with loopback(api) as address, a_bot_at(address) as bot:
        sent = await bot.send_document(CHAT, InputFile(body, "Über “Riga”.bin"), caption="früh")
        assert sent.document is not None
        found = await (await sent.document.get_file()).download_as_bytearray()

    assert bytes(found) == body
    assert sent.document.file_name == "Über “Riga”.bin"
    assert sent.caption == "früh"


async def test_what_telegram_refuses_is_told_in_its_words() -> None:
    api = an_api()
    api.fail("sendMessage", flood(5))
    async with loopback(api) as address, a_bot_at(address) as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(CHAT, "one")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(99, "two")


async def test_a_gateway_that_fails_is_no_refusal() -> None:
    api = an_api()
    api.fail("sendMessage", bad_gateway())
    async with loopback(api) as address, a_bot_at(address) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(CHAT, "one")

    assert not never_arrived(raised.value)


@pytest.mark.parametrize("status", ["502 Bad Gateway", "200 OK", "504 Gateway Time-out"])
async def test_a_page_in_the_place_of_an_answer_is_an_error_of_the_way(status: str) -> None:
    serve = await answering(status, b"<html><h1>nginx</h1></html>")
    async with a_server(serve) as address, a_bot_at(address) as bot:
        with pytest.raises(TelegramError) as raised:
            await bot.send_message(CHAT, "one")

    assert not isinstance(raised.value, BadRequest)
    assert not never_arrived(raised.value)


async def test_a_redirect_is_not_followed() -> None:
    serve = await answering("302 Found\r\nLocation: http://127.0.0.1:9/elsewhere", b"")
    async with a_server(serve) as address, a_bot_at(address) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(CHAT, "one")

    assert "302" in str(raised.value)


async def test_a_connection_that_is_cut_may_have_carried_the_call() -> None:
    api = an_api()
    api.fail("sendMessage", CUT)
    async with loopback(api) as address, a_bot_at(address) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(CHAT, "one")
        again = await bot.send_message(CHAT, "two")

    assert not isinstance(raised.value, TimedOut)
    assert not never_arrived(raised.value)
    assert again.text == "two"


async def test_a_server_that_is_silent_is_waited_for_as_long_as_the_call_says() -> None:
    async with a_server(silence) as address, a_bot_at(address) as bot:
        with pytest.raises(TimedOut) as raised:
            await bot.send_message(CHAT, "one", read_timeout=0.05)

    assert not never_arrived(raised.value)


async def test_an_upload_that_nobody_reads_comes_to_an_end() -> None:
    async def deaf(_: Reader, writer: Writer) -> None:
        await gone.wait()
        writer.close()

    gone = asyncio.Event()
    async with a_server(deaf) as address, a_bot_at(address) as bot:
        with pytest.raises(TimedOut):
            await bot.send_document(CHAT, InputFile(bytes(4000), "x"), write_timeout=0.05, read_timeout=0.05)
        gone.set()


async def test_a_server_that_is_not_there_was_never_reached() -> None:
    address = f"http://127.0.0.1:{a_closed_port()}"
    async with a_bot_at(address) as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(CHAT, "one")

    assert never_arrived(raised.value)
    assert "Cannot connect to host 127.0.0.1" in str(raised.value)


async def test_a_name_that_nobody_has_was_never_reached() -> None:
    async with a_bot_at("http://nowhere.invalid") as bot:
        with pytest.raises(NetworkError) as raised:
            await bot.send_message(CHAT, "one")

    assert never_arrived(raised.value)


async def test_a_pool_without_room_was_never_left() -> None:
    async with a_server(silence) as address:
        wire = Wire(address, connections=1)
        async with a_bot_at(address, wire) as bot:
            first = asyncio.create_task(bot.send_message(CHAT, "one"))
            await asyncio.sleep(0)
            with pytest.raises(TimedOut) as raised:
                await bot.send_message(CHAT, "two", pool_timeout=0.02, connect_timeout=0.02)
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    assert never_arrived(raised.value)


@pytest.mark.parametrize("serve", [silence, hanging_up, None])
async def test_the_token_stands_in_no_error(serve: Serve | None) -> None:
    async with a_server(serve or silence) as living:
        address = living if serve else f"http://127.0.0.1:{a_closed_port()}"
        async with a_bot_at(address) as bot:
            with pytest.raises(NetworkError) as raised:
                await bot.send_message(CHAT, "one", read_timeout=0.05)

    assert TOKEN not in everything_told(raised.value)
    assert TOKEN.partition(":")[2] not in everything_told(raised.value)


async def test_the_token_stands_in_no_error_of_a_pool_without_room() -> None:
    async with a_server(silence) as address, a_bot_at(address, Wire(address, connections=1)) as bot:
        first = asyncio.create_task(bot.send_message(CHAT, "one"))
        await asyncio.sleep(0)
        with pytest.raises(TimedOut) as raised:
            await bot.send_message(CHAT, "two", pool_timeout=0.02, connect_timeout=0.02)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)

    assert TOKEN not in everything_told(raised.value)


async def test_a_certificate_is_trusted_when_the_environment_says_so_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    serve = await answering("200 OK", b'{"ok":true,"result":true}')

    async with a_server(serve, tls) as address:
        async with a_bot_at(address) as bot:
            with pytest.raises(NetworkError) as raised:
                await bot.delete_webhook()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        async with a_bot_at(address) as bot:
            assert await bot.delete_webhook()

    assert never_arrived(raised.value)
    assert TOKEN not in everything_told(raised.value)


async def test_a_wire_is_opened_and_closed_as_often_as_one_likes() -> None:
    api = an_api()
    async with loopback(api) as address:
        wire = Wire(address)
        for _ in range(2):
            await wire.initialize()
            await wire.initialize()
            await Bot(TOKEN, f"{address}/bot", request=wire).send_message(CHAT, "one")
            await wire.shutdown()
            await wire.shutdown()

    assert len(api.sent()) == 2


async def test_a_call_goes_through_the_proxy_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    async def proxy(reader: Reader, writer: Writer) -> None:
        seen.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await (await answering("200 OK", b'{"ok":true,"result":true}'))(_read(), writer)

    def _read() -> Reader:
        reader = Reader()
        reader.feed_data(b"\r\n\r\n")
        return reader

    async with a_server(proxy) as address:
        monkeypatch.setenv("ALL_PROXY", address.replace("//", "//mira:word@"))
        async with a_bot_at("http://telegram.example") as bot:
            assert await bot.delete_webhook()

    assert seen[0].startswith(f"POST http://telegram.example/bot{TOKEN}/deleteWebhook HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWlyYTp3b3Jk" in seen[0]


def test_a_host_that_needs_no_proxy_is_reached_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")

    assert proxy_to("https://api.telegram.org") == "http://proxy.example:3128"
    assert proxy_to("https://inside.example/bot") is None
    assert proxy_to("http://api.telegram.org") is None
