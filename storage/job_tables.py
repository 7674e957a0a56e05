"""The tables of long work: jobs, and the pieces of each with what came of them."""

from sqlalchemy import BigInteger, Column, Index, Integer

from storage.columns import Instant, Json, Words
from storage.shapes import number, of_chat, words

# `leased_until` is when another process may take the work over; at once, when `holder` is gone.
jobs = of_chat(
    "jobs",
    number("number"),
    words("title"),
    Column("actor_id", BigInteger),
    words("actor_name"),
    Column("bot_id", BigInteger),
    Column("update_id", BigInteger),
    words("state"),
    Column("thread", BigInteger),
    Column("message_id", BigInteger),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("leased_until", Instant),
    Column("holder", BigInteger),
)

# The text of a piece goes when it is read: from then on it is an article.
job_items = of_chat(
    "job_items",
    number("job"),
    number("place"),
    words("state"),
    Column("address", Words),
    Column("change", BigInteger),
    Column("new", Integer, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("disputed", Integer, nullable=False),
    Column("fault", Words),
    words("detail"),
    Column("draft", Json),
    Index("ix_job_items_state", "chat_id", "job", "state", "place"),
)

_open = jobs.c.ended_at.is_(None)
Index("ix_jobs_open", jobs.c.started_at, sqlite_where=_open, postgresql_where=_open)
