"""Pages: the article on them, when it was published, and why there is none."""

from datetime import date

import pytest

from bot.errors import FetchFailed
from bot.ingest.page import MOST_ELEMENTS, Page, feed_links, plain_page, read_page
from bot.model.link import Fault
from bot.model.timex import Dct, DctOrigin

ADDRESS = "https://www.harbour.example/news/bridge"
TODAY = date(2021, 5, 1)
STORY = (
    "The council of Riga voted for the new bridge on Tuesday after a debate that went on until midnight.",
    "Work on it is to begin next spring and to last for about three years, the mayor said in the town hall.",
    "An older plan for a tunnel had been given up in 2018, as its cost had risen to twice what was promised.",
)


def a_page(*, head: str = "", story: tuple[str, ...] = STORY, beside: str = "") -> bytes:
    paragraphs = "".join(f"<p>{one}</p>" for one in story)
    menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in ("news", "sport", "weather"))
    return (
        f"<!DOCTYPE html><html><head><title>Riga votes for a bridge | Harbour News</title>{head}</head>"
        f"<body><nav><ul>{menu}</ul></nav><main><article><h1>Riga votes for a bridge</h1>{paragraphs}"
        f"</article></main>{beside}<footer>© 2012 Harbour News</footer></body></html>"
    ).encode()


def read(body: bytes, *, asked: str = ADDRESS, address: str = ADDRESS) -> Page:
    return read_page(body, "utf-8", asked, address, TODAY)


def fault(body: bytes, *, asked: str = ADDRESS, address: str = ADDRESS) -> str:
    with pytest.raises(FetchFailed) as failed:
        read(body, asked=asked, address=address)
    return failed.value.fault


def linked(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


def test_the_text_is_the_article_without_what_stands_around_it() -> None:
    page = read(a_page(beside="<aside><a href='/x'>More from the harbour</a></aside>"))

    assert page.text.split("\n\n")[-3:] == list(STORY)
    assert "sport" not in page.text
    assert "2012" not in page.text


def test_a_page_has_the_title_of_its_article() -> None:
    assert read(a_page()).title == "Riga votes for a bridge"


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    head = (
        '<meta property="og:title" content="A bridge – Harbour News">'
        '<meta property="og:site_name" content="Harbour News">'
    )

    page = read(a_page(head=head))

    assert (page.title, page.site) == ("A bridge", "Harbour News")


def test_a_page_that_names_no_site_is_of_its_host() -> None:
    assert read(a_page()).site == "harbour.example"


def test_a_page_may_give_its_own_address() -> None:
    head = '<link rel="canonical" href="https://harbour.example/news/bridge?utm_source=x">'

    assert read(a_page(head=head)).address == "https://harbour.example/news/bridge"


PUBLISHED = '<meta property="article:published_time" content="2021-04-21T23:30:00-05:00">'
LINKED = linked('{"@type": "NewsArticle", "headline": "A bridge", "datePublished": "2021-04-20T08:00:00Z"}')

IN_A_GRAPH = linked('{"@graph": [{"@type": ["Article"], "datePublished": "2021-04-20"}]}')
IN_A_COMMENT = linked("<!-- " + '{"@type": "Report", "datePublished": "20210420"}' + " -->")


@pytest.mark.parametrize(
    ("head", "address", "published"),
    [
        (PUBLISHED, ADDRESS, Dct(date(2021, 4, 21), DctOrigin.METADATA)),
        (PUBLISHED + LINKED, ADDRESS, Dct(date(2021, 4, 21), DctOrigin.METADATA)),
        (LINKED, f"{ADDRESS}/2021/04/19/", Dct(date(2021, 4, 20), DctOrigin.METADATA)),
        (IN_A_GRAPH, ADDRESS, Dct(date(2021, 4, 20), DctOrigin.METADATA)),
        (IN_A_COMMENT, ADDRESS, Dct(date(2021, 4, 20), DctOrigin.METADATA)),
        ("", "https://harbour.example/2021/04/19/bridge", Dct(date(2021, 4, 19), DctOrigin.ADDRESS)),
        ("", "https://harbour.example/world/2021/apr/19/bridge", Dct(date(2021, 4, 19), DctOrigin.ADDRESS)),
        ("", "https://harbour.example/bridge-20210419.html", Dct(date(2021, 4, 19), DctOrigin.ADDRESS)),
        ("", "https://harbour.example/2021/04/bridge", None),
        ("", "https://harbour.example/article-20219999-x", None),
        ("", ADDRESS, None),
        ('<meta name="date" content="21 April 2021">', ADDRESS, Dct(date(2021, 4, 21), DctOrigin.METADATA)),
        ('<meta name="date" content="soon">', ADDRESS, None),
        ('<meta property="article:modified_time" content="2021-04-30">', ADDRESS, None),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', ADDRESS, None),
        ('<meta property="article:published_time" content="2031-01-01">', ADDRESS, None),
        (linked('{"@type": "Organization", "datePublished": "2021-04-20"}'), ADDRESS, None),
        (linked('{"@type": "NewsArticle", "datePublished": '), ADDRESS, None),
        (linked("[" * 9_000), ADDRESS, None),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_the_most_trusted_and_never_guessed(
    head: str, address: str, published: Dct | None
) -> None:
    assert read(a_page(head=head), asked=address, address=address).published == published


def test_a_moment_marked_as_publication_counts_as_metadata() -> None:
    page = read(a_page(beside='<time itemprop="datePublished" datetime="2021-04-21">Wednesday</time>'))

    assert page.published == Dct(date(2021, 4, 21), DctOrigin.METADATA)


def test_the_characters_of_a_page_are_those_it_declares() -> None:
    body = a_page(
        head='<meta charset="windows-1251">',
        story=tuple("Совет Риги проголосовал за мост во вторник вечером. " * 3 for _ in range(3)),
    )

    page = read_page(body.decode().encode("cp1251"), None, ADDRESS, ADDRESS, TODAY)

    assert "Совет Риги проголосовал" in page.text


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", Fault.EMPTY),
        (b"   ", Fault.EMPTY),
        (b"\x00\x01\x02", Fault.EMPTY),
        (b"<html><body><div id=app></div><script>render()</script></body></html>", Fault.EMPTY),
        (a_page(story=("Too little.",)), Fault.EMPTY),
        (a_page(story=STORY[:1], beside="<form><input type=password></form>"), Fault.LOGIN),
        (a_page(head='<meta property="article:content_tier" content="locked">'), Fault.PAYWALL),
        (a_page(head=linked('{"@type": "NewsArticle", "isAccessibleForFree": "False"}')), Fault.PAYWALL),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', Fault.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', Fault.FEED),
        (b"<html><body>" + b"<p>word</p>" * (MOST_ELEMENTS + 1), Fault.TOO_BIG),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_why(body: bytes, why: Fault) -> None:
    assert fault(body) == why


def test_a_page_that_sends_visitors_to_sign_in_asks_for_that() -> None:
    assert fault(a_page(), address="https://harbour.example/login?next=/news/bridge") == Fault.LOGIN


@pytest.mark.parametrize(
    "address", ["https://consent.harbour.example/m?x=1", "https://harbour.example/consent"]
)
def test_a_page_that_sends_visitors_to_agree_first_asks_for_that(address: str) -> None:
    assert fault(a_page(), address=address) == Fault.CONSENT


def test_a_front_page_is_no_article() -> None:
    assert fault(a_page(), asked="https://harbour.example/", address="https://harbour.example/") == Fault.LIST


def test_a_long_article_for_subscribers_that_is_there_is_read() -> None:
    page = read(a_page(head='<meta property="article:content_tier" content="metered">', story=STORY * 9))

    assert STORY[0] in page.text


def test_entities_and_document_types_of_a_page_bring_nothing_in() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    )
    story = (*STORY, "The &b; entity and the &file; entity are words here, as in any page of the web.")

    page = read(a_page(story=story).replace(b"<!DOCTYPE html>", bomb.encode()))

    assert "root:" not in page.text
    assert "haha" not in page.text


def test_a_plain_text_is_read_as_it_is() -> None:
    page = plain_page(b"\xef\xbb\xbfThe council voted.\n", None, "https://h.example/2021/04/19/a.txt", TODAY)

    assert page == Page(
        "https://h.example/2021/04/19/a.txt",
        "The council voted.",
        None,
        "h.example",
        Dct(date(2021, 4, 19), DctOrigin.ADDRESS),
    )


def test_a_page_names_its_feeds() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="All" href="/rss">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/x.css">'
        '<link rel="alternate home" type="application/atom+xml" href="/atom">'
    )

    assert feed_links(a_page(head=head).decode()) == [("/rss", "All"), ("/atom", "")]


def test_a_day_in_the_address_is_trusted_more_than_one_in_the_text_and_metadata_most() -> None:
    order = list(DctOrigin)

    assert order.index(DctOrigin.METADATA) < order.index(DctOrigin.ADDRESS) < order.index(DctOrigin.TEXT)
