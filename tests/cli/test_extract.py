"""`extract` says what a text tells: to people as a table, to programs as JSON, as the lines come."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.sample import sample
from tests.cli.conftest import Run

SYRIA = sample("syria").text
TAKEN = "Rebels took the town on Tuesday. The siege had lasted six years."


def read(run: Run, *argv: str, stdin: str = SYRIA) -> dict[str, Any]:
    code, out, err = run("extract", "-", "--json", *argv, stdin=stdin)
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_table_shows_each_event_with_its_date_and_its_sentence(run: Run) -> None:
    code, out, err = run("extract", "-", "--published", "2021-04-21", stdin=TAKEN)

    assert (code, err) == (0, "")
    assert out == (
        "-  en, published 21 Apr 2021 (date given with it)\n"
        "\n"
        "  20 Apr 2021   Rebels took the town\n"
        "                “Rebels took the town on Tuesday.”\n"
        "\n"
        "Not added:\n"
        "  “six years”: a length of time, not a date\n"
        "\n"
    )


def test_explaining_names_the_rule_the_anchor_and_the_reason(run: Run) -> None:
    _, out, _ = run("extract", "-", "--published", "2021-04-21", "--explain", stdin=TAKEN)

    words = " ".join(out.split())
    assert "“Tuesday” read by rule weekday as 2021-04-20; counted from 2021-04-21 (dct);" in words


def test_the_first_example_is_read_as_it_was_written(run: Run) -> None:
    answer = read(run)

    assert answer["dct"] == {"value": "2021-04-21", "origin": "text"}
    assert [(m["when"]["value"], m["headline"]) for m in answer["mentions"]] == [
        (
            "2021-04-20",
            "A Russian airstrike killed about 200 militants at two camps in the desert near Palmyra",
        ),
        ("2015-09", "Russia began its military intervention in Syria"),
        ("2015", "Qassem Soleimani visited Moscow"),
        ("2019", "Qassem Soleimani was assassinated in Baghdad"),
    ]


def test_json_has_the_fields_that_were_promised(run: Run) -> None:
    answer = read(run)

    assert list(answer) == ["id", "language", "dct", "timexes", "mentions"]
    assert list(answer["timexes"][-1])[:5] == ["start", "end", "text", "type", "value"]
    for timex in answer["timexes"]:
        assert {"start", "end", "text", "type", "value", "rule"} <= timex.keys()
        assert timex.keys() <= {
            "start",
            "end",
            "text",
            "type",
            "value",
            "mod",
            "quant",
            "freq",
            "anchor",
            "rule",
        }
    for mention in answer["mentions"]:
        assert list(mention) == [
            *("headline", "sentence", "start", "end", "when", "timex", "kind", "modality"),
            *("attribution", "participants", "places", "confidence"),
        ]
        assert list(mention["when"]) == ["value", "start", "end", "grain", "mod"]


def test_offsets_are_characters_of_the_text(run: Run) -> None:
    text = "🚀 Früher: Rebels took the town of Saraqib on 3 March 2020.\r\n\r\nThe army retook it in 2021."

    answer = read(run, "--published", "2021-04-21", stdin=text)

    assert [text[t["start"] : t["end"]] for t in answer["timexes"]] == ["3 March 2020", "2021"]
    for mention in answer["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["sentence"]
        assert answer["timexes"][mention["timex"]]["value"] == mention["when"]["value"]


def test_explained_json_says_why(run: Run) -> None:
    answer = read(run, "--published", "2021-04-21", "--explain", stdin=TAKEN)

    assert answer["timexes"][0]["anchor_origin"] == "dct"
    assert answer["timexes"][0]["reason"]
    assert answer["undated"] == [{"text": "six years", "reason": "a length of time, not a date"}]


def test_without_a_date_of_publication_nothing_is_invented(run: Run) -> None:
    answer = read(run, stdin="Rebels took the town on Tuesday.")

    assert answer["dct"] is None
    assert answer["mentions"] == []


def test_timeml_is_the_text_with_its_dates_marked(run: Run) -> None:
    code, out, err = run("extract", "-", "--format", "timeml", stdin=SYRIA)

    document = ElementTree.fromstring(out.encode())
    text = document.find("TEXT")
    assert (code, err) == (0, "")
    assert text is not None
    assert "".join(text.itertext()) == SYRIA
    assert [timex.get("value") for timex in text][1:4] == ["2021-04-20", "2015-09", "P10Y"]


def test_lines_are_answered_in_order_under_their_ids(run: Run) -> None:
    rows = [{"id": n, "text": f"Rebels took it in {2000 + n}.", "language": "en"} for n in range(5)]

    code, out, err = run("extract", "--jsonl", stdin=jsonl(*rows))

    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3, 4]
    assert [answer["mentions"][0]["when"]["value"] for answer in answers] == [str(2000 + n) for n in range(5)]


def test_a_bad_line_is_told_and_the_others_are_read(run: Run) -> None:
    lines = jsonl({"id": "a", "text": "x"}) + "{\n\n" + jsonl({"id": "b"}, {"id": "c", "text": "y"})

    code, out, err = run("extract", "--jsonl", "-", stdin=lines)

    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "c"]
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        "standard input, line 2",
        "standard input, line 4",
    ]


def test_an_answer_comes_as_soon_as_its_line(data_dir: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "extract", "--jsonl", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(jsonl({"id": number, "text": "Rebels took the town."}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()

    assert process.returncode == 0


def test_several_files_are_several_texts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rebels took the town in 2015.")
    (tmp_path / "b.txt").write_bytes(b"\xff\x00")

    code, out, err = run("extract", "--json", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))

    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [str(tmp_path / "a.txt")]
    assert str(tmp_path / "b.txt") in err


def test_options_may_stand_between_files(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")

    code, out, _ = run("extract", str(tmp_path / "a.txt"), "--json", str(tmp_path / "b.txt"))

    assert (code, len(out.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--jsonl", "--format", "timeml"), "dateline: --jsonl writes JSON Lines, not timeml\n"),
        (("--published", "soon"), "dateline: “soon” is not a day; write it as 2021-04-21 or 21 Apr 2021\n"),
        (("missing.txt",), "dateline: missing.txt: No such file or directory\n"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, argv: tuple[str, ...], words: str) -> None:
    assert run("extract", *argv) == (1, "", words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "no dates here",
        "<b>& \u202e\u200f x</b>",
        "31.02.2020, the year 0, in 99999",
        "2015 " * 2000,
        "a" * 200_000,
        "🚀" * 1000,
        ". " * 5000,
    ],
    ids=["empty", "blank", "dateless", "markup", "impossible", "years", "one word", "rockets", "dots"],
)
def test_strange_texts_are_answered(run: Run, text: str) -> None:
    code, out, err = run("extract", "-", stdin=text)

    assert (code, err) == (0, "")
    assert out


def test_control_characters_of_a_text_do_not_reach_the_terminal(run: Run) -> None:
    _, out, _ = run("extract", "-", stdin="Rebels \x1b[31mtook the town in 2015.")

    assert "2015" in out
    assert "\x1b" not in out
