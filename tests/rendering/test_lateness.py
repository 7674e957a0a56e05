"""What is set above a digest that was ready in time and goes out late."""

from datetime import timedelta

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.digest import Delay, Outage, Section
from bot.model.subscription import OwedPart
from bot.rendering.digest import digest_parts
from bot.rendering.lateness import held_up
from bot.rendering.speech import LANGUAGES
from tests.rendering.story import an_event
from tests.rendering.test_digest import DUE, a_digest, an_item
from tests.support.telegram_text import parsed

CHAT = Chat(100, ChatKind.PRIVATE, zone="Europe/London")
PART = OwedPart("<b>Since Wed 21 Apr, 07:30</b>", ((("Full timeline", "full:1"),),))
SENT = DUE.at + timedelta(minutes=95)
OUTAGE = Outage(DUE.at + timedelta(minutes=1), SENT - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("delay", "why"),
    [
        (Delay(DUE.at, SENT, OUTAGE), "The bot was offline from 07:31 to 09:04."),
        (Delay(DUE.at, SENT, refused=True), "Telegram did not take it before."),
        (Delay(DUE.at, SENT), "There was more to send than I may send at once."),
    ],
)
def test_it_says_when_it_was_due_and_what_kept_it(delay: Delay, why: str) -> None:
    part = held_up(PART, CHAT, delay)

    assert parsed(part.html)[0] == f"Late digest: due 07:30, sent 09:05. {why}\n\nSince Wed 21 Apr, 07:30"
    assert part.buttons == PART.buttons


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_longest_digest_has_room_for_it(language: str) -> None:
    chat = Chat(100, ChatKind.PRIVATE, zone="Europe/London", language=language)
    items = [an_item(Section.NEW, an_event(n, "A town falls " * 14, "2021-04-20", n)) for n in range(1, 50)]
    (part,) = digest_parts(a_digest(*items), chat)
    delay = Delay(DUE.at, DUE.at + timedelta(days=400), Outage(DUE.at, DUE.at + timedelta(days=399)))

    assert len(parsed(part.html)[0]) > 3_400
    assert len(parsed(held_up(part, chat, delay).html)[0]) <= 4_096
