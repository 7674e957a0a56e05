"""The package as it is handed on: the same bytes wherever it is made, and whole where it is installed."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
PARTS = ("bot", "storage", "pyproject.toml", "README.md", "LICENSE")
EPOCH = "1767225600"  # 1 Jan 2026
WRONG = 'Incompatible types in assignment (expression has type "TimeSpan", variable has type "int")'
PROGRAM = """\
from datetime import date

from bot.model.timespan import Grain, TimeSpan
from storage.positions import Range

wrong: int = TimeSpan(date(2015, 1, 1), date(2016, 1, 1), Grain.YEAR)
fine: Range = Range(0, 1)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the project."""
    return a_wheel(a_copy(tmp_path_factory.mktemp("here")))


@pytest.fixture(scope="module", autouse=True)
def dated() -> Iterator[None]:
    """What is built bears one date, whenever it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        yield


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment that has the wheel, and sees the dependencies of this one."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, symlinks=True)
    packages = next(place.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(packages)
    others = [entry for entry in sys.path if entry.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(others))
    return place / "bin" / "python"


def a_copy(place: Path) -> Path:
    for part in PARTS:
        whole = ROOT / part
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(whole, place / part, ignore=ignored) if whole.is_dir() else shutil.copy(whole, place)
    return place


def a_wheel(project: Path) -> Path:
    return Path(
        next(WheelBuilder(str(project)).build(directory=str(project / "dist"), versions=["standard"]))
    )


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def run(python: Path, *words: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "DATA_DIR": str(place / "data")}
    return subprocess.run(
        [python, *words], cwd=place, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_is_the_same_elsewhere_later_and_from_the_sources_that_are_handed_on(
    wheel: Path, tmp_path: Path
) -> None:
    sources = next(
        SdistBuilder(str(wheel.parent.parent)).build(directory=str(tmp_path), versions=["standard"])
    )
    with tarfile.open(sources) as archive:
        archive.extractall(tmp_path / "there", filter="data")
    there = next((tmp_path / "there").iterdir())
    for file in there.rglob("*"):
        os.utime(file, (0, 1_000_000_000))

    again = a_wheel(there)

    assert again.name == wheel.name
    assert digest(again) == digest(wheel)
    assert {entry.date_time[:3] for entry in zipfile.ZipFile(again).infolist()} == {(2026, 1, 1)}


def test_the_package_says_that_it_has_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {"bot/py.typed", "storage/py.typed"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_what_is_installed_makes_a_database_reads_speaks_and_draws(installed: Path, tmp_path: Path) -> None:
    """With its migrations, grammar, translations and fonts, and nothing of this folder."""
    lines = ["/language Deutsch", "On 3 May 2020 a fire destroyed the theatre in Riga.", "/picture"]
    (tmp_path / "lines.chat").write_text("\n".join(lines))

    result = run(installed, "-m", "bot", "chat", "--script", "lines.chat", place=tmp_path)

    assert result.stderr == ""
    assert "3. Mai 2020 · A fire destroyed the theatre in Riga. /e1" in result.stdout
    assert ".png" in result.stdout
    assert (tmp_path / "data" / "dateline.db").exists()
    place = run(installed, "-c", "import bot; print(bot.__file__)", place=tmp_path).stdout
    assert Path(place.strip()).is_relative_to(installed.parent.parent)


def test_a_program_that_imports_it_sees_its_types(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    words = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed), "program.py"]

    result = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert f"program.py:6: error: {WRONG}" in result.stdout
    assert "Found 1 error in 1 file" in result.stdout
