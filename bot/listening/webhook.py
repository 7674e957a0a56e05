"""The webhook: what Telegram posts is written into the inbox, and answered when it is.

receiver = Receiver(secret)
async with listening(address, [receiver.route("/updates")]), receiver.handing_to(intake.take):
    …
"""

import hmac
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from operator import itemgetter
from typing import Any, NoReturn

from aiohttp import web

from bot.errors import StorageError
from bot.intake.envelope import Raw
from bot.intake.together import Act, Together
from bot.listening.server import body_of

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
DEEPEST = 64  # objects and lists within each other; Telegram's are a dozen deep
LARGEST_ID = 2**63 - 1  # what databases hold

log = logging.getLogger(__name__)


class Receiver:
    """Takes updates from whoever knows `secret`; nothing of them is logged.

    Answers 200 when an update is written down, and so will be handled; 503 when it could not be, so that it
    comes again; 403 without the secret; 400, 408 and 413 for what is no update.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._taking: Together[Raw] | None = None
        self._trouble: str | None = None

    def route(self, path: str) -> web.RouteDef:
        """The route at which it takes them."""
        return web.post(path, self._receive)

    @asynccontextmanager
    async def handing_to(self, take: Act[Raw]) -> AsyncIterator[None]:
        """Hand updates to `take`; before and after they are answered with 503."""
        taking = self._taking = Together(take, itemgetter("update_id"))
        try:
            yield
        finally:
            self._taking = None
            await taking.through()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            raise web.HTTPForbidden
        await self._take(_update_of(await body_of(request)))
        return web.Response()

    async def _take(self, raw: Raw) -> None:
        if self._taking is None:
            raise web.HTTPServiceUnavailable
        try:
            await self._taking.do(raw)
        except StorageError as error:
            self._trouble_with(error)
        if self._trouble:
            log.info("updates are written down again")
            self._trouble = None

    def _trouble_with(self, error: StorageError) -> NoReturn:
        """Told once, however many updates come meanwhile."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            log.error("updates cannot be written down and are left with Telegram: %s", error)
        raise web.HTTPServiceUnavailable from None


def _update_of(body: bytes) -> Raw:
    """Raises what is answered with 400 when this is no update."""
    try:
        raw = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(raw, dict) or not _is_number(raw.get("update_id")) or not _is_shallow(raw):
        raise web.HTTPBadRequest
    return raw


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity are no JSON


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_ID


def _is_shallow(value: Mapping[str, Any]) -> bool:
    """Whether it can be written and read again by whatever goes down into it."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return True
    return False


def _parts(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
