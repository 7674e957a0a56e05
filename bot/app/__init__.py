"""Puts Dateline together and runs it; the only place that knows everybody."""

from bot.app.assembly import Dateline, assembled
from bot.app.serving import serve

__all__ = ["Dateline", "assembled", "serve"]
