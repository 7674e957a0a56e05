"""JSON lines say what they are about, and nothing that people wrote; no format lets a secret through."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DatabaseUnusable
from bot.logs import Json, Masking, about, start_logging

log = logging.getLogger("bot.intake")
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """All that was logged as JSON; the root logger is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    start_logging("debug", ["4711:AAbb"], stream, as_json=True)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def test_a_line_is_an_object_with_its_ids(lines: Lines) -> None:
    with about(chat=-1001, update=12), about(delivery=3, thread=None):
        log.warning("%d of “%s”\nfailed", 2, "4711:AAbb")
    log.info("later")

    first, later = lines()
    assert first.pop("ts").endswith("+00:00")
    assert first == {
        "level": "warning",
        "logger": "bot.intake",
        "message": "2 of “***”\nfailed",
        "chat": -1001,
        "update": 12,
        "delivery": 3,
    }
    assert later.keys() == {"ts", "level", "logger", "message"}


async def test_each_task_is_about_its_own(lines: Lines) -> None:
    async def work(number: int) -> None:
        with about(update=number):
            await asyncio.sleep(0)
            log.info("done")

    await asyncio.gather(work(1), work(2))

    assert [line["update"] for line in lines()] == [1, 2]


def test_an_error_has_its_type_and_its_way_and_not_the_words_of_people(lines: Lines) -> None:
    try:
        try:
            dict[str, int]()["Zanzibar uprising"]
        except KeyError as error:
            raise ValueError("the council met") from error
    except ValueError:
        log.exception("it failed")

    [line] = lines()
    assert line["error"] == "ValueError"
    assert "test_log_formats.py" in line["traceback"]
    assert line["traceback"].index("KeyError\n") < line["traceback"].index("ValueError\n")
    assert "the council met\n" not in line["traceback"]


def test_an_error_of_the_machine_says_what_it_is(lines: Lines) -> None:
    for error in (DatabaseUnusable("the disk is full"), FileNotFoundError(2, "gone", "/data/file")):
        log.error("it failed", exc_info=error)

    first, other = lines()
    assert first["traceback"].endswith("DatabaseUnusable: the disk is full\n")
    assert "gone: '/data/file'" in other["traceback"]


SECRETS = st.text("abcXYZ0123456789:_-@/%+ '\"\\éя€", min_size=6, max_size=24).filter(
    lambda secret: sum(map(str.isalnum, secret)) >= 4
)


@pytest.mark.parametrize("formatter", [Masking, Json])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(secret=SECRETS, before=st.text(max_size=5), level=st.sampled_from([10, 30, 50]))
def test_no_secret_is_ever_in_a_line(formatter: type[Masking], secret: str, before: str, level: int) -> None:
    form = formatter([secret])
    for message, args in (
        (f"{before}{secret}", ()),
        ("%s and %r", (secret, secret)),
        ("%s", ({"url": f"postgresql://me:{secret}@host/db"},)),
    ):
        for error in (ValueError(secret), OSError(2, secret), None):
            info = (type(error), error, None) if error else None
            record = logging.LogRecord("bot", level, __file__, 1, message, args, info)
            line = form.format(record)

            assert secret not in line
            with suppress(ValueError):
                assert not any(secret in str(value) for value in json.loads(line).values())


def test_a_line_is_valid_json_whatever_is_logged(lines: Lines) -> None:
    log.info("%s", '\ud800 \x00 \u2028 "quotes"')

    [line] = lines()
    assert "quotes" in line["message"]
