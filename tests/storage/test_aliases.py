"""What articles call a name for short counts where they agree on it."""

from storage.store import Store
from tests.support.builders import a_chat, an_article

CHAT = a_chat().id


async def kept(store: Store, *pairs: tuple[str, str]) -> None:
    """An article for each pair."""
    async with store.begin() as tx:
        await tx.chats.ensure(a_chat())
        for n, pair in enumerate(pairs):
            article = await tx.articles.add(CHAT, an_article(name=str(n), fingerprint=str(n)))
            await tx.aliases.add(CHAT, article.number, [pair])


async def of(store: Store, *phrases: str) -> set[tuple[str, str]]:
    async with store.read() as tx:
        return await tx.aliases.of(CHAT, phrases)


async def test_a_name_is_found_by_its_short_form_and_by_its_full_one(store: Store) -> None:
    await kept(store, ("gm", "general motors"), ("un", "united nations"))

    assert await of(store, "gm") == await of(store, "general motors") == {("gm", "general motors")}


async def test_a_short_form_on_which_articles_do_not_agree_stands_for_no_name(store: Store) -> None:
    await kept(store, ("bp", "bernard parish"), ("bp", "bobby pitre"), ("bp", "brad pitt"))

    assert await of(store, "bp") == await of(store, "brad pitt") == set()


async def test_one_article_that_reads_it_otherwise_takes_no_name_from_it(store: Store) -> None:
    await kept(store, ("gm", "general motors"), ("gm", "general motors"), ("gm", "grand master"))

    assert await of(store, "gm") == {("gm", "general motors")}
