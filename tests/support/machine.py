"""The machine as the bot under test sees it: its disk has room, whatever the tester's disk has left.

python -m tests.support.machine run      # the bot as its operator starts it, on such a machine
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

_ROOM: Final = 10**13  # bytes


@contextmanager
def with_room() -> Iterator[None]:
    """Within the block every disk has room."""
    with patch("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(2 * _ROOM, _ROOM, _ROOM)):
        yield


if __name__ == "__main__":
    from bot.cli import main

    with with_room():
        sys.exit(main())
