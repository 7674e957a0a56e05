"""Advice: how to come by a database that can be used."""

import shlex
from pathlib import Path

from bot.services.backups.files import verified_in


def way_back(folder: Path) -> str:
    """The command that puts the newest backup of the folder back that was looked through, if there is one."""
    newest = next(iter(verified_in(folder)), None)
    if newest is None:
        return f"There is no backup in {folder}."
    return f"The newest backup that was looked through: dateline restore {shlex.quote(str(newest))} --force"
