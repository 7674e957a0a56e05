"""The reasons of an event as they are read in a chat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model.news import Action, Actor, Change, EventStatus, Mention
from bot.model.outcome import Why
from bot.rendering.why import render_why
from tests.rendering.story import (
    ARTICLES,
    MENTIONS,
    MIRA,
    MORNING,
    STRIKE,
    STRIKE_D,
    STRIKE_S,
    TOMAS,
    VISIT,
    D,
    S,
    added,
    an_event,
    disputed,
)
from tests.support.telegram_text import shown

ALONE = an_event(4, STRIKE, "2021-04-20", 1)
STRUCK = disputed(an_event(4, STRIKE, "2021-04-20", 1, 6, support=2), "2021-04-19", "2021-04-20")
HISTORY = (
    added(1, S, MORNING, MIRA, ALONE),
    added(2, D, datetime(2021, 4, 22, 11, 40, tzinfo=UTC), TOMAS, STRUCK, before=ALONE),
)
DISPUTE = Why(STRUCK, (STRIKE_S, STRIKE_D), ARTICLES, HISTORY)


def test_why_shows_each_sentence_with_its_date_words_underlined_and_how_they_were_read() -> None:
    reply = render_why(DISPUTE, UTC)

    assert reply.html.markup == (
        "<b>/e4 · Russian airstrike in Syria.</b>\n"
        "Date: <b>19 or 20 Apr 2021</b>, disputed\n"
        "\n"
        '<b>[A]</b> <a href="https://example.org/s">Russian airstrike in Syria</a>, '
        "published 21 Apr 2021 (Wed, date line in the text)\n"
        "<blockquote>The jets struck <u>on April 20</u>.</blockquote>\n"
        "Read as <b>20 Apr 2021</b>: day and month given, year from the publication date. "
        "Value <code>2021-04-20</code>, counted from 21 Apr 2021, the publication date, "
        "rule <code>some-rule</code>.\n"
        "\n"
        "<b>[D]</b> Desk update, "
        "publication date unknown (read as of 22 Apr 2021, when it was handed in)\n"
        "<blockquote>The strike was carried out <u>on Monday</u>, the ministry said.</blockquote>\n"
        "Read as <b>19 Apr 2021</b>: the last Monday before publication. "
        "Value <code>2021-04-19</code>, counted from 22 Apr 2021, the publication date, "
        "rule <code>some-rule</code>.\n"
        "\n"
        "<blockquote expandable><b>History</b>\n"
        "21 Apr 2021 09:02 UTC · added from [A] by Mira\n"
        "22 Apr 2021 11:40 UTC · [D] matched: 20 Apr 2021 → 19 or 20 Apr 2021 by Tomas</blockquote>"
    )
    shown(reply.html)


def test_times_are_those_of_the_chat() -> None:
    assert "21 Apr 2021 11:02 CEST · added" in shown(render_why(DISPUTE, ZoneInfo("Europe/Warsaw")).html)


def test_a_date_taken_from_the_publication_says_so() -> None:
    mention = replace(MENTIONS[3], timex=None, reported=True)
    found = Why(an_event(2, VISIT, "2021-04-21", 3), (mention,), ARTICLES, ())

    assert shown(render_why(found, UTC).html).endswith(
        "Read as 2015: no date is given, so it stands under the day it was reported."
    )


def test_a_date_that_stands_in_another_sentence_says_where() -> None:
    mention = replace(MENTIONS[3], timex=None, reason="the strike before it was dated 20 April")
    found = Why(an_event(2, VISIT, "2015", 3), (mention,), ARTICLES, ())

    assert shown(render_why(found, UTC).html).endswith(
        "Read as 2015: the strike before it was dated 20 April."
    )


def test_a_claim_says_whose_it_is() -> None:
    mention = replace(STRIKE_S, attribution="the Russian military")
    found = Why(ALONE, (mention,), ARTICLES, ())

    assert "According to the Russian military." in shown(render_why(found, UTC).html)


def test_a_date_that_a_person_chose_says_so() -> None:
    found = Why(replace(STRUCK, status=EventStatus.SETTLED, chosen=True), (STRIKE_S,), ARTICLES, ())

    assert "chosen by a person" in shown(render_why(found, UTC).html)


def test_an_endless_sentence_is_shortened_around_its_date() -> None:
    text = "word " * 50_000 + "on April 20" + " and" * 50_000 + "."
    mention = long_mention(text, text.index("on April"))

    quoted = shown(render_why(Why(ALONE, (mention,), ARTICLES, ()), UTC).html)

    assert "…word word" in quoted
    assert "word on April 20 and" in quoted
    assert "and and…" in quoted
    assert len(quoted) < 1_000


def test_forty_sources_make_pages_that_each_fit_and_lead_to_each_other() -> None:
    mentions = tuple(replace(long_mention("x" * 300 + " on April 20", 301), id=n) for n in range(40))
    found = Why(replace(ALONE, mentions=tuple(range(40))), mentions, ARTICLES, HISTORY * 40)
    first = render_why(found, UTC)
    last = int(first.buttons[0][0].label.split()[-1])

    pages = [render_why(found, UTC, page) for page in range(1, last + 1)]

    assert sum(shown(page.html).count("[A]") for page in pages) >= 40
    assert all("/e4 · Russian airstrike" in shown(page.html) for page in pages)
    assert [[b.press.data for b in page.buttons[0]] for page in (pages[0], pages[1], pages[-1])] == [
        [f"page:1:{last}", "why:4:2"],
        ["why:4:1", f"page:2:{last}", "why:4:3"],
        [f"why:4:{last - 1}", f"page:{last}:{last}"],
    ]


def test_names_and_sentences_full_of_links_cannot_break_a_page() -> None:
    wild = "@a1 #b /c d.com " * 100
    mention = replace(
        long_mention(wild + "on April 20" + wild, len(wild)), attribution=wild, reason=wild, article=1
    )
    article = replace(S, title=wild, address=None)
    history = tuple(replace(change, actor=Actor(9, wild)) for change in HISTORY * 20)

    reply = render_why(Why(replace(ALONE, headline=wild), (mention,) * 9, {1: article}, history), UTC)

    shown(reply.html)


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert render_why(DISPUTE, UTC, 99) == render_why(DISPUTE, UTC, 1)


def test_an_undo_stands_in_the_history() -> None:
    undo = Change(3, Action.UNDO, TOMAS, MORNING + timedelta(days=2), articles=HISTORY[1].articles, undoes=2)
    taken_back = replace(HISTORY[1], undone_at=undo.at, undone_by=TOMAS)
    found = Why(ALONE, (STRIKE_S,), ARTICLES, (HISTORY[0], taken_back, undo))

    assert shown(render_why(found, UTC).html).endswith(
        "22 Apr 2021 11:40 UTC · [D] matched: 20 Apr 2021 → 19 or 20 Apr 2021 by Tomas, taken back since\n"
        "23 Apr 2021 09:02 UTC · [D] taken back by Tomas"
    )


def long_mention(text: str, at: int) -> Mention:
    timex = STRIKE_S.timex
    assert timex is not None
    return replace(
        STRIKE_S,
        sentence=text,
        start=0,
        end=len(text),
        timex=replace(timex, start=at, end=at + len("on April 20")),
    )
