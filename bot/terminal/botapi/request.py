"""Calls of python-telegram-bot, answered in the process instead of over a network."""

import json
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.terminal.botapi.api import BotApi
from bot.terminal.botapi.faults import ConnectionCut
from bot.terminal.botapi.world import Upload


class InProcessRequest(BaseRequest):
    """Give it to `Application.builder()` as `.request(…)` and `.get_updates_request(…)`."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """One request: a file for GET, a method of the Bot API otherwise."""
        path = unquote(urlsplit(url).path)
        if method == "GET":
            return self._download(path)
        parameters = request_data.json_parameters if request_data else {}
        try:
            answer = await self._api.call(path.rpartition("/")[2], parameters, _uploads(request_data))
        except ConnectionCut as cut:
            raise NetworkError(str(cut)) from cut
        return int(answer.get("error_code", 200)), json.dumps(answer).encode()

    def _download(self, path: str) -> tuple[int, bytes]:
        body = self._api.file(path.partition(self._api.token + "/")[2])
        return (
            (404, b'{"ok":false,"error_code":404,"description":"Not Found"}') if body is None else (200, body)
        )


def _uploads(request_data: RequestData | None) -> dict[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    return {name: _upload(*part) for name, part in request_data.multipart_data.items()}


def _upload(name: str, content: object, mime: str) -> Upload:
    body = content if isinstance(content, bytes) else content.read()  # type: ignore[attr-defined]
    return Upload(name, body, mime)
