"""Texts with gold marked in them: "They met on [Tuesday=2021-04-20]."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent / "timex"
_MARK = re.compile(r"\[([^\]\[]*?)=([^\]\[ ]+)(?: ([A-Z_]+))?\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """One text, the day it is read on, and what is to be found in it: (words, value, mod)."""

    name: str
    language: str
    text: str
    dct: date | None
    gold: tuple[tuple[str, str, str | None], ...]


def marked(language: str, file: str) -> Iterator[Marked]:
    """One text a line."""
    path = ROOT / language / f"{file}.txt"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield _read(f"{language}-{file}-{number}", language, line, _dct(path))


def articles(language: str) -> Iterator[Marked]:
    """One text a file."""
    for path in sorted((ROOT / language / "articles").glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        body = "\n".join(line for line in lines if not line.startswith("#"))
        yield _read(f"{language}-{path.stem}", language, body, _dct(path))


def files(language: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / language).glob("*.txt"))


def languages() -> list[str]:
    return sorted(path.name for path in ROOT.iterdir() if path.is_dir())


def _dct(path: Path) -> date | None:
    said = path.read_text("utf-8").splitlines()[0].removeprefix("# dct:").strip()
    return None if said == "none" else date.fromisoformat(said)


def _read(name: str, language: str, line: str, dct: date | None) -> Marked:
    gold = tuple((m[1], m[2], m[3]) for m in _MARK.finditer(line))
    return Marked(name, language, _MARK.sub(lambda m: m[1], line), dct, gold)
