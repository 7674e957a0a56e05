"""Fetching from hosts that mean well, and from those that do not."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import pytest_asyncio
from aiohttp import web

from bot.clock import stopped_at
from bot.errors import FetchFailed
from bot.ingest.fetch import LARGEST, Fetcher
from bot.ingest.guard import Guard, GuardedTransport
from bot.model.link import Fault
from tests.support.outside import Outside, outside, speaking

HOST = "news.example"


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as server:
        yield server


async def fault_of(fetcher: Fetcher, address: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        await fetcher.fetch(address)
    return failed.value


async def test_a_page_is_fetched_under_its_own_name(there: Outside) -> None:
    address = there.page(HOST, "/a", "<p>Grüße</p>")

    fetched = await there.fetcher().fetch(address)

    (request,) = there.requests
    assert (fetched.body.decode(), fetched.kind, fetched.charset) == ("<p>Grüße</p>", "text/html", "utf-8")
    assert request.host == f"{HOST}:{there.port}"
    assert request.headers["User-Agent"].startswith("Dateline/")
    assert request.headers["Accept-Encoding"] == "identity"


async def test_loopback_is_refused_to_everybody_else(there: Outside) -> None:
    address = there.page(HOST, "/a", "secret")

    failure = await fault_of(there.fetcher(admitted=()), address)

    assert failure.fault == Fault.PRIVATE
    assert there.requests == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"])
async def test_a_host_of_this_machine_or_its_network_is_never_asked(host: str) -> None:
    failure = await fault_of(Fetcher(), f"http://{host}:8080/latest/meta-data")

    assert failure.fault == Fault.PRIVATE


async def test_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(there: Outside) -> None:
    """A name that says something else at the second look-up leads nowhere: there is no second look-up."""
    there.names[HOST] = ["127.0.0.1"]
    address = there.page(HOST, "/a", "text")

    fetched = await there.fetcher().fetch(address)

    assert fetched.body == b"text"
    assert there.looked_up == [HOST]


async def test_a_redirect_to_a_private_address_is_refused(there: Outside) -> None:
    there.names["inside.example"] = ["10.0.0.1"]
    address = there.redirect(HOST, "/a", "http://inside.example/admin")

    failure = await fault_of(there.fetcher(), address)

    assert failure.fault == Fault.PRIVATE


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("file:///etc/passwd", Fault.SCHEME),
        ("ftp://example.org/", Fault.SCHEME),
        ("http://me:word@example.org/", Fault.CREDENTIALS),
        ("http://0x7f000001/", Fault.ADDRESS),
        ("http://169.254.169.254/latest/meta-data", Fault.PRIVATE),
        ("http://example.org:22/", Fault.PORT),
        ("http://[::1", Fault.ADDRESS),
    ],
)
async def test_where_a_redirect_leads_is_checked_like_any_address(
    there: Outside, to: str, fault: Fault
) -> None:
    failure = await fault_of(there.fetcher(), there.redirect(HOST, "/a", to))

    assert failure.fault == fault


async def test_five_redirects_are_followed_and_no_more(there: Outside) -> None:
    for hop in range(9):
        there.redirect(HOST, f"/{hop}", f"/{hop + 1}")
    there.page(HOST, "/5", "there")

    assert (await there.fetcher().fetch(there.at(HOST, "/0"))).address == there.at(HOST, "/5")

    there.redirect(HOST, "/5", "/6")
    assert (await fault_of(there.fetcher(), there.at(HOST, "/0"))).fault == Fault.REDIRECTS


async def test_a_circle_of_redirects_ends(there: Outside) -> None:
    there.redirect(HOST, "/a", "/b")
    there.redirect(HOST, "/b", "/a")

    assert (await fault_of(there.fetcher(), there.at(HOST, "/a"))).fault == Fault.REDIRECTS


async def test_a_cookie_is_handed_back_within_one_fetch_and_forgotten_after(there: Outside) -> None:
    async def once(request: web.Request) -> web.StreamResponse:
        if "seen" in request.cookies:
            return web.Response(text="let in", content_type="text/html")
        return web.Response(status=302, headers={"Location": "/a", "Set-Cookie": "seen=1; Path=/"})

    address, fetcher = there.serve(HOST, "/a", once), there.fetcher()

    assert (await fetcher.fetch(address)).body == b"let in"
    await fetcher.fetch(address)
    assert ["seen" in request.cookies for request in there.requests] == [False, True, False, True]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451, 500, 503])
async def test_a_refusal_keeps_its_number(there: Outside, status: int) -> None:
    failure = await fault_of(there.fetcher(), there.page(HOST, "/a", "no", status=status))

    assert (failure.fault, failure.status) == (Fault.STATUS, status)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("120", 120),
        ("Thu, 22 Apr 2021 12:01:30 GMT", 90),
        ("Thu, 22 Apr 2021 11:00:00 GMT", 0),
        ("99999999", 604_800),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_a_server_may_say_when_to_come_again(there: Outside, asked: str, seconds: int | None) -> None:
    address = there.page(HOST, "/a", "", status=429, headers={"Retry-After": asked})
    noon = stopped_at(datetime(2021, 4, 22, 12, tzinfo=UTC))

    assert (await fault_of(there.fetcher(clock=noon), address)).retry_after == seconds


async def test_another_type_than_asked_for_is_not_read(there: Outside) -> None:
    failure = await fault_of(there.fetcher(), there.page(HOST, "/a", b"%PDF-1.7", kind="application/pdf"))

    assert (failure.fault, failure.detail) == (Fault.TYPE, "application/pdf")


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
    ],
)
async def test_a_packed_body_is_unpacked_although_nobody_asked_for_it(
    there: Outside, encoding: str, pack: object
) -> None:
    assert callable(pack)
    address = there.page(HOST, "/a", pack(b"words " * 999), headers={"Content-Encoding": encoding})

    assert (await there.fetcher().fetch(address)).body == b"words " * 999


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
async def test_a_bomb_is_put_out_before_it_is_unpacked(there: Outside, encoding: str, pack: object) -> None:
    import tracemalloc

    assert callable(pack)
    bomb = pack(bytes(60_000_000))
    address = there.page(HOST, "/a", bomb, headers={"Content-Encoding": encoding})
    tracemalloc.start()

    failure = await fault_of(there.fetcher(), address)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert failure.fault == Fault.TOO_BIG
    assert peak < 30_000_000


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
async def test_a_packing_without_a_bound_is_refused(there: Outside, encoding: str) -> None:
    address = there.page(HOST, "/a", b"...", headers={"Content-Encoding": encoding})

    failure = await fault_of(there.fetcher(), address)

    assert (failure.fault, failure.detail) == (Fault.TYPE, encoding)


async def test_a_body_that_is_not_packed_as_it_says_is_broken(there: Outside) -> None:
    address = there.page(HOST, "/a", b"plain", headers={"Content-Encoding": "gzip"})

    assert (await fault_of(there.fetcher(), address)).fault == Fault.BROKEN


async def test_a_body_that_says_it_is_too_long_is_not_read(there: Outside) -> None:
    address = there.page(HOST, "/a", bytes(LARGEST + 1))

    assert (await fault_of(there.fetcher(), address)).fault == Fault.TOO_BIG


async def test_an_endless_body_is_cut_off(there: Outside) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"on and on " * 6_553)

    assert (await fault_of(there.fetcher(), there.serve(HOST, "/a", endless))).fault == Fault.TOO_BIG


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"",
    ],
)
async def test_a_server_that_drips_is_left_at_the_deadline(there: Outside, head: bytes) -> None:
    async with speaking(says=head, then_every=0.01) as port:
        failure = await fault_of(there.fetcher(deadline=0.3), f"http://{HOST}:{port}/")

    assert failure.fault == Fault.TIMEOUT


async def test_the_deadline_is_for_all_redirects_together(there: Outside) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": f"/{int(request.path[1:]) + 1}"})

    for hop in range(6):
        there.serve(HOST, f"/{hop}", slow)

    failure = await fault_of(there.fetcher(deadline=0.5), there.at(HOST, "/0"))

    assert failure.fault == Fault.TIMEOUT
    assert len(there.requests) <= 3


@pytest.mark.parametrize(
    "says",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", b"\x00" * 200_000],
)
async def test_what_is_no_answer_is_broken(there: Outside, says: bytes) -> None:
    async with speaking(says=says) as port:
        failure = await fault_of(there.fetcher(), f"http://{HOST}:{port}/")

    assert failure.fault in (Fault.BROKEN, Fault.UNREACHABLE)


async def test_a_server_that_is_not_there_is_said_to_be_out_of_reach(there: Outside) -> None:
    async with speaking(says=b"") as port:
        pass

    assert (await fault_of(there.fetcher(), f"http://{HOST}:{port}/")).fault == Fault.UNREACHABLE


async def test_a_server_without_tls_has_no_certificate(there: Outside) -> None:
    failure = await fault_of(there.fetcher(), f"https://{HOST}:{there.port}/")

    assert failure.fault == Fault.CERTIFICATE


async def test_the_next_address_of_a_host_is_tried_when_one_is_silent(there: Outside) -> None:
    there.names[HOST] = ["::1", "127.0.0.1"]
    address = there.page(HOST, "/a", "text")

    fetched = await there.fetcher(admitted=("::1", "127.0.0.1")).fetch(address)

    assert fetched.body == b"text"


async def test_no_proxy_of_the_environment_is_used(there: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    address = there.page(HOST, "/a", "text")

    assert (await there.fetcher().fetch(address)).body == b"text"


async def test_one_page_of_a_host_at_a_time_and_four_in_all(there: Outside) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.01)
        return web.Response(text="text", content_type="text/html")

    addresses = [there.serve(f"h{number % 8}.example", f"/{number}", slow) for number in range(40)]
    fetcher = there.fetcher()

    await asyncio.gather(*(fetcher.fetch(one, asker=number) for number, one in enumerate(addresses)))

    assert there.most_of_a_host == 1
    assert there.most_at_once == 4


async def test_one_asker_leaves_room_for_others(there: Outside) -> None:
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def held(_: web.Request) -> web.StreamResponse:
        waiting.set()
        await go_on.wait()
        return web.Response(text="text", content_type="text/html")

    many = [there.serve(f"h{number}.example", "/", held) for number in range(30)]
    quick, fetcher = there.page(HOST, "/a", "text"), there.fetcher()
    busy = asyncio.gather(*(fetcher.fetch(one, asker="busy") for one in many))
    await waiting.wait()

    fetched = await fetcher.fetch(quick, asker="patient")

    assert fetched.body == b"text"
    go_on.set()
    await busy


async def test_nothing_is_kept_of_hosts_when_all_is_done(there: Outside) -> None:
    fetcher = there.fetcher()
    for number in range(9):
        await fetcher.fetch(there.page(f"h{number}.example", "/", "text"))

    turns = fetcher._turns
    assert (turns._waiting, turns._hosts, dict(turns._askers)) == ([], set(), {})


async def test_tls_goes_by_the_name_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[httpx.Request] = []

    async def keep(_: object, request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", keep)

    async def resolve(_: str) -> list[str]:
        return ["2606:4700::1111"]

    await GuardedTransport(Guard(resolve)).handle_async_request(httpx.Request("GET", f"https://{HOST}/a"))

    (request,) = sent
    assert request.url.host == "2606:4700::1111"
    assert request.headers["Host"] == HOST
    assert request.extensions["sni_hostname"] == HOST


async def test_where_an_address_is_for_good_is_told(there: Outside) -> None:
    there.redirect(HOST, "/1", "/2", 301)
    there.redirect(HOST, "/2", "/3", 308)
    there.redirect(HOST, "/3", "/4", 302)
    there.redirect(HOST, "/4", "/5", 301)
    there.page(HOST, "/5", "text")

    fetched = await there.fetcher().fetch(there.at(HOST, "/1"))

    assert (fetched.lasting, fetched.address) == (there.at(HOST, "/3"), there.at(HOST, "/5"))
