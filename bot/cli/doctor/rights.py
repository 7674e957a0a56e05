"""Rights: whose the files are, and who else may read them."""

import os
import pwd
import shlex
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.cli.doctor.finding import Finding, State

OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def secrets(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Files with secrets that everybody on the machine may read.

    One that a container is handed is a mount of its own: its folder outside says who may.
    """
    from bot.settings import VARIABLES

    for variable in VARIABLES:
        name = f"{variable.name}_FILE"
        if variable.secret and (file := environment.get(name, "").strip()):
            path = Path(file)
            if path.exists() and not path.is_mount() and _is_open(path):
                seen = f"{path} ({name}) may be read by everybody on this machine"
                yield Finding("secrets", State.NOTE, seen, f"chmod 600 {shlex.quote(file)}")


def database(url: str) -> Iterator[Finding]:
    """A SQLite file with what is beside it, and its folder."""
    from storage.snapshot import file_at

    path = file_at(url)
    if path is None or not path.exists():
        return
    faults = [*_owners(path), *_doors(path)]
    yield from faults or [Finding("rights", State.FINE, f"{path.name} is {_user(path)}'s alone")]


def _owners(path: Path) -> Iterator[Finding]:
    """SQLite writes beside the file and in its folder, as whoever runs the bot."""
    if path.stat().st_uid != os.geteuid():
        seen = f"{path} belongs to {_user(path)}, and this is {_name(os.geteuid())}"
        advice = "Run the bot, and every command on its file, as one user; or change the owner (chown)."
        writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        yield Finding("rights", State.NOTE if writable else State.FAILS, seen, advice)
    elif not os.access(path.parent, os.W_OK):
        seen = f"{path.parent} may not be written to, and SQLite keeps its journal there"
        yield Finding("rights", State.FAILS, seen, "Change the folder's owner.")
    for beside in _beside(path):
        if beside.stat().st_uid != path.stat().st_uid:
            seen = f"{beside} belongs to {_user(beside)}, the database to {_user(path)}"
            advice = f"Some command ran as another user: chown {_user(path)} {shlex.quote(str(beside))}"
            yield Finding("rights", State.FAILS, seen, advice)


def _doors(path: Path) -> Iterator[Finding]:
    """A folder that nobody else may enter keeps everything in it."""
    if not _is_shut(path.parent):
        for file in (path, *_beside(path)):
            if file.stat().st_mode & OF_OTHERS:
                seen = f"{file} may be opened by other users of this machine"
                folder = shlex.quote(str(path.parent))
                yield Finding("rights", State.NOTE, seen, f"chmod 700 {folder}")
                return


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IROTH) and not _is_shut(path.parent)


def _is_shut(folder: Path) -> bool:
    return not folder.stat().st_mode & OF_OTHERS


def _beside(path: Path) -> list[Path]:
    names = (f"{path.name}{ending}" for ending in ("-wal", "-shm", ".lock"))
    return [beside for name in names if (beside := path.with_name(name)).exists()]


def _user(path: Path) -> str:
    return _name(path.stat().st_uid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
