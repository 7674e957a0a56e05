"""The buttons below a digest, and /status, as somebody presses and types them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.model.subscription import Delivery, DeliveryState
from tests.handlers.talk import GROUP, MIRA, NOON, TOMAS, Talk, talking
from tests.support.bots import handle

TOWNS = ("Arlo", "Brin", "Corvo", "Dalen", "Elva", "Fora", "Gesta", "Hamre", "Ilmen", "Jarre")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MANY = " ".join(
    f"On {day} {month} 2020 rebels took the town of {town} from the army."
    for day, town in enumerate(TOWNS, 1)
    for month in MONTHS
)


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path) as talk:
        yield talk


def labels(talk: Talk, chat: int = MIRA) -> list[str]:
    """The buttons below the last message."""
    markup = talk.api.sent(chat)[-1].get("reply_markup", {})
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


async def test_what_does_not_fit_is_shown_on_further_pages(talk: Talk) -> None:
    await talk.say(MANY)
    await talk.say("/digest now")
    (more,) = [label for label in labels(talk) if label.endswith(" more")]
    first = talk.last().count("Rebels took")
    digest = len(talk.answers())

    await talk.press(more)
    assert len(talk.answers()) == digest + 1  # the digest stays where it is
    assert talk.last().startswith(f"Digest · {first + 1} to ")
    pages = [talk.last()]
    while further := [label for label in labels(talk) if label.endswith(" more")]:
        await talk.press(further[0])
        pages.append(talk.last())

    assert len(talk.answers()) == digest + 1  # they turn in place
    told = [
        line for page in (talk.answers()[digest - 1], *pages) for line in page.splitlines() if "/e" in line
    ]
    assert len(told) == len(set(told)) == 100
    await talk.press("‹ Before")
    assert talk.last() != pages[-1]


async def test_the_full_timeline_of_what_a_digest_is_about(talk: Talk) -> None:
    await talk.say("The Orla bridge collapsed on 12 March 2021. Rebels took the town of Arlo on 3 May 2020.")
    await talk.say("/digest now bridge")
    assert "Orla bridge" in talk.last()

    await talk.press("Full timeline")

    assert talk.last().startswith("bridge · 1 event\n")


async def test_buttons_of_a_digest_that_is_gone_or_forged_lead_nowhere(talk: Talk) -> None:
    await talk.say("The Orla bridge collapsed on 12 March 2021.")
    await talk.say("/digest now")
    message, _ = talk.button("Full timeline")

    for data in ("more:99:0:1:0", "rest:99:0:1:0", "full:99", "full:-99", "more:0:0:1:0"):
        await handle(talk.bot, talk.api.people.press(talk.mira, message, data))
        assert "no longer" in talk.last()
    answers = len(talk.answers())
    await handle(talk.bot, talk.api.people.press(talk.mira, message, "rest:1:0:1"))
    assert len(talk.answers()) == answers


async def test_another_chats_digest_cannot_be_paged(talk: Talk) -> None:
    await talk.say("The Orla bridge collapsed on 12 March 2021.")
    await talk.say("/digest daily 08:00")
    message = await talk.say("/start", talk.desk)

    await handle(talk.bot, talk.api.people.press(talk.mira, message, "more:1:0:1:0"))

    assert "Orla" not in "".join(talk.answers(GROUP))


def a_delivery(state: DeliveryState, error: str) -> Delivery:
    return Delivery(MIRA, 0, 1, f"2021-04-2{len(error) % 10}T07:30", NOON, (), NOON, NOON, state, error=error)


async def test_the_owner_sees_what_is_left_to_send(talk: Talk) -> None:
    await talk.say("/status")
    assert talk.last().startswith("Status\nDue: 0\nOwed, to be sent: 0\n")

    await talk.say("The Orla bridge collapsed on 12 March 2021.")
    async with talk.bot.services.articles.store.begin() as tx:
        await tx.deliveries.add(
            talk.bot.application.bot.id,
            [a_delivery(DeliveryState.UNCERTAIN, "timed out"), a_delivery(DeliveryState.DEAD, "blocked")],
        )
    await talk.say("/status")

    assert "Uncertain, perhaps arrived: 1\nGiven up: 1\n" in talk.last()
    assert talk.last().endswith(
        "Uncertain\n"
        "• chat 7, digest 1, due Thu 22 Apr, 12:00: timed out\n"
        "\n"
        "Given up\n"
        "• chat 7, digest 1, due Thu 22 Apr, 12:00: blocked"
    )


async def test_nobody_else_sees_it_nor_does_a_group(talk: Talk) -> None:
    await talk.say("/allow 8")
    tomas = talk.api.world.people[TOMAS]
    await handle(talk.bot, talk.api.people.say(tomas, "/status"))
    assert talk.last(TOMAS).startswith("You may not do that")

    await talk.say("/status", talk.desk)
    assert talk.last(GROUP) == "Ask me that in our private chat: it names other chats."
