"""Everything moves between SQLite and PostgreSQL and back, or nothing does."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import (
    BadBackup,
    DatabaseUnusable,
)
from bot.model.inbox import Kept
from bot.services.backups import files
from bot.services.backups.moving import move
from storage.store import Store
from storage.whole import Whole
from tests.services.backups.vault import backups, names_in, sums
from tests.support.anything import fill_with_anything
from tests.support.stores import postgresql_schema


async def test_a_move_leaves_the_source_and_goes_on_counting(file: Path) -> None:
    before = files.checksum_of(file)
    async with postgresql_schema() as url:
        moved = await move(f"sqlite:///{file}", url)
        store = await Store.open(url)
        async with store.begin() as tx:
            fresh = await tx.inbox.keep(4711, [Kept(99, 7, "{}")])
        await store.close()
        after = await sums(url)

    assert fresh == [99]  # the server numbers it after those that came along
    assert after["inbox"].rows == moved.sums["inbox"].rows + 1
    assert files.checksum_of(file) == before


async def test_a_move_into_something_is_refused(file: Path, target: str) -> None:
    await move(f"sqlite:///{file}", target)

    with pytest.raises(BadBackup, match=r"is not empty: it holds \d+ rows"):
        await move(f"sqlite:///{file}", target)


async def test_a_move_on_which_a_row_is_lost_leaves_nothing(
    file: Path, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Whole.put

    async def lose(self: Whole, name: str, rows: list[dict[str, object]]) -> None:
        await put(self, name, rows[1:] if name == "revisions" else rows)

    monkeypatch.setattr(Whole, "put", lose)
    with pytest.raises(DatabaseUnusable, match=r"does not have what came \(revisions\)"):
        await move(f"sqlite:///{file}", target)
    monkeypatch.undo()

    assert await Store.revision(target) is None
    assert set(names_in(tmp_path / "target")) <= {"dateline.db.lock"}


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
async def test_a_journey_to_a_server_and_back_changes_no_byte(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("journey")
    here, back = (f"sqlite:///{folder}/{name}.db" for name in ("here", "back"))
    store = await Store.open(here)
    await fill_with_anything(store, seed)
    await store.close()

    async with postgresql_schema() as there:
        await move(here, there)
        await move(there, back)

    written = [await backups(url, folder).make(folder, portable=True) for url in (here, back)]
    first, second = [gzip.decompress(one.path.read_bytes()) for one in written]
    assert first == second
