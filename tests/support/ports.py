"""Ports for servers that listen a while after theirs was chosen."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Final

_FIRST, _MOST, _APART = 20_000, 12_000, 101  # below those that systems give to whoever names none


def _ours() -> Iterator[int]:
    """Another sequence in each process that tests: no two look at the same port at one time."""
    return (_FIRST + (os.getpid() * _APART + number) % _MOST for number in count())


_PORTS: Final = _ours()


def free_port() -> int:
    """A port of 127.0.0.1 that is free, and that no connection takes by chance before its server listens."""
    while True:
        port = next(_PORTS)
        with suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
