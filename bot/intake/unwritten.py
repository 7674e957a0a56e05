"""Updates that there is no room to write down: handled once nevertheless, as what only reads can be answered.

They are not confirmed to Telegram, and come again until they can be written down.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

from bot.intake.envelope import Envelope
from bot.intake.lanes import Lanes

AT_ONCE = 8  # chats that are handled side by side

Attempt = Callable[[Sequence[Envelope]], Awaitable[bool]]


class Unwritten:
    """`attempt` handles an update, and says whether it is through: then it is not handled again."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._lanes = Lanes(self._handle, _nothing, paste_wait=0, at_once=AT_ONCE)
        self._through: dict[int, asyncio.Future[bool]] = {}  # of each that came here, once it was handled

    def handle(self, envelopes: Iterable[Envelope]) -> None:
        """Handle those that were not, yet."""
        for envelope in envelopes:
            if envelope.update_id not in self._through:
                self._through[envelope.update_id] = asyncio.get_running_loop().create_future()
                self._lanes.put(envelope)

    def take_answered(self, written: Collection[int]) -> set[int]:
        """Those of what is written down now that need not be handled any more."""
        there = {update_id: self._through[update_id] for update_id in written if update_id in self._through}
        answered = {update_id for update_id, through in there.items() if through.done() and through.result()}
        for update_id in answered:
            del self._through[update_id]
        return answered

    async def take_end(self, update_id: int) -> bool | None:
        """Whether it is through, once it was handled here; if not, its chat knows that it has to wait.

        None when it was never here.
        """
        through = self._through.get(update_id)
        if through is None:
            return None
        await asyncio.wait([through])
        del self._through[update_id]
        return through.result()

    async def idle(self) -> None:
        await self._lanes.idle()

    async def close(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds."""
        await self._lanes.close(grace)

    async def _handle(self, envelopes: Sequence[Envelope]) -> bool:
        through = await self._attempt(envelopes)
        for envelope in envelopes:
            self._through[envelope.update_id].set_result(through)
        return True


async def _nothing(_: Sequence[int | None], __: int) -> list[Envelope]:
    """What is written down of them."""
    return []
