"""Who has used it from the first release on finds everything again: each revision is brought up and asked."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bot.model.briefing import Query
from bot.services.exports import Exports
from bot.services.services import Services
from storage import schema
from storage.schema import HEAD
from storage.store import Store
from tests.storage.upgrades.fixtures import HERE, REVISIONS, made
from tests.storage.upgrades.make import BOT, DESK, HOME, NOON
from tests.support.stores import postgresql_schema

VERSIONS = Path(schema.__file__).with_name("migrations") / "versions"


def test_every_revision_has_a_fixture() -> None:
    """One is missing: `python -m tests.storage.upgrades.make` makes it, before anything else is changed."""
    assert [path.name[:4] for path in sorted(VERSIONS.glob("0*.py"))] == REVISIONS


ON_A_SERVER = (REVISIONS[0], REVISIONS[len(REVISIONS) // 2], REVISIONS[-1])


@pytest.mark.parametrize("revision", REVISIONS)
async def test_what_an_older_program_stored_is_found_again(tmp_path: Path, revision: str) -> None:
    await _found_again(f"sqlite:///{tmp_path}/dateline.db", revision)


@pytest.mark.parametrize("revision", ON_A_SERVER)
async def test_it_is_found_again_on_a_server_too(revision: str) -> None:
    async with postgresql_schema() as url:
        await _found_again(url, revision)


async def _found_again(url: str, revision: str) -> None:
    await made(url, revision)

    store = await Store.open(url)
    found = await answers(store)
    await store.close()

    known = HERE / f"{revision}.json"
    if not known.exists():
        known.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(f"{known.name} was missing and is written now: read it, and keep it if it is true")
    assert found == json.loads(known.read_text("utf-8"))
    assert await Store.revision(url) == HEAD


async def answers(store: Store) -> dict[str, Any]:
    """What people and the clock ask, as plain values."""
    services = Services.over(store)
    whole = await services.timelines.timeline(HOME.id, Query(), limit=None)
    topic = await services.timelines.timeline(HOME.id, Query("bridge"), limit=None)
    desk = await services.timelines.timeline(DESK.id, Query(), limit=None)
    summary = await services.timelines.summary(HOME.id, Query(), dates=3, sentences=1)
    sources = await services.articles.sources(HOME.id, limit=9)
    return {
        "timeline": [_event(entry.event) for entry in whole.entries],
        "bridge": [entry.event.number for entry in topic.entries],
        "desk": [_event(entry.event) for entry in desk.entries],
        "summary": [sentence.text for one in summary.paragraphs for sentence in one.sentences],
        "why": {str(e.event.number): await _why(services, e.event.number) for e in whole.entries},
        "sources": [[line.article.name, line.events] for line in sources.lines],
        "export": dict(await Exports(store).whole(HOME.id, BytesIO())),
        **await _by_the_clock(store),
    }


def _event(event: Any) -> list[Any]:
    return [
        event.number,
        event.when.value,
        event.headline,
        event.status.value,
        event.modality.value,
        event.support,
        event.chosen,
    ]


async def _why(services: Services, number: int) -> dict[str, Any]:
    why = await services.events.why(HOME.id, number)
    told = [
        [
            why.articles[mention.article].name,
            mention.when.value,
            mention.sentence,
            mention.timex.rule if mention.timex else None,
        ]
        for mention in why.mentions
    ]
    history = [[c.number, c.action.value, c.actor.name, c.undone_at is not None] for c in why.changes]
    return {"told": told, "history": history}


async def _by_the_clock(store: Store) -> dict[str, Any]:
    keys = ["https://tolva.example/1", "https://tolva.example/2"]
    async with store.begin() as tx:
        due = await tx.subscriptions.due(BOT, NOON + timedelta(days=2), 9)
        owed = await tx.deliveries.of_chat(HOME.id)
        home, desk = await tx.chats.get(HOME.id), await tx.chats.get(DESK.id)
        return {
            "due": [[chat.id, one.topic, one.next and one.next.period, one.covered] for chat, one in due],
            "owed": [[one.period, one.state.value, [part.html for part in one.parts]] for one in owed],
            "pending": [[kept.update_id, kept.chat_id, kept.body] for kept in await tx.inbox.pending(BOT)],
            "feeds": [[feed.address, feed.title] for feed in await tx.feeds.of_chat(HOME.id)],
            "seen": sorted(await tx.feeds.seen(HOME.id, 1, keys)),
            "jobs": await tx.jobs.open(HOME.id),
            "moved": await tx.moves.of(-99),
            "allowed": sorted(await tx.access.allowed()),
            "chats": [[chat.title, chat.zone, chat.bot_id] for chat in (home, desk) if chat],
        }
