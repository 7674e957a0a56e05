"""`dateline digest` shows what would be sent, and leaves everything as it is."""

import asyncio
import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.model.chat import LOCAL_CHAT
from bot.model.schedule import Cadence, Schedule
from bot.model.subscription import SubscriptionKind
from bot.sample import SAMPLES, sample
from bot.services.services import Services
from storage.store import Store
from tests.cli.conftest import Run

CREATED = datetime(2021, 4, 20, 12, tzinfo=UTC)


@pytest.fixture
def told(run: Run) -> None:
    """The three sample articles, handed in one after the other."""
    rows = [json.dumps({"id": name, "text": sample(name).text}) for name in SAMPLES]
    code, _, err = run("ingest", "--jsonl", "--json", "-", stdin="\n".join(rows) + "\n")
    assert (code, err) == (0, "")


def subscribe(data_dir: Path, *topics: str) -> None:
    async def create() -> None:
        store = await Store.open(f"sqlite:///{data_dir / 'dateline.db'}")
        for topic in topics:
            weekdays = Schedule(Cadence.WEEKLY, time(7, 30), frozenset(range(1, 6)))
            kind = SubscriptionKind.DIGEST
            subscriptions = Services.over(store).subscriptions
            await subscriptions.create(LOCAL_CHAT, kind, topic, weekdays, now=CREATED, by="Mira")
        await store.close()

    asyncio.run(create())


def asked(run: Run, *argv: str) -> list[dict[str, Any]]:
    code, out, err = run("digest", "--json", *argv)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert list(found) == ["chat", "zone", "digests"]
    digests: list[dict[str, Any]] = found["digests"]
    return digests


@pytest.mark.usefixtures("told")
def test_without_a_subscription_it_shows_what_changed_within_a_day(run: Run) -> None:
    code, out, err = run("digest", "--topic", "Soleimani", "--since", "1", "--now", "2021-04-22T09:00Z")

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Digest, Soleimani"
    assert lines[2].endswith(" · Soleimani")
    assert lines[4:9] == [
        "Changed",
        "Qassem Soleimani visited Moscow: 2015 → Jul 2015 [B] /e1",
        "",
        "In dispute",
        "Qassem Soleimani was assassinated in Baghdad: 2019 [A] or early on 3 Jan 2020 [C] /e3",
    ]


@pytest.mark.usefixtures("told")
def test_programs_get_the_sections(run: Run) -> None:
    (found,) = asked(run, "--since", "1", "--now", "2021-04-22T09:00Z")

    assert list(found) == [
        "subscription", "topic", "since", "due", "late", "missed", "changes", "sections", "coming",
        "same_day", "next",
    ]  # fmt: skip
    assert found["changes"] == {"after": 1, "upto": 3}
    assert {name: [item["event"] for item in items] for name, items in found["sections"].items()} == {
        "new": [5],
        "changed": [1],
        "disputed": [3],
    }
    (changed,) = found["sections"]["changed"]
    assert (changed["before"]["value"], changed["when"]["value"]) == ("2015", "2015-07")
    assert (changed["articles"], changed["action"]) == (["moscow"], "add")


@pytest.mark.usefixtures("told")
def test_each_subscription_of_the_chat_is_shown(run: Run, data_dir: Path) -> None:
    subscribe(data_dir, "Syria", "Atlantis")
    before = (data_dir / "dateline.db").read_bytes()

    code, out, err = run("digest")

    assert (code, err) == (0, "")
    first, second = out.split("Digest 2, ")
    assert first.startswith("Digest 1, Syria: weekdays at 07:30\n")
    assert "\n\nSince Tue 20 Apr 2021, 07:30 · Syria\n" in first
    assert first.rstrip().endswith("[Full timeline]  [Snooze a week]")
    assert second.startswith("Atlantis: weekdays at 07:30\n\nNothing new in “Atlantis” since ")
    assert (data_dir / "dateline.db").read_bytes() == before

    syria, atlantis = asked(run)
    assert (syria["subscription"], syria["topic"]) == (1, "Syria")
    assert (atlantis["topic"], atlantis["sections"]) == ("Atlantis", {})


@pytest.mark.usefixtures("told")
def test_it_can_start_at_a_day(run: Run) -> None:
    (all_of_it,) = asked(run, "--since", "2021-01-01")
    assert all_of_it["changes"]["after"] == 0

    (nothing,) = asked(run, "--since", "2999-01-01")
    assert nothing == {"topic": "", "since": "2999-01-01T00:00:00Z", "sections": {}}
    (beyond,) = asked(run, "--since", "9" * 30)
    assert beyond["sections"] == {}


def test_a_chat_without_anything_has_nothing_new(run: Run) -> None:
    code, out, err = run("digest", "--now", "2021-04-22T09:00Z")

    assert (code, err) == (0, "")
    assert out == "Digest, everything\n\nNothing new since Wed 21 Apr, 08:00.\n"


@pytest.mark.parametrize("argv", [("--since", "soon"), ("--now", "noon"), ("--chat", "x")])
def test_what_cannot_be_read_is_refused(run: Run, argv: tuple[str, str]) -> None:
    code, out, err = run("digest", *argv)

    assert (code, out) == (2, "")
    assert argv[1] in err


@pytest.mark.usefixtures("told")
def test_now_alone_is_this_moment(run: Run) -> None:
    (now,) = asked(run, "--chat", str(LOCAL_CHAT.id), "--now")
    (left_out,) = asked(run, "--chat", str(LOCAL_CHAT.id))

    assert [len(one["sections"]["new"]) for one in (now, left_out)] == [4, 4]
