"""Joins that are walked from left to right, where SQLite left to choose would scan a chat for each row."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import Join


class LeftFirst(Join):
    """A join whose left side is read first, and the right side looked up for each of its rows."""

    inherit_cache = True


@compiles(LeftFirst, "sqlite")
def _cross_join(join: LeftFirst, compiler: SQLCompiler, **options: Any) -> str:
    left, right = (compiler.process(side, **options | {"asfrom": True}) for side in (join.left, join.right))
    same = compiler.process(join.onclause, **options | {"asfrom": False})  # type: ignore[arg-type]
    return f"{left} CROSS JOIN {right} ON {same}"
