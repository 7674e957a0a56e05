"""Settings come from the environment, are checked all at once, and keep their secrets."""

from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.model.chat import Access
from bot.settings import VARIABLES, Secret, Settings

TOKEN = "4711:AAbb-cc_dd"


def test_an_empty_environment_is_enough_for_everything_but_the_bot() -> None:
    settings = Settings.read({})

    assert settings.bot_token is None
    assert settings.access is None
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database_url.reveal() == f"sqlite:///{settings.data_dir}/dateline.db"
    with pytest.raises(BadSettings, match="BOT_TOKEN is not set"):
        settings.token()


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "BOT_TOKEN": f" {TOKEN}\n",
            "OWNER_IDS": "7, 8 9",
            "ACCESS": "Open",
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": "postgres://me:pw@db/news",
            "BOT_API_URL": "http://127.0.0.1:8081/",
            "LOG_LEVEL": "DEBUG",
            "PASTE_WAIT": "0.5",
        }
    )

    assert settings == Settings(
        data_dir=tmp_path,
        database_url=Secret("postgresql://me:pw@db/news"),
        bot_token=Secret(TOKEN),
        bot_api_url="http://127.0.0.1:8081",
        owner_ids=frozenset({7, 8, 9}),
        access=Access.OPEN,
        log_level="debug",
        paste_wait=0.5,
    )
    assert {variable.name.lower() for variable in VARIABLES} == set(Settings.__dataclass_fields__)


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.read({"BOT_TOKEN": "", "ACCESS": " "}) == Settings.read({})


def test_all_faults_are_told_at_once_with_their_variable() -> None:
    with pytest.raises(BadSettings) as told:
        Settings.read(
            {
                "BOT_TOKEN": "hello",
                "OWNER_IDS": "mira",
                "ACCESS": "some",
                "DATABASE_URL": "mysql://x",
                "BOT_API_URL": "telegram",
                "LOG_LEVEL": "loud",
                "PASTE_WAIT": "-1",
            }
        )

    assert told.value.faults == [
        "BOT_TOKEN is not a token; BotFather's look like 123456:ABC-DEF",
        "OWNER_IDS must be Telegram user ids, numbers with commas between them",
        "ACCESS must be owner, listed or open",
        "DATABASE_URL must start with sqlite:/// and a path, or with postgresql://",
        "BOT_API_URL is not an address such as https://api.telegram.org",
        "LOG_LEVEL must be debug, info, warning or error",
        "PASTE_WAIT must be seconds, from 0 to 99",
    ]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")

    settings = Settings.read({"BOT_TOKEN_FILE": str(tmp_path / "token")})

    assert settings.token() == TOKEN


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_secret_file_that_cannot_be_read_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(BadSettings, match=r"BOT_TOKEN cannot be read from .*token \(BOT_TOKEN_FILE\)"):
        Settings.read({"BOT_TOKEN_FILE": str(file)})


def test_a_secret_given_twice_is_a_fault() -> None:
    with pytest.raises(BadSettings, match="BOT_TOKEN is set twice, also as BOT_TOKEN_FILE"):
        Settings.read({"BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": "/run/token"})


def test_secrets_are_shown_nowhere() -> None:
    settings = Settings.read({"BOT_TOKEN": TOKEN, "DATABASE_URL": "postgresql://me:pass-word@db/news"})

    shown = f"{settings} {settings!r} {settings.bot_token} {settings.database_url!s}"

    assert "AAbb" not in shown
    assert "pass-word" not in shown
    assert settings.secrets() == (TOKEN, "pass-word")


def test_a_fault_does_not_repeat_the_secret() -> None:
    with pytest.raises(BadSettings) as told:
        Settings.read({"BOT_TOKEN": "4711 AAbb-cc_dd", "DATABASE_URL": "oracle://me:pass-word@db"})

    assert "AAbb" not in str(told.value)
    assert "pass-word" not in str(told.value)
