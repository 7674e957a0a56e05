"""`ingest` stores what texts tell; `timeline` and `summary` show it, to people and to programs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.sample import SAMPLES, sample
from tests.cli.conftest import Run


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def samples() -> str:
    return jsonl(*({"id": name, "text": sample(name).text} for name in SAMPLES))


def ingested(run: Run, *argv: str, stdin: str) -> list[dict[str, Any]]:
    code, out, err = run("ingest", "--jsonl", "--json", "-", *argv, stdin=stdin)
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def asked(run: Run, *argv: str) -> dict[str, Any]:
    code, out, err = run(*argv, "--json")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def test_ingest_says_of_each_text_what_it_brought(run: Run) -> None:
    (answer,) = ingested(run, stdin=jsonl({"id": "s", "text": sample("syria").text}))

    assert list(answer) == ["id", "verdict", "article", "added", "matched", "refused", "reason"]
    assert (answer["id"], answer["verdict"], answer["article"]) == ("s", "added", "s")
    assert [event["when"]["value"] for event in answer["added"]] == ["2015", "2015-09", "2019", "2021-04-20"]
    assert {"text": "Nearly six years", "reason": "a length of time, not a date"} in answer["refused"]


def test_the_same_text_twice_adds_nothing(run: Run) -> None:
    first, again = ingested(
        run, stdin=jsonl({"id": "a", "text": sample().text}, {"id": "b", "text": sample().text.upper()})
    )

    assert (first["verdict"], again["verdict"]) == ("added", "known")
    assert (again["id"], again["article"], again["added"]) == ("b", "a", [])


def test_new_words_under_an_old_id_take_their_place(run: Run) -> None:
    before, after = ingested(
        run,
        stdin=jsonl(
            {"id": "a", "language": "en", "text": "Rebels took the town in 2015."},
            {"id": "a", "language": "en", "text": "The rebels took the town of Saraqib in March 2015."},
        ),
    )

    assert (before["verdict"], after["verdict"]) == ("added", "replaced")
    entries = asked(run, "timeline")["entries"]
    assert [entry["when"]["value"] for entry in entries] == ["2015-03"]


def test_a_text_that_cannot_be_read_is_refused_with_the_reason(run: Run) -> None:
    code, out, _ = run("ingest", "-", "--json", stdin="12:30 — 14:45")

    assert code == 1
    assert json.loads(out)["verdict"] == "refused"
    assert json.loads(out)["reason"] == "no letters"


def test_an_empty_text_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")

    code, _, err = run("ingest", str(tmp_path / "empty.txt"))

    assert code == 1
    assert err.endswith("empty.txt: refused, there are no words in it\n")


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30])
def test_a_number_that_no_chat_has_is_refused(number: str, run: Run) -> None:
    code, _, err = run("timeline", f"--chat={number}")

    assert code == 2
    assert "is no chat's number" in err


def test_any_number_of_events_can_be_asked_for(run: Run) -> None:
    assert run("timeline", "--limit", "9" * 30) == (0, "Everything: no events.\n", "")


def test_ingest_tells_a_person_in_a_line_each(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "syria.txt"
    file.write_text(sample().text)

    code, out, err = run("ingest", str(file), str(file), str(tmp_path / "none.txt"))

    assert code == 1
    assert out == (
        f"{file}: added, events: 4 new\n"
        f"{file}: known already, nothing changed\n"
        "3 texts, 1 known, 1 unreadable; events: 4 new, 0 matched\n"
    )
    assert err == f"dateline: {tmp_path / 'none.txt'}: No such file or directory\n"


def test_a_timeline_shows_every_event_with_its_sources(run: Run) -> None:
    ingested(run, stdin=samples())

    code, out, err = run("timeline", "2016..2021")

    assert (code, err) == (0, "")
    assert (
        out
        == """\
2016 to 2021  2 events, 1 disputed

2019
  2019 or early on 3 Jan 2020
                Qassem Soleimani was assassinated in Baghdad (disputed) [A] [C] e3

2021
  20 Apr        A Russian airstrike killed about 200 militants at two camps in the desert near
                Palmyra [A] e4

[A] “Russian airstrike in Syria”, published 21 Apr 2021 (date line in the text)
[C] “American drone kills Qassem Soleimani”, published 3 Jan 2020 (date line in the text)
"""
    )


def test_a_timeline_for_programs_leads_back_into_the_texts(run: Run) -> None:
    ingested(run, stdin=samples())

    answer = asked(run, "timeline", "Soleimani", "2019..2020")

    assert list(answer) == ["query", "entries", "omitted"]
    assert answer["query"] == {"topic": "Soleimani", "since": "2019-01-01", "until": "2021-01-01"}
    (entry,) = answer["entries"]
    assert list(entry)[:5] == ["event", "when", "headline", "status", "support"]
    assert (entry["status"], entry["support"]) == ("disputed", 2)
    assert {mention["article"] for mention in entry["mentions"]} == {"syria", "baghdad"}
    for mention in entry["mentions"]:
        text = sample(mention["article"]).text
        assert text[mention["start"] : mention["end"]] == mention["sentence"]


def test_a_limit_leaves_out_and_counts_what_it_left_out(run: Run) -> None:
    chronicle = [{"text": f"Rebels took town number {n} in {1900 + n}.", "language": "en"} for n in range(60)]
    ingested(run, stdin=jsonl(*chronicle))

    assert (len(asked(run, "timeline")["entries"]), asked(run, "timeline")["omitted"]) == (50, 10)
    assert asked(run, "timeline", "--limit", "7")["omitted"] == 53
    assert len(asked(run, "timeline", "--limit", "0")["entries"]) == 60
    assert "10 not shown (--limit 0 shows all)" in run("timeline")[1]


def test_a_summary_shows_sentences_of_the_sources(run: Run) -> None:
    ingested(run, stdin=samples())

    answer = asked(run, "summary", "Syria", "--dates", "2", "--sentences", "1")

    assert list(answer) == ["entries"]
    assert len(answer["entries"]) == 2
    for entry in answer["entries"]:
        for sentence in entry["sentences"]:
            assert list(sentence) == ["text", "article", "start", "end"]
            assert sample(sentence["article"]).text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_a_summary_reads_as_paragraphs(run: Run) -> None:
    ingested(run, stdin=samples())

    code, out, err = run("summary", "Soleimani", "2020")

    assert (code, err) == (0, "")
    assert (
        out
        == """\
Soleimani, 2020

  2019, disputed
                Some analysts give the credit to Qassem Soleimani, an Iranian general who visited
                Moscow in 2015 and was assassinated in Baghdad in 2019. [A]

  3 Jan 2020, disputed
                Qassem Soleimani, the commander of Iran's Quds Force, was assassinated in Baghdad
                early on Friday, when an American drone fired at his car outside the airport. [C]

[A] “Russian airstrike in Syria”, published 21 Apr 2021 (date line in the text)
[C] “American drone kills Qassem Soleimani”, published 3 Jan 2020 (date line in the text)
"""
    )


def test_chats_are_kept_apart(run: Run) -> None:
    ingested(run, "--chat", "7", stdin=samples())

    assert asked(run, "timeline")["entries"] == []
    assert asked(run, "summary")["entries"] == []
    assert len(asked(run, "timeline", "--chat", "7")["entries"]) > 3
    assert len(asked(run, "timeline", "--chat", "-7")["entries"]) == 0


def test_nothing_found_is_said(run: Run) -> None:
    assert run("timeline", "Atlantis") == (0, "Atlantis: no events.\n", "")
    assert run("summary", "Atlantis", "2015") == (0, "Atlantis, 2015: no events.\n", "")


@pytest.mark.parametrize("command", ["timeline", "summary"])
def test_a_range_that_runs_backwards_is_refused(run: Run, command: str) -> None:
    words = "dateline: “2021..2015” runs backwards: write the earlier date first.\n"

    assert run(command, "2021..2015") == (1, "", words)


@pytest.mark.parametrize("option", [("--dates", "0"), ("--sentences", "0"), ("--dates", "many")])
def test_a_summary_of_nothing_is_refused(run: Run, option: tuple[str, str]) -> None:
    code, out, err = run("summary", *option)

    assert (code, out) == (2, "")
    assert "Traceback" not in err


def test_a_file_that_is_no_database_is_left_alone(run: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "dateline.db").write_text("Dear diary, " * 100)

    for command in (["ingest", "-"], ["timeline"], ["summary"]):
        code, out, err = run(*command, stdin=sample().text)
        assert (code, out) == (1, "")
        assert "no database of Dateline's" in err


@pytest.mark.parametrize("argv", [["ingest", "-"], ["ingest", "--jsonl", "-"], ["extract", "-"]])
def test_an_interrupt_ends_the_wait_for_input(data_dir: Path, argv: list[str]) -> None:
    """Even while nothing comes in: the program says when it has begun to wait by reading its input."""
    program = (
        "import io, os, signal, sys\n"
        "from bot.cli import main\n"
        "class Keyboard(io.RawIOBase):\n"
        "    def readable(self): return True\n"
        "    def readinto(self, buffer):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        return os.readv(reading, [buffer])\n"
        "reading, _ = os.pipe()\n"
        "sys.stdin = io.TextIOWrapper(io.BufferedReader(Keyboard()))\n"
        f"sys.exit(main({argv!r}))\n"
    )

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")
