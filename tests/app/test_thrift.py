"""How much the database is asked for one update: a bound for each kind, so that nothing creeps in unseen."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.app import Dateline
from bot.services import access
from bot.terminal.botapi import BotApi, Json
from storage.driver import Connection
from storage.store import Store
from tests.support.bots import TOKEN, a_bot, handle

READER, GROUP = 1_000, -1_000


@dataclass
class Asked:
    """Transactions, statements, and turns of a thread that SQLite had to take."""

    transactions: int = 0
    statements: list[str] = field(default_factory=list)
    turns: int = 0

    def of(self, store: Store) -> None:
        for engine in {store._readers.sync_engine, store._writer.sync_engine}:
            event.listen(engine, "begin", self._begun)
            event.listen(engine, "before_cursor_execute", self._asked)

    def forget(self) -> None:
        self.transactions = self.turns = 0
        self.statements.clear()

    def _begun(self, _: Any) -> None:
        self.transactions += 1

    def _asked(self, _: Any, __: Any, statement: str, *___: Any) -> None:
        self.statements.append(" ".join(statement.split()))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Counts from its `of` on. Whom the bot serves was read before."""
    monkeypatch.setattr(access, "FRESH", 3_600.0)
    counted, turn = Asked(), Connection.turn

    async def counting(self: Connection, deed: Any) -> None:
        counted.turns += 1
        await turn(self, deed)

    monkeypatch.setattr(Connection, "turn", counting)
    return counted


class Said:
    """A reader who has handed in some texts before, alone and in a group."""

    def __init__(self, api: BotApi, bot: Dateline) -> None:
        self._api, self._bot, self._number = api, bot, 0
        api.person(READER, "Mira")
        api.group(GROUP, "Readers", {READER: "creator"})

    async def says(self, words: str, *, group: bool = False) -> None:
        room = self._api.world.rooms[GROUP].facts if group else None
        update: Json = self._api.people.say(self._api.world.people[READER], words, room)
        await handle(self._bot, update)

    async def hands_in(self) -> None:
        self._number += 1
        await self.says(f"On {self._number} March 2010 the council of Tolva opened bridge {self._number}.")


@pytest.mark.parametrize(
    ("words", "transactions", "statements", "turns"),
    [
        ("/help", 3, 3, 2),
        ("/topics", 4, 4, 2),
        ("/timeline", 5, 11, 4),
        ("/timeline Tolva 2001..2015", 5, 19, 11),
        ("Hello", 3, 3, 2),
        ("On 5 May 2012 a ferry sank on the river Tol.", 5, 28, 3),
    ],
)
async def test_an_update_asks_no_more_than_it_must(
    asked: Asked, tmp_path: Path, words: str, transactions: int, statements: int, turns: int
) -> None:
    api = BotApi(token=TOKEN)
    async with a_bot(api, tmp_path, ACCESS="open") as bot:
        reader = Said(api, bot)
        for _ in range(3):
            await reader.hands_in()
        asked.of(bot.services.timelines.store)
        asked.forget()

        await reader.says(words)

    assert asked.transactions <= transactions
    assert len(asked.statements) <= statements, asked.statements
    assert asked.turns <= turns


async def test_what_a_group_says_among_itself_asks_nothing(asked: Asked, tmp_path: Path) -> None:
    api = BotApi(token=TOKEN)
    async with a_bot(api, tmp_path, ACCESS="open") as bot:
        reader = Said(api, bot)
        await reader.says("/add@dateline_bot On 5 May 2012 a ferry sank.", group=True)
        asked.of(bot.services.timelines.store)
        asked.forget()

        await reader.says("see you all on Friday at the harbour", group=True)

    assert (asked.transactions, asked.statements, asked.turns) == (0, [], 0)
