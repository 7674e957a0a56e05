"""`dateline health` against what may stand behind LISTEN: a bot that is well, one that is not, nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.cli.conftest import Run


def answering(paths: dict[str, tuple[int, str]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, words = paths[self.path]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: stderr is what the tests look at."""

    return Handler


@contextmanager
def a_server(paths: dict[str, tuple[int, str]]) -> Iterator[int]:
    """Answers on a free port of this machine, which it gives."""
    with HTTPServer(("127.0.0.1", 0), answering(paths)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda address: monkeypatch.setenv("LISTEN", address)


def test_a_bot_that_is_well_is_told_with_code_0(run: Run, listen: Callable[[str], None]) -> None:
    with a_server({"/readyz": (200, "all is well\n")}) as port:
        listen(f"0.0.0.0:{port}")  # everywhere, so at 127.0.0.1 too

        assert run("health") == (0, "all is well\n", "")


def test_a_bot_that_is_not_well_is_told_with_its_own_words(run: Run, listen: Callable[[str], None]) -> None:
    with a_server({"/readyz": (503, "the disk is full"), "/healthz": (200, "alive")}) as port:
        listen(f"127.0.0.1:{port}")

        assert run("health") == (1, "the disk is full\n", "")
        assert run("health", "--alive") == (0, "alive\n", "")


def test_nobody_who_answers_is_told(run: Run, listen: Callable[[str], None]) -> None:
    with a_server({}) as port:
        pass
    listen(f"127.0.0.1:{port}")

    code, out, err = run("health")

    assert (code, out) == (1, "")
    assert f"nothing answers at 127.0.0.1:{port}" in err


def test_without_an_address_it_says_which_setting_is_missing(run: Run) -> None:
    code, out, err = run("health")

    assert (code, out) == (1, "")
    assert "LISTEN is not set" in err
