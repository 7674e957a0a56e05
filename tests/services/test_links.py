"""Links: read once whatever they are called, filed under their address, refused with a reason."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from bot.model.link import Fault, LinkFailure
from bot.model.news import SourceKind
from bot.model.outcome import Outcome, Verdict
from bot.model.timex import Dct, DctOrigin
from bot.services.links import Handed, handed
from bot.services.services import Services
from storage.store import Store
from tests.ingest.test_page import a_page
from tests.services.test_articles import days
from tests.support.builders import a_cause, a_chat, a_part
from tests.support.outside import Outside, outside

HOST = "harbour.example"
STORY = (
    "The council of Riga voted for the new bridge on 20 April 2021, as everybody had come to expect of it.",
    "Work on it is to last for about three years, the mayor said when he came out of the town hall again.",
)
PUBLISHED = '<meta property="article:published_time" content="2021-04-21T08:00:00+03:00">'


@pytest_asyncio.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as server:
        yield server


@pytest.fixture
def services(store: Store, there: Outside) -> Services:
    return Services.over(store, web=there.reader())


async def read(services: Services, address: str, update: int = 1, **more: bool) -> Outcome:
    found = await services.links.read_link(a_chat(), address, a_cause(update=update), **more)
    assert isinstance(found, Outcome)
    return found


def story(**more: str) -> bytes:
    return a_page(head=PUBLISHED, story=STORY, **more)


async def test_a_link_becomes_an_article_with_its_title_address_and_date(
    services: Services, there: Outside
) -> None:
    address = there.page(HOST, "/a", story())

    outcome = await read(services, address + "?utm_source=x")

    article = outcome.article
    assert article is not None
    assert (article.address, article.title) == (address, "Riga votes for a bridge")
    assert article.dct == Dct(date(2021, 4, 21), DctOrigin.METADATA)
    assert (article.source.kind, article.source.name) == (SourceKind.LINK, HOST)
    assert "2021-04-20" in await days(services, 100)


async def test_a_link_that_is_here_is_not_fetched_again(services: Services, there: Outside) -> None:
    address = there.page(HOST, "/a", story())
    await read(services, address)

    outcome = await read(services, address + "?fbclid=y#top", update=2)

    assert outcome.verdict is Verdict.KNOWN
    assert len(there.requests) == 1


async def test_an_article_under_two_addresses_is_one(services: Services, there: Outside) -> None:
    first = there.page(HOST, "/a", story())
    there.redirect("short.example", "/x", first)
    copy = there.page("copy.example", "/b", story())
    await read(services, first)

    short = await read(services, there.at("short.example", "/x"), update=2)
    other = await read(services, copy, update=3)

    assert (short.verdict, other.verdict) == (Verdict.KNOWN, Verdict.KNOWN)
    assert (await services.articles.sources(100, limit=9)).total == 1


async def test_an_update_that_comes_twice_reads_once(services: Services, there: Outside) -> None:
    address = there.page(HOST, "/a", story())
    first = await read(services, address)
    there.page(HOST, "/a", story(beside="<p>Changed.</p>"))

    again = await read(services, address)

    assert again.change == first.change
    assert len(there.requests) == 1


async def test_a_page_that_has_changed_is_read_again_on_request(services: Services, there: Outside) -> None:
    address = there.page(HOST, "/a", story())
    first = await read(services, address)
    assert first.article is not None
    there.page(HOST, "/a", story().replace(b"20 April", b"19 April"))

    outcome = await services.links.read_again(a_chat(), first.article.number, a_cause(update=2))

    assert isinstance(outcome, Outcome)
    assert outcome.verdict is Verdict.REPLACED
    assert "2021-04-19" in await days(services, 100)
    assert "2021-04-20" not in await days(services, 100)


async def test_the_same_page_read_again_is_known(services: Services, there: Outside) -> None:
    first = await read(services, there.page(HOST, "/a", story()))
    assert first.article is not None

    outcome = await services.links.read_again(a_chat(), first.article.number, a_cause(update=2))

    assert isinstance(outcome, Outcome)
    assert outcome.verdict is Verdict.KNOWN


async def test_several_links_are_filed_in_their_order(services: Services, there: Outside) -> None:
    first = there.page(HOST, "/a", story())
    gone = there.at(HOST, "/gone")
    third = there.page(
        "other.example", "/b", a_page(head=PUBLISHED, story=("The port was shut on 3 March 2021. " * 4,))
    )

    found = await services.links.read_links(a_chat(), [first, gone, third], a_cause(update=1))

    one, two, three = found
    assert isinstance(one, Outcome)
    assert isinstance(three, Outcome)
    assert one.article is not None
    assert three.article is not None
    assert (one.article.number, three.article.number) == (1, 2)
    assert two == LinkFailure(gone, Fault.STATUS, 404)


async def test_nothing_is_stored_of_a_link_that_cannot_be_read(services: Services, there: Outside) -> None:
    there.names["inside.example"] = ["10.0.0.7"]

    found = await services.links.read_link(a_chat(), "http://inside.example/a", a_cause(update=1))

    assert found == LinkFailure("http://inside.example/a", Fault.PRIVATE)
    assert (await services.articles.sources(100, limit=9)).total == 0


async def test_a_pasted_text_is_filed_under_the_link_it_stands_for(
    services: Services, there: Outside
) -> None:
    address = "https://paid.example/2021/04/21/bridge"

    outcome = await services.links.file_under(a_chat(), address, [a_part(9, STORY[0])], a_cause(update=1))

    article = outcome.article
    assert article is not None
    assert (article.address, article.source.kind, article.source.name) == (
        address,
        SourceKind.LINK,
        "paid.example",
    )
    assert article.dct == Dct(date(2021, 4, 21), DctOrigin.ADDRESS)
    assert (await read(services, address, update=2)).verdict is Verdict.KNOWN


async def test_a_link_is_remembered_for_its_chat_alone(services: Services) -> None:
    number = await services.links.remember(
        a_chat(), LinkFailure("https://a.example/b?utm_id=1", Fault.PAYWALL)
    )

    assert number is not None
    assert await services.links.remembered(100, number) == "https://a.example/b"
    assert await services.links.remembered(101, number) is None


async def test_what_is_no_address_is_not_remembered(services: Services) -> None:
    assert await services.links.remember(a_chat(), LinkFailure("ftp://a.example", Fault.SCHEME)) is None


LONG = "The council voted for the bridge, and nobody was surprised by it any more. " * 4


@pytest.mark.parametrize(
    ("words", "marked", "found"),
    [
        ("https://a.example/b", [], Handed(("https://a.example/b",))),
        ("https://a.example/b", ["https://a.example/b"], Handed(("https://a.example/b",))),
        ("https://a.example/b.", ["https://a.example/b."], Handed(("https://a.example/b",), beside=".")),
        ("a.example/b", ["a.example/b"], Handed(("a.example/b",))),
        ("Look", ["https://a.example/b"], Handed(("https://a.example/b",), beside="Look")),
        ("Nothing to follow.", [], Handed(beside="Nothing to follow.")),
        (f"{LONG}https://a.example/b", [], Handed(address="https://a.example/b", beside=LONG)),
        (LONG, ["https://a.example/b"], Handed(beside=LONG)),
    ],
)  # fmt: skip
def test_a_message_hands_in_links_or_a_text(words: str, marked: list[str], found: Handed) -> None:
    assert handed(words, marked) == found


def test_of_several_links_in_a_text_its_address_is_the_one_on_a_line_of_its_own() -> None:
    text = f"{LONG} See www.other.example for more.\nhttps://a.example/b?utm_source=x"

    assert handed(text).address == "https://a.example/b"
    assert handed(f"{LONG} https://a.example/b and https://a.example/c again.").address is None
