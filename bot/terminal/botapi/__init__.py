"""A Bot API of our own, without a network: for the terminal chat, and for tests.

    api = BotApi(parse=parse_markup)               # parse: HTML → (text, entities), see `Parse`
    mira = api.person(7, "Mira")
    api.people.say(mira, "/start")                 # an update waits to be fetched; returned as a dict
    request = InProcessRequest(api)                # hand it to Application.builder().request(…)
    api.sent()                                     # messages of the bot, as Telegram would show them
    api.fail("sendMessage", flood(5))              # the next sendMessage is answered with 429
    api.floods = FloodControl()                    # from now on, too much is refused as Telegram does

`api.call(method, parameters, files)` is the one door; `tests.support.loopback` serves it over HTTP.
"""

from bot.terminal.botapi.api import BotApi, Call
from bot.terminal.botapi.faults import (
    CUT,
    CUT_AFTER,
    Fault,
    bad_gateway,
    blocked,
    conflict,
    flood,
    kicked,
    moved,
    refused,
    silenced,
)
from bot.terminal.botapi.limits import FloodControl
from bot.terminal.botapi.people import Origin, People
from bot.terminal.botapi.request import InProcessRequest
from bot.terminal.botapi.world import Json, Parse, Upload

__all__ = [
    "CUT",
    "CUT_AFTER",
    "BotApi",
    "Call",
    "Fault",
    "FloodControl",
    "InProcessRequest",
    "Json",
    "Origin",
    "Parse",
    "People",
    "Upload",
    "bad_gateway",
    "blocked",
    "conflict",
    "flood",
    "kicked",
    "moved",
    "refused",
    "silenced",
]
