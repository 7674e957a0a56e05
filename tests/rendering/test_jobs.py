"""The end of long work: every piece that failed is named, with its cause and its remedy."""

from datetime import timedelta

from bot.model.job import OURS, ItemResult, JobState, Tally
from bot.rendering.jobs import render_end
from tests.support.telegram_text import parsed


def told(*failures: ItemResult) -> str:
    tally = Tally(total=9, done=9 - len(failures), failed=len(failures))
    reply = render_end(1, "links.txt", tally, timedelta(seconds=3), failures, JobState.DONE)
    return parsed(str(reply.html))[0]


def test_an_empty_page_is_told_by_its_address_and_an_empty_row_by_its_place() -> None:
    said = told(
        ItemResult(1, fault="empty", address="https://example.org/a"),
        ItemResult(2, fault="no text", detail="2\t"),
    )

    assert "I found no text on example.org/a: there is none, or only a browser shows it." in said
    assert "Row 2: there is no text in it." in said


def test_what_went_wrong_on_our_side_is_owned() -> None:
    assert "Article 4: something went wrong on my side." in told(ItemResult(4, fault=OURS))
