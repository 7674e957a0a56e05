"""The fixtures: which there are, and a database made of one."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import postgresql, schema, sqlite

HERE = Path(__file__).parent
REVISIONS = sorted(path.stem for path in HERE.glob("*.sql"))


async def made(url: str, revision: str) -> None:
    """A database as the program of that revision left it."""
    engine = engine_of(url)
    async with engine.begin() as connection:
        await connection.run_sync(schema.make, revision)
        for statement in statements(revision):
            await connection.exec_driver_sql(statement)
    await engine.dispose()


def statements(revision: str) -> list[str]:
    body = (HERE / f"{revision}.sql").read_text("utf-8").removesuffix(";\n")
    first, *rest = body.split(";\nINSERT INTO ")
    return [first, *(f"INSERT INTO {statement}" for statement in rest)]


def engine_of(url: str) -> AsyncEngine:
    """One that may change the schema."""
    address = make_url(url)
    path = sqlite.path_of(address) if address.get_backend_name() == "sqlite" else None
    return postgresql.engine(address) if path is None else sqlite.migrator(path)
