"""The parameters of a call, which come as JSON values or as strings holding them."""

import json
from collections.abc import Mapping
from typing import Any

from bot.terminal.botapi.faults import Refused, refused


class Parameters:
    """Reads each parameter as what it should be; refuses with Telegram's words."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self.values = values

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def raw(self, name: str) -> object:
        return self.values.get(name)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(str(self.values[name])) if self.has(name) else default
        except ValueError:
            raise Refused(refused(f'invalid parameter "{name}" specified')) from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def json(self, name: str) -> Any:
        """The value of an object or array, None when it was not given."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refused(refused(f"can't parse {name} JSON object")) from None
