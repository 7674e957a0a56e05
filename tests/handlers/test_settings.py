"""Everything that a chat can set, by its admins, with buttons; and the language it is spoken to in."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path

import pytest

from bot.model.chat import Chat, ChatKind, Editors
from tests.handlers.talk import GROUP, MIRA, TOMAS, Talk, talking
from tests.support.bots import handle


async def chat(talk: Talk, number: int = MIRA) -> Chat:
    return await talk.bot.services.chats.of(number, ChatKind.PRIVATE)


async def press_all(talk: Talk, labels: Sequence[str], where: int = MIRA) -> None:
    for label in labels:
        await talk.press(label, where)


@pytest.mark.parametrize(
    ("labels", "setting", "value"),
    [
        (["Language", "Español"], "language", "es"),
        (["Day and month", "Day first"], "day_first", True),
        (["Day and month", "Month first"], "day_first", False),
        (["Day and month", "Day first", "Day and month", "As the text's language"], "day_first", None),
        (["Silent at night"], "quiet_from", time(22)),
        (["Silent at night", "Ring at night, too"], "quiet_from", None),
        (["Feeds: no articles"], "full_text", False),
        (["Feeds: no articles", "Feeds: whole articles"], "full_text", True),
        (["How long", "90 days"], "retention_days", 90),
        (["How long", "30 days", "How long", "For ever"], "retention_days", None),
    ],
)
async def test_a_setting_is_set_with_buttons(
    tmp_path: Path, labels: Sequence[str], setting: str, value: object
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings")
        await press_all(talk, labels)

        assert getattr(await chat(talk), setting) == value
        assert len(talk.answers()) == 1  # the card itself is changed


async def test_the_card_says_what_is_set(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings")
        await press_all(talk, ["Day and month", "Month first", "How long", "30 days", "Silent at night"])

        assert talk.last().splitlines() == [
            "Settings of this chat",
            "• Time zone: UTC",
            "• Language: English",
            "• Digests come without a sound from 22:00 to 07:00.",
            "• 4/5/2021 in a text: 5 April: the month first",
            "• Feeds: where one has only a teaser, I fetch the whole article.",
            "• Sources are removed 30 days after they came, with all that they alone tell.",
        ]


async def test_a_card_leads_back(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings")
        for card in ("Language", "Day and month", "How long"):
            await press_all(talk, [card, "‹ Back"])

        assert talk.last().startswith("Settings of this chat")


@pytest.mark.parametrize(("label", "said"), [("Day first", "4 May 2021"), ("Month first", "5 Apr 2021")])
async def test_dates_in_digits_are_read_in_the_order_that_was_set(
    tmp_path: Path, label: str, said: str
) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings")
        await press_all(talk, ["Day and month", label])
        await talk.say("The old bridge over the harbour collapsed on 4/5/2021 in a storm.")

        assert said in talk.last()


async def test_buttons_go_on_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings")
        api = talk.api
        update = api.people.press(talk.mira, *talk.button("Silent at night"))
    async with talking(tmp_path) as again:
        again.api.world = api.world
        await handle(again.bot, update)

        assert (await chat(again)).quiet_until == time(7)


async def test_in_a_group_only_admins_set_something(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/allow", talk.desk)
        await talk.say("/settings", talk.desk)
        tomas = talk.api.world.people[TOMAS]
        for label in ("Let everyone correct", "Silent at night", "Feeds: no articles"):
            await handle(talk.bot, talk.api.people.press(tomas, *talk.button(label, GROUP)))

        assert talk.last(GROUP).startswith("You may not do that in this chat.")
        assert (await chat(talk, GROUP)).editors is Editors.ADMINS
        assert (await chat(talk, GROUP)).quiet_from is None
        assert (await chat(talk, GROUP)).full_text


async def test_in_a_group_everyone_may_be_let_correct(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings", talk.desk)
        await talk.press("Let everyone correct", GROUP)

        assert (await chat(talk, GROUP)).editors is Editors.EVERYONE
        assert "• Who may correct and delete: everyone" in talk.last(GROUP)


async def test_digests_go_to_the_topic_where_that_was_said(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/settings", talk.desk, message_thread_id=5, is_topic_message=True)
        await talk.press("All digests to this topic", GROUP)
        gathered = talk.last(GROUP)
        there = (await chat(talk, GROUP)).digest_thread
        await talk.press("Each where it was set", GROUP)

        assert there == 5
        assert "• All digests go to this topic." in gathered
        assert (await chat(talk, GROUP)).digest_thread is None


@pytest.mark.parametrize("words", ["Deutsch", "de", "DEUTSCH"])
async def test_a_language_is_set_by_name(tmp_path: Path, words: str) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(f"/language {words}")

        assert (await chat(talk)).language == "de"
        assert talk.last().startswith("Sprache: Deutsch")


async def test_a_language_that_is_not_spoken_is_named_with_those_that_are(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/language <b>Elvish</b>")

        assert talk.last().splitlines() == [
            "I do not speak “<b>Elvish</b>”.",
            "I speak English, Deutsch, Español, Русский: /language Deutsch.",
        ]


async def test_telegrams_language_is_the_first_to_be_spoken(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        talk.mira["language_code"] = "ru"
        await talk.say("/timeline")

        assert talk.last().startswith("Хронология пуста.")


async def test_a_chat_keeps_its_language_whoever_asks(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/allow", talk.desk)
        await talk.say("/language Español", talk.desk)
        talk.api.world.people[TOMAS]["language_code"] = "de"
        await handle(talk.bot, talk.api.people.say(talk.api.world.people[TOMAS], "/timeline", talk.desk))

        assert talk.last(GROUP).startswith("La cronología está vacía.")


async def test_what_only_the_presser_sees_is_in_their_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/allow", talk.desk)
        await talk.say("/settings", talk.desk)
        tomas = talk.api.world.people[TOMAS]
        tomas["language_code"] = "de"
        message, _ = talk.button("Silent at night", GROUP)
        await handle(talk.bot, talk.api.people.press(tomas, message, "gone:1"))

        assert talk.toasts()[-1] == "Dieser Button gilt nicht mehr. Schick den Befehl noch einmal."


async def test_a_stranger_hears_their_own_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        tomas = talk.api.world.people[TOMAS]
        tomas["language_code"] = "es-419"
        await handle(talk.bot, talk.api.people.say(tomas, "hola"))

        assert talk.last(TOMAS).startswith("Este bot trabaja para su propietario")


async def test_the_menu_of_a_chat_follows_its_language(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say("/language Deutsch", talk.desk)

        menus = [call.parameters for call in talk.api.calls if call.method == "setMyCommands"]
        assert menus
        assert all("Was geschah, der Reihe nach" in str(menu["commands"]) for menu in menus)
        assert all(str(GROUP) in str(menu["scope"]) for menu in menus)
