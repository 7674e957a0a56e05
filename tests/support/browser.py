"""Chromium without a window, spoken to through a pipe: what a page shows, does and asks for.

It opens no port. Tests that use it are skipped where there is none, and fail where one is required.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

Json = dict[str, Any]

SOON = 120.0  # seconds after which a test gives up; nothing waits that long when all is well

UNNAMED = "no Chromium found: install it (on Debian or Ubuntu: apt install chromium), or name it in CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_QUIET = (
    "--headless",
    "--no-sandbox",  # as root, and of no use for pages of our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
)

# The browser reads what stands at 3 and writes to what stands at 4.
_LAUNCH = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for place, end in enumerate(ends, 3):
    os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])
"""


def chromium() -> str:
    """The browser; skips the test without one, fails it where one is required."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        (pytest.fail if os.environ.get("REQUIRE_CHROMIUM") else pytest.skip)(UNNAMED)
    return str(found)


class Page:
    """One page that is open. `requests` are the addresses it asked for, `complaints` what it logged."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive = os.fdopen(send, "wb", 0), os.fdopen(receive, "rb")
        self._numbers = count(1)
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def open(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def show(self, path: Path, *, width: int = 1000, height: int = 800, dark: bool = False) -> None:
        """Load a file, as large as said, and wait until it stands."""
        scheme = "dark" if dark else "light"
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[feature])
        self.call("Page.navigate", url=path.as_uri())
        self._until("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression in the page, awaited when it is a promise."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def type(self, selector: str, words: str) -> None:
        """Put words into a field, and wait for the next picture."""
        self.run(
            f"(() => {{ const field = document.querySelector({json.dumps(selector)}); field.value = "
            f"{json.dumps(words)}; for (const name of ['input', 'change']) "
            "field.dispatchEvent(new Event(name, {bubbles: true})); })()"
        )
        self.drawn()

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.drawn()

    def drawn(self) -> None:
        """Wait until what was asked of the page has been drawn."""
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def call(self, method: str, **parameters: Any) -> Json:
        number = next(self._numbers)
        message: Json = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._send.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            pass
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        result: Json = answer["result"]
        return result

    def leave(self) -> None:
        """Let the browser end by itself, with its files in order."""
        self._session = None
        self.call("Browser.close")

    def close(self) -> None:
        self._send.close()
        self._receive.close()

    def _until(self, event: str) -> None:
        while self._next().get("method") != event:
            pass

    def _next(self) -> Json:
        """The next answer or event; those that tell something of the page are noted."""
        received = bytearray()
        while (byte := self._receive.read(1)) != b"\0":
            if not byte:
                raise AssertionError("the browser has gone")
            received += byte
        message: Json = json.loads(received)
        told = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
        return message


@contextmanager
def a_page() -> Iterator[Page]:
    """A page in a browser of its own, which is gone afterwards."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pipes = str(theirs_in), str(theirs_out)
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, *pipes, chromium(), *_QUIET, f"--user-data-dir={folder}"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        watch = Timer(SOON, process.kill)  # a browser that hangs ends the test, not the patience
        watch.start()
        page = Page(ours_out, ours_in)
        try:
            page.open()
            yield page
            page.leave()
        finally:
            page.close()
            process.wait()
            watch.cancel()
