"""The guard at the door: a host is looked up once, and only addresses of the public internet are let through.

The transport below connects to the very address that was checked, so that a name which says something else
a moment later leads nowhere; TLS and the Host header go by the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpx

from bot.errors import FetchFailed
from bot.model.link import Fault

Address = IPv4Address | IPv6Address
Resolver = Callable[[str], Awaitable[Sequence[str]]]

MOST_TRIED = 3  # addresses of one host
CONNECT = 5.0  # seconds for each of them

# Not of the public internet, whatever the standard library of this Python says of them.
_CLOSED_V4 = [
    ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
_OPEN_V6 = ip_network("2000::/3")  # all that is given out for the public; NAT64, mapped and local lie outside
_CLOSED_V6 = [ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def is_public(address: Address) -> bool:
    """Whether an address is somebody's on the public internet, reached without a tunnel or translation."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in net for net in _CLOSED_V4)
    closed = address.scope_id is not None or any(address in net for net in _CLOSED_V6)
    return address.is_global and address in _OPEN_V6 and not closed


class Guard:
    """Looks hosts up and lets only public addresses through; `admitted` ones ("127.0.0.1") too, for tests."""

    def __init__(self, resolver: Resolver | None = None, admitted: Collection[str] = ()) -> None:
        self._resolver = resolver or _Names()
        self._admitted = {ip_address(address) for address in admitted}

    async def addresses(self, host: str) -> list[Address]:
        """What a host's name stands for. Raises FetchFailed, also when one of several is not public."""
        number = _number(host)
        found = await self._looked_up(host) if number is None else [number]
        if not all(is_public(address) or address in self._admitted for address in found):
            raise FetchFailed(host, Fault.PRIVATE)
        return found[:MOST_TRIED]

    async def _looked_up(self, host: str) -> list[Address]:
        try:
            answers = await self._resolver(host)
            found = [ip_address(answer) for answer in answers]
        except (OSError, ValueError, UnicodeError):
            raise FetchFailed(host, Fault.UNKNOWN_HOST) from None
        if not found:
            raise FetchFailed(host, Fault.UNKNOWN_HOST)
        return list(dict.fromkeys(found))


class _Names:
    """The system's resolver, in threads of its own: one that hangs holds up no other work."""

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(4, "names")

    async def __call__(self, host: str) -> list[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _answers, host)
        return [str(entry[4][0]) for entry in found]


def _answers(host: str) -> list[Any]:
    return list(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))


class GuardedTransport(httpx.AsyncBaseTransport):
    """Carries requests to checked addresses alone, without a proxy. Nothing is kept open afterwards."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._wires: dict[str, httpx.AsyncHTTPTransport] = {}

    def _wire(self, scheme: str) -> httpx.AsyncHTTPTransport:
        """Made when first needed: reading certificates takes a moment, and http has none to verify.

        A connection is never used twice, as it would be kept by number and not by name.
        """
        if scheme not in self._wires:
            once = httpx.Limits(max_keepalive_connections=0)
            verify = scheme == "https"
            self._wires[scheme] = httpx.AsyncHTTPTransport(verify=verify, trust_env=False, limits=once)
        return self._wires[scheme]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host, wire = request.url.host, self._wire(request.url.scheme)
        failure: httpx.ConnectError | httpx.ConnectTimeout | None = None
        for address in await self._guard.addresses(host):
            try:
                return await wire.handle_async_request(_to(request, address, host))
            except (httpx.ConnectError, httpx.ConnectTimeout) as refusal:
                failure = refusal
        raise failure or FetchFailed(host, Fault.UNKNOWN_HOST)

    async def aclose(self) -> None:
        for wire in self._wires.values():
            await wire.aclose()


def _to(request: httpx.Request, address: Address, host: str) -> httpx.Request:
    """The request as it goes out: to the number, under the name."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=str(address)),
        headers=request.headers,  # Host among them, made from the name
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )


def _number(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
