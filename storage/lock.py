"""The lock beside a SQLite file: one process writes it, and others are told which."""

import fcntl
import os
import socket
from contextlib import suppress
from pathlib import Path

from bot.errors import DatabaseBusy, DatabaseUnusable


class FileLock:
    """Held by the operating system for as long as the process lives, so that a kill releases it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, database: Path) -> "FileLock":
        """Raises DatabaseBusy, naming the holder, when another process (or store) has it."""
        path = database.with_name(database.name + ".lock")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseUnusable(
                f"cannot write beside {database}: {error.strerror}. Check whose folder it is."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode(errors="replace").strip()
            os.close(descriptor)
            raise DatabaseBusy(_busy(database, holder)) from None
        with suppress(OSError):  # the name is a courtesy; a full disk is told by the database
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        return cls(descriptor)

    def release(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)


def _busy(database: Path, holder: str) -> str:
    return (
        f"{database} is in use by {holder or 'another process'}. "
        "Stop that one first, or name another file in DATABASE_URL."
    )
