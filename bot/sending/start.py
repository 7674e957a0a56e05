"""The moment between a call's turn and the call: when it has to be on record that something is on its way."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Hook = Callable[[], Awaitable[None]]

_hook: ContextVar[Hook | None] = ContextVar("hook", default=None)


@contextmanager
def at_start(hook: Hook | None) -> Iterator[None]:
    """Await `hook` before every call that is made within, by this task, once its turn has come."""
    token = _hook.set(hook)
    try:
        yield
    finally:
        _hook.reset(token)


async def starting() -> None:
    """A call is about to be made. Raises what the hook raises, and then it is not made."""
    if hook := _hook.get():
        await hook()
