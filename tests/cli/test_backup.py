"""`backup`, `restore` and `migrate`: what they say and leave, and how `run` ends when nothing mends it."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.schema import HEAD
from tests.cli.conftest import Run
from tests.storage.upgrades.fixtures import made as made_of
from tests.support.stores import needed_url

UNMENDABLE = 78


@pytest.fixture
def file(run: Run, data_dir: Path) -> Path:
    """A database with something in it."""
    run("migrate")
    with closing(sqlite3.connect(data_dir / "dateline.db")) as opened, opened:
        opened.execute("INSERT INTO chats (id, kind, zone, editors) VALUES (7, 'private', 'UTC', 'admins')")
    return data_dir / "dateline.db"


def chats(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as opened:
        return [row[0] for row in opened.execute("SELECT id FROM chats ORDER BY id")]


def made(run: Run, *words: str) -> Path:
    code, out, _ = run("backup", "--json", *words)
    assert code == 0
    return Path(json.loads(out)["file"])


def test_a_backup_is_made_looked_through_and_listed(run: Run, file: Path) -> None:
    backup = made(run, "--gzip")

    code, out, _ = run("backup", "--check", str(backup))
    assert code == 0
    assert out == (
        f"{backup}: whole, with schema {HEAD}.\nchats: 1\n"
        "It is as it was made: its checksum is the one beside it.\n"
    )
    _, out, _ = run("restore")
    assert out.startswith(f"{backup}  ")
    assert out.endswith("Stop the bot, then: dateline restore FILE --force\n")
    _, out, _ = run("restore", "--json")
    assert json.loads(out) == {"folder": str(backup.parent), "backups": [str(backup)]}


def test_without_a_backup_it_is_said_how_to_make_one(run: Run, data_dir: Path) -> None:
    assert run("restore") == (0, f"No backup in {data_dir}/backups. `dateline backup` makes one.\n", "")
    code, _, err = run("backup")
    assert (code, err) == (1, f"dateline: {data_dir}/dateline.db: there is no such file.\n")


def test_what_is_no_backup_is_named_and_those_that_are_can_be_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear Ilse")
    listed = "`dateline restore` lists those that there are.\n"

    for command in (("backup", "--check"), ("restore",)):
        assert run(*command, str(tmp_path / "letter.db")) == (
            1,
            "",
            f"dateline: {tmp_path}/letter.db is not a backup that Dateline made. {listed}",
        )
        assert run(*command, str(tmp_path / "away.db")) == (
            1,
            "",
            f"dateline: There is no such file: {tmp_path}/away.db. {listed}",
        )


def test_of_a_folder_the_newest_is_looked_through(run: Run, file: Path, tmp_path: Path) -> None:
    made(run)
    newest, folder = made(run, "--gzip"), tmp_path / "my folder"
    folder.mkdir()

    assert run("backup", "--check", str(newest.parent))[1].startswith(f"{newest}: whole")
    code, _, err = run("backup", "--check", str(folder))
    assert (code, err.startswith(f"dateline: There is no backup in {folder}.")) == (1, True)
    code, _, err = run("restore", str(newest.parent))
    assert (code, err.startswith(f"dateline: {newest.parent} is a folder: name a file in it.")) == (1, True)


def test_older_ones_go_but_for_those_that_are_to_stay(run: Run, file: Path) -> None:
    backups = [made(run) for _ in range(3)]

    code, out, _ = run("backup", "--keep", "2")

    assert code == 0
    assert [line for line in out.splitlines() if "went" in line] == [
        f"{path.name} was older, and went." for path in reversed(backups[:2])
    ]
    assert run("backup", "--keep", "0")[0] == 2


def test_a_backup_is_restored_and_what_was_there_stays(run: Run, file: Path, tmp_path: Path) -> None:
    backup = made(run, "--to", str(tmp_path / "elsewhere.json.gz"))
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE chats SET id = 8")

    code, _, err = run("restore", str(backup))
    assert (code, chats(file)) == (1, [8])
    assert "holds something already (chats: 1). With --force" in err
    code, out, _ = run("restore", str(backup), "--force", "--json")

    assert (code, chats(file)) == (0, [7])
    assert chats(Path(json.loads(out)["before"])) == [8]


def test_the_copy_made_before_an_upgrade_can_be_put_back(run: Run, data_dir: Path, tmp_path: Path) -> None:
    """An older program does it: here it is this one, which brings it up again."""
    path = tmp_path / "dateline.before-0007.db"
    asyncio.run(made_of(f"sqlite:///{path}", "0006"))

    code, out, _ = run("restore", str(path))

    assert code == 0
    assert f"{data_dir}/dateline.db: restored from {path}." in out
    assert chats(data_dir / "dateline.db") == [-200, 7]
    assert run("migrate")[1].endswith(f"its schema is {HEAD}, the newest. Nothing to do.\n")


def test_a_move_shows_that_both_sides_are_the_same(run: Run, file: Path, tmp_path: Path) -> None:
    code, out, _ = run("migrate", "--from", f"sqlite:///{file}", "--to", f"sqlite:///{tmp_path}/other.db")

    assert code == 0
    assert out.splitlines()[0].split() == ["table", "rows", "checksum,", "the", "same", "on", "both", "sides"]
    assert out.splitlines()[1].split()[:2] == ["chats", "1"]
    assert out.splitlines()[-1].startswith(f"{file} stays as it is. Set DATABASE_URL to what --to says")
    assert chats(tmp_path / "other.db") == [7]
    assert run("migrate", "--from", f"sqlite:///{file}")[0] == 2


SPOIL: dict[str, Callable[[Path], object]] = {
    "a text": lambda file: file.write_text("Dear diary, " * 999),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:40_960]),
    "empty": lambda file: file.write_bytes(b""),
    "another program's": lambda file: _songs(file),
    "newer": lambda file: _newer(file),
}


def _songs(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("CREATE TABLE songs (title)")


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE dateline_schema SET version_num = '9999'")


@pytest.mark.parametrize("how", SPOIL)
def test_a_start_that_no_second_one_mends_says_so(
    how: str, run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = made(run)
    SPOIL[how](file)
    monkeypatch.setenv("BOT_TOKEN", "4711:AAbb-cc_dd")
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:1")

    code, _, err = run("run")

    assert code == UNMENDABLE
    assert str(file) in err
    assert how == "newer" or f"looked through: dateline restore {backup} --force" in err


def test_faulty_settings_are_not_tried_again_either(run: Run) -> None:
    code, _, err = run("run")

    assert code == UNMENDABLE
    assert "BOT_TOKEN is not set" in err


def test_a_database_that_its_server_does_not_know_is_not_tried_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_url(needed_url()).set(database="no_such_one")
    monkeypatch.setenv("DATABASE_URL", address.render_as_string(hide_password=False))
    monkeypatch.setenv("BOT_TOKEN", "4711:AAbb-cc_dd")

    code, _, err = run("run")

    assert code == UNMENDABLE
    assert "there is no such database. Make it first (createdb)" in err


def test_a_database_that_another_process_has_may_be_tried_again(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.lock import FileLock

    monkeypatch.setenv("BOT_TOKEN", "4711:AAbb-cc_dd")
    lock = FileLock.take(file)

    code, _, err = run("run")
    lock.release()

    assert code == 1
    assert "is in use by process" in err
