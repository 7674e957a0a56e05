"""Work apart: large pages are read like small ones, and what takes too much is given up."""

import os
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errors import FetchFailed
from bot.ingest.apart import read_page_apart
from bot.ingest.limited import GaveUp, limited
from bot.ingest.page import MOST_ELEMENTS, read_page
from bot.ingest.web import LARGE
from bot.model.link import Fault
from tests.ingest.test_page import ADDRESS, PUBLISHED, TODAY, a_page
from tests.support.outside import Outside, outside


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as server:
        yield server


async def test_a_page_read_apart_is_the_same_page() -> None:
    asked = (a_page(head=PUBLISHED), "utf-8", ADDRESS, ADDRESS, TODAY)

    assert await read_page_apart(*asked) == read_page(*asked)


async def test_a_page_without_an_article_says_why_from_afar() -> None:
    with pytest.raises(FetchFailed) as failed:
        await read_page_apart(b"<p>Little.</p>", None, ADDRESS, ADDRESS, TODAY)

    assert failed.value.fault == Fault.EMPTY


async def test_a_large_page_is_read_apart(there: Outside) -> None:
    address = there.page("big.example", "/a", a_page(beside="<script>" + "x" * LARGE + "</script>"))

    page = await there.reader().article(address, date(2021, 5, 1))

    assert page.title == "Riga votes for a bridge"


async def test_a_large_page_of_nothing_but_elements_is_too_big(there: Outside) -> None:
    address = there.page("big.example", "/a", b"<p>a" * (LARGE + MOST_ELEMENTS))

    with pytest.raises(FetchFailed) as failed:
        await there.reader().article(address, date(2021, 5, 1))

    assert failed.value.fault == Fault.TOO_BIG


def a_module(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> str:
    """A module whose work is `body`, within the bounds."""
    head = "import sys\nfrom bot.ingest.limited import limit_myself\nlimit_myself(300 * 2**20, 5)\n"
    (folder / "work.py").write_text(head + body, "utf-8")
    monkeypatch.setattr(
        "bot.ingest.limited._environment", lambda: {"PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    )
    return "work"


@pytest.mark.parametrize(
    "body",
    [
        "bytearray(2**30)",
        "while True: pass",
        "import tempfile\nwith tempfile.TemporaryFile() as file: file.write(b'x')",
        "raise SystemExit(3)",
        "files = [open('/dev/null') for _ in range(99)]",
    ],
)
async def test_work_that_takes_too_much_is_given_up(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = a_module(tmp_path, monkeypatch, body)

    with pytest.raises(GaveUp):
        await limited(module, b"", seconds=2.0)


async def test_work_within_bounds_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = a_module(tmp_path, monkeypatch, "sys.stdout.write(sys.stdin.read()[::-1])")

    assert await limited(module, b"abc") == b"cba"


async def test_the_work_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.ingest import limited as room

    monkeypatch.setenv("BOT_TOKEN", "4711:canary")

    assert "canary" not in str(room._environment())
