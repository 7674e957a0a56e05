"""Foresight: what many digests will look up is read at once, before they are composed one by one.

A digest asks five small questions, and asking takes longer than the answer. Whatever is not foreseen is asked
for as ever, so that this changes how long it takes, and nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.model.news import Change
from bot.services.digests import AHEAD, same_days
from storage.store import Transaction

FEW = 20  # changes to tell; who has more of them asks for himself
SMALL = 500  # changes in all: a chat's calendar may be read without a limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """A digest to come: of a chat, of its changes after one and up to its last, on a day of the chat's."""

    chat_id: int
    after: int
    last: int
    today: date


async def foresee(tx: Transaction, wanted: Iterable[Wanted]) -> None:
    """Read what composing these will ask."""
    likely = [one for one in wanted if 0 < one.last - one.after <= FEW and one.last <= SMALL]
    if len(likely) < 2:
        return
    spans = {(one.chat_id, one.after): one.last for one in likely}
    told = await tx.changes.foresee(spans)
    pairs = {(chat_id, id) for (chat_id, _), changes in told.items() for id in _mentions(changes)}
    mentions = await tx.mentions.foresee(pairs)
    await tx.articles.foresee({(chat_id, mention.article) for chat_id, mention in mentions})
    for today, own in groupby(sorted(likely, key=lambda one: one.today), key=lambda one: one.today):
        chats = {one.chat_id for one in own}
        await tx.almanac.foresee(chats, today, today + AHEAD, same_days(today))


def _mentions(changes: Sequence[Change]) -> set[int]:
    """Those of the events that the changes touched, before and after."""
    sides = (side for change in changes for one in change.revisions for side in (one.before, one.after))
    return {id for event in sides if event is not None for id in event.mentions}
