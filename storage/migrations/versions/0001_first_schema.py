"""The first schema: chats and what is theirs, the inbox, access, and the search index of either database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("role", "id", name="pk_access"),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("next_article", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("next_mention", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("next_event", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("next_change", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("next_view", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
    )
    op.create_table(
        "inbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("bot_id", "update_id", name="uq_inbox_bot_id_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["bot_id", "id"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_settings"),
    )
    op.create_table(
        "article_moves",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_article_moves_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "change", "position", name="pk_article_moves"),
    )
    op.create_index("ix_article_moves_article", "article_moves", ["chat_id", "article", "change"])
    op.create_table(
        "articles",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("dct", sa.Date(), nullable=True),
        sa.Column("dct_origin", sa.Text(), nullable=True),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=True),
        sa.Column("source_address", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_articles_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_articles"),
    )
    op.create_index("ix_articles_fingerprint", "articles", ["chat_id", "fingerprint"])
    op.create_index("ix_articles_name", "articles", ["chat_id", "name"])
    op.create_index("ix_articles_state", "articles", ["chat_id", "state", "number"])
    op.create_table(
        "changes",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_by_name", sa.Text(), nullable=True),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.Column("bot_id", sa.BigInteger(), nullable=True),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_changes_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_changes"),
        sa.UniqueConstraint(
            "chat_id", "bot_id", "update_id", "part", name="uq_changes_chat_id_bot_id_update_id_part"
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mention", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=True),
        sa.Column("when", sa.JSON(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_decisions_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "change", "position", name="pk_decisions"),
    )
    op.create_index("ix_decisions_mention", "decisions", ["chat_id", "mention"])
    op.create_index("ix_decisions_other", "decisions", ["chat_id", "other"])
    op.create_table(
        "events",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("mod", sa.Text(), nullable=True),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("alternatives", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_events_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "number", name="pk_events"),
    )
    op.create_index("ix_events_pos", "events", ["chat_id", "pos", "status"])
    op.create_index("ix_events_reach", "events", ["chat_id", "reach", "pos"])
    op.create_index("ix_events_status", "events", ["chat_id", "status", "pos"])
    op.create_table(
        "mention_keys",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("mention", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_mention_keys_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "key", "mention", name="pk_mention_keys"),
    )
    op.create_table(
        "aliases",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("full", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_aliases_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "short", "full", "article", name="pk_aliases"),
    )
    op.create_index("ix_aliases_full", "aliases", ["chat_id", "full"])
    op.create_table(
        "kin",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("mention", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_kin_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "mention", "other", name="pk_kin"),
    )
    op.create_table(
        "mentions",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("mod", sa.Text(), nullable=True),
        sa.Column("start_day", sa.Date(), nullable=False),
        sa.Column("end_day", sa.Date(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("clause_start", sa.Integer(), nullable=False),
        sa.Column("clause_end", sa.Integer(), nullable=False),
        sa.Column("timex", sa.JSON(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("participants", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_mentions_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "id", name="pk_mentions"),
    )
    op.create_index("ix_mentions_article", "mentions", ["chat_id", "article", "id"])
    op.create_index("ix_mentions_event", "mentions", ["chat_id", "event"])
    op.create_table(
        "messages",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_messages_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", "article", name="pk_messages"),
    )
    op.create_index("ix_messages_article", "messages", ["chat_id", "article", "position"])
    op.create_table(
        "revisions",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_revisions_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "change", "position", name="pk_revisions"),
    )
    op.create_index("ix_revisions_event", "revisions", ["chat_id", "event", "change"])
    op.create_table(
        "views",
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name="fk_views_chat_id", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "id", name="pk_views"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _index_words_in_sqlite()
    else:
        _index_words_in_postgresql()


def _index_words_in_postgresql() -> None:
    """The chat is a lexeme beside the words: no word can look like it, none has "=" in it."""
    op.execute(
        "CREATE INDEX ix_events_words ON events USING gin "
        "(array_to_tsvector(string_to_array(rtrim('=' || CAST(chat_id AS TEXT) || ' ' || terms), ' ')))"
    )


# The rowid: the day (22 bits, from the middle of the calendar), the event's number (22), the chat's slot.
_ROWID = (
    "((({row}.pos >> 32) - 2097152) << 42) + ({row}.number << 20) "
    "+ (SELECT slot FROM search_slots WHERE chat_id = {row}.chat_id)"
)
# The chat, the chat with the class of the span's length, the words.
_WORDS = "'=' || {row}.chat_id || ' =' || {row}.chat_id || 'k' || {row}.reach || ' ' || {row}.terms"

_LEARN = "INSERT INTO events_search(rowid, words) SELECT " + f"{_ROWID}, {_WORDS};".format(row="new")
_FORGET = (
    "INSERT INTO events_search(events_search, rowid, words) SELECT 'delete', "
    + f"{_ROWID}, {_WORDS};".format(row="old")
)
_SLOT = (
    "INSERT INTO search_slots(chat_id) SELECT new.chat_id "
    "WHERE NOT EXISTS (SELECT 1 FROM search_slots WHERE chat_id = new.chat_id);"
)
_KNOWN = (
    "INSERT INTO search_words(chat_id, word) SELECT DISTINCT new.chat_id, value "
    "FROM json_each('[\"' || replace(new.terms, ' ', '\",\"') || '\"]') "
    "WHERE value <> '' AND NOT EXISTS ("
    "SELECT 1 FROM search_words WHERE chat_id = new.chat_id AND word = value);"
)
_ROOM = (
    "SELECT RAISE(ABORT, 'this chat has more events than a SQLite file holds: move to PostgreSQL') "
    "WHERE new.number >= 4194304;"
)


def _index_words_in_sqlite() -> None:
    """An FTS5 table without content, kept by triggers: whatever changes an event, the index is right."""
    op.execute(
        "CREATE TABLE search_slots ("
        "slot INTEGER PRIMARY KEY CHECK (slot < 1048576), chat_id BIGINT NOT NULL UNIQUE)"
    )
    op.execute(
        "CREATE TABLE search_words ("
        "chat_id BIGINT NOT NULL REFERENCES chats (id) ON UPDATE CASCADE ON DELETE CASCADE, "
        "word TEXT NOT NULL, PRIMARY KEY (chat_id, word)) WITHOUT ROWID"
    )
    op.execute(
        "CREATE VIRTUAL TABLE events_search USING fts5("
        "words, content='', columnsize=0, detail=none, prefix='3 4', tokenize=\"ascii tokenchars '=-'\")"
    )
    op.execute(
        f"CREATE TRIGGER events_learn AFTER INSERT ON events BEGIN {_ROOM} {_SLOT} {_LEARN} {_KNOWN} END"
    )
    op.execute(f"CREATE TRIGGER events_forget AFTER DELETE ON events BEGIN {_FORGET} END")
    op.execute(
        "CREATE TRIGGER events_relearn AFTER UPDATE OF chat_id, number, pos, reach, terms ON events "
        f"BEGIN {_ROOM} {_SLOT} {_FORGET} {_LEARN} {_KNOWN} END"
    )
