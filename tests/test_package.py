"""What `pip install .` puts on a machine: every file of the program, its data too."""

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
NO_PART = {"__pycache__", ".DS_Store"}


def test_every_file_of_the_program_is_in_the_package() -> None:
    builder = WheelBuilder(str(ROOT))

    packed = {Path(file.distribution_path) for file in builder.recurse_included_files()}

    ours = {
        path.relative_to(ROOT)
        for room in ("bot", "storage")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not NO_PART.intersection(path.parts)
    }
    assert packed == ours
    for needed in ("bot/extraction/grammar/en.toml", "bot/sample/syria.txt", "storage/migrations/env.py"):
        assert Path(needed) in packed


def test_the_command_leads_to_the_command_line() -> None:
    from bot.__main__ import main
    from bot.cli import main as command_line

    metadata = WheelBuilder(str(ROOT)).metadata.core

    assert metadata.scripts == {"dateline": "bot.__main__:main"}
    assert main is command_line


def test_the_version_is_told_in_one_voice() -> None:
    from bot import __version__

    assert WheelBuilder(str(ROOT)).metadata.version == __version__
