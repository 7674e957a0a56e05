"""Our Bot API over HTTP on 127.0.0.1, so that a real bot can be pointed at it with BOT_API_URL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import BodyPartReader, web

from bot.terminal.botapi import BotApi, Upload
from bot.terminal.botapi.faults import ConnectionCut, Fault

_LARGEST = 64 * 2**20


@asynccontextmanager
async def loopback(api: BotApi, port: int = 0) -> AsyncIterator[str]:
    """Serve `api` at the address that is given; a free port unless one is named. Its webhook ends with it."""
    runner = web.AppRunner(_application(api), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await api.webhook.close()
        await runner.cleanup()


def _application(api: BotApi) -> web.Application:
    application = web.Application(client_max_size=_LARGEST)

    async def method(request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != api.token:
            return _json(Fault(401, "Unauthorized").answer())
        parameters, files = await _read(request)
        try:
            return _json(await api.call(request.match_info["method"], parameters, files))
        except ConnectionCut:
            return _cut(request)

    async def file(request: web.Request) -> web.StreamResponse:
        body = api.file(request.match_info["path"])
        if body is None or request.match_info["token"] != api.token:
            return _json(Fault(404, "Not Found").answer())
        return web.Response(body=body, content_type="application/octet-stream")

    application.router.add_route("*", "/bot{token}/{method}", method)
    application.router.add_get("/file/bot{token}/{path:.+}", file)
    return application


async def _read(request: web.Request) -> tuple[dict[str, object], dict[str, Upload]]:
    """Parameters from the address, and from a body of any of the kinds that Telegram takes."""
    parameters: dict[str, object] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        parameters |= await request.json()
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and part.name:
                await _read_part(part, part.name, parameters, files)
    else:
        parameters |= dict(await request.post())
    return parameters, files


async def _read_part(
    part: BodyPartReader, name: str, parameters: dict[str, object], files: dict[str, Upload]
) -> None:
    body = bytes(await part.read())
    if part.filename is None:
        parameters[name] = body.decode()
    else:
        files[name] = Upload(
            part.filename, body, part.headers.get("Content-Type", "application/octet-stream")
        )


def _json(answer: dict[str, object]) -> web.Response:
    return web.json_response(answer, status=int(str(answer.get("error_code", 200))))


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()
