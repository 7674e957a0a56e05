"""`dateline export` and `dateline import`, as a person and as a program use them."""

import gzip
import json
from pathlib import Path

import pytest

from bot.sample import SAMPLES, sample
from tests.cli.conftest import Run

ROWS = "".join(json.dumps({"id": name, "text": sample(name).text}) + "\n" for name in SAMPLES)


@pytest.fixture
def filled(run: Run) -> Run:
    """The local chat with the three sample articles."""
    assert run("ingest", "--jsonl", "-", stdin=ROWS)[0] == 0
    return run


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("ics", "BEGIN:VCALENDAR"),
        ("csv", "\ufeffevent,date"),
        ("md", "# Syria"),
        ("timelinejs", '{"title"'),
        ("html", "<!DOCTYPE html>"),
    ],
)
def test_it_writes_a_timeline_and_says_how_much_is_in_it(filled: Run, format: str, begins: str) -> None:
    code, out, err = filled("export", "Syria", "..2020", "--format", format)

    assert code == 0
    assert out.startswith(begins)
    assert err == "dateline: 2 events\n"


def test_a_file_takes_its_name_when_it_is_whole(filled: Run, tmp_path: Path) -> None:
    code, out, _ = filled("export", "--format", "ics", "--output", str(tmp_path / "x.ics"))

    assert (code, out) == (0, "")
    assert (tmp_path / "x.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["x.ics"]


def test_a_chat_goes_into_another_and_is_the_same(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "chat.dateline.json.gz"
    exported = filled("export", "--output", str(path))
    imported = filled("import", str(path), "--chat", "7", "--json")
    before, after = (json.loads(filled("timeline", "--json", "--chat", chat)[1]) for chat in ("1", "7"))

    assert (exported[0], exported[2]) == (0, "dateline: 5 events, 3 sources, 3 changes on record\n")
    assert imported[0] == 0
    assert json.loads(imported[1])["imported"]["events"] == 5
    assert after == before
    assert gzip.decompress(path.read_bytes()).startswith(b'{"format":"dateline/1"')


def test_an_import_says_what_came(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "chat.dateline.json"
    filled("export", "--output", str(path))

    code, out, err = filled("import", str(path), "--chat", "-200")

    assert (code, err) == (0, "")
    assert out == "5 events, 3 sources, 3 changes on record\n"


def test_a_chat_that_holds_something_is_left_alone(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "chat.dateline.json"
    filled("export", "--output", str(path))

    code, _, err = filled("import", str(path))

    assert code == 1
    assert err.startswith("dateline: This chat holds something already")


def test_garbage_and_a_missing_file_are_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]", "utf-8")

    garbage = run("import", str(tmp_path / "x.json"))
    missing = run("import", str(tmp_path / "y.json"))

    assert garbage[0] == missing[0] == 1
    assert garbage[2].startswith("dateline: This is not a file that I exported.")
    assert missing[2] == f"dateline: {tmp_path / 'y.json'}: No such file or directory\n"


def test_a_chat_without_anything_exports_nothing(run: Run) -> None:
    run("ingest", "--jsonl", "-", stdin="")

    code, out, err = run("export")

    assert code == 0
    assert json.loads(out)["records"] == []
    assert err == "dateline: 0 events, 0 sources\n"


def test_a_topic_means_nothing_to_the_whole(filled: Run) -> None:
    code, out, err = filled("export", "Syria")

    assert code == 0
    assert json.loads(out)["counts"]["events"] == 5
    assert err.startswith("dateline: JSON holds the whole chat: a topic or range is not looked at\n")


def test_an_output_that_cannot_be_written_is_told(filled: Run, tmp_path: Path) -> None:
    code, _, err = filled("export", "--output", str(tmp_path / "nowhere" / "x.json"))

    assert code == 1
    assert "No such file or directory" in err
