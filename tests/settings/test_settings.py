"""Settings come from the environment, are checked all at once, and keep their secrets."""

from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.model.address import Address
from bot.model.chat import Access
from bot.settings import VARIABLES, Secret, Settings

TOKEN = "4711:AAbb-cc_dd"
A_WEBHOOK = {
    "WEBHOOK_URL": "https://bot.example.org:8443/updates",
    "WEBHOOK_SECRET": "pass-word_1",
    "LISTEN": ":80",
}


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


def test_all_of_a_webhook_is_read(tmp_path: Path) -> None:
    (tmp_path / "pem").touch()

    settings = Settings.read(
        A_WEBHOOK | {"WEBHOOK_CERTIFICATE": f"{tmp_path}/pem", "WEBHOOK_KEY": f"{tmp_path}/pem"}
    )

    assert settings.webhook_url == "https://bot.example.org:8443/updates"
    assert settings.webhook_secret == Secret("pass-word_1")
    assert settings.webhook_certificate == settings.webhook_key == tmp_path / "pem"
    assert settings.listen == Address("", 80)
    assert "pass-word_1" in settings.secrets()


def test_a_webhook_is_listened_to_behind_a_proxy_and_polling_listens_nowhere() -> None:
    behind = {name: text for name, text in A_WEBHOOK.items() if name != "LISTEN"}

    assert str(Settings.read(behind).listen) == "127.0.0.1:8080"
    assert Settings.read({}).listen is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"WEBHOOK_SECRET": ""},
            "WEBHOOK_SECRET is not set, and WEBHOOK_URL needs it; `openssl rand -hex 32`",
        ),
        ({"WEBHOOK_SECRET": "pass word"}, "WEBHOOK_SECRET must be 1 to 256 of A-Z a-z 0-9 _ -; `openssl"),
        ({"WEBHOOK_URL": "http://bot.example.org/"}, "WEBHOOK_URL must begin with https://"),
        (
            {"WEBHOOK_URL": "https://bot.example.org:8080/"},
            "WEBHOOK_URL has port 8080, and Telegram comes to 443",
        ),
        ({"WEBHOOK_URL": "https://bot.example.org:x/"}, "WEBHOOK_URL is not an address such as https://"),
        (
            {"WEBHOOK_URL": "https://bot.example.org/?a=b"},
            "WEBHOOK_URL may have a host, a port and a plain path",
        ),
        (
            {"WEBHOOK_URL": "https://bot.example.org/{x}"},
            "WEBHOOK_URL may have a host, a port and a plain path",
        ),
        ({"WEBHOOK_URL": "https://bot.example.org/metrics"}, "WEBHOOK_URL may not end in /metrics"),
        (
            {"WEBHOOK_KEY": __file__},
            "WEBHOOK_CERTIFICATE is not set, and WEBHOOK_KEY needs it; set both or none",
        ),
        ({"WEBHOOK_KEY": "/nowhere"}, "WEBHOOK_KEY cannot be read from /nowhere: No such file or directory"),
        (
            {"WEBHOOK_CERTIFICATE": __file__, "WEBHOOK_KEY": __file__, "LISTEN": ""},
            "LISTEN is not set, and with WEBHOOK_CERTIFICATE no proxy finds the bot",
        ),
        ({"LISTEN": "8080"}, "LISTEN must be a host and a port, such as 127.0.0.1:8080"),
        ({"LISTEN": "::1:8080"}, "LISTEN must be a host and a port, such as 127.0.0.1:8080"),
        ({"LISTEN": "127.0.0.1:65536"}, "LISTEN must be a host and a port, such as 127.0.0.1:8080"),
    ],
)
def test_a_fault_of_a_webhook_is_told(changes: dict[str, str], fault: str) -> None:
    with pytest.raises(BadSettings) as told:
        Settings.read(A_WEBHOOK | changes)

    assert told.value.faults[0].startswith(fault)


def test_a_bot_api_of_ones_own_comes_to_any_address() -> None:
    environment = {"BOT_API_URL": "http://127.0.0.1:8081", "WEBHOOK_URL": "http://127.0.0.1:9000"}

    assert Settings.read(A_WEBHOOK | environment).webhook_url == "http://127.0.0.1:9000/"


def test_faults_between_settings_are_told_with_all_others() -> None:
    with pytest.raises(BadSettings) as told:
        Settings.read({"WEBHOOK_URL": "http://x:1/", "LOG_LEVEL": "loud"})

    assert [fault.split()[0] for fault in told.value.faults] == [
        "LOG_LEVEL",
        "WEBHOOK_SECRET",
        "WEBHOOK_URL",
        "WEBHOOK_URL",
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("localhost:80", Address("localhost", 80)),
        ("[::1]:8080", Address("::1", 8080)),
        (":0", Address("", 0)),
    ],
)
def test_where_to_listen_is_written_as_usual(text: str, address: Address) -> None:
    listen = Settings.read({"LISTEN": text}).listen

    assert listen == address
    assert str(listen) == text


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
