"""What the owner reads when something goes wrong: what, where, how often, and the next step."""

from datetime import UTC, timedelta

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.notice import Notice, Trouble
from bot.model.subscription import Backlog
from bot.rendering.notices import notice_part, render_notice
from bot.rendering.speech import LANGUAGES, speaking
from bot.rendering.status import render_status
from tests.support.builders import NOON
from tests.support.telegram_text import parsed

WHERE = "KeyError in bot.handlers.why, event, line 31"
LATER = NOON + timedelta(hours=26)


def read(html: str) -> str:
    return parsed(html)[0]


def test_an_error_is_told_with_its_place_and_the_next_step() -> None:
    notice = Notice("KeyError", Trouble.ERROR, WHERE, NOON, LATER, times=3)

    assert read(render_notice(notice, UTC, LATER).markup) == (
        "Something went wrong on my side\n"
        "KeyError in bot.handlers.why, event, line 31\n"
        "3 times so far, first on Thu 22 Apr, 12:00, last on Fri 23 Apr, 14:00.\n"
        "\n"
        "Nothing was half done. The log of that time has the whole story.\n"
        "I tell you again when it still happens after a day. /status lists what went wrong lately."
    )


def test_what_comes_back_is_told_with_the_count_since_then() -> None:
    notice = Notice("KeyError", Trouble.ERROR, WHERE, NOON, LATER, 51, told_at=NOON, told_times=9)

    assert "It came back: 42 times since I told you on Thu 22 Apr, 12:00, 51 in all since Thu 22 Apr" in read(
        render_notice(notice, UTC, LATER).markup
    )


@pytest.mark.parametrize("trouble", Trouble)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_its_words_and_an_advice_in_every_language(language: str, trouble: Trouble) -> None:
    chat = Chat(7, ChatKind.PRIVATE, language=language, zone="Europe/Warsaw")

    said = read(notice_part(Notice("key", trouble, "<b>seen", NOON, NOON), chat, NOON).html)

    headline, seen, _, _, advice, again = said.splitlines()
    assert headline
    assert seen == "<b>seen"
    assert "14:00" in said
    assert advice
    assert "/status" in again
    english = read(render_notice(Notice("key", trouble, "<b>seen", NOON, NOON), UTC, NOON).markup)
    assert (advice in english) == (language == "en")


def test_status_lists_what_went_wrong_lately() -> None:
    backlog = Backlog(0, 0, 0, 0, timedelta())
    lately = [
        Notice("KeyError", Trouble.ERROR, WHERE, NOON, LATER, times=1_200),
        Notice("disk", Trouble.DISK, "0.30 GB", NOON, NOON),
    ]

    with speaking("en"):
        said = read(render_status(backlog, [], NOON, LATER, UTC, lately).markup)

    assert said.endswith(
        "Went wrong lately\n"
        "• Something went wrong on my side: KeyError in bot.handlers.why, event, line 31 1,200×, "
        "last Fri 23 Apr, 14:00\n"
        "• There is little room left on my disk: 0.30 GB 1×, last Thu 22 Apr, 12:00"
    )
    assert "Went wrong" not in read(render_status(backlog, [], NOON, LATER, UTC).markup)
