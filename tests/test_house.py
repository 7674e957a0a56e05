"""The rooms import what the README's map allows and nothing else, and the pure ones are pure."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 300

# What asks the world a question, and so has no place in a pure room.
WORLDLY_MODULES = {
    *("asyncio", "concurrent", "ctypes", "fileinput", "getpass", "glob", "http", "importlib.util"),
    *("locale", "logging", "mmap", "multiprocessing", "os", "pathlib", "platform", "pickle", "random"),
    *("secrets", "select", "selectors", "shelve", "shutil", "signal", "socket", "sqlite3", "ssl"),
    *("subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid"),
}
WORLDLY_CALLS = {"open", "input", "print", "exec", "eval", "breakpoint"}
CLOCK_METHODS = {"now", "today", "utcnow"}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "open", "unlink", "mkdir", "touch"}


@dataclass(frozen=True, slots=True)
class Room:
    """A row of the map: what it may import (by name of room or library) and whether it is pure."""

    name: str
    allowed: frozenset[str]
    anything_of_ours: bool
    pure: bool


def rooms_of_the_map() -> dict[str, Room]:
    """The README's table under "The map of the house"."""
    section = (ROOT / "README.md").read_text("utf-8").partition("## The map of the house")[2]
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \| (.*?) \|$", section, re.MULTILINE)
    return {
        name: Room(name, frozenset(re.findall(r"`([\w.]+)`", may)), "every room" in may, "**pure**" in what)
        for name, what, may in rows
    }


ROOMS = rooms_of_the_map()
FILES = sorted(path for top in ("bot", "storage") for path in (ROOT / top).rglob("*.py"))
HISTORY = "migrations/versions"  # written once and never split
LAYOUT = [path for path in FILES if path != ROOT / "bot/__init__.py"]


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """`bot.model.news` stands in `bot.model`, `storage.tables` in `storage`."""
    return ".".join(module.split(".")[: 1 if module.startswith("storage") else 2])


def imports_of(tree: ast.AST, module: str, *, is_package: bool = False) -> Iterator[str]:
    """Every module a file imports, wherever in it: at the top, in functions, for type checking."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = _absolute(node, module, is_package)
            yield from (f"{package}.{alias.name}" for alias in node.names)


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    base = module.split(".")[: len(module.split(".")) - node.level + is_package]
    return ".".join([*base, node.module] if node.module else base)


def import_faults(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Imports of `source`, as the file of `module`, that its room's row does not allow."""
    room = ROOMS[room_of(module)]
    names = imports_of(ast.parse(source), module, is_package=is_package)
    return sorted({name for name in names if not _allowed(name, room)})


def _allowed(name: str, room: Room) -> bool:
    top = name.split(".")[0]
    if top not in ("bot", "storage"):
        return top in sys.stdlib_module_names or top in room.allowed
    target = room_of(name)
    within = target in (room.name, "bot.__version__")
    return within or target in room.allowed or (room.anything_of_ours and target in ROOMS)


def purity_faults(source: str) -> list[str]:
    """What a pure room may not hold: files, clocks, the environment, async."""
    tree = ast.parse(source)
    imported = {name for name in imports_of(tree, "bot.model.x") if _worldly(name)}
    data = _package_data(tree)
    found = (fault for node in ast.walk(tree) if (fault := _impure(node, data)))
    return sorted({*imported, *found})


def _worldly(name: str) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:depth]) in WORLDLY_MODULES for depth in range(1, len(parts) + 1))


def _package_data(tree: ast.AST) -> set[str]:
    """Names that stand for files of the package: `files` of importlib.resources, and what comes of it."""
    names = {"files"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _names(node.value) & names:
            names |= {name for target in node.targets for name in _names(target)}
        elif isinstance(node, ast.For | ast.comprehension) and _names(node.iter) & names:
            names |= _names(node.target)
    return names


def _names(node: ast.AST) -> set[str]:
    """Every name and attribute in an expression."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


def _impure(node: ast.AST, package_data: set[str]) -> str | None:
    if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
        return "async"
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name):
        return node.func.id if node.func.id in WORLDLY_CALLS else None
    if isinstance(node.func, ast.Attribute):
        return _impure_method(node.func, package_data)
    return None


def _impure_method(method: ast.Attribute, package_data: set[str]) -> str | None:
    if method.attr in CLOCK_METHODS:
        return method.attr
    return method.attr if method.attr in FILE_METHODS and not _names(method.value) & package_data else None


@pytest.mark.parametrize("path", LAYOUT, ids=module_of)
def test_a_room_imports_only_what_the_map_allows(path: Path) -> None:
    source = path.read_text("utf-8")

    faults = import_faults(source, module_of(path), is_package=path.name == "__init__.py")

    assert faults == [], f"{path.relative_to(ROOT)} may not import these (see the README's map)"


@pytest.mark.parametrize("path", [p for p in LAYOUT if ROOMS[room_of(module_of(p))].pure], ids=module_of)
def test_a_pure_room_asks_the_world_nothing(path: Path) -> None:
    faults = purity_faults(path.read_text("utf-8"))

    assert faults == [], f"{path.relative_to(ROOT)} stands in a pure room"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_opens_with_a_sentence_saying_what_it_is_for(path: Path) -> None:
    source = path.read_text("utf-8")

    assert not source or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", [p for p in FILES if HISTORY not in p.as_posix()], ids=module_of)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())

    assert lines <= LONGEST_FILE, "look for the second noun in it"


def test_every_room_stands_in_the_map() -> None:
    rooms = {room_of(module_of(path)) for path in LAYOUT}

    assert rooms <= ROOMS.keys()


@pytest.mark.parametrize("name", ROOMS)
def test_the_map_allows_a_room_nothing_that_it_does_without(name: str) -> None:
    paths = [path for path in LAYOUT if room_of(module_of(path)) == name]

    used = {
        known
        for path in paths
        for imported in imports_of(ast.parse(path.read_text("utf-8")), module_of(path))
        for known in (room_of(imported), imported.split(".")[0])
    }

    assert ROOMS[name].allowed <= used


def test_imports_point_down() -> None:
    ours = {name: room.allowed & ROOMS.keys() for name, room in ROOMS.items()}

    order = list(TopologicalSorter(ours).static_order())  # raises when the rooms run in a circle

    assert set(order) == ROOMS.keys()


@pytest.mark.parametrize(
    ("source", "module", "faults"),
    [
        ("import telegram", "bot.services.articles", ["telegram"]),
        ("def f():\n    from sqlalchemy import text", "bot.handlers.undo", ["sqlalchemy.text"]),
        ("if TYPE_CHECKING:\n    import storage", "bot.briefing.query", ["storage"]),
        ("from ..services import x", "bot.extraction.rules", ["bot.services.x"]),
        ("from bot import services", "bot.rendering.pages", ["bot.services"]),
        ("from bot import __version__\nimport re, bot.model.news", "bot.rendering.pages", []),
        ("import bot.nowhere", "bot.cli.extract", ["bot.nowhere"]),
    ],
)
def test_an_import_through_the_wall_is_seen(source: str, module: str, faults: list[str]) -> None:
    assert import_faults(source, module) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("open('x')", ["open"]),
        ("from pathlib import Path\nPath('x').read_text()", ["pathlib.Path", "read_text"]),
        ("from datetime import date\ndate.today()", ["today"]),
        ("import os\nos.environ['X']", ["os"]),
        ("async def f(): pass", ["async"]),
        ("import time", ["time"]),
        ("from importlib.resources import files\nfiles('bot').joinpath('x').read_text()", []),
        ("from importlib import resources\nresources.files('bot').joinpath('x').read_text()", []),
        ("from importlib.resources import files\nsource = files('bot') / 'x'\nsource.read_text()", []),
        ("def f(source):\n    return source.read_text()", ["read_text"]),
        ("from datetime import time, date\ndate(2015, 9, 1)", []),
    ],
)
def test_a_question_to_the_world_is_seen(source: str, faults: list[str]) -> None:
    assert purity_faults(source) == faults
