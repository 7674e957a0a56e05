"""Dateline: a dated, sourced timeline of the news a chat hands it."""

__version__ = "0.1.0"
