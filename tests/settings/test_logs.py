"""No secret reaches the log, whatever carries it there."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import start_logging

TOKEN = "4711:AAbb-cc_dd"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, at DEBUG; the root logger is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    start_logging("debug", [TOKEN], stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def test_a_line_has_its_time_its_level_and_its_logger(log: io.StringIO) -> None:
    logging.getLogger("bot.intake").info("%d updates", 3)

    assert log.getvalue().endswith("Z INFO    bot.intake: 3 updates\n")


def test_the_token_is_masked_in_messages_arguments_and_tracebacks(log: io.StringIO) -> None:
    logger = logging.getLogger("telegram.ext")

    logger.warning("the token %s", TOKEN)
    logger.warning(f"https://api.telegram.org/bot{TOKEN}/getMe")
    logger.warning("bot4711%3AAAbb-cc_dd and AAbb-cc_dd alone")
    logger.error("it failed", exc_info=ValueError(TOKEN))

    assert log.getvalue().count("***") == 5
    assert "AAbb" not in log.getvalue()


def test_libraries_that_log_addresses_and_texts_are_kept_quiet(log: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST …")
    logging.getLogger("httpcore.connection").debug("connect_tcp.started")
    logging.getLogger("telegram.Bot").debug("Calling Bot API endpoint with the words of a person")

    assert log.getvalue() == ""


def test_an_empty_secret_masks_nothing(log: io.StringIO) -> None:
    start_logging("info", [""], log)

    logging.getLogger("bot").info("plain words")

    assert log.getvalue().endswith("bot: plain words\n")
