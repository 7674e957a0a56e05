"""Backups by the clock: as often as wished, by one process."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.services.backups.files import verified_in
from bot.services.backups.keeping import Keeping
from bot.services.backups.making import Backups
from storage.store import Store
from tests.support.builders import NOON


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_a_backup_is_made_as_often_as_wished_and_by_one_process_alone(file: Path) -> None:
    store, clock = await Store.open(f"sqlite:///{file}"), Clock()
    folder = file.parent / "backups"
    replicas = [
        Keeping(store, Backups(f"sqlite:///{file}", folder, clock), timedelta(hours=24), 2) for _ in range(3)
    ]
    made = []
    for hours in (0, 23, 24, 25, 47, 49, 73, 97):
        clock.now = NOON + timedelta(hours=hours)
        await asyncio.gather(*(one.round() for one in replicas))
        made.append([path.name[9:22] for path in verified_in(folder)])
    await store.close()

    assert made == [
        [],
        [],
        ["20210423T1200"],
        ["20210423T1200"],
        ["20210423T1200"],
        ["20210424T1300", "20210423T1200"],
        ["20210425T1300", "20210424T1300"],
        ["20210426T1300", "20210425T1300"],
    ]


async def test_a_backup_that_fails_is_told_and_tried_again_within_the_hour(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store, clock = await Store.open(f"sqlite:///{file}"), Clock()
    folder = file.parent / "backups"
    folder.write_text("in the way")
    keeping = Keeping(store, Backups(f"sqlite:///{file}", folder, clock), timedelta(hours=24), 2)
    await keeping.round()
    clock.now += timedelta(hours=24)
    await keeping.round()
    folder.unlink()
    for minutes in (30, 61):
        clock.now = NOON + timedelta(hours=24, minutes=minutes)
        await keeping.round()
    await store.close()

    assert [record.message.partition(":")[0] for record in caplog.records if record.levelname == "ERROR"] == [
        "no backup could be made"
    ]
    assert [path.name for path in verified_in(folder)] == ["dateline-20210423T130100Z.db.gz"]
