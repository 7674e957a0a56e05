"""Where a server listens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A host by name or number and a port: 0 stands for any that is free. An empty host is every address."""

    host: str
    port: int

    def __str__(self) -> str:
        """As it was typed.

        >>> str(Address("127.0.0.1", 8080)), str(Address("::1", 80))
        ('127.0.0.1:8080', '[::1]:80')
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"
