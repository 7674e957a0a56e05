"""The doctor finds each fault, says what to do, changes nothing, and looks beside a running bot too."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor import findings_of, rights
from bot.cli.doctor.finding import Finding, State, span
from bot.measures import disk
from bot.model.inbox import Kept
from bot.model.notice import Notice, Trouble
from bot.model.subscription import Delivery, DeliveryState
from bot.terminal.botapi import BotApi, Fault
from storage.store import Store
from tests.support.bots import TOKEN, a_bot, an_empty_database
from tests.support.builders import a_chat
from tests.support.loopback import loopback
from tests.support.stores import postgresql_schema

BOT = int(TOKEN.partition(":")[0])
NOW = datetime.now(UTC)


def found(environment: dict[str, str], at: datetime = NOW, *, offline: bool = True) -> dict[str, Finding]:
    """The findings by name; of several with one name, the last that is not fine."""
    listed = list(findings_of({"BOT_TOKEN": TOKEN} | environment, at, offline=offline))
    return {one.name: one for one in sorted(listed, key=lambda one: one.state is not State.FINE)}


def troubled(findings: dict[str, Finding]) -> dict[str, str]:
    return {name: one.seen for name, one in findings.items() if one.state is not State.FINE}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A directory with a database of the newest schema and a backup, which nobody else may enter."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "dateline.db").write_bytes(an_empty_database())
    (folder / "backups").mkdir()
    backup = folder / "backups" / f"dateline-{NOW:%Y%m%dT%H%M%SZ}.db"
    backup.write_bytes(b"")
    backup.with_name(backup.name + ".sha256").write_text("")
    return folder


def in_folder(folder: Path, **more: str) -> dict[str, str]:
    return {"DATA_DIR": str(folder)} | more


def test_a_bot_in_good_order_has_no_fault(data: Path) -> None:
    findings = found(in_folder(data))

    assert troubled(findings) == {}
    assert list(findings) == [
        *("python", "clock", "settings", "token", "disk", "rights", "database", "integrity"),
        *("bot", "inbox", "outbox", "backup"),
    ]


async def test_it_looks_beside_a_running_bot(data: Path) -> None:
    async with a_bot(BotApi(token=TOKEN), data) as bot:
        await bot.services.pulse.beat(BOT, NOW)
        findings = await asyncio.to_thread(found, in_folder(data))

    assert troubled(findings) == {}
    assert findings["bot"].seen == "at work 0 s ago"


def test_a_file_of_another_user_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = rights._name(os.geteuid())
    monkeypatch.setattr(os, "geteuid", lambda: 65_000)

    finding = found(in_folder(data))["rights"]

    assert finding.seen == f"{data}/dateline.db belongs to {user}, and this is user 65000"
    assert "chown" in str(finding.advice)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_journal_that_somebody_else_left_is_told(data: Path) -> None:
    (data / "dateline.db-wal").touch()
    os.chown(data / "dateline.db-wal", 65_000, 65_000)

    finding = found(in_folder(data))["rights"]

    assert finding.state is State.FAILS
    assert "dateline.db-wal belongs to user 65000" in finding.seen


def test_files_and_secrets_that_everybody_may_read_are_told(data: Path) -> None:
    data.chmod(0o755)
    (data / "dateline.db").chmod(0o644)
    secret = data / "token"
    secret.write_text(TOKEN)
    secret.chmod(0o644)
    findings = found(in_folder(data, BOT_TOKEN="", BOT_TOKEN_FILE=str(secret)))

    assert troubled(findings).keys() == {"rights", "secrets"}
    assert findings["rights"].advice == f"chmod 700 {data}"
    assert findings["secrets"].advice == f"chmod 600 {secret}"
    assert troubled(found(in_folder(_shut(data), BOT_TOKEN="", BOT_TOKEN_FILE=str(secret)))) == {}


def test_a_secret_that_a_container_is_handed_is_judged_outside(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.chmod(0o755)
    secret = data / "token"
    secret.write_text(TOKEN)
    secret.chmod(0o644)
    monkeypatch.setattr(Path, "is_mount", lambda path: path == secret)

    findings = found(in_folder(data, BOT_TOKEN="", BOT_TOKEN_FILE=str(secret)))

    assert "secrets" not in findings


def _shut(folder: Path) -> Path:
    folder.chmod(0o700)
    return folder


@pytest.mark.parametrize(("least", "state"), [("ROOM_TO_START", State.FAILS), ("ROOM_TO_GROW", State.NOTE)])
def test_a_disk_that_fills_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, least: str, state: State
) -> None:
    monkeypatch.setattr(disk, least, 10**18)

    finding = found(in_folder(data))["disk"]

    assert finding.state is state
    assert "Free some space" in str(finding.advice)


def test_the_disks_of_a_database_and_of_backups_elsewhere_are_looked_at_too(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "ROOM_TO_START", 10**18)
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/other/own.db", "BACKUP_DIR": f"{tmp_path}/more"}

    listed = findings_of({"BOT_TOKEN": TOKEN} | in_folder(data) | elsewhere, NOW, offline=True)
    told = [(one.seen.partition(" for ")[2], one.advice) for one in listed if one.name == "disk"]

    assert told == [
        (str(folder), f"Free some space, or set {variable} to another disk.")
        for folder, variable in (
            (data, "DATA_DIR"),
            (tmp_path / "other", "DATABASE_URL"),
            (tmp_path / "more", "BACKUP_DIR"),
        )
    ]


def test_an_older_schema_is_told_and_left_as_it_is(data: Path) -> None:
    with closing(sqlite3.connect(data / "dateline.db")) as file:
        file.execute("UPDATE dateline_schema SET version_num = '0001'")
        file.commit()
    before = (data / "dateline.db").read_bytes()

    finding = found(in_folder(data))["database"]

    assert finding.state is State.NOTE
    assert finding.advice == "Run `dateline migrate`."
    assert (data / "dateline.db").read_bytes() == before


def test_a_damaged_page_is_told(data: Path) -> None:
    with closing(sqlite3.connect(data / "dateline.db")) as file:
        [page] = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'inbox'").fetchone()
        [size] = file.execute("PRAGMA page_size").fetchone()
    with (data / "dateline.db").open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)

    finding = found(in_folder(data))["integrity"]

    assert finding.state is State.FAILS
    assert "damaged" in finding.seen
    assert "\n" not in finding.seen
    [backup] = (data / "backups").glob("*.db")
    assert f"dateline restore {backup} --force" in str(finding.advice)


def test_a_file_of_another_program_is_told_as_the_start_tells_it(data: Path) -> None:
    (data / "dateline.db").unlink()
    with closing(sqlite3.connect(data / "dateline.db")) as file:
        file.execute("CREATE TABLE recipes (name TEXT)")

    finding = found(in_folder(data))["database"]

    assert finding.state is State.FAILS
    assert "tables of another program in it (recipes)" in finding.seen


def test_backups_that_are_missing_or_old_are_told(data: Path) -> None:
    late = found(in_folder(data), NOW + timedelta(days=3))["backup"]
    assert late.state is State.NOTE
    assert late.seen == f"1 in {data}/backups, the last 3 days old"

    elsewhere = found(in_folder(data, BACKUP_DIR=str(data / "none")))["backup"]
    assert elsewhere.seen == f"none yet in {data}/none"
    assert troubled(found(in_folder(data, BACKUP_EVERY="off"), NOW + timedelta(days=3))) == {}


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/dateline.db"
        return
    async with postgresql_schema() as server:
        yield server


def a_delivery(number: int, state: DeliveryState) -> Delivery:
    return Delivery(7, number, None, f"p{number}", NOW, (), owed_at=NOW, next_try_at=NOW, state=state)


async def test_what_waits_what_was_put_aside_and_what_went_wrong_is_told(url: str, tmp_path: Path) -> None:
    store = await Store.open(url)
    before = NOW - timedelta(hours=5)
    async with store.begin() as tx:
        await tx.inbox.keep(BOT, [Kept(1, 7, "{}"), Kept(2, 7, "{}")], before)
        await tx.inbox.poison(BOT, 2, "{}", "KeyError('date')", before)
        await tx.chats.put(a_chat(7))
        for number, state in enumerate([DeliveryState.UNCERTAIN, DeliveryState.DEAD, DeliveryState.DEAD]):
            await tx.deliveries.add(BOT, [replace(a_delivery(number, state), settled_at=NOW)])
        await tx.notices.note(BOT, Notice("k", Trouble.ERROR, "KeyError in bot.x", before, before, times=3))
        await tx.pulse.beat(BOT, before)
    await store.close()

    findings = await asyncio.to_thread(found, in_folder(tmp_path, DATABASE_URL=url))

    seen = {name: one.seen for name, one in findings.items()}
    assert seen["bot"] == "not at work; its last sign was 5 h ago"
    aside = f"2 ({before:%Y-%m-%d %H:%M}): KeyError('date')"
    assert seen["inbox"] == f"updates were put aside, the last ones {aside}"
    assert seen["outbox"] == "0 due, 0 owed, 1 uncertain, 2 given up; lag 0 s"
    assert seen["trouble"] == "error: KeyError in bot.x, 3 times, last 5 h ago"
    assert findings["integrity"].state is State.FINE
    listed = await asyncio.to_thread(
        lambda: [
            one.seen
            for one in findings_of(
                {"BOT_TOKEN": TOKEN, "DATA_DIR": str(tmp_path), "DATABASE_URL": url},
                datetime.now(UTC),
                offline=True,
            )
        ]
    )
    assert "1 updates wait, the oldest for 5 h" in listed
    assert ("as the database server's" in listed) == url.startswith("postgresql")


@pytest.fixture
async def api() -> AsyncIterator[tuple[BotApi, dict[str, str]]]:
    """A Bot API on loopback, and the settings that lead to it."""
    api = BotApi(token=TOKEN)
    async with loopback(api) as address:
        yield api, {"BOT_API_URL": address}


async def asked(
    environment: dict[str, str], folder: Path, *, at: datetime | None = None, **more: str
) -> dict[str, Finding]:
    """The findings with Telegram asked."""
    settings = in_folder(folder, **environment, **more)
    return await asyncio.to_thread(found, settings, at or datetime.now(UTC), offline=False)


async def test_telegram_knows_the_token_and_the_time(
    api: tuple[BotApi, dict[str, str]], tmp_path: Path
) -> None:
    findings = await asked(api[1], tmp_path)
    assert findings["token"].seen == "it is @dateline_bot's"
    assert findings["clock"].seen == "as Telegram's"

    refused = await asked(api[1], tmp_path, BOT_TOKEN="1:Wrong-token")
    assert refused["token"].state is State.FAILS
    assert "@BotFather" in str(refused["token"].advice)
    assert "Wrong" not in str(refused)


@pytest.mark.parametrize(("minutes", "state"), [(5, State.NOTE), (-5, State.NOTE), (600, State.FAILS)])
async def test_a_clock_that_is_off_is_told(
    api: tuple[BotApi, dict[str, str]], tmp_path: Path, minutes: int, state: State
) -> None:
    findings = await asked(api[1], tmp_path, at=datetime.now(UTC) + timedelta(minutes=minutes))

    clock = [one for one in findings.values() if one.name == "clock"][-1]
    assert clock.state is state
    assert ("ahead of" if minutes > 0 else "behind") in clock.seen


async def test_telegram_out_of_reach_or_in_trouble_is_a_note(
    api: tuple[BotApi, dict[str, str]], tmp_path: Path
) -> None:
    api[0].fail("getMe", Fault(502, "Bad Gateway"))
    host = api[1]["BOT_API_URL"].removeprefix("http://")
    assert (await asked(api[1], tmp_path))["token"].seen == f"{host} answers 502"

    nobody = await asked({"BOT_API_URL": "http://127.0.0.1:9"}, tmp_path)
    assert nobody["token"].state is State.NOTE
    assert nobody["token"].seen == "127.0.0.1:9 cannot be reached (ConnectError)"


async def test_a_webhook_that_is_not_as_the_settings_have_it_is_told(
    api: tuple[BotApi, dict[str, str]], tmp_path: Path
) -> None:
    ours = {"WEBHOOK_URL": "https://bot.example.org/path-of-ours", "WEBHOOK_SECRET": "word-of-ours"}
    assert (await asked(api[1] | ours, tmp_path))["webhook"].seen == (
        "not set, and WEBHOOK_URL is at bot.example.org"
    )
    webhook = api[0].webhook
    webhook.url = "https://other.example.org/path-of-theirs"
    for finding in (
        (await asked(api[1], tmp_path))["webhook"],
        (await asked(api[1] | ours, tmp_path))["webhook"],
    ):
        assert finding.state is State.NOTE
        assert finding.seen.startswith("set at other.example.org, and WEBHOOK_URL is")
        assert "path" not in finding.seen

    webhook.url = ours["WEBHOOK_URL"]
    assert (await asked(api[1] | ours, tmp_path))["webhook"].state is State.FINE
    webhook.failed("Connection refused", int(datetime.now(UTC).timestamp()))
    failing = (await asked(api[1] | ours, tmp_path))["webhook"]
    assert failing.state is State.NOTE
    assert "Connection refused" in failing.seen


def test_a_length_of_time_is_told_in_the_largest_unit_of_two() -> None:
    assert [span(s) for s in (0, 119, 120, 7_199, 7_200, 172_800)] == [
        *("0 s", "119 s", "2 min", "120 min", "2 h", "2 days")
    ]


async def test_a_replica_that_is_away_or_behind_is_told(tmp_path: Path) -> None:
    async with postgresql_schema() as primary, postgresql_schema() as replica:
        await (await Store.open(primary)).close()
        both = in_folder(tmp_path, DATABASE_URL=primary, DATABASE_READ_URL=replica)

        empty = (await asyncio.to_thread(found, both))["replica"]
        await (await Store.open(replica)).close()
        follows = (await asyncio.to_thread(found, both))["replica"]
    away = in_folder(
        tmp_path, DATABASE_URL=primary, DATABASE_READ_URL="postgresql://reader:pass@127.0.0.1:9/x"
    )
    gone = (await asyncio.to_thread(found, away))["replica"]

    assert (empty.state, follows.state, gone.state) == (State.NOTE, State.FINE, State.NOTE)
    assert empty.seen.startswith("schema none, ours is")
    assert "does not answer" in gone.seen
    assert "pass" not in gone.seen
