"""How the bot is can be asked from nearby, and by nobody who comes from the internet."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.listening.near import for_the_near


async def answered(remote: str | None, **headers: str) -> int:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response()

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = make_mocked_request("GET", "/metrics", headers=named).clone(remote=remote or "")
    try:
        return (await for_the_near(handler)(request)).status
    except web.HTTPNotFound as refusal:
        return refusal.status


@pytest.mark.parametrize(
    "remote",
    ["127.0.0.1", "::1", "10.1.2.3", "172.17.0.1", "192.168.4.5", "100.64.0.9", "fd00::7", "fe80::1%eth0"],
)
async def test_who_is_near_is_answered(remote: str) -> None:
    assert await answered(remote) == 200


@pytest.mark.parametrize("remote", ["8.8.8.8", "2606:4700::1111", "", "nonsense", None])
async def test_who_is_far_finds_nothing(remote: str | None) -> None:
    assert await answered(remote) == 404


@pytest.mark.parametrize("header", ["Forwarded", "X_Forwarded_For", "X_Real_IP"])
async def test_who_comes_through_a_proxy_finds_nothing(header: str) -> None:
    assert await answered("127.0.0.1", **{header: "8.8.8.8"}) == 404
