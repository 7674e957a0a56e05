"""The web page in a browser: it asks the network nothing, filters what is shown, and runs no foreign word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rendering.export.sheets import exported, many
from tests.support.browser import Page, a_page

SHOWN = "[...document.querySelectorAll('.event')].filter(e => e.offsetParent).map(e => e.id).join(' ')"
YEARS = "[...document.querySelectorAll('h2')].filter(e => e.offsetParent).map(e => e.textContent).join(' ')"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with a_page() as page:
        yield page


@pytest.fixture
def page(browser: Page, tmp_path: Path) -> Page:
    """The small timeline, open."""
    browser.requests.clear()
    browser.complaints.clear()
    path = tmp_path / "timeline.html"
    path.write_bytes(exported("html")[0])
    browser.show(path)
    return browser


def test_it_shows_everything_and_asks_nobody(page: Page) -> None:
    assert page.run(SHOWN) == "e1 e2 e3 e4 e5 e6"
    assert page.run(YEARS) == "1900 2015 2019 2021"
    assert page.run("document.querySelector('#shown').value") == "Shown: 6 of 6"
    assert [address for address in page.requests if not address.startswith("file:")] == []
    assert len(page.requests) == 1
    assert page.complaints == []


def test_its_policy_lets_nothing_in_or_out(page: Page) -> None:
    page.run("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    asked = page.run("fetch('http://127.0.0.1:9/').then(() => 'came', () => 'refused')")
    page.run("document.body.insertAdjacentHTML('beforeend', '<p id=x onclick=\"document.title=1\">')")
    page.click("#x")

    assert asked == "refused"
    assert page.run("document.title") == "Timeline"
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
    assert [a for a in page.requests if a.startswith("http") and "127.0.0.1" not in a] == []


def test_foreign_words_are_shown_and_not_run(page: Page) -> None:
    headline = page.run("document.querySelector('#e4 p').textContent")

    assert "</script><script>document.title='pwned'</script>" in headline
    assert page.run("document.title") == "Timeline"
    assert page.run("document.images.length") == 0
    assert page.run("document.scripts.length") == 1
    assert page.run("[...document.links].filter(a => a.protocol === 'javascript:').length") == 0
    assert page.complaints == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("quay", "e1 e2 e4 e5"),
        ("QUAY built", "e2"),
        ("пальмирой", "e5"),
        ("ضربة", "e5"),
        ("jets", "e5"),
        ("e6", "e6"),
        ("zebra", ""),
        ("", "e1 e2 e3 e4 e5 e6"),
    ],
)
def test_the_search_finds_words_of_headlines_and_sentences(page: Page, words: str, shown: str) -> None:
    page.type("#search", words)

    assert page.run(SHOWN) == shown
    assert page.run("document.querySelector('#nothing').hidden") is bool(shown)


def test_filters_narrow_and_go_together(page: Page) -> None:
    page.click("#disputed")
    disputed = page.run(SHOWN)
    page.click("#disputed")
    page.click("#planned")
    planned = page.run(SHOWN)
    page.click("#planned")
    page.type("#year", "2015")
    of_2015 = page.run(SHOWN), page.run(YEARS)
    page.type("#source", "C")
    of_c = page.run(SHOWN)

    assert (disputed, planned) == ("e4", "e6")
    assert of_2015 == ("e2 e3", "2015")
    assert of_c == "e3"
    assert page.run("document.querySelector('#shown').value") == "Shown: 1 of 6"


def test_an_event_of_several_years_is_found_in_each(page: Page) -> None:
    page.type("#year", "2019")

    assert page.run(SHOWN) == "e4"


def test_sentences_open_with_their_sources(page: Page) -> None:
    page.click("#e2 summary")

    quote = "document.querySelector('#e2 blockquote')"
    assert page.run(f"{quote}.innerText").split("\n\n") == [
        "The quay was built in 2015.",
        "[A] The lamp on the quay, published 21 Apr 2021 (date line in the text)",
    ]
    assert page.run(f"{quote}.querySelector('a').href") == "https://example.org/a?x=1&y=2"
    assert page.run(f"{quote}.querySelector('a').rel") == "noopener noreferrer"


def test_it_follows_the_light_and_can_be_turned(page: Page, tmp_path: Path) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.run(colour)
    page.click("#theme")
    dark = page.run(colour)
    page.show(tmp_path / "timeline.html", dark=True)

    assert light == "rgb(251, 250, 247)"
    assert dark == page.run(colour) == "rgb(22, 22, 22)"


def test_it_fits_a_phone(page: Page, tmp_path: Path) -> None:
    page.show(tmp_path / "timeline.html", width=360, height=740)

    assert page.run(OVERFLOW) == 0
    assert page.run("parseFloat(getComputedStyle(document.querySelector('.event p')).fontSize)") >= 16
    heights = "[...document.querySelectorAll('.filters > *:not(output)')].map(e => e.offsetHeight)"
    assert min(page.run(heights)) >= 44


def read_aloud(page: Page, last: str) -> list[str]:
    """What a screen reader says: made beside the page, so it is asked for until it is there."""
    names: list[str] = []
    for _ in range(500):
        tree = page.call("Accessibility.getFullAXTree")["nodes"]
        names = [node.get("name", {}).get("value", "") for node in tree]
        if last in names:
            break
    return names


def test_without_its_script_everything_is_there_to_read(page: Page, tmp_path: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.show(tmp_path / "timeline.html")
        read = read_aloud(page, "The bridge is to open")
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)

    names = set(read)
    assert {"The quay is built", "The bridge is to open"} <= names
    assert "Search" not in names


def test_ten_thousand_events_are_searched(browser: Page, tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes(exported("html", list(many(10_000)))[0])

    browser.show(path)
    browser.type("#search", "lamp 9999")

    assert browser.run("document.querySelectorAll('.event').length") == 10_000
    assert browser.run(SHOWN) == "e9999"
    assert browser.run("document.querySelector('#shown').value") == "Shown: 1 of 10000"
