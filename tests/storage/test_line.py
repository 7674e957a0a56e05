"""Turns to write: in order, short words ahead of the others, and nobody is kept out by them."""

import asyncio

import pytest

from bot.errors import DatabaseAway
from storage import line as lines
from storage.line import Line


class Writers:
    """Those who write one after the other, in the order in which they came to it; each for a moment."""

    def __init__(self) -> None:
        self.line = Line("the file")
        self.wrote: list[str] = []

    async def write(self, name: str, *, ahead: bool = False) -> None:
        async with self.line.turn(ahead=ahead):
            self.wrote.append(name)
            await asyncio.sleep(0)


@pytest.fixture
def writers() -> Writers:
    return Writers()


async def test_who_asks_first_writes_first(writers: Writers) -> None:
    await asyncio.gather(*(writers.write(name) for name in "abcd"))

    assert "".join(writers.wrote) == "abcd"


async def test_short_words_go_ahead_and_others_in_between(writers: Writers) -> None:
    long = [writers.write(name) for name in "abcd"]
    short = [writers.write(name, ahead=True) for name in "xyz"]

    await asyncio.gather(*long, *short)

    assert "".join(writers.wrote) == "axbyczd"


async def test_short_words_follow_each_other_when_nobody_else_waits(writers: Writers) -> None:
    await asyncio.gather(*(writers.write(name, ahead=True) for name in "xyz"))

    assert "".join(writers.wrote) == "xyz"


async def test_who_gives_up_is_passed_over(writers: Writers) -> None:
    tasks = [asyncio.create_task(writers.write(name)) for name in "abc"]
    await asyncio.sleep(0)

    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await writers.write("d")

    assert "".join(writers.wrote) == "acd"


async def test_who_gives_up_when_the_turn_comes_hands_it_on(writers: Writers) -> None:
    async with writers.line.turn():
        tasks = [asyncio.create_task(writers.write(name)) for name in "ab"]
        await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await writers.write("c")

    assert "".join(writers.wrote) == "bc"


async def test_a_writer_that_fails_hands_its_turn_on(writers: Writers) -> None:
    async def fail() -> None:
        async with writers.line.turn():
            raise ValueError

    await asyncio.gather(fail(), writers.write("a"), return_exceptions=True)

    assert writers.wrote == ["a"]


async def test_a_turn_that_does_not_come_is_given_up(
    writers: Writers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "PATIENCE", 0.01)
    async with writers.line.turn():
        with pytest.raises(DatabaseAway, match="others keep writing"):
            await writers.write("a")
    await writers.write("b")

    assert writers.wrote == ["b"]
