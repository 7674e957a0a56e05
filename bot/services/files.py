"""Files that are handed in: what is in one, before anything of it is stored."""

from dataclasses import dataclass
from datetime import date

from bot.ingest.files import read_file
from bot.model.file import Contents


@dataclass(frozen=True, slots=True)
class Files:
    """The use cases of files."""

    async def open(self, name: str | None, mime: str | None, body: bytes, today: date) -> Contents:
        """What the file holds. Raises FileUnreadable."""
        return await read_file(name, mime, body, today)
