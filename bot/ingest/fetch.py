"""Fetching: one client for everything from outside, guarded at every step and bounded in every way.

    fetched = await fetcher.fetch("https://example.org/a", accept=PAGES, asker=chat.id)

Public hosts only, checked at each of at most five redirects; 20 seconds in all and 5 MB unpacked; http and
https without names and passwords, without proxies and without what earlier fetches were told to remember.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Collection, Hashable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from bot import __version__
from bot.clock import Clock, now
from bot.errors import FetchFailed
from bot.ingest.addresses import canonical, joined
from bot.ingest.guard import CONNECT, Guard, GuardedTransport, Resolver
from bot.ingest.inflate import ENCODINGS, Broken, Inflated, TooMuch
from bot.ingest.turns import Turns
from bot.model.link import Fault

DEADLINE = 20.0  # seconds for one address with all its redirects, waiting for a turn not counted
LARGEST = 5_000_000  # bytes, unpacked
MOST_REDIRECTS = 5
LONGEST_PAUSE = 7 * 24 * 3600  # seconds that a server may ask us to stay away

PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain")
AGENT: Final = f"Dateline/{__version__} (a news timeline; reads the pages and feeds that people hand it)"

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_ASKED = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to: the last address, the type without parameters ("" when unsaid), the body."""

    address: str
    kind: str
    charset: str | None
    body: bytes
    lasting: str = ""  # where it is for good: the address after those redirects that are permanent
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Fetcher:
    """The one client. `resolver` and `admitted` are for tests: who looks names up, which addresses pass."""

    def __init__(
        self,
        *,
        resolver: Resolver | None = None,
        admitted: Collection[str] = (),
        clock: Clock = now,
        deadline: float = DEADLINE,
    ) -> None:
        self._transport = GuardedTransport(Guard(resolver, admitted))
        self._turns = Turns()
        self._clock = clock
        self._deadline = deadline

    async def fetch(
        self,
        address: str,
        *,
        accept: Collection[str] = PAGES,
        headers: Mapping[str, str] | None = None,
        asker: Hashable = None,
    ) -> Fetched:
        """What `address` leads to, if its type is one of `accept`. Raises FetchFailed.

        "Not modified" (304) is an answer too when `headers` ask for it.
        """
        place, left = canonical(address), self._deadline
        lasting, forever = place, True
        cookies = httpx.Cookies()  # for these redirects only; some sites go round in circles without
        loop = asyncio.get_running_loop()
        for _ in range(MOST_REDIRECTS + 1):
            async with self._turns.turn(httpx.URL(place).host, asker):
                started = loop.time()
                found = await self._within(left, place, accept, headers or {}, cookies)
                left -= loop.time() - started
            if isinstance(found, Fetched):
                return replace(found, lasting=lasting)
            place, permanent = found
            forever = forever and permanent
            lasting = place if forever else lasting
        raise FetchFailed(address, Fault.REDIRECTS)

    async def close(self) -> None:
        await self._transport.aclose()

    async def _within(
        self,
        seconds: float,
        place: str,
        accept: Collection[str],
        headers: Mapping[str, str],
        cookies: httpx.Cookies,
    ) -> Fetched | tuple[str, bool]:
        try:
            async with asyncio.timeout(seconds):
                return await self._hop(place, accept, headers, cookies)
        except TimeoutError:
            raise FetchFailed(place, Fault.TIMEOUT) from None

    async def _hop(
        self, place: str, accept: Collection[str], headers: Mapping[str, str], cookies: httpx.Cookies
    ) -> Fetched | tuple[str, bool]:
        """The answer of one server: a body, or the address it sends us on to, and whether for good."""
        async with self._answer(place, accept, headers, cookies) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return joined(place, response.headers["location"]), response.status_code in _PERMANENT
            if response.status_code == 304 and headers:
                return Fetched(place, "", None, b"", status=304, headers=_plain(response.headers))
            if response.status_code != 200:
                raise self._refused(place, response)
            return await _read(place, response, accept)

    @asynccontextmanager
    async def _answer(
        self, place: str, accept: Collection[str], headers: Mapping[str, str], cookies: httpx.Cookies
    ) -> AsyncIterator[httpx.Response]:
        asked = {**_ASKED, "Accept": ", ".join([*accept, "*/*;q=0.1"]), **headers}
        request = httpx.Request("GET", place, headers=asked, extensions={"timeout": _TIMES})
        cookies.set_cookie_header(request)
        try:
            response = await self._transport.handle_async_request(request)
            response.request = request
            try:
                cookies.extract_cookies(response)
                yield response
            finally:
                await response.aclose()
        except httpx.TimeoutException:
            raise FetchFailed(place, Fault.TIMEOUT) from None
        except httpx.ConnectError as refusal:
            fault = Fault.CERTIFICATE if _is_of_tls(refusal) else Fault.UNREACHABLE
            raise FetchFailed(place, fault) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise FetchFailed(place, Fault.BROKEN) from None

    def _refused(self, place: str, response: httpx.Response) -> FetchFailed:
        pause = self._pause(response.headers.get("retry-after", ""))
        return FetchFailed(place, Fault.STATUS, status=response.status_code, retry_after=pause)

    def _pause(self, asked: str) -> int | None:
        """Seconds that Retry-After asks for, as a number or as a date."""
        if re.fullmatch(r"\d{1,9}", asked, re.ASCII):
            return min(int(asked), LONGEST_PAUSE)
        try:
            until = parsedate_to_datetime(asked)
        except ValueError:
            return None
        if until.tzinfo is None:
            return None
        return max(0, min(int((until - self._clock()).total_seconds()), LONGEST_PAUSE))


_TIMES = httpx.Timeout(DEADLINE, connect=CONNECT).as_dict()


async def _read(place: str, response: httpx.Response, accept: Collection[str]) -> Fetched:
    kind, charset = _type(response.headers.get("content-type", ""))
    if kind and kind not in accept:
        raise FetchFailed(place, Fault.TYPE, detail=kind[:100])
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise FetchFailed(place, Fault.TYPE, detail=encoding[:100])
    if int(_digits(response.headers.get("content-length", ""))) > LARGEST:
        raise FetchFailed(place, Fault.TOO_BIG)
    body = Inflated(encoding, LARGEST)
    try:
        async for piece in response.aiter_raw(65_536):
            body.add(piece)
    except TooMuch:
        raise FetchFailed(place, Fault.TOO_BIG) from None
    except Broken:
        raise FetchFailed(place, Fault.BROKEN) from None
    return Fetched(place, kind, charset, body.body, headers=_plain(response.headers))


def _type(header: str) -> tuple[str, str | None]:
    """The type in lower case, and the characters it says it has."""
    message = Message()
    message["Content-Type"] = header
    charset = message.get_param("charset")
    return (message.get_content_type() if header.strip() else ""), charset if isinstance(
        charset, str
    ) else None


def _digits(length: str) -> str:
    return length if re.fullmatch(r"\d{1,18}", length, re.ASCII) else "0"


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _is_of_tls(refusal: httpx.ConnectError) -> bool:
    cause: BaseException | None = refusal
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return "certificate" in str(refusal).lower()
