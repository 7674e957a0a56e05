"""Telegram: whether it knows the token, what time it has, and where it hands updates over."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.cli.doctor.finding import Finding, State, span
from bot.cli.doctor.machine import against
from bot.cli.output import plain

if TYPE_CHECKING:
    from httpx import Client, Response

    from bot.settings import Settings

PATIENCE = 10.0  # seconds for an answer
LATELY = timedelta(hours=1)

_UNKNOWN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
_NOBODY = "Check the network and DNS, and BOT_API_URL; `--offline` asks nothing of Telegram."


def findings(settings: "Settings", instant: datetime) -> Iterator[Finding]:
    """What Telegram says of the bot."""
    import httpx

    base = f"{settings.bot_api_url}/bot{settings.token()}/"
    with httpx.Client(base_url=base, timeout=PATIENCE) as client:
        try:
            me = client.get("getMe")
            yield _token(settings, me)
            if me.status_code == HTTPStatus.OK:
                yield from _clock(me, instant)
                yield from _webhook(settings, _answer(client), instant)
        except httpx.HTTPError as error:
            host = _host(settings.bot_api_url)
            yield Finding("token", State.NOTE, f"{host} cannot be reached ({type(error).__name__})", _NOBODY)


def _token(settings: "Settings", me: "Response") -> Finding:
    if me.status_code in _UNKNOWN:
        seen = f"BOT_TOKEN is refused by {settings.bot_api_url}"
        return Finding("token", State.FAILS, seen, "Ask @BotFather for the present one: /mybots, API Token.")
    if me.status_code != HTTPStatus.OK:
        return Finding(
            "token",
            State.NOTE,
            f"{_host(settings.bot_api_url)} answers {me.status_code}",
            "Try again in a while.",
        )
    return Finding("token", State.FINE, f"it is @{_result(me).get('username')}'s")


def _clock(me: "Response", instant: datetime) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(me.headers.get("Date", ""))
    except ValueError:
        return
    yield against("Telegram's", instant, theirs)


def _answer(client: "Client") -> Mapping[str, Any]:
    return _result(client.get("getWebhookInfo"))


def _webhook(settings: "Settings", info: Mapping[str, Any], instant: datetime) -> Iterator[Finding]:
    there, ours = str(info.get("url") or ""), settings.webhook_url or ""
    if there != ours:
        yield _elsewhere(there, ours)
    elif there:
        yield _handed_over(there, info, instant)


def _elsewhere(there: str, ours: str) -> Finding:
    if not ours:
        seen = f"set at {_host(there)}, and WEBHOOK_URL is not set"
        return Finding("webhook", State.NOTE, seen, "The bot's start removes it. Is another copy running?")
    seen = f"set at {_host(there)}" if there else "not set"
    advice = "The bot's start sets it; when it runs, another copy with this token has taken it."
    return Finding("webhook", State.NOTE, f"{seen}, and WEBHOOK_URL is at {_host(ours)}", advice)


def _handed_over(there: str, info: Mapping[str, Any], instant: datetime) -> Finding:
    waiting = f"{info.get('pending_update_count', 0)} updates wait at Telegram"
    failed = info.get("last_error_date")
    ago = instant - datetime.fromtimestamp(int(failed), UTC) if failed else None
    if ago is None or ago > LATELY:
        return Finding("webhook", State.FINE, f"set at {_host(there)}; {waiting}")
    words = plain(str(info.get("last_error_message", "no reason is told")))
    seen = f"Telegram failed {span(ago.total_seconds())} ago: {words}; {waiting}"
    advice = "See that WEBHOOK_URL leads to the bot, with a certificate that is known, and answers."
    return Finding("webhook", State.NOTE, seen, advice)


def _result(response: "Response") -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    result = answer.get("result") if isinstance(answer, dict) else None
    return result if isinstance(result, dict) else {}


def _host(url: str) -> str:
    """The path may be a secret."""
    return urlsplit(url).netloc.rpartition("@")[2]
