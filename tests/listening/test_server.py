"""The server: what it answers, whom it cuts, and what it says when it cannot listen."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import BadSettings
from bot.listening import server
from bot.listening.server import LARGEST, body_of, listening
from bot.model.address import Address

ANYWHERE = Address("127.0.0.1", 0)


async def echo(request: web.Request) -> web.Response:
    return web.Response(body=await body_of(request))


async def fail(request: web.Request) -> web.Response:
    raise RuntimeError("no luck")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LINGERING", 0.05)


@pytest_asyncio.fixture
async def where() -> AsyncIterator[Address]:
    async with listening(ANYWHERE, [web.post("/echo", echo), web.get("/fail", fail)]) as address:
        yield address


async def asked(address: Address, method: str, path: str, **more: object) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as client:
        return await client.request(method, path, **more)  # type: ignore[arg-type]


async def told(address: Address, *pieces: bytes) -> bytes:
    """What a connection is answered until the server hangs up."""
    reader, writer = await asyncio.open_connection(address.host, address.port)
    try:
        for piece in pieces:
            writer.write(piece)
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


async def test_a_body_up_to_the_cap_is_read(where: Address) -> None:
    answer = await asked(where, "POST", "/echo", content=b"x" * LARGEST)

    assert (answer.status_code, len(answer.content)) == (200, LARGEST)


async def test_a_larger_body_is_refused_before_it_comes(where: Address) -> None:
    answer = await told(where, b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_larger_body_of_unknown_length_is_refused(where: Address) -> None:
    head = b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    answer = await told(where, head, *[chunk] * 17)

    assert answer.startswith(b"HTTP/1.1 413 ")


async def test_a_slow_body_is_cut(where: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.01)

    answer = await told(where, b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nslow")

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"Connection: close" in answer


async def test_a_slow_head_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE", 0.01)

    async with listening(ANYWHERE, [web.post("/echo", echo)]) as where:
        assert await told(where, b"POST /echo HT") == b""


async def test_other_paths_and_methods_are_refused_in_a_word(where: Address) -> None:
    nowhere, wrong = await asked(where, "GET", "/admin"), await asked(where, "PUT", "/echo")

    assert (nowhere.status_code, nowhere.text) == (404, "Not Found\n")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")


async def test_a_failing_handler_is_told_in_the_log_without_what_was_asked(
    where: Address, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await asked(where, "GET", "/fail?secret=1")

    assert answer.status_code == 500
    assert "GET /fail failed" in caplog.messages
    assert "secret" not in caplog.text


async def test_no_more_connections_are_taken_than_there_are_files_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(server, "MOST", 1)

    async with (
        listening(ANYWHERE, [web.post("/echo", echo)]) as where,
        httpx.AsyncClient(base_url=f"http://{where}", trust_env=False) as client,
    ):
        assert (await client.post("/echo")).status_code == 200
        with pytest.raises(httpx.TransportError):
            await asked(where, "POST", "/echo")
        assert (await client.post("/echo")).status_code == 200


async def test_a_request_in_hand_is_finished_when_the_server_is_closed() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="done")

    async with listening(ANYWHERE, [web.get("/slow", slow)]) as where:
        asking = asyncio.create_task(asked(where, "GET", "/slow"))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.01, go_on.set)

    assert (await asking).text == "done"


async def test_an_address_that_is_taken_is_said_so(where: Address) -> None:
    with pytest.raises(BadSettings, match=f"LISTEN {where} is taken by another process; stop that one"):
        async with listening(where, []):
            pass


async def test_an_address_of_another_machine_is_said_so() -> None:
    with pytest.raises(BadSettings, match=r"LISTEN 192\.0\.2\.1:80 is no address of this machine"):
        async with listening(Address("192.0.2.1", 80), []):
            pass


async def test_what_strangers_send_is_not_in_the_log(
    where: Address, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)

    answer = await told(where, b"POST /echo HTTP/1.1\r\nbad header\r\n\r\n")

    assert answer.startswith(b"HTTP/1.0 400 ")
    assert caplog.text == ""
