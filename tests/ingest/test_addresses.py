"""Addresses: one form for each, and the ones that are not for fetching."""

import pytest

from bot.errors import FetchFailed
from bot.ingest.addresses import canonical, joined, links_in, preferred
from bot.model.link import Fault


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG:443/A?b=c#top", "https://example.org/A?b=c"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://bücher.example/größe", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=y&gclid=z", "https://example.org/a?id=7"),
        ("https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://example.org/a%20b?q=c%2Fd", "https://example.org/a%20b?q=c%2Fd"),
        ("https://example.org/a?amp=1", "https://example.org/a"),
        ("https://en.m.wikipedia.org/wiki/Riga", "https://en.wikipedia.org/wiki/Riga"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a/amp", "https://example.org/a/amp"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3Dx",
            "https://example.org/a",
        ),
        ("https://8.8.8.8/a", "https://8.8.8.8/a"),
        ("https://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
    ],
)
def test_an_address_has_one_form(written: str, address: str) -> None:
    assert canonical(written) == address


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("ftp://example.org/a", Fault.SCHEME),
        ("file:///etc/passwd", Fault.SCHEME),
        ("javascript:alert(1)", Fault.SCHEME),
        ("data:text/html,hello", Fault.SCHEME),
        ("gopher://example.org/", Fault.SCHEME),
        ("https://user:word@example.org/", Fault.CREDENTIALS),
        ("https://example.org@10.0.0.1/", Fault.CREDENTIALS),
        ("http://2130706433/", Fault.ADDRESS),
        ("http://0x7f000001/", Fault.ADDRESS),
        ("http://0177.0.0.1/", Fault.ADDRESS),
        ("http://127.1/", Fault.ADDRESS),
        ("http://0x7f.0.0.1/", Fault.ADDRESS),
        ("http://１２７.1/", Fault.ADDRESS),
        ("http://example.org:25/", Fault.PORT),
        ("http://example.org:0/", Fault.PORT),
        ("http://example.org:99999/", Fault.ADDRESS),
        ("http:///a", Fault.ADDRESS),
        ("http://exa mple.org/", Fault.ADDRESS),
        ("http://example.org\\@10.0.0.1/", Fault.ADDRESS),
        ("http://exa%00mple.org/", Fault.ADDRESS),
        ("http://example.org/\r\nHost: 10.0.0.1", Fault.ADDRESS),
        ("https://" + "a" * 64 + ".org/", Fault.ADDRESS),
        ("https://example.org/" + "a" * 2_000, Fault.ADDRESS),
        ("", Fault.ADDRESS),
    ],
)
def test_what_is_not_for_fetching_is_refused(written: str, fault: Fault) -> None:
    with pytest.raises(FetchFailed) as refused:
        canonical(written)

    assert refused.value.fault == fault


def test_a_numbered_host_in_other_digits_is_the_number_it_looks_like() -> None:
    assert canonical("http://１２７.⓪.0.①/") == "http://127.0.0.1/"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/A_(b), and more", ["https://example.org/A_(b)"]),
        ("“https://example.org/a”", ["https://example.org/a"]),
        (
            "www.example.org/a and https://example.org/b\nhttps://example.org/b",
            ["www.example.org/a", "https://example.org/b"],
        ),
        ("https://example.org/a/ and http://10.0.0.1/", ["https://example.org/a/", "http://10.0.0.1/"]),
        ("no link here, nor in http:// or https://", []),
    ],
)
def test_links_are_found_without_the_sentence_around_them(text: str, links: list[str]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("claimed", "address"),
    [
        ("/b", "https://m.example.org/b"),
        ("https://example.org/b?utm_source=x", "https://example.org/b"),
        ("https://www.example.org/b", "https://www.example.org/b"),
        ("https://elsewhere.org/b", "https://m.example.org/a"),
        ("https://example.org/", "https://m.example.org/a"),
        ("ftp://example.org/b", "https://m.example.org/a"),
        ("", "https://m.example.org/a"),
    ],
)
def test_a_page_may_name_another_address_of_its_own_site(claimed: str, address: str) -> None:
    assert preferred("https://m.example.org/a", claimed) == address


def test_a_redirect_without_a_host_stays_on_the_host() -> None:
    assert joined("https://example.org/a/b", "../c") == "https://example.org/c"
