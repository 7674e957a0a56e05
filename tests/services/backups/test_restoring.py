"""Backups are put back the same way, in either database; what is none is refused."""

import asyncio
import gzip
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import (
    BadBackup,
    BadInput,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNewer,
)
from bot.services.backups.checking import checked
from bot.services.backups.files import beside
from bot.services.backups.moving import move
from bot.services.backups.restoring import Restoring
from bot.services.imports import Imports
from bot.services.portable import Writer
from storage import copying
from storage.schema import HEAD
from storage.store import Store
from tests.services.backups.vault import (
    KINDS,
    an_empty_one,
    backups,
    backups_of,
    garble,
    names_in,
    restore,
    sums,
)
from tests.support.builders import NOON, a_chat
from tests.support.stores import postgresql_schema


@pytest.mark.parametrize(("kind", "into"), [*((kind, "sqlite") for kind in KINDS), ("packed", "postgresql")])
async def test_a_backup_holds_everything_and_can_be_put_into_either_database(
    kind: str, into: str, file: Path, tmp_path: Path
) -> None:
    made = await backups_of(file).make(packed=kind == "packed", portable=kind == "portable")
    before = await sums(f"sqlite:///{file}")

    async with an_empty_one(into, tmp_path) as target:
        await restore(made.path, target, tmp_path)
        assert await sums(target) == before

    assert made.counts == {name: sum_.rows for name, sum_ in sorted(before.items())}
    assert made.schema == HEAD


async def test_a_backup_of_a_server_is_written_out_and_can_be_put_back(file: Path, tmp_path: Path) -> None:
    async with postgresql_schema() as url:
        await move(f"sqlite:///{file}", url)
        made = await backups(url, tmp_path).make()

    assert made.path.name == "dateline-20210422T120000Z.json.gz"
    await restore(made.path, f"sqlite:///{tmp_path}/again.db", tmp_path)
    assert await sums(f"sqlite:///{tmp_path}/again.db") == await sums(f"sqlite:///{file}")


async def test_what_is_there_is_replaced_only_by_force_and_stays_beside(
    file: Path, target: str, tmp_path: Path
) -> None:
    made = await backups_of(file).make(packed=True)
    store = await Store.open(target)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(5))
    await store.close()
    before = await sums(target)

    with pytest.raises(BadBackup, match=r"holds something already \(chats: 1\). With --force"):
        await restore(made.path, target, tmp_path)
    assert await sums(target) == before
    done = await Restoring(target, tmp_path / "kept", lambda: NOON).restore(made.path, force=True)

    assert await sums(target) == await sums(f"sqlite:///{file}")
    assert done.aside is not None
    await restore(done.aside, f"sqlite:///{tmp_path}/was.db", tmp_path)
    assert await sums(f"sqlite:///{tmp_path}/was.db") == before


async def test_a_database_that_cannot_be_read_is_replaced_by_force_and_kept_as_it_is(file: Path) -> None:
    made = await backups_of(file).make()
    before = await sums(f"sqlite:///{file}")
    garble(file)

    with pytest.raises(BadBackup, match="something that cannot be read"):
        await restore(made.path, f"sqlite:///{file}", file.parent)
    await restore(made.path, f"sqlite:///{file}", file.parent, force=True)

    assert await sums(f"sqlite:///{file}") == before
    assert (file.parent / "dateline.replaced-20210422T120000Z.db").read_bytes() == b"Dear diary, " * 999


async def test_nothing_is_put_in_the_place_of_what_a_bot_has_open(file: Path, tmp_path: Path) -> None:
    made = await backups_of(file).make()
    store = await Store.open(f"sqlite:///{file}")

    for act in (
        restore(made.path, f"sqlite:///{file}", tmp_path, force=True),
        move(f"sqlite:///{file}", f"sqlite:///{tmp_path}/other.db"),
    ):
        with pytest.raises(DatabaseBusy, match=f"in use by process {os.getpid()}"):
            await act
    await store.close()


async def test_a_server_on_which_a_bot_is_at_work_is_left_to_it(file: Path, tmp_path: Path) -> None:
    made = await backups_of(file).make()
    async with postgresql_schema() as url:
        store = await Store.open(url)
        async with store.begin() as tx:
            await tx.pulse.beat(4711, datetime.now(UTC))
        for act in (restore(made.path, url, tmp_path), move(url, f"sqlite:///{tmp_path}/other.db")):
            with pytest.raises(DatabaseBusy, match="a bot is at work on it"):
                await act
        await store.close()


def changed(body: bytes) -> bytes:
    """Another word in the midst of it."""
    if body.startswith(b"\x1f\x8b"):
        return gzip.compress(changed(gzip.decompress(body)))
    place = body.index(b"CREATE TABLE articles") if body.startswith(b"SQLite") else len(body) // 2
    return body[:place] + b"changed!" + body[place + 8 :]


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda body: body[: len(body) // 2],
    "cut at its end": lambda body: body[:-9],
    "changed": lambda body: changed(body),
    "empty": lambda body: b"",
    "something else": lambda body: b"Dear diary, " * 99,
    "something else, packed": lambda body: gzip.compress(b"Dear diary, " * 99),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_file_that_is_not_as_it_was_made_is_refused_and_nothing_changes(
    kind: str, file: Path, tmp_path: Path
) -> None:
    made = (await backups_of(file).make(packed=kind == "packed", portable=kind == "portable")).path
    whole = await asyncio.to_thread(made.read_bytes)

    for noted in (True, False):
        for spoil in SPOILT.values():
            await asyncio.to_thread(made.write_bytes, spoil(whole))
            with pytest.raises((BadBackup, BadInput, DatabaseDamaged)):
                await restore(made, f"sqlite:///{tmp_path}/new.db", tmp_path)
        if noted:
            await asyncio.to_thread(beside(made).unlink)

    assert names_in(tmp_path) == ["data"]


async def test_a_backup_of_a_newer_schema_is_refused_with_words(file: Path, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path}/new.db"
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE dateline_schema SET version_num = '9999'")
    copying.copy(file, tmp_path / "newer.db", rest=lambda _: None)
    with (tmp_path / "newer.json.gz").open("wb") as out, gzip.open(out, "wb") as packed:
        Writer(packed, "9999").end()  # type: ignore[arg-type]

    for name in ("newer.db", "newer.json.gz"):
        with pytest.raises(DatabaseNewer, match=r"its schema \(9999\) is newer than this program"):
            await restore(tmp_path / name, target, tmp_path)
    with pytest.raises(DatabaseNewer):
        await backups_of(file).make()


async def test_a_chat_alone_is_no_backup_and_a_backup_is_no_chat(file: Path, tmp_path: Path) -> None:
    made = await backups_of(file).make(portable=True)
    store = await Store.open("sqlite://")
    with made.path.open("rb") as body, pytest.raises(BadInput, match="holds several chats"):
        await Imports(store).restore(a_chat(), body)
    await store.close()

    (tmp_path / "chat.json").write_text('{"format":"dateline/1","records":[\n')
    with pytest.raises(BadInput, match="`dateline import` puts it back"):
        checked(tmp_path / "chat.json")


@pytest.mark.parametrize("words", ["made.txt", "dateline.db.zip"])
async def test_a_name_that_says_no_kind_of_backup_is_refused(words: str, file: Path) -> None:
    with pytest.raises(BadBackup, match=re.escape(words)):
        await backups_of(file).make(file.parent / words)
