"""What stands on a line, and what is done for it."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.terminal.inputs import (
    Attach,
    Edit,
    Expect,
    Forward,
    Input,
    Line,
    PressButton,
    Quit,
    Reply,
    Say,
    lines_of,
    read_input,
)

DAY = date(2021, 4, 22)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "bridge.txt").write_text("The council voted.\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        ("/timeline Syria", Say("/timeline Syria")),
        (" The council voted. ", Say("The council voted.")),
        ("@bridge.txt", Say("The council voted.\n")),
        ("@mira what do you think?", Say("@mira what do you think?")),
        ("[3]", PressButton(3)),
        (":3", PressButton(3)),
        ("[Newer ›]", PressButton("Newer ›")),
        ("[sic] he said", Say("[sic] he said")),
        (":edit @bridge.txt", Edit("The council voted.\n")),
        (":reply 19 Apr 2021", Reply("19 Apr 2021")),
        (":expect 2 events", Expect("2 events")),
        (":fails /why e999", Say("/why e999", fails=True)),
        ('/forward "My Channel" 2021-04-22 It "fell".', Forward("My Channel", DAY, 'It "fell".')),
        ("/forward Jana 2021-04-22 @bridge.txt", Forward("Jana", DAY, "The council voted.\n")),
        ("/quit", Quit()),
        ("/exit", Quit()),
    ],
)  # fmt: skip
def test_a_line_says_what_to_do(line: str, deed: Input, home: Path) -> None:
    assert read_input(line, home) == deed


def test_a_file_is_sent_with_its_caption(home: Path) -> None:
    assert read_input("/file bridge.txt as promised", home) == Attach(home / "bridge.txt", "as promised")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (":nonsense", "there is no :nonsense"),
        ("@nowhere.txt", "nowhere.txt cannot be read: No such file or directory"),
        ("/file", "cannot be read"),
        ("/file nowhere.txt", "nowhere.txt cannot be read"),
        ("/forward Jana yesterday x", "write it so: /forward"),
        ("/forward Jana 2021-02-31 x", "2021-02-31 is not a day"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is(line: str, words: str, home: Path) -> None:
    with pytest.raises(BadInput, match=words):
        read_input(line, home)


def test_a_script_leaves_out_comments_and_joins_what_is_one_message() -> None:
    script = [
        "# a comment\n",
        "\n",
        "/start\n",
        "<<<\n",
        "First.\n",
        "# kept\n",
        "\n",
        "Last.\n",
        ">>>\n",
        "/quit",
    ]

    assert list(lines_of(script)) == [
        Line(3, "/start"),
        Line(4, "First.\n# kept\n\nLast.", verbatim=True),
        Line(10, "/quit"),
    ]


def test_a_message_that_never_ends_is_told() -> None:
    with pytest.raises(BadInput, match="<<<"):
        list(lines_of(["<<<\n", "First.\n"]))


def test_a_verbatim_message_is_no_directive(home: Path) -> None:
    assert Line(1, ":nonsense", verbatim=True).read(home) == Say(":nonsense")


def test_a_document_is_sent_as_it_is_and_a_text_is_typed(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "plan.txt").write_text("It opens.", "utf-8")

    assert read_input("@plan.pdf", tmp_path) == Attach(tmp_path / "plan.pdf", "")
    assert read_input("@plan.txt", tmp_path) == Say("It opens.")
