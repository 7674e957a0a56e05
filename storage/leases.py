"""Leases: what a process has in hand is its own until its time is over, or the process is gone."""

from collections.abc import Collection

from sqlalchemy import Column, ColumnElement, true


def is_lost(holder: Column[int], living: Collection[int] | None) -> ColumnElement[bool]:
    """Whether who had it is none of the living; without these, all who had anything are gone."""
    if living is None:
        return true()
    return holder.is_not(None) & holder.not_in(list(living))
