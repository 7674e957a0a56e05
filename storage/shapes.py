"""What the tables are made of: their common names, and the columns that many of them have."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, MetaData, Table, text
from sqlalchemy.schema import SchemaItem

from storage.columns import Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def of_chat(name: str, *items: SchemaItem) -> Table:
    """A table whose rows belong to a chat, follow it when its id changes and go when it goes."""
    chat = ForeignKey("chats.id", onupdate="CASCADE", ondelete="CASCADE")
    return Table(name, metadata, Column("chat_id", BigInteger, chat, primary_key=True), *items)


def number(name: str) -> Column[int]:
    """The part of the key that counts within the chat."""
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def when() -> tuple[SchemaItem, ...]:
    """A bot.model.When: its TIMEX3 value and modifier, its days (half-open) and their grain."""
    return (
        words("value"),
        Column("mod", Words),
        Column("start_day", Date, nullable=False),
        Column("end_day", Date, nullable=False),
        words("grain"),
    )


def counter(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("1"))
