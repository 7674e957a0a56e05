"""An HTTP server over given routes: small bodies, short patience, nothing of a request in the log.

async with listening(address, [web.get("/healthz", healthy)]) as where:
    log.info("listening on %s", where)
"""

import asyncio
import errno
import logging
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import BadSettings
from bot.model.address import Address

LARGEST = 2**20  # bytes of a body
IDLE = 30.0  # seconds that a connection may take for the head of its next request
PATIENCE = 10.0  # seconds that a body may take
LINGERING = 2.0  # seconds for the rest of a body that nobody wants
LEAVING = 3.0  # seconds for the requests in hand when the server is closed
MOST = 512  # connections at once; more would take the files that the database needs

log = logging.getLogger(__name__)


@asynccontextmanager
async def listening(
    address: Address, routes: Iterable[web.RouteDef], *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Address]:
    """Serve `routes` at `address`; gives the address with the port that it became.

    Other paths are answered with 404, other methods with 405, a handler that fails with 500. Requests in hand
    are finished at the end. Raises BadSettings when the address cannot be had.
    """
    runner = web.AppRunner(
        _application(routes),
        access_log=None,
        auto_decompress=False,  # a packed body would grow past every cap
        keepalive_timeout=IDLE,
        lingering_time=LINGERING,
        shutdown_timeout=LEAVING,
    )
    await runner.setup()
    try:
        server = await _bound(runner, address, tls)
        try:
            yield Address(address.host, server.sockets[0].getsockname()[1])
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def body_of(request: web.Request) -> bytes:
    """The whole body. Raises what is answered with 413 when it is past LARGEST, with 408 when it is slow."""
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    try:
        async with asyncio.timeout(PATIENCE):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None


def _application(routes: Iterable[web.RouteDef]) -> web.Application:
    application = web.Application(client_max_size=LARGEST, middlewares=[_guarded])
    application.add_routes(list(routes))
    return application


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals without the library's pages, and failures told in the log without what was asked."""
    try:
        return await handler(request)
    except web.HTTPException as refusal:
        answer = web.Response(status=refusal.status, text=f"{refusal.reason}\n", headers=_allowed(refusal))
        if refusal.status in (408, 413):
            answer.force_close()  # the rest of the body is not waited for
        return answer
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return web.Response(status=500, text="Internal Server Error\n")


def _allowed(refusal: web.HTTPException) -> dict[str, str]:
    return {"Allow": refusal.headers["Allow"]} if "Allow" in refusal.headers else {}


async def _bound(runner: web.AppRunner, address: Address, tls: ssl.SSLContext | None) -> asyncio.Server:
    serve = runner.server
    assert serve is not None  # noqa: S101 - `setup` made it

    def connection() -> asyncio.BaseProtocol:
        return serve() if len(serve.connections) < MOST else _Full()

    loop = asyncio.get_running_loop()
    try:
        return await loop.create_server(
            connection,
            address.host or None,
            address.port,
            ssl=tls,
            ssl_handshake_timeout=PATIENCE if tls else None,
        )
    except OSError as error:
        raise BadSettings([f"LISTEN {address} {_why(error)}"]) from None


class _Full(asyncio.Protocol):
    """Hangs up at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "is taken by another process; stop that one, or name another port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "may not be listened on by this user; name a port above 1023"
    return f"is no address of this machine ({error.strerror or error}); 127.0.0.1:8080 always is"
