"""The list of licences is whole and true, and a licence that was not agreed on does not get in."""

import re

import pytest

from tests.support.scripts import DEPLOY, deploy_script

PAGE = (DEPLOY / "LICENCES.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| ([\w.-]+) \| ([\w. -]+) \|$", PAGE, re.MULTILINE))


def test_the_list_is_what_the_packages_say() -> None:
    """When it is not: `.venv/bin/python deploy/licences` writes it anew."""
    assert deploy_script("licences").written() == PAGE


def test_every_package_that_is_pinned_has_a_licence_that_was_agreed_on() -> None:
    pinned = re.findall(r"^([\w.-]+)==", (DEPLOY / "requirements.txt").read_text("utf-8"), re.MULTILINE)

    assert len(pinned) > 50
    assert ROWS.keys() - {"package"} == set(pinned)
    assert [name for name in pinned if not deploy_script("licences").agreed(ROWS[name])] == []


@pytest.mark.parametrize(
    ("licence", "taken"),
    [
        ("MIT", {"MIT"}),
        ("Apache-2.0 AND MIT", {"Apache-2.0", "MIT"}),
        ("GPL-2.0-only OR LGPL-2.1-or-later", {"LGPL-2.1-or-later"}),
        ("GPL-3.0-only", set()),
        ("MIT AND AGPL-3.0-only", set()),
        ("Free for research", set()),
        ("", set()),
    ],
)
def test_a_licence_is_taken_only_when_all_of_it_was_agreed_on(licence: str, taken: set[str]) -> None:
    assert deploy_script("licences").agreed(licence) == taken
