"""How much room is left where the data is."""

import shutil
from pathlib import Path
from typing import Final

ROOM_TO_START: Final = 50_000_000  # bytes below which it is no use starting
ROOM_TO_GROW: Final = 500_000_000  # bytes below which it is time to look


def free(folder: Path) -> int:
    """Bytes that can be written where the folder is, or will be."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return shutil.disk_usage(there).free
