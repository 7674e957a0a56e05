"""`migrate` brings the database up to date and says so; `doctor` looks and changes nothing."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.doctor.finding import State
from bot.cli.doctor.machine import clock
from storage.schema import HEAD
from tests.cli.conftest import Run


def states(run: Run) -> tuple[int, dict[str, str]]:
    code, out, _ = run("doctor", "--json")
    return code, {finding["name"]: finding["state"] for finding in json.loads(out)["findings"]}


def test_migrate_makes_the_database_and_says_so(run: Run, data_dir: Path) -> None:
    file = data_dir / "dateline.db"

    assert run("migrate") == (0, f"{file}: made, with schema {HEAD}.\n", "")
    assert run("migrate") == (0, f"{file}: its schema is {HEAD}, the newest. Nothing to do.\n", "")


def test_migrate_tells_a_program_what_it_did(run: Run, data_dir: Path) -> None:
    _, out, _ = run("migrate", "--json")

    assert json.loads(out) == {"database": str(data_dir / "dateline.db"), "before": None, "after": HEAD}


def test_all_is_well_before_the_first_start(run: Run, data_dir: Path) -> None:
    code, found = states(run)

    assert code == 0
    assert found == {
        "python": "ok",
        "clock": "ok",
        "settings": "ok",
        "token": "note",
        "disk": "ok",
        "database": "ok",
    }
    assert not data_dir.exists()


def test_every_faulty_setting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "not-a-token")
    monkeypatch.setenv("ACCESS", "nobody")

    code, out, _ = run("doctor")

    assert code == 1
    assert "BOT_TOKEN" in out
    assert "ACCESS" in out
    assert "not-a-token" not in out


def test_a_file_that_is_no_database_is_told(run: Run, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "dateline.db").write_text("Dear diary, " * 100)

    code, found = states(run)

    assert (code, found["database"]) == (1, "fails")
    assert (data_dir / "dateline.db").read_text().startswith("Dear diary")


def test_a_database_of_a_newer_version_is_told(run: Run, data_dir: Path) -> None:
    run("migrate")
    with closing(sqlite3.connect(data_dir / "dateline.db")) as connection:
        connection.execute("UPDATE dateline_schema SET version_num = '9999'")
        connection.commit()

    code, out, _ = run("doctor")

    assert code == 1
    assert "schema 9999" in out
    assert "install that again" in out


def test_a_server_out_of_reach_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://reader:secret@127.0.0.1:1/news")

    code, out, _ = run("doctor")

    assert code == 1
    assert "the server does not answer" in out
    assert "secret" not in out


def test_a_clock_behind_the_installation_is_wrong() -> None:
    finding = clock(datetime(1970, 1, 1, 0, 5, tzinfo=UTC))

    assert finding.state is State.FAILS
    assert finding.advice is not None
