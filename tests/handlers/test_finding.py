"""/find, /before, /on, /between and the choice below a timeline, as a person sees them."""

import logging
from pathlib import Path

import pytest

from bot.rendering.timeline import PAGE
from bot.terminal.botapi import Json
from tests.handlers.talk import MIRA, Talk, talking
from tests.support.bots import handle

BOROUGH = (
    "date 2021-04-22\n\nThe parliament of Norland elected a new speaker in September 2015. "
    "A storm destroyed the harbour of Aalen on 20 April 2019. "
    "The mayor of Aalen resigned on 19 April 2021. "
    "The ministers of Norland will meet in Aalen on 4 May 2021."
)
BRIDGE = "date 2021-04-21\n\nThe council of Riga opened the new bridge on April 20."
OTHER = "date 2021-04-23\n\nThe council of Riga opened the new bridge on April 19."


async def told(talk: Talk, *texts: str) -> None:
    for text in texts:
        await talk.say(text)


def labels(talk: Talk) -> list[str]:
    rows = talk.api.sent(MIRA)[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@pytest.mark.parametrize(
    ("asked", "said", "unsaid"),
    [
        ("/find aalen storm", ["1 event with aalen storm\n", "harbour of Aalen"], ["mayor"]),
        ("/find AALEN", ["3 events with AALEN\n"], ["speaker"]),
        ("/find mai", ["I have no event with mai."], []),
        ("/find aalen atlantis", ["no event with aalen atlantis", "/find aalen (3)"], ["atlantis ("]),
        ("/find", ["What shall I look for?"], []),
        (
            "/before 20 Apr 2021",
            ["What led up to 20 Apr 2021\n", "speaker", "mayor"],
            ["bridge", "ministers"],
        ),
        ("/before 20 Apr 2021", ["About 5½ years from Sep 2015 to 20 Apr 2021."], []),
        ("/before 20 April 2021 Aalen", ["Aalen: what led up to 20 Apr 2021", "2 years from"], ["speaker"]),
        ("/before Aalen 2021", ["Aalen: what led up to 2021", "harbour"], ["mayor", "bridge"]),
        ("/before 1900", ["I have no event before 1900."], []),
        ("/before", ["Which day?", "/before 20 Apr 2021"], []),
        ("/before the flood", ["Which day?"], []),
        ("/on 20 Apr 2021", ["On 20 Apr 2021\n", "new bridge", "In other years\n", "20 Apr 2019"], ["mayor"]),
        ("/on April 20", ["new bridge", "In other years\n", "harbour"], []),
        ("/on 20 Apr 2020", ["Nothing on that day itself.", "20 Apr 2019", "20 Apr 2021"], []),
        ("/on 20 Apr 2020 Riga", ["Riga, on 20 Apr 2020", "new bridge"], ["harbour"]),
        ("/on 2 Feb 2020", ["I have no event on that day, in this year or in others."], []),
        ("/on 29 Feb 2020", ["I have no event on that day"], []),
        ("/on 2019", ["Timeline, 2019 · 1 event", "harbour"], []),
        ("/on", ["Which day?", "/on 20 Apr 2021"], []),
        ("/between 2015 2019", ["Timeline, 2015 to 2019 · 2 events", "speaker", "harbour"], ["mayor"]),
        ("/between 2019 and 2015", ["Timeline, 2015 to 2019 · 2 events"], []),
        ("/between 19 Apr 2021 20 Apr 2021", ["19 to 20 Apr 2021 · 2 events"], ["harbour"]),
        ("/between 19 and 20 April 2021", ["19 to 20 Apr 2021 · 2 events"], []),
        ("/between 2015 2021 Riga", ["Riga, 2015 to 2021 · 1 event"], ["harbour"]),
        ("/between 1900 1910", ["I have no event for 1900 to 1910."], []),
        ("/between here there", ["Between which two dates?"], []),
        ("/between", ["Between which two dates?"], []),
    ],
)
async def test_what_is_asked_for_is_found(
    asked: str, said: list[str], unsaid: list[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, BRIDGE)
        with caplog.at_level(logging.WARNING):
            await talk.say(asked)

        assert [words for words in said if words not in talk.last()] == []
        assert [words for words in unsaid if words in talk.last()] == []
        assert caplog.records == []


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("de", "/before 20. April 2021"),
        ("es", "/before 20 de abril de 2021"),
        ("ru", "/before 20 апреля 2021"),
    ],
)
async def test_dates_are_read_in_the_language_of_the_chat(language: str, asked: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.api.world.people[MIRA]["language_code"] = language
        await told(talk, BOROUGH, asked)

        assert "mayor" in talk.last()
        assert "ministers" not in talk.last()


async def chronicle(talk: Talk) -> None:
    """Two pages and a bit, one event a year."""
    await talk.say(
        "\n".join(f"A flood destroyed the harbour of Aalen{n} in {1950 + n}." for n in range(PAGE + 2))
    )


@pytest.mark.parametrize("asked", ["/find flood", "/between 1900 2000"])
async def test_pages_turn_in_place_in_the_manner_they_were_asked_in(asked: str, tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await chronicle(talk)
        await talk.say(asked)
        first = talk.last()
        await talk.press("Newer ›")
        second = talk.last()
        await talk.press("‹ Older")

        assert first.partition("\n")[0] == second.partition("\n")[0]
        assert "Aalen0." in first
        assert "Aalen13." in second
        assert talk.last() == first
        assert len(talk.answers()) == 2


async def test_what_led_up_to_a_day_begins_with_the_last_of_it(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await chronicle(talk)
        await talk.say("/before 1964")
        last = talk.last()
        await talk.press("‹ Older")

        assert "Aalen13." in last
        assert "Aalen0." not in last
        assert "Aalen0." in talk.last()
        assert talk.last().startswith("What led up to 1964\n")


async def test_the_disputed_ones_alone_and_all_again(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(
            talk,
            BOROUGH,
            "date 2021-04-21\n\nQassem Soleimani was assassinated in Baghdad in 2019.",
            "date 2020-01-04\n\nQassem Soleimani was assassinated in Baghdad on 3 January 2020.",
            "/timeline",
        )
        assert "Disputed (1)" in labels(talk)
        await talk.press("Disputed (1)")
        disputed = talk.last()
        await talk.press("All")

        assert disputed.startswith("Timeline, disputed · 1 event · 1 disputed\n")
        assert "Baghdad" in disputed
        assert talk.last().startswith("Timeline · 5 events · 1 disputed\n")


async def test_a_choice_narrows_what_was_asked_and_what_is_exported(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, BRIDGE, "/timeline Aalen")
        await talk.press("Planned (1)")
        assert talk.last().startswith("Aalen, planned · 1 event\n")
        assert "ministers" in talk.last()
        await talk.press("Export")

        assert talk.last().startswith("Export Aalen, planned · 1 event")


async def test_kinds_are_offered_with_their_numbers(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, BRIDGE, "/timeline")
        await talk.press("Kind…")
        assert "Which kind of events?" in talk.last()
        offered = labels(talk)
        await talk.press("Resignations (1)")

        assert "Resignations (1)" in offered
        assert talk.last().startswith("Timeline, Resignations · 1 event\n")
        assert "mayor" in talk.last()


async def test_sources_are_offered_and_lead_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, BRIDGE, "/timeline")
        page = talk.last()
        await talk.press("Source…")
        source = next(label for label in labels(talk) if label.startswith("[B]"))
        await talk.press("Back")
        assert talk.last() == page

        await talk.press("Source…")
        await talk.press(source)
        assert talk.last().startswith("Timeline, from [B] · 1 event\n")
        assert "bridge" in talk.last()


async def test_a_choice_of_what_was_not_offered_is_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, "/timeline")
        message, data = talk.button("Kind…")
        view = data.partition(":")[2]
        with caplog.at_level(logging.WARNING):
            for forged in (f"kind:{view}:5", "kind:99:0", f"teller:{view}:-4", f"only:{view}:9", "take:99"):
                await handle(talk.bot, talk.api.people.press(talk.mira, message, forged))

        assert caplog.records == []


async def test_share_is_offered_where_the_bot_can_be_asked_inline(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BOROUGH, "/timeline Aalen")
        assert "Share" not in labels(talk)

    async with talking(tmp_path, inline=True) as talk:
        await handle(talk.bot, talk.api.people.say(talk.mira, "/timeline Aalen") | {"update_id": 900})
        (share,) = [b for b in buttons(talk) if b["text"] == "Share"]
        assert share["switch_inline_query"] == "Aalen"


def buttons(talk: Talk) -> list[Json]:
    rows = talk.api.sent(MIRA)[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


async def test_a_summary_is_copied_as_plain_text(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await told(talk, BRIDGE, "/summary")
        await talk.press("Copy as plain text")

        assert talk.last().startswith("20 Apr 2021: The council of Riga opened the new bridge on April 20. (")
        assert "/e1" not in talk.last()
