"""The outside on loopback: a server that answers as pages, feeds and attackers do, under any host's name.

    async with outside() as web:
        web.page("example.org", "/a", "<html>…")
        fetched = await web.fetcher().fetch("http://example.org:8080/a")

Every name is looked up by `web`, which knows them all as 127.0.0.1 unless told otherwise; ports are ignored.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from bot.clock import Clock, now
from bot.ingest.fetch import DEADLINE, Fetcher
from bot.ingest.web import Web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Outside:
    """The server's pages by host and path, the requests it had, and how many it had at once."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[web.Request] = []
        self.looked_up: list[str] = []
        self.names: dict[str, Sequence[str]] = {}
        self.most_at_once = 0
        self.most_of_a_host = 0
        self._now: list[str] = []
        self._answers: dict[tuple[str, str], Answer] = {}

    def at(self, host: str, path: str = "/a") -> str:
        """The address of a path of a host on this server."""
        return f"http://{host}:{self.port}{path}"

    def serve(self, host: str, path: str, answer: Answer) -> str:
        """Let `answer` answer there; the address."""
        self._answers[host, path] = answer
        return self.at(host, path)

    def page(
        self,
        host: str,
        path: str,
        body: str | bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Put a page there; its address."""

        async def answer(_: web.Request) -> web.StreamResponse:
            raw = body.encode() if isinstance(body, str) else body
            typed = {"Content-Type": kind} if kind else {}
            return web.Response(status=status, body=raw, headers={**typed, **(headers or {})})

        return self.serve(host, path, answer)

    def redirect(self, host: str, path: str, to: str, status: int = 302) -> str:
        """Send whoever asks there on; the address."""
        return self.page(host, path, "", status=status, headers={"Location": to})

    def fetcher(
        self, *, admitted: Sequence[str] = ("127.0.0.1",), clock: Clock = now, deadline: float = DEADLINE
    ) -> Fetcher:
        return Fetcher(resolver=self.resolve, admitted=admitted, clock=clock, deadline=deadline)

    def reader(self, *, clock: Clock = now) -> Web:
        return Web(self.fetcher(clock=clock))

    async def resolve(self, host: str) -> Sequence[str]:
        self.looked_up.append(host)
        return self.names.get(host, ["127.0.0.1"])

    async def handle(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        self.requests.append(request)
        self._now.append(host)
        self.most_at_once = max(self.most_at_once, len(self._now))
        self.most_of_a_host = max(self.most_of_a_host, self._now.count(host))
        try:
            answer = self._answers.get((host, request.path))
            return await answer(request) if answer else web.Response(status=404)
        finally:
            self._now.remove(host)


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    """The server, running."""
    there = Outside()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", there.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, auto_decompress=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.port = runner.addresses[0][1]
    try:
        yield there
    finally:
        await runner.cleanup()


@asynccontextmanager
async def speaking(*, says: bytes, then_every: float | None = None) -> AsyncIterator[int]:
    """A server without manners: it says these bytes to everybody, again and again if asked; its port."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(says)
            while then_every is not None:
                await writer.drain()
                await asyncio.sleep(then_every)
                writer.write(b"x")
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
