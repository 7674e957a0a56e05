"""Feeds: RSS, Atom and JSON Feed read alike, lists of feeds in and out, and what hostile ones bring."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.errors import FetchFailed
from bot.ingest.apart import read_feed_apart
from bot.ingest.feeds import MOST_ITEMS, is_page, read_feed, read_opml, write_opml
from bot.ingest.markup import plain
from bot.model.feed import FeedItem, FeedPage
from bot.model.link import Fault
from bot.model.timex import Dct, DctOrigin

ADDRESS = "https://harbour.example/feed"
TODAY = date(2021, 5, 1)
PUBLISHED = Dct(date(2021, 4, 21), DctOrigin.FEED)

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour News</title><link>https://harbour.example/</link>
<item><guid isPermaLink="false">urn:n-1</guid><title>A bridge &amp; a port</title>
<link>https://harbour.example/bridge?utm_source=rss</link>
<pubDate>Wed, 21 Apr 2021 23:30:00 -0500</pubDate>
<description>&lt;p&gt;The council voted.&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour News</title>
<link rel="alternate" href="https://harbour.example/"/>
<entry><id>urn:n-1</id><title type="html">A bridge &amp;amp; a port</title>
<link href="/bridge"/><published>2021-04-21T23:30:00-05:00</published>
<updated>2021-04-25T08:00:00Z</updated><summary>The council voted.</summary></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour News",
        "home_page_url": "https://harbour.example/",
        "items": [
            {
                "id": "urn:n-1",
                "url": "https://harbour.example/bridge",
                "title": "A bridge & a port",
                "content_html": "<p>The council voted.</p>",
                "date_published": "2021-04-21T23:30:00-05:00",
            }
        ],
    }
)
PAGE = FeedPage(
    "Harbour News",
    "https://harbour.example/",
    (
        FeedItem(
            "urn:n-1",
            "A bridge & a port",
            "https://harbour.example/bridge",
            "The council voted.",
            PUBLISHED,
            True,
        ),
    ),
)


def read(written: str | bytes) -> FeedPage:
    return read_feed(written.encode() if isinstance(written, str) else written, None, ADDRESS, TODAY)


def fault(written: str | bytes) -> str:
    with pytest.raises(FetchFailed) as failed:
        read(written)
    return failed.value.fault


@pytest.mark.parametrize("written", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_every_kind_of_feed_is_read_alike(written: str) -> None:
    assert read(written) == PAGE


async def test_a_feed_read_apart_is_the_same_feed() -> None:
    assert await read_feed_apart(RSS.encode(), None, ADDRESS, TODAY) == PAGE


def test_a_feed_in_other_characters_is_read() -> None:
    written = RSS.replace("utf-8", "windows-1251").replace("Harbour News", "Новости порта")

    assert read(written.encode("cp1251")).title == "Новости порта"


def test_a_feed_with_slips_is_read_as_far_as_it_goes() -> None:
    assert read(RSS.replace("&amp; a port", "& a port &nbsp;")).items[0].key == "urn:n-1"


def test_the_longest_text_of_an_item_counts_and_a_whole_one_is_no_teaser() -> None:
    story = "<p>The council of Riga voted on it again, and again nothing came of it in the end.</p>" * 20
    full = RSS.replace("</item>", f"<content:encoded><![CDATA[{story}]]></content:encoded></item>")

    (item,) = read(full).items

    assert item.text.count("\n\n") == 19
    assert not item.teaser


def test_a_text_that_says_it_goes_on_is_a_teaser() -> None:
    story = "The council of Riga voted on it again, and again nothing came of it in the end. " * 20

    (item,) = read(RSS.replace("The council voted.", story + "Read more…")).items

    assert item.teaser


def test_an_item_without_a_name_is_known_by_what_it_says() -> None:
    bare = RSS.replace('<guid isPermaLink="false">urn:n-1</guid>', "").replace(
        "<link>https://harbour.example/bridge?utm_source=rss</link>", ""
    )

    (item,), (same,) = read(bare).items, read(bare).items
    (other,) = read(bare.replace("voted", "spoke")).items

    assert item.key == same.key != other.key
    assert item.address is None


def test_a_date_that_cannot_be_is_none() -> None:
    assert read(RSS.replace("2021 23:30", "2041 23:30")).items[0].published is None


def test_no_more_items_are_read_than_feeds_have() -> None:
    item = RSS[RSS.index("<item>") : RSS.index("</channel>")]

    assert len(read(RSS.replace(item, item * (MOST_ITEMS + 9))).items) == MOST_ITEMS


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "hello",
        "<html><body>x</body></html>",
        '{"version": "1"}',
        "[" * 9_000,
        '{"a":' * 9_000,
        "<opml/>",
    ],
)
def test_what_is_no_feed_is_said_to_be_none(written: str) -> None:
    assert fault(written) == Fault.NO_FEED


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
FILE = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "dtd", [BOMB, FILE, '<!DOCTYPE rss SYSTEM "http://10.0.0.1/x.dtd">', "<!-- x -->" + BOMB]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_characters(dtd: str, encoding: str) -> None:
    head, body = RSS.split("\n", 1)
    hostile = f"{head.replace('utf-8', encoding)}{dtd}{body.replace('A bridge', '&c;&file;')}"

    assert fault(hostile.encode(encoding)) == Fault.UNSAFE


def test_a_body_that_is_a_path_opens_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS, "utf-8")

    assert fault(str(secret)) == Fault.NO_FEED
    assert fault(f"file://{secret}") == Fault.NO_FEED
    assert read(f"<rss>{secret}").items == ()


def test_a_link_inside_the_house_or_with_a_password_is_no_link() -> None:
    for link in ("file:///etc/passwd", "javascript:alert(1)", "https://me:word@harbour.example/"):
        assert (
            read(RSS.replace("https://harbour.example/bridge?utm_source=rss", link)).items[0].address is None
        )


def test_deep_markup_in_an_item_is_no_trouble() -> None:
    (item,) = read(RSS.replace("&lt;p&gt;", "&lt;div&gt;" * 20_000)).items

    assert item.key == "urn:n-1"


def test_scripts_and_styles_say_nothing() -> None:
    assert plain("<style>p{}</style><p>One<script>two()</script> three</p>") == "One three"


@pytest.mark.parametrize(
    ("body", "kind", "page"),
    [
        (RSS, "text/html", False),
        (RSS, "application/rss+xml", False),
        (ATOM, "text/plain", False),
        (JSON, "application/json", False),
        ("<!DOCTYPE html><html>", "text/html", True),
        ("<html><head>", "text/plain", True),
        ("Some words", "text/html", True),
    ],
)
def test_a_page_is_told_from_a_feed_by_what_it_is(body: str, kind: str, page: bool) -> None:
    assert is_page(body.encode(), None, kind) is page


def test_a_list_of_feeds_is_written_and_read_back() -> None:
    feeds = [
        ("https://a.example/feed?x=1&y=2", 'News "of" <today>\x0b', "https://a.example/"),
        ("https://b.example/", "Б", None),
    ]

    written = write_opml("Mira's feeds", feeds)

    assert read_opml(written.encode()) == [
        ("https://a.example/feed?x=1&y=2", 'News "of" <today>'),
        ("https://b.example/", "Б"),
    ]


def test_a_list_of_feeds_in_folders_is_read_whole() -> None:
    written = (
        '<?xml version="1.0"?><opml version="1.0"><body><outline text="F">'
        '<outline xmlUrl="https://a.example/f" text="A"/></outline><outline xmlUrl="https://a.example/f"/></body></opml>'
    )

    assert read_opml(written.encode()) == [("https://a.example/f", "")]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("hello", Fault.NO_FEED),
        ("<opml><body>", Fault.NO_FEED),
        (BOMB.replace("rss", "opml") + "<opml><body>&c;</body></opml>", Fault.UNSAFE),
    ],
)
def test_a_list_that_is_none_or_hostile_is_refused(written: str, why: Fault) -> None:
    with pytest.raises(FetchFailed) as failed:
        read_opml(written.encode())

    assert failed.value.fault == why


@pytest.mark.parametrize("front", ["<!-- --> ", "<?x ?>", "<!--", "\n \t", "<?x "])
def test_much_in_front_of_nothing_is_no_trouble(front: str) -> None:
    assert fault(front * 20_000) in (Fault.NO_FEED, Fault.UNSAFE)
