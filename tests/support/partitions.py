"""The large tables cut into partitions, by the very statement that storage/README.md has for it."""

import re

from tests.support.bots import ROOT


def partitioning(parts: int = 4) -> str:
    """The statement, for fewer partitions than it advises."""
    page = (ROOT / "storage/README.md").read_text("utf-8")
    (statement,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    return str(statement).replace("0..15", f"0..{parts - 1}").replace("MODULUS 16", f"MODULUS {parts}")
