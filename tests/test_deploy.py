"""The two commands, on machines where something is missing: clear words, not a stack."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("dirname", "cmp", "cp", "rm", "mkdir", "env", "ls")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy of the project without an environment, on a machine with a bare PATH."""
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def a_python(checkout: Path, script: str) -> None:
    file = checkout / "bin" / "python3"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def an_environment(checkout: Path, script: str) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    a_python(checkout, script)
    (checkout / "bin" / "python3").rename(checkout / ".venv" / "bin" / "python")


def run(checkout: Path, command: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(checkout / "deploy" / command), "--version"],
        env={"PATH": str(checkout / "bin"), "HOME": str(checkout)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["run", "test"])
def test_without_a_python_it_says_which_one_is_needed(checkout: Path, command: str) -> None:
    result = run(checkout, command)

    assert result.returncode == 1
    assert "Dateline needs Python 3.11 or newer, and found none." in result.stderr
    assert "apt install python3 python3-venv" in result.stderr


def test_an_old_python_is_passed_over(checkout: Path) -> None:
    a_python(checkout, "exit 1")  # whatever version it is asked about, it is too old

    result = run(checkout)

    assert result.returncode == 1
    assert "found none" in result.stderr


def test_without_the_venv_module_it_says_how_to_get_it(checkout: Path) -> None:
    a_python(checkout, 'case "$2" in *venv*) exit 1 ;; esac')

    result = run(checkout)

    assert result.returncode == 1
    assert "its venv module is missing" in result.stderr
    assert "sudo apt install python3-venv" in result.stderr


def test_a_failed_installation_says_what_to_do(checkout: Path) -> None:
    an_environment(checkout, 'test "$2" != pip')

    result = run(checkout)

    assert result.returncode == 1
    assert "The dependencies could not be installed" in result.stderr
    assert not (checkout / ".venv" / "installed-requirements.txt").exists()


def test_a_ready_environment_is_used_at_once(checkout: Path) -> None:
    """Nothing is installed when the pinned list is the one that was installed."""
    an_environment(checkout, 'echo "$@"')
    shutil.copy(checkout / "deploy" / "requirements.txt", checkout / ".venv" / "installed-requirements.txt")

    result = run(checkout)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "-m bot --version"


def test_an_audit_that_cannot_look_anything_up_says_so(checkout: Path) -> None:
    a_python(checkout, 'case "$2" in *socket*) exit 1 ;; esac')

    result = run(checkout, "audit")

    assert result.returncode == 75
    assert "The advisories cannot be reached" in result.stderr
    assert not (checkout / ".venv-audit").exists()


def test_a_link_to_a_script_leads_to_its_project(checkout: Path) -> None:
    """Through a link to a link, one of them relative, in folders with blanks in their names."""
    an_environment(checkout, 'echo "$PYTHONPATH"')
    shutil.copy(checkout / "deploy" / "requirements.txt", checkout / ".venv" / "installed-requirements.txt")
    elsewhere = checkout / "my -> own programs"
    elsewhere.mkdir()
    (elsewhere / "first").symlink_to("../deploy/run")
    (elsewhere / "dateline").symlink_to(elsewhere / "first")

    result = run(checkout, "../my -> own programs/dateline")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == str(checkout)


@pytest.mark.parametrize("script", ["run", "test", "environment", "lock", "audit", "prepare", "dateline"])
def test_the_scripts_are_plain_shell(script: str) -> None:
    shell = shutil.which("dash") or "/bin/sh"

    result = subprocess.run([shell, "-n", ROOT / "deploy" / script], capture_output=True, check=False)

    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("script", ["run", "test", "lock", "audit", "prepare", "dateline"])
def test_the_scripts_may_be_run(script: str) -> None:
    assert os.access(ROOT / "deploy" / script, os.X_OK)
