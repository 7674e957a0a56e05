"""Every other sentence of the bot: it parses, and says what to do next."""

import inspect

import pytest

from bot import errors
from bot.errors import BadInput, DatelineError, NotFound
from bot.model.news import Action, ArticleMove, ArticleState, Change, Revision
from bot.model.outcome import Undone
from bot.rendering import messages
from bot.rendering.buttons import MOST_BYTES, Button, Press, Reply
from bot.rendering.failures import failure
from bot.rendering.html import Html
from tests.rendering.story import ARTICLES, MIRA, MORNING, STRIKE, VISIT, an_event
from tests.support.telegram_text import shown

ERRORS = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, DatelineError)
    and error not in (BadInput, NotFound, errors.BadSettings, errors.BadSchedule)
]
NEXT_STEPS = ("/", "Try", "Ask", "Send", "Paste", "Open", "has to update", "Reply", "Write")


@pytest.mark.parametrize("error", [*ERRORS, RuntimeError, MemoryError])
def test_every_error_has_a_cause_and_a_next_step(error: type[Exception]) -> None:
    raised = error.__new__(error, "secret detail in /srv/dateline.db")

    text = shown(failure(raised))

    assert any(step in text for step in NEXT_STEPS)
    assert "secret" not in text
    assert "Error" not in text


def test_bad_input_says_what_was_wrong_with_it() -> None:
    assert shown(failure(BadInput("“31.02.2020” is not a date. Write 2015..2021."))) == (
        "“31.02.2020” is not a date. Write 2015..2021."
    )


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ("event", "There is no event e999 in this chat.\n/timeline shows the number behind each event."),
        ("article", "There is no source [ALK] in this chat.\n/sources lists them."),
        ("change", "That change was taken back already.\n/timeline shows what stands now."),
        ("topic", "There is no such thing in this chat: topic 999.\n/help lists what I can do."),
    ],
)
def test_what_is_not_there_is_said_with_where_to_look(noun: str, words: str) -> None:
    assert shown(failure(NotFound(noun, 999))) == words


@pytest.mark.parametrize(
    "said",
    [
        messages.greeting(),
        messages.greeting_in_group(),
        messages.usage(),
        messages.too_short(),
        messages.unreadable("pictures"),
        messages.file_too_big(20),
        messages.file_lost(),
        messages.nothing_to_add(),
        messages.own_message(),
        messages.which_event(),
        messages.unknown_command("/frobnicate<b>"),
        messages.gone_view(),
    ],
)
def test_every_sentence_parses_and_says_what_to_do(said: Reply | Html) -> None:
    text = shown(said.html if isinstance(said, Reply) else said)

    assert any(step in text for step in NEXT_STEPS)


def test_the_greeting_reads_well() -> None:
    assert shown(messages.greeting().html) == (
        "Timeline briefings\n"
        "Send me a link, a file or the text of an article, or forward a post. I pull out the dated events, "
        "keep the sentence each one came from, and build a timeline.\n\n"
        "/timeline · /summary · /digest · /disputed · /sources · /undo · /help"
    )


def a_change(*revisions: Revision, action: Action = Action.ADD) -> Change:
    moves = (ArticleMove(1, None, ArticleState.LIVE),)
    return Change(7, action, MIRA, MORNING, revisions, moves)


def test_an_undo_says_what_it_took_back() -> None:
    gone = Revision(2, None, an_event(2, VISIT, "2015", 3))
    as_before = Revision(4, an_event(4, STRIKE, "2021", 1), an_event(4, STRIKE, "2021-04-20", 1, 6))

    said = messages.undone(Undone(a_change(gone, as_before), {1: ARTICLES[1]}))

    assert shown(said.html) == (
        "Taken back: [A] Russian airstrike in Syria is no longer a source, 1 event is gone, "
        "1 event is as before."
    )


def test_an_undo_without_anything_to_undo_says_so() -> None:
    assert shown(messages.undone(Undone()).html) == "There is nothing left to undo."


def test_an_undo_that_others_build_on_offers_to_undo_those_first() -> None:
    said = messages.undone(Undone(a_change(), blocked_by=9))

    assert shown(said.html) == "A later change builds on that one, so it has to be undone first."
    assert said.buttons[0][0].press.data == "undo:9"


def test_a_press_is_read_as_it_was_written() -> None:
    press = Press.to("older", 17, 461168601842738790)

    assert Press.read(press.data) == press


@pytest.mark.parametrize(
    "data", ["", ":", "older:x", "старт'--:1", "older:1:", "7:7", "a b:1", "older:" + "9" * 20]
)
def test_a_forged_press_is_none(data: str) -> None:
    assert Press.read(data) is None


def test_a_button_takes_what_telegram_takes() -> None:
    assert len(Button("Дальше", Press.to("д" * 30)).press.data.encode()) < MOST_BYTES
    with pytest.raises(ValueError, match="64 bytes"):
        Button("Дальше", Press.to("д" * 33))
    with pytest.raises(ValueError, match="label"):
        Button(" ", Press.to("older"))
