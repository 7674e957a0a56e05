"""What holds for every test: its report must get from the worker that ran it to the one who prints it.

Properties are tried without a clock, as machines are slow at times; where `CI` is set with the same examples
each time, so that a change is never blamed for what chance finds elsewhere.
"""

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.machine import with_room

settings.register_profile(
    "dateline",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("dateline")


@pytest.fixture(autouse=True, scope="session")
def _room() -> Iterator[None]:
    """The tester's disk is not what is tested."""
    with with_room():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """What a test logged may hold halves of characters, which cannot be sent from process to process."""
    report = yield
    report.sections = [
        (name, whole.encode(errors="backslashreplace").decode()) for name, whole in report.sections
    ]
    return report
