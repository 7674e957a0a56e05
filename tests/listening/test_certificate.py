"""The certificate: which one Telegram is handed, and what is said of one that cannot be used."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.listening.certificate import Certificate

ELLIPTIC = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two certificates that sign themselves, and one that the first of them signed."""
    folder = tmp_path_factory.mktemp("pem")
    for name in ("own", "other"):
        openssl(
            folder, f"req -x509 {ELLIPTIC} -days 9 -subj /CN=127.0.0.1 -keyout {name}.key -out {name}.pem"
        )
    openssl(folder, f"req {ELLIPTIC} -subj /CN=signed -keyout signed.key -out signed.csr")
    openssl(
        folder, "x509 -req -in signed.csr -CA own.pem -CAkey own.key -CAcreateserial -out signed.pem -days 9"
    )
    (folder / "chain.pem").write_bytes(
        (folder / "signed.pem").read_bytes() + (folder / "own.pem").read_bytes()
    )
    openssl(folder, "ec -aes128 -passout pass:word -in own.key -out locked.key")
    return folder


def openssl(folder: Path, command: str) -> None:
    subprocess.run(["openssl", *command.split()], check=True, capture_output=True, cwd=folder)


def test_one_that_signs_itself_is_handed_to_telegram(folder: Path) -> None:
    certificate = Certificate(folder / "own.pem", folder / "own.key")

    assert certificate.for_telegram() == (folder / "own.pem").read_bytes()


@pytest.mark.parametrize("name", ["signed.pem", "chain.pem"])
def test_one_that_somebody_signed_is_not(folder: Path, name: str) -> None:
    assert Certificate(folder / name, folder / "signed.key").for_telegram() is None


@pytest.mark.parametrize(
    ("certificate", "key"),
    [("own.pem", "other.key"), ("own.key", "own.pem"), ("own.pem", "locked.key"), ("own.pem", "nowhere.key")],
)
def test_a_pair_that_cannot_be_used_is_told_with_what_to_do(folder: Path, certificate: str, key: str) -> None:
    with pytest.raises(BadSettings) as told:
        Certificate(folder / certificate, folder / key)

    assert f"{certificate} cannot be used with WEBHOOK_KEY" in str(told.value)
    assert "name the PEM files of one certificate and of its key, without a password" in str(told.value)


def test_a_renewed_one_is_served_and_half_of_one_is_not(folder: Path, tmp_path: Path) -> None:
    pem, key = tmp_path / "cert.pem", tmp_path / "cert.key"
    put(folder / "own.pem", pem, 1)
    put(folder / "own.key", key, 1)
    certificate = Certificate(pem, key)
    assert not certificate.renewed()

    put(folder / "other.pem", pem, 2)
    with pytest.raises(BadSettings):
        certificate.renewed()
    assert certificate.for_telegram() is None  # what is served is not what stands in the file

    put(folder / "other.key", key, 2)
    assert certificate.renewed()
    assert not certificate.renewed()
    assert certificate.for_telegram() == (folder / "other.pem").read_bytes()


def put(source: Path, target: Path, second: int) -> None:
    target.write_bytes(source.read_bytes())
    os.utime(target, (second, second))
