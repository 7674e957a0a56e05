"""The webhook: who may post what there, and when it is answered that an update came."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.errors import DatabaseBusy
from bot.intake.envelope import Raw
from bot.listening.server import LARGEST, listening
from bot.listening.webhook import SECRET, Receiver
from bot.model.address import Address

WORD = "pass-word_1"
ANYWHERE = Address("127.0.0.1", 0)


class Inbox:
    """Takes updates: fails with `trouble` while it is set, waits while it is not `open`."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.trouble: Exception | None = None
        self.spoilt: int | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    @property
    def taken(self) -> list[int]:
        return [number for batch in self.batches for number in batch]

    async def take(self, updates: Sequence[Raw]) -> None:
        self.asked.set()
        await self.open.wait()
        numbers = [raw["update_id"] for raw in updates]
        if self.trouble:
            raise self.trouble
        if self.spoilt in numbers:
            raise RuntimeError("cannot be written")
        self.batches.append(numbers)


@asynccontextmanager
async def a_webhook(inbox: Inbox) -> AsyncIterator[httpx.AsyncClient]:
    """A client that knows the secret, at the address of a webhook that hands to `inbox`."""
    receiver = Receiver(WORD)
    async with (
        listening(ANYWHERE, [receiver.route("/updates")]) as where,
        receiver.handing_to(inbox.take),
        httpx.AsyncClient(base_url=f"http://{where}", headers={SECRET: WORD}, trust_env=False) as client,
    ):
        yield client


async def status_of(client: httpx.AsyncClient, content: bytes, **headers: str) -> int:
    return (await client.post("/updates", content=content, headers=headers)).status_code


def an_update(number: int) -> bytes:
    return json.dumps({"update_id": number, "message": {"text": "hello"}}).encode()


async def test_an_update_is_answered_when_it_is_written_down() -> None:
    inbox = Inbox()
    inbox.open.clear()
    async with a_webhook(inbox) as client:
        posting = asyncio.create_task(status_of(client, an_update(1)))
        await inbox.asked.wait()
        assert not posting.done()

        inbox.open.set()

        assert await posting == 200
    assert inbox.taken == [1]


@pytest.mark.parametrize("secret", ["", "pass-word_2", WORD[:-1], WORD + "1", "päss"])
async def test_without_the_secret_nothing_is_taken(secret: str) -> None:
    inbox = Inbox()
    async with a_webhook(inbox) as client:
        answer = await client.post(
            "/updates", content=an_update(1), headers=[(SECRET.encode(), secret.encode())]
        )

    assert answer.status_code == 403
    assert inbox.taken == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b'{"update_id": 1', 400, id="half of it"),
        pytest.param(b'[{"update_id": 1}]', 400, id="a list"),
        pytest.param(b'{"message": {}}', 400, id="no number"),
        pytest.param(b'{"update_id": "1"}', 400, id="a number in words"),
        pytest.param(b'{"update_id": true}', 400, id="yes"),
        pytest.param(b'{"update_id": -1}', 400, id="below nothing"),
        pytest.param(b'{"update_id": 9223372036854775808}', 400, id="a number no database holds"),
        pytest.param(b'{"update_id": ' + b"9" * 5000 + b"}", 400, id="a number of 5000 digits"),
        pytest.param(b'{"update_id": 1, "x": NaN}', 400, id="no JSON"),
        pytest.param(b'{"update_id": 1, "x": "\xff"}', 400, id="not UTF-8"),
        pytest.param('{"update_id": 1}'.encode("utf-16"), 400, id="UTF-16"),
        pytest.param(b'{"update_id": 1, "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400, id="10,000 deep"),
        pytest.param(b'{"update_id": 1, "x": ' + b"[" * 100 + b"]" * 100 + b"}", 400, id="100 deep"),
        pytest.param(b'{"update_id": 1, "x": "' + b"x" * LARGEST + b'"}', 413, id="too large"),
    ],
)
async def test_what_is_no_update_goes_no_further(body: bytes, status: int) -> None:
    inbox = Inbox()
    async with a_webhook(inbox) as client:
        assert await status_of(client, body) == status
        assert await status_of(client, an_update(2)) == 200

    assert inbox.taken == [2]


async def test_an_update_as_large_as_they_may_be_is_taken() -> None:
    inbox, body = Inbox(), b'{"update_id": 1, "x": "%b"}'
    async with a_webhook(inbox) as client:
        assert await status_of(client, body % (b"x" * (LARGEST - len(body) + 2))) == 200


async def test_an_update_that_cannot_be_written_down_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.listening.webhook")
    inbox = Inbox()
    inbox.trouble = DatabaseBusy("another process holds it")
    async with a_webhook(inbox) as client:
        assert [await status_of(client, an_update(1)) for _ in range(3)] == [503] * 3
        inbox.trouble = None
        assert await status_of(client, an_update(1)) == 200

    assert inbox.taken == [1]
    assert caplog.messages == [
        "updates cannot be written down and are left with Telegram: another process holds it",
        "updates are written down again",
    ]


async def test_one_that_nobody_can_write_down_keeps_no_other_out(caplog: pytest.LogCaptureFixture) -> None:
    inbox = Inbox()
    inbox.spoilt = 3
    inbox.open.clear()
    async with a_webhook(inbox) as client:
        posting = [asyncio.create_task(status_of(client, an_update(number))) for number in range(1, 6)]
        await inbox.asked.wait()
        inbox.open.set()
        statuses = await asyncio.gather(*posting)

    assert statuses == [200, 200, 500, 200, 200]
    assert sorted(inbox.taken) == [1, 2, 4, 5]
    assert "hello" not in caplog.text


async def test_before_and_after_it_is_open_updates_are_left_with_telegram() -> None:
    inbox, receiver = Inbox(), Receiver(WORD)
    async with (
        listening(ANYWHERE, [receiver.route("/updates")]) as where,
        httpx.AsyncClient(base_url=f"http://{where}", headers={SECRET: WORD}) as client,
    ):
        before = await status_of(client, an_update(1))
        async with receiver.handing_to(inbox.take):
            while_open = await status_of(client, an_update(1))
        after = await status_of(client, an_update(2))

    assert (before, while_open, after) == (503, 200, 503)
    assert inbox.taken == [1]


async def test_what_is_being_written_when_it_is_closed_is_written() -> None:
    inbox, receiver = Inbox(), Receiver(WORD)
    inbox.open.clear()
    async with (
        listening(ANYWHERE, [receiver.route("/updates")]) as where,
        httpx.AsyncClient(base_url=f"http://{where}", headers={SECRET: WORD}) as client,
    ):
        async with receiver.handing_to(inbox.take):
            posting = asyncio.create_task(status_of(client, an_update(1)))
            await inbox.asked.wait()
            asyncio.get_running_loop().call_later(0.01, inbox.open.set)
        assert inbox.taken == [1]
        assert await posting == 200


async def test_other_methods_are_refused() -> None:
    async with a_webhook(Inbox()) as client:
        assert (await client.get("/updates")).status_code == 405
