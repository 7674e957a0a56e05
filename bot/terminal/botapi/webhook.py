"""The webhook: updates are posted to its address until they are taken, as Telegram does it.

Those of one chat go one after the other, those of different chats side by side. What is not answered with 2xx
comes again, after a pause that doubles. Removing the webhook leaves what waits to be fetched.
"""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.terminal.botapi.faults import Refused, refused
from bot.terminal.botapi.parameters import Parameters
from bot.terminal.botapi.queue import UpdateQueue
from bot.terminal.botapi.world import Json, Upload, World

if TYPE_CHECKING:
    from aiohttp import ClientSession

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LONGEST_PAUSE = 60.0
USUAL_CONNECTIONS = 40


@dataclass
class Webhook:
    """The webhook of one bot.

    `pause`: seconds until a refused update comes again; `patience`: seconds for an answer; `posts` counts.
    `leads_to`: where the address leads, each time it is asked, as a balancer of loads has it.
    """

    updates: UpdateQueue
    pause: float = 1.0
    patience: float = 60.0
    url: str = ""
    posts: int = 0
    leads_to: Callable[[str], str] = str
    _info: Json = field(default_factory=dict)
    _deliveries: "_Deliveries | None" = None

    async def set(self, asked: Parameters, certificate: Upload | None, world: World) -> bool:
        """setWebhook; an empty address removes it."""
        url, secret = asked.text("url"), asked.text("secret_token")
        if url and not url.startswith(("https://", "http://")):
            raise Refused(refused("bad webhook: An HTTPS URL must be provided for webhook"))
        if not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
            raise Refused(refused("secret token contains unallowed characters"))
        await self.close()
        self._drop(asked)
        if url:
            self._begin(url, secret, asked, certificate, world)
        return True

    async def remove(self, asked: Parameters) -> bool:
        """deleteWebhook."""
        await self.close()
        self._drop(asked)
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        known: Json = {"url": self.url, "has_custom_certificate": False, **self._info}
        return known | {"pending_update_count": len(self.updates)}

    async def close(self) -> None:
        """End all deliveries; what is on its way may have arrived or not, and waits."""
        self.url, self._info = "", {}
        self.updates.hand_to(None)
        if self._deliveries:
            await self._deliveries.close()
            self._deliveries = None

    def failed(self, words: str, at: int) -> None:
        self._info |= {"last_error_date": at, "last_error_message": words}

    def _begin(
        self, url: str, secret: str, asked: Parameters, certificate: Upload | None, world: World
    ) -> None:
        self.url, allowed = url, asked.json("allowed_updates")
        if allowed is not None:
            self.updates.allow(allowed)
        most = asked.number("max_connections", USUAL_CONNECTIONS)
        self._info = {"max_connections": most, "has_custom_certificate": certificate is not None}
        self._info |= {"allowed_updates": allowed} if allowed else {}
        trusted = ssl.create_default_context(cadata=certificate.body.decode()) if certificate else None
        self._deliveries = _Deliveries(self, world, {SECRET: secret} if secret else {}, most, trusted)
        self.updates.hand_to(self._deliveries.add)

    def _drop(self, asked: Parameters) -> None:
        if asked.flag("drop_pending_updates"):
            self.updates.drop()


class _Deliveries:
    """Posts what is added, in a lane for each chat."""

    def __init__(
        self, webhook: Webhook, world: World, headers: Json, most: int, trusted: ssl.SSLContext | None
    ) -> None:
        self._webhook = webhook
        self._url = webhook.url
        self._world = world
        self._headers = headers | {"Content-Type": "application/json"}
        self._slots = asyncio.Semaphore(most)
        self._trusted = trusted
        self._lanes: dict[object, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def add(self, update: Json) -> None:
        key = _chat_of(update)
        if key in self._lanes:
            self._lanes[key].append(update)
            return
        self._lanes[key] = deque([update])
        task = asyncio.get_running_loop().create_task(self._serve(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _serve(self, key: object) -> None:
        lane, pause = self._lanes[key], self._webhook.pause
        while lane:
            if await self._taken(lane[0]):
                self._webhook.updates.taken(lane.popleft()["update_id"])
                pause = self._webhook.pause
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        del self._lanes[key]

    async def _taken(self, update: Json) -> bool:
        """Whether it was answered with 2xx. What went wrong is remembered for getWebhookInfo."""
        try:
            async with self._slots, asyncio.timeout(self._webhook.patience):
                status, reason = await self._post(json.dumps(update).encode())
        except TimeoutError:
            words = "Read timeout expired"
        except OSError as error:  # aiohttp's connection errors are
            words = "SSL error" if isinstance(error, ssl.SSLError) else "Connection refused"
        except _broken() as error:
            words = str(error) or "Connection closed"
        else:
            if 200 <= status < 300:
                return True
            words = f"Wrong response from the webhook: {status} {reason}"
        self._webhook.failed(words, self._world.now())
        return False

    async def _post(self, body: bytes) -> tuple[int, str]:
        self._webhook.posts += 1
        session = self._opened()
        where = self._webhook.leads_to(self._url)
        async with session.post(where, data=body, headers=self._headers) as answer:
            return answer.status, answer.reason or ""

    def _opened(self) -> "ClientSession":
        if self._session is None:
            from aiohttp import ClientSession, TCPConnector

            connector = TCPConnector(limit=0, ssl=self._trusted or True)
            self._session = ClientSession(connector=connector, trust_env=False)
        return self._session


def _broken() -> type[Exception]:
    from aiohttp import ClientError

    return ClientError


def _chat_of(update: Json) -> object:
    """What Telegram keeps in order: the chat, or the person who asks from elsewhere."""
    content: Any = next((part for part in update.values() if isinstance(part, dict)), {})
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return chat.get("id")
