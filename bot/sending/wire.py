"""The wire to Telegram: HTTP requests over a pool of connections, and what a broken one is told as.

builder.request(wire).get_updates_request(wire)        # wire = Wire("https://api.telegram.org")

No address is in what is raised, as the token is a part of it.
"""

import asyncio
import ssl
from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
    TCPConnector,
)
from httpx import create_ssl_context
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sending.faults import Broken, NeverArrived

CONNECTIONS = 256  # at once, of one wire
KEPT = 5.0  # seconds that an idle connection stays open
POOL, CONNECT, WRITE, WRITE_FILES, READ = 1.0, 5.0, 5.0, 20.0, 5.0  # seconds, unless the call says otherwise
SLOWEST = 16_000  # bytes a second of an upload

_UNREAD = {"entities", "caption_entities", "reply_markup", "reply_to_message", "link_preview_options"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NOT_SENT = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError, InvalidURL)


class Wire(BaseRequest):
    """Carries requests to the Bot API at `address`, through the proxy that the environment names for it."""

    def __init__(self, address: str, connections: int = CONNECTIONS) -> None:
        self._address = address
        self._connections = connections
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ

    async def initialize(self) -> None:
        """Open the pool, unless it is open."""
        if self._session is None:
            self._session = ClientSession(
                connector=self._connector(),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=proxy_to(self._address),
            )

    def _connector(self) -> TCPConnector:
        tls = _tls(self._address)
        return TCPConnector(limit=self._connections, keepalive_timeout=KEPT, ssl=tls)

    async def shutdown(self) -> None:
        """Close the pool, if it is open."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer, without what nobody reads of a message that was sent: that is most of a long one."""
        answer = BaseRequest.parse_json_payload(payload)
        result = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(result, dict) and "message_id" in result:
            answer["result"] = {key: value for key, value in result.items() if key not in _UNREAD}
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises TimedOut, or NetworkError when it broke otherwise."""
        if self._session is None:
            raise RuntimeError("the wire is not initialized")
        files = request_data.multipart_data if request_data else None
        times = _times(
            _or(read_timeout, READ),
            _or(write_timeout, WRITE_FILES if files else WRITE),
            _or(connect_timeout, CONNECT),
            _or(pool_timeout, POOL),
            size=_size(files) if method == "POST" else None,
        )
        sent: dict[str, Any] = {} if request_data is None else _body(request_data.json_parameters, files)
        try:
            async with self._session.request(
                method, url, timeout=times, allow_redirects=False, **sent
            ) as answer:
                return answer.status, await answer.read()
        except (ClientError, OSError) as error:  # TimeoutError is an OSError
            raise _told(error) from _cause(error)


def proxy_to(address: str) -> str | None:
    """The proxy that the environment (HTTPS_PROXY, ALL_PROXY, NO_PROXY…) has for an address, if any."""
    scheme, host = urlsplit(address).scheme, urlsplit(address).hostname or ""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _tls(address: str) -> ssl.SSLContext | bool:
    """The certificates that links are read with, too; none for an address without TLS."""
    return create_ssl_context() if urlsplit(address).scheme == "https" else True


def _or(given: Any, otherwise: float) -> float | None:
    """The seconds that a call names, where it names some; None is for ever."""
    return otherwise if given is BaseRequest.DEFAULT_NONE else given


def _times(
    read: float | None, write: float | None, connect: float | None, pool: float | None, *, size: int | None
) -> ClientTimeout:
    """`size` is that of an upload, in bytes: it is bounded as a whole; a download (None) is by its pauses."""
    joining = None if connect is None or pool is None else connect + pool
    whole = None
    if size is not None and joining is not None and read is not None and write is not None:
        whole = joining + write + size / SLOWEST + read
    return ClientTimeout(total=whole, connect=joining, sock_connect=connect, sock_read=read)


def _body(parameters: dict[str, str], files: Any) -> dict[str, Any]:
    if not files:
        return {"data": urlencode(parameters).encode(), "headers": _FORM}
    form = FormData(quote_fields=False)
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in files.items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=kind)
    return {"data": form}


def _size(files: Any) -> int:
    parts = (content for _, content, _ in (files or {}).values())
    return sum(len(content) for content in parts if isinstance(content, bytes))


def _told(error: Exception) -> NetworkError:
    if isinstance(error, asyncio.TimeoutError):
        return TimedOut()
    words = str(error) if isinstance(error, ClientConnectorError) else ""
    return NetworkError(f"{type(error).__name__}: {words}".removesuffix(": "))


def _cause(error: Exception) -> Broken:
    """The same without the address that some of them name."""
    kind = NeverArrived if isinstance(error, _NOT_SENT) else Broken
    return kind(type(error).__name__)
