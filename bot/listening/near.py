"""Who may ask how the bot is: those on this machine and its networks, not whoever finds the address."""

from functools import wraps
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Handler

_BY_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


def for_the_near(handler: Handler) -> Handler:
    """The same handler; for everybody from the internet, or through a proxy, there is nothing here (404)."""

    @wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        if not is_near(request):
            raise web.HTTPNotFound
        return await handler(request)

    return guarded


def is_near(request: web.Request) -> bool:
    """Whether a request comes from an address that is not the internet's, and says of none before it."""
    if any(name in request.headers for name in _BY_A_PROXY):
        return False
    try:
        return not ip_address((request.remote or "").partition("%")[0]).is_global
    except ValueError:
        return False
