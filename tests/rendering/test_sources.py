"""The list of sources as it is read in a chat."""

from bot.model.outcome import SourceLine, SourceList
from bot.rendering.sources import PAGE, render_sources
from tests.rendering.story import D, M, S, an_article
from tests.support.telegram_text import shown


def test_sources_tell_where_they_are_from_and_how_much_they_tell() -> None:
    pasted = an_article(5, "Prices rose in March, the office said.\n\nMore…", None)
    found = SourceList((SourceLine(pasted, 0), SourceLine(D, 1), SourceLine(M, 1), SourceLine(S, 3)), total=4)

    assert shown(render_sources(found).html) == (
        "4 sources, newest first\n"
        "\n"
        "[E] “Prices rose in March, the office said.”\n"
        "publication date unknown · 0 events\n"
        "\n"
        "[D] Desk update\n"
        "publication date unknown (read as of 22 Apr 2021, when it was handed in) · 1 event\n"
        "\n"
        "[C] The map\n"
        "Example Channel · published 6 Oct 2015 (date of the original post) · 1 event\n"
        "\n"
        "[A] Russian airstrike in Syria\n"
        "published 21 Apr 2021 (date line in the text) · 3 events"
    )


def test_no_sources_say_how_to_begin() -> None:
    assert shown(render_sources(SourceList((), 0)).html) == (
        "No sources yet.\nPaste or forward an article, and it will be listed here."
    )


def test_buttons_lead_to_the_pages_there_are() -> None:
    middle = SourceList((SourceLine(S, 1),) * PAGE, total=3 * PAGE, offset=PAGE)

    row, *removing = render_sources(middle).buttons

    assert [(button.label, button.press.data) for button in row] == [
        ("‹ Newer", "sources:0"),
        ("2 of 3", "page:2:3"),
        ("Older ›", f"sources:{2 * PAGE}"),
    ]
    assert [len(row) for row in removing] == [5, 5]
    assert removing[0][0].label == "Remove A"


def test_the_longest_addresses_and_titles_still_fit() -> None:
    article = an_article(
        5, "x", "2021-04-21", title="Заголовок " * 100, address="https://example.org/" + "п" * 900
    )

    shown(render_sources(SourceList((SourceLine(article, 10**6),) * PAGE, total=PAGE)).html)
