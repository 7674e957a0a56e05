"""What an update of each kind costs the process that handles it, from the socket to the answer."""

import asyncio
from collections.abc import Callable
from itertools import count, cycle
from time import process_time

from bot.terminal.botapi import BotApi, Call
from bot.terminal.botapi.world import Json
from tests.benchmarks.serving import PATIENCE, an_api, at_work, settled, until, used
from tests.support.stores import postgresql_schema, postgresql_url

READERS = range(2_000, 2_050)
TEXTS = 3  # that each has handed in before
AT_ONCE = 10

Say = Callable[[int], object]


class People:
    """Those who write in chats of their own and in groups, and see what is answered."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._numbers = count()
        self._answered: dict[str, asyncio.Event] = {}
        self._cards: dict[int, Json] = {}
        for reader in READERS:
            api.person(reader, f"Reader {reader}")
            api.group(-reader, f"Group {reader}", {reader: "creator"})
        api.on_call = self._look

    def text(self, reader: int) -> None:
        number = next(self._numbers)
        words = (
            f"On {1 + number % 28} March {2000 + number % 20} the council of Town{number} opened a bridge."
        )
        self.words(words, reader)

    def words(self, words: str, reader: int) -> None:
        self._api.people.say(self._api.world.people[reader], words)

    def chatter(self, reader: int) -> None:
        """What a group says among itself."""
        group = self._api.world.rooms[-reader].facts
        self._api.people.say(self._api.world.people[reader], "see you all on Friday at the harbour", group)

    def press(self, reader: int) -> None:
        """A button under an answer: the list of settings."""
        self._api.people.press(self._api.world.people[reader], self._cards[reader], "settings")

    def keep_cards(self) -> None:
        """Remember the last answer to each, for its buttons."""
        self._cards = {reader: self._api.sent(reader)[-1] for reader in READERS}

    async def asked(self, say: Say, reader: int, *, answered: bool) -> None:
        """Say it, and wait for the answer, if one is to come."""
        event = self._answered[str(reader)] = asyncio.Event()
        say(reader)
        if answered:
            await asyncio.wait_for(event.wait(), PATIENCE)

    async def _look(self, call: Call) -> None:
        chat = str(call.parameters.get("chat_id"))
        if call.method in ("sendMessage", "editMessageText") and chat in self._answered:
            self._answered[chat].set()


async def tell_kinds(each: int, *, only_postgresql: bool = False) -> None:
    """Print a table, for each database that there is."""
    if not only_postgresql:
        await _measure(each, "")
    if postgresql_url() is not None:
        async with postgresql_schema() as database:
            await _measure(each, database)


async def _measure(each: int, database: str) -> None:
    api = an_api()
    people = People(api)
    kinds: dict[str, Say] = {
        "what a group says among itself": people.chatter,
        "/help": lambda reader: people.words("/help", reader),
        "/timeline": lambda reader: people.words("/timeline", reader),
        "a button (settings)": people.press,
        "a short text": people.text,
    }
    async with at_work(api, 1, database) as bots:
        await _all_of(people, people.text, TEXTS * len(READERS), answered=True)
        people.keep_cards()
        print(f"{'PostgreSQL' if database else 'SQLite'}: {each} of each kind, {AT_ONCE} at a time")
        for name, say in kinds.items():
            answered = say != people.chatter
            await _all_of(people, say, len(READERS), answered=answered)
            await settled(bots)
            before, own = used(bots), process_time()
            await _all_of(people, say, each, answered=answered)
            await until(lambda: not len(api.webhook.updates))
            await settled(bots)
            spent, own = (used(bots) - before) / each, (process_time() - own) / each
            print(f"    {name:32}{1000 * spent:6.2f} ms an update, {1 / spent:5.0f} updates/s a core", end="")
            print(f" ({1000 * own:.2f} ms in Telegram's side)", flush=True)
        print(*(bot.errors[-600:] for bot in bots), sep="", end="")


async def _all_of(people: People, say: Say, number: int, *, answered: bool) -> None:
    """So many, the readers by turns."""
    readers = cycle(READERS)
    asked = iter([next(readers) for _ in range(number)])

    async def keep_asking() -> None:
        for reader in asked:
            await people.asked(say, reader, answered=answered)

    await asyncio.gather(*(keep_asking() for _ in range(AT_ONCE)))
