"""Backups are made whole and looked through, or not at all."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import (
    DatabaseDamaged,
    DatabaseFull,
    DatelineError,
)
from bot.services.backups import files
from bot.services.backups.checking import checked
from bot.services.backups.files import beside, verified_in
from storage import copying
from storage.store import Store
from tests.services.backups.vault import (
    KINDS,
    backups,
    backups_of,
    flip,
    page_of,
)
from tests.support.builders import NOON, a_chat, an_article


async def test_a_backup_says_the_same_as_its_checksum_and_is_nobody_elses_to_read(file: Path) -> None:
    made = await backups_of(file).make(packed=True)

    assert beside(made.path).read_text() == f"{made.checksum}  dateline-20210422T120000Z.db.gz\n"
    assert made.checksum == files.checksum_of(made.path)
    assert made.path.stat().st_mode & 0o077 == 0
    assert checked(made.path).noted
    assert sorted(path.name for path in made.path.parent.iterdir()) == [
        "dateline-20210422T120000Z.db.gz",
        "dateline-20210422T120000Z.db.gz.sha256",
    ]


async def test_a_writer_that_never_rests_neither_waits_for_a_backup_nor_spoils_it(tmp_path: Path) -> None:
    url, begun, done = f"sqlite:///{tmp_path}/dateline.db", asyncio.Event(), asyncio.Event()
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.chats.put(a_chat(1))
        for number in range(60):
            await tx.articles.add(1, an_article("Words " * 2_000, fingerprint=str(number)))

    async def write() -> int:
        """A chat and an article of its own, always both."""
        number = 1
        while not done.is_set():
            number += 1
            async with store.begin() as tx:
                await tx.chats.put(a_chat(number))
                await tx.articles.add(number, an_article("It happened."))
            begun.set()
        return number

    writing = asyncio.create_task(write())
    await begun.wait()
    made = await backups(url, tmp_path).make()
    done.set()
    written = await writing
    await store.close()

    assert 1 < made.counts["chats"] <= written
    assert made.counts["articles"] == made.counts["chats"] + 59


async def test_the_oldest_go_and_what_was_not_made_here_stays(file: Path) -> None:
    folder = file.parent / "backups"
    for day in range(4):
        await backups_of(file, NOON + timedelta(days=day)).make()
    for name in (
        "dateline-20200101T000000Z.db",
        "holiday.db",
        "notes.txt",
    ):  # the first has no checksum beside
        (folder / name).write_text("mine")

    gone = backups_of(file).rotate(2)

    assert [path.name for path in gone] == ["dateline-20210423T120000Z.db", "dateline-20210422T120000Z.db"]
    assert sorted(path.name for path in folder.iterdir()) == [
        "dateline-20200101T000000Z.db",
        "dateline-20210424T120000Z.db",
        "dateline-20210424T120000Z.db.sha256",
        "dateline-20210425T120000Z.db",
        "dateline-20210425T120000Z.db.sha256",
        "holiday.db",
        "notes.txt",
    ]
    assert backups_of(file).rotate(0) == [folder / "dateline-20210424T120000Z.db"]  # the last one stays


async def test_two_backups_of_one_second_are_two(file: Path) -> None:
    first, second = await backups_of(file).make(), await backups_of(file).make()

    assert first.path != second.path
    assert verified_in(file.parent / "backups") == [second.path, first.path]


async def test_a_backup_that_has_no_room_is_not_begun(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_disk = shutil._ntuple_diskusage(10**9, 10**9 - 1_000, 1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full_disk)

    with pytest.raises(DatabaseFull, match=r"backups: 0 MB are free, and \d+ MB are needed"):
        await backups_of(file).make()

    assert list((file.parent / "backups").iterdir()) == []


async def test_a_disk_that_fills_up_on_the_way_leaves_no_half_backup(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in (copying, files):
        monkeypatch.setattr(place, "flush", no_space)
    for kind in KINDS:
        with pytest.raises((DatelineError, OSError), match="No space left on device"):
            await backups_of(file).make(packed=kind == "packed", portable=kind == "portable")

    assert [path for path in (file.parent / "backups").iterdir() if path.suffix != ".sha256"] == []


async def test_what_is_damaged_is_told_and_never_becomes_a_backup(file: Path) -> None:
    await backups_of(file).make()
    flip(file, page_of(file, "articles"))

    with pytest.raises(DatabaseDamaged, match=r"the file is damaged"):
        await backups_of(file, NOON + timedelta(days=1)).make()

    assert [path.name for path in verified_in(file.parent / "backups")] == ["dateline-20210422T120000Z.db"]
