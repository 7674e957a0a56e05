"""What Compose, Kubernetes, systemd and Docker are told names things that exist, and gives nothing away."""

import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.cli.failures import UNMENDABLE
from bot.settings import VARIABLES
from tests.support.scripts import DEPLOY

ROOT = DEPLOY.parent
SETTINGS = {one.name for one in VARIABLES} | {f"{one.name}_FILE" for one in VARIABLES if one.secret}
NOT_OURS = {
    "PATH",
    "PYTHONUNBUFFERED",
    "PYTHONDONTWRITEBYTECODE",
    "MALLOC_ARENA_MAX",
}  # Python's, and the C library's
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = (DEPLOY / "dateline.service").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OBJECTS = [
    document
    for file in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(file.read_text("utf-8"))
]
NAMED = {command.name for command in COMMANDS}


def pods() -> Iterator[dict[str, Any]]:
    """The pods of everything that has some."""
    for one in OBJECTS:
        spec = one.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "containers" in (pod := spec.get("template", {}).get("spec", {})):
            yield pod


PODS = list(pods())


def of_kind(kind: str) -> dict[str, Any]:
    return next(one for one in OBJECTS if one["kind"] == kind)


def test_an_image_is_made_of_files_that_are_there_and_let_in() -> None:
    let_in = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--)(.+)$", DOCKERFILE, re.MULTILINE)
    sources = [source for line in copied for source in line.split()[:-1]]

    assert len(sources) == 7
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in let_in), source


def test_an_image_runs_as_nobody_in_particular_and_is_asked_how_it_is() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]

    assert re.search(r"^USER (\d+):\1$", final, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*CMD \[\"dateline\", \"health\"\]$", final, re.MULTILINE)
    assert set(re.findall(r"\b([A-Z_]{3,})=", final)) - NOT_OURS <= SETTINGS
    assert {"run", "health"} <= NAMED


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_may_do_nothing_but_its_work(name: str) -> None:
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert service["restart"] == "unless-stopped"


def test_compose_starts_the_bot_alone_unless_more_is_asked_for() -> None:
    services = COMPOSE["services"]

    assert {name: service.get("profiles") for name, service in services.items()} == {
        "bot": None,
        "postgres": ["postgres"],
        "caddy": ["webhook"],
    }
    assert services["bot"]["environment"].keys() <= SETTINGS
    assert "ports" not in services["bot"]
    for service in services.values():
        assert set(service.get("secrets", [])) <= COMPOSE["secrets"].keys()


def test_what_compose_needs_is_prepared_once_and_kept(tmp_path: Path) -> None:
    script = tmp_path / "prepare"
    script.write_bytes((DEPLOY / "prepare").read_bytes())

    def prepared(*words: str) -> tuple[str, dict[str, str]]:
        command = ["/bin/sh", str(script), *words]
        environment = {"PATH": "/usr/bin:/bin", "BOT_TOKEN": "123456:ABC-DEF"}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        secrets = {file.name: file.read_text().strip() for file in (tmp_path / "secrets").iterdir()}
        return (tmp_path / ".env").read_text(), secrets

    _, alone = prepared()
    assert alone.keys() == COMPOSE["secrets"].keys()
    assert (alone["bot_token"], alone["database_url"]) == ("123456:ABC-DEF", "")

    prepared("--postgres")
    said, both = prepared("--webhook", "bot.example.org")

    assert said == "COMPOSE_PROFILES=postgres,webhook\nWEBHOOK_HOST=bot.example.org\n"
    assert both["database_url"] == f"postgresql://dateline:{alone['postgres_password']}@postgres/dateline"
    assert both | {"database_url": ""} == alone
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("words", [["--webhook", "https://bot.example.org"], ["--webhook"], ["--mysql"]])
def test_what_cannot_be_prepared_is_refused(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "prepare").write_bytes((DEPLOY / "prepare").read_bytes())

    command = ["/bin/sh", str(tmp_path / "prepare"), *words]
    refused = subprocess.run(command, capture_output=True, check=False)

    assert refused.returncode
    assert refused.stderr
    assert not (tmp_path / ".env").exists()


def test_the_proxy_lets_in_the_webhook_alone() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")

    assert re.findall(r"handle (/\S+) \{", caddy) == ["/telegram"]
    assert COMPOSE["services"]["bot"]["environment"]["WEBHOOK_URL"].endswith("/telegram}")
    assert of_kind("Ingress")["spec"]["rules"][0]["http"]["paths"][0]["path"] == "/telegram"
    assert of_kind("ConfigMap")["data"]["WEBHOOK_URL"].endswith("/telegram")


def test_the_service_ends_for_good_where_no_second_start_helps() -> None:
    assert re.search(rf"^RestartPreventExitStatus={UNMENDABLE}$", UNIT, re.MULTILINE)
    assert re.search(r"^ExecStart=\S+/dateline run$", UNIT, re.MULTILINE)
    named = set(re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE))
    assert named - NOT_OURS <= SETTINGS
    assert "LoadCredential=token:" in UNIT
    assert "BOT_TOKEN_FILE=%d/token" in UNIT


@pytest.mark.parametrize("pod", PODS, ids=lambda pod: pod["containers"][0]["name"])
def test_a_pod_has_no_rights_and_commands_that_exist(pod: dict[str, Any]) -> None:
    (container,) = pod["containers"]

    assert container["args"][0] in NAMED
    assert {one["name"] for one in container.get("env", [])} <= SETTINGS
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    handed = {one["name"]: one["value"].rpartition("/")[2] for one in container["env"]}
    assert set(handed.values()) <= of_kind("Secret")["stringData"].keys()


def test_replicas_are_found_probed_and_spared() -> None:
    deployment = of_kind("Deployment")["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    (container,) = deployment["template"]["spec"]["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}

    assert deployment["selector"]["matchLabels"].items() <= labels.items()
    assert of_kind("Service")["spec"]["selector"].items() <= labels.items()
    assert of_kind("PodDisruptionBudget")["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert of_kind("ConfigMap")["data"].keys() <= SETTINGS
    assert of_kind("ConfigMap")["data"]["LISTEN"].endswith(f":{ports['http']}")
    probes = {name: container[name]["httpGet"]["path"] for name in container if name.endswith("Probe")}
    assert probes == {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}


def test_everything_of_the_folder_is_applied_but_the_example_of_secrets() -> None:
    files = {file.name for file in (DEPLOY / "kubernetes").iterdir()}

    applied = set(of_kind("Kustomization")["resources"])

    assert files - applied == {"kustomization.yaml", "secret.example.yaml"}
