"""Updates that there is no room to write down: handled once nevertheless, as what only reads can be answered.

They are not confirmed to Telegram, and come again until they can be written down.
"""

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
        self._through: dict[int, bool] = {}

    def handle(self, envelopes: Iterable[Envelope]) -> None:
        """Handle those that were not, yet."""
        for envelope in envelopes:
            if envelope.update_id not in self._through:
                self._through[envelope.update_id] = False
                self._lanes.put(envelope)

    def take_answered(self, written: Collection[int]) -> set[int]:
        """Those of what is written down now that need not be handled any more."""
        answered = {update_id for update_id in written if self._through.get(update_id)}
        for update_id in answered:
            del self._through[update_id]
        return answered

    def take_told(self, update_id: int) -> bool:
        """Whether it was handled before, so that its chat knows that it has to wait."""
        return self._through.pop(update_id, None) is not None

    async def idle(self) -> None:
        await self._lanes.idle()

    async def close(self, grace: float) -> None:
        """Finish what is in hand within `grace` seconds."""
        await self._lanes.close(grace)

    async def _handle(self, envelopes: Sequence[Envelope]) -> bool:
        through = await self._attempt(envelopes)
        for envelope in envelopes:
            self._through[envelope.update_id] = through
        return True


async def _nothing(_: Sequence[int | None], __: int) -> list[Envelope]:
    """What is written down of them."""
    return []
