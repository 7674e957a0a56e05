"""The terminal chat, played from scripts as a person would read it."""

import io
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.services.timelines import Timelines
from bot.settings import Settings
from bot.terminal import ChatOptions
from bot.terminal.botapi import Upload
from bot.terminal.chat import chat
from bot.terminal.desk import Desk, ShownApi
from bot.terminal.markup import parse_markup
from bot.terminal.paper import Paper

NOON = datetime(2021, 4, 22, 12, 0, tzinfo=UTC)
ARTICLE = """date 2021-04-21

The council of Riga voted on the new bridge on April 20.
"""
TRANSCRIPT = """\
> @bridge.txt
  1 event added
  Source [A] “The council of Riga voted on the new bridge on April 20.”, published 21 Apr 2021 (date
  line in the text)

  20 Apr 2021 · The council of Riga voted on the new bridge. /e1
  [1] Review   [2] Undo

> [Undo]
  (edited)
  Taken back: [A] “The council of Riga voted on the new bridge on April 20.” is no longer a source,
  1 event is gone.

> On 3 March 2021 the council of Riga met.
  It voted on the bridge on 5 March 2021.
  2 events added
  Source [B] “On 3 March 2021 the council of Riga met.”, publication date unknown (read as of 22 Apr
  2021, when it was handed in)

  3 Mar 2021 · The council of Riga met. /e2
  5 Mar 2021 · It voted on the bridge. /e3
  [3] Review   [4] Undo

> /why e2
  /e2 · The council of Riga met.
  Date: 3 Mar 2021

  [B] “On 3 March 2021 the council of Riga met.”, publication date unknown (read as of 22 Apr 2021,
  when it was handed in)
  ▌ On _3 March 2021_ the council of Riga met.
  Read as 3 Mar 2021: as written. Value 2021-03-03, rule day-month-year.

  ▌ History
  ▌ 22 Apr 2021 12:00 UTC · added from [B] by You
  [5] Edit   [6] History
"""


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Player:
    """Plays scripts in a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    async def play(self, script: str, *, memory: bool = True) -> tuple[int, str, str]:
        """The exit code, the transcript, and what was said of errors."""
        path = self.folder / "try.chat"
        path.write_text(dedent(script), "utf-8")
        settings = Settings.read({"DATA_DIR": str(self.folder / "data")})
        code = await chat(ChatOptions(settings, path, NOON, memory=memory, files=self.folder / "files"))
        return code, *self.capsys.readouterr()


@pytest.fixture
def player(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Player:
    (tmp_path / "bridge.txt").write_text(ARTICLE, "utf-8")
    return Player(tmp_path, capsys)


async def test_a_script_makes_a_transcript(player: Player) -> None:
    script = """
        # The first steps
        @bridge.txt
        [Undo]
        :expect no longer a source
        <<<
        On 3 March 2021 the council of Riga met.
        It voted on the bridge on 5 March 2021.
        >>>
        /why e2
        /quit
        This is not said any more.
    """

    code, transcript, errors = await player.play(script)

    assert (code, errors) == (0, "")
    assert transcript == TRANSCRIPT


@pytest.mark.parametrize("number", [":2", "[2]", "2"])
async def test_a_number_presses_a_button_that_is_there(number: str, player: Player) -> None:
    code, transcript, _ = await player.play(f"@bridge.txt\n{number}\n:expect Taken back")

    assert code == 0
    assert "> [Undo]\n" in transcript


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (":nonsense", "line 1: there is no :nonsense"),
        ("\n\n[Undo]", "line 3: there is no button [Undo]; there are none"),
        ("/help\n[9]", "line 2: there is no button [9]; there are [1] Try it with a sample article"),
        ("@bridge.txt\n[Undo]\n[Undo]", "line 3: there is no button [Undo]"),
        ("@nowhere.txt", "nowhere.txt cannot be read: No such file or directory"),
        (":fails /help", "line 1: the bot was to refuse that, and did not"),
        ("/help\n:expect Sesame", "line 2: no answer holds “Sesame”"),
        (":edit x", "line 1: nothing was said that could be edited"),
        (":reply x", "line 1: the bot has said nothing to reply to"),
        ("/help\n<<<\nx", "a line <<< has no line >>> after it"),
    ],
)
async def test_what_goes_wrong_ends_the_script_with_an_error(script: str, error: str, player: Player) -> None:
    code, _, errors = await player.play(script)

    assert code == 1
    assert error in errors


async def test_a_script_that_is_no_text_is_refused(player: Player, tmp_path: Path) -> None:
    script = tmp_path / "binary.chat"
    script.write_bytes(b"/help\n\xff\xfe")
    settings = Settings.read({"DATA_DIR": str(tmp_path / "data")})

    code = await chat(ChatOptions(settings, script, NOON, memory=True))

    assert code == 1
    assert player.capsys.readouterr().err.endswith("binary.chat is not a text in UTF-8\n")


async def test_a_number_without_a_button_is_said(player: Player) -> None:
    _, transcript, _ = await player.play("@bridge.txt\n7")

    assert "> 7\n" in transcript


async def test_a_failure_of_the_bot_ends_the_script(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(Timelines, "timeline", broken)

    code, _, errors = await player.play("/help\n/timeline\n/help")

    assert code == 1
    assert "line 2: the bot failed: RuntimeError('out of order')" in errors


@pytest.mark.parametrize("line", ["/why e999", ":fails /why e999", "/nonsense", "/timeline 31.02.2020"])
async def test_a_friendly_refusal_is_an_answer(line: str, player: Player) -> None:
    code, _, errors = await player.play(line)

    assert (code, errors) == (0, "")


async def test_a_refusal_says_what_to_do(player: Player) -> None:
    code, transcript, errors = await player.play(":fails /why e999\n/help")

    assert (code, errors) == (0, "")
    assert transcript.startswith(
        "> /why e999\n"
        "  There is no event e999 in this chat.\n"
        "  /timeline shows the number behind each event.\n"
    )


async def test_a_forwarded_post_is_tried(player: Player) -> None:
    line = '/forward "Example Channel" 2021-04-22 The council of Riga voted on Monday.'

    _, transcript, _ = await player.play(line)

    assert "Source [A] Example Channel, published 22 Apr 2021 (date of the original post)" in transcript
    assert "19 Apr 2021 · The council of Riga voted." in transcript


async def test_what_was_said_can_be_edited_and_replied_to(player: Player) -> None:
    script = "@bridge.txt\n:edit On 19 April 2021 the council of Riga met.\n/edit e2\n:reply about 2020"

    code, transcript, _ = await player.play(script)

    assert code == 0
    assert "Read again: " in transcript
    assert "19 Apr 2021 → about 2020" in transcript


async def test_a_file_is_sent(player: Player) -> None:
    _, transcript, _ = await player.play("/file bridge.txt")

    assert "Source [A] bridge.txt, published 21 Apr 2021" in transcript


async def test_what_one_chat_was_told_the_next_one_knows(player: Player) -> None:
    await player.play("@bridge.txt", memory=False)

    _, transcript, _ = await player.play("/timeline\n@bridge.txt", memory=False)

    assert "20 Apr · The council of Riga voted on the new bridge. [A] /e1" in transcript
    assert "Nothing changed." in transcript


async def test_lines_from_a_pipe_are_answered_to_their_end(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("/why e999\n[Undo]\n/undo\n"))
    settings = Settings.read({"DATA_DIR": str(player.folder)})

    code = await chat(ChatOptions(settings, now=NOON, memory=True))

    assert code == 0
    assert player.capsys.readouterr().out.endswith(
        "  /timeline shows the number behind each event.\n"
        "  (there is no button [Undo]; there are none)\n"
        "\n"
        "> /undo\n"
        "  There is nothing left to undo.\n"
    )


async def test_many_lines_pasted_at_the_keyboard_are_one_message(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    settings = Settings.read({"DATA_DIR": str(player.folder)})
    pasted = ARTICLE.replace("\n", "\r")

    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"/why e999\r\x1b[200~{pasted}\x1b[201~\r[Undo]\r/quit\r")
        code = await chat(ChatOptions(settings, now=NOON, memory=True))

    transcript = player.capsys.readouterr().out
    assert code == 0
    assert transcript.startswith(
        "  (/help tells more, [1] presses a button, /quit leaves)\n"
        "  There is no event e999 in this chat.\n"
        "  /timeline shows the number behind each event.\n"
        "  1 event added\n"
    )
    assert "  (edited)\n  Taken back: [A] " in transcript


MARKUP = (
    "<b>Two</b> <u>words</u>\n<blockquote>a\nb</blockquote>\n"
    '<a href="https://example.org/a">[A]</a> and <a href="https://example.org/a">[A]</a>'
)


def test_on_paper_markup_becomes_signs() -> None:
    stream = io.StringIO()

    Paper(stream).message(*parse_markup(MARKUP, "HTML"))

    assert stream.getvalue() == ("  Two _words_\n  ▌ a\n  ▌ b\n  [A] and [A]\n  [A]: https://example.org/a\n")


def test_on_a_terminal_markup_becomes_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()

    Paper(stream).message(*parse_markup(MARKUP, "HTML"))

    assert "\x1b[1mTwo\x1b[0m" in stream.getvalue()
    assert "\x1b[4mwords\x1b[0m" in stream.getvalue()
    assert "https://example.org/a" in stream.getvalue()


def test_what_was_said_cannot_steer_the_terminal() -> None:
    stream = Terminal()

    Paper(stream).said("a\x1b[2Jb")

    assert "\x1b[2J" not in stream.getvalue()


async def test_a_file_of_the_bot_is_kept_under_its_name(tmp_path: Path) -> None:
    api = ShownApi(parse=parse_markup)
    you = api.person(1, "You")
    stream = io.StringIO()
    api.desk = Desk(api, None, Paper(stream), you, tmp_path / "files")  # type: ignore[arg-type]

    document = {"document": Upload("../timeline.ics", b"BEGIN:VCALENDAR")}
    await api.call("sendDocument", {"chat_id": 1, "caption": "5 events"}, document)

    assert (tmp_path / "files" / "timeline.ics").read_bytes() == b"BEGIN:VCALENDAR"
    assert stream.getvalue().startswith("  5 events\n  (15 bytes, saved as")


async def test_buttons_that_stay_keep_their_numbers_when_others_go(player: Player) -> None:
    text = (
        "Karl Brandt died in Wels on 3 May 2019. The town hall said Karl Brandt died in Wels on 4 May 2019."
    )

    code, _, errors = await player.play(f"{text}\n[Leave as disputed]\n:6\n:expect no longer a source")
    gone, _, missing = await player.play(f"{text} It rained.\n[Leave as disputed]\n[Different events]")

    assert (code, errors) == (0, "")
    assert gone == 1
    assert "there is no button [Different events]" in missing
