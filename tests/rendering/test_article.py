"""The answer to a text that was handed in, as it is read in a chat."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.model.news import Mention, Undated
from bot.model.outcome import Matched, Outcome, Verdict
from bot.model.timex import Timex, TimexType
from bot.rendering.article import render_outcome
from tests.rendering.story import (
    ARTICLES,
    KILLED,
    MENTIONS,
    MIRA,
    MORNING,
    STRIKE,
    STRIKE_D,
    VISIT,
    D,
    M,
    S,
    W,
    an_event,
    disputed,
)
from tests.support.telegram_text import shown

VISITED = an_event(2, VISIT, "2015", 3)
KILLED_IN = an_event(3, KILLED, "2019", 2)
STRUCK = an_event(4, STRIKE, "2021-04-20", 1)


def an_undated(words: str, reason: str) -> Undated:
    return Undated(Timex(TimexType.DURATION, "P6Y", words, 0, len(words), "length"), reason)


FIRST = Outcome(
    Verdict.ADDED,
    article=S,
    change=1,
    added=(VISITED, KILLED_IN, STRUCK),
    undated=(
        an_undated("10-year", "a length of time, not a date"),
        an_undated("now", "no calendar date"),
        an_undated("nearly six years after", "a length of time, not a date"),
    ),
    mentions=MENTIONS,
    articles=ARTICLES,
)


def test_a_first_article_shows_what_was_added_and_what_was_not() -> None:
    reply = render_outcome(FIRST, UTC)

    assert reply.html.markup == (
        "<b>3 events added</b>\n"
        'Source <a href="https://example.org/s">[A] Russian airstrike in Syria</a>, '
        "published 21 Apr 2021 (date line in the text)\n"
        "\n"
        "<b>2015</b> · Soleimani visits Moscow. /e2\n"
        "<b>2019</b> · Soleimani is assassinated. /e3\n"
        "<b>20 Apr 2021</b> · Russian airstrike in Syria. /e4\n"
        "\n"
        "<i>Not added:</i> “10-year”, “nearly six years after” (a length of time, not a date); "
        "“now” (no calendar date)."
    )
    assert [[(b.label, b.press.data) for b in row] for row in reply.buttons] == [
        [("Review", "review:1:0"), ("Undo", "undo:1")]
    ]
    shown(reply.html)


def test_a_more_exact_source_refines() -> None:
    exact = an_event(2, VISIT, "2015-07", 5, 3, support=2)
    outcome = Outcome(
        Verdict.ADDED, M, 2, matched=(Matched(VISITED, exact),), mentions=MENTIONS, articles=ARTICLES
    )

    assert shown(render_outcome(outcome, UTC).html) == (
        "/e2 is now more exact\n"
        "Source [C] The map, published 6 Oct 2015 (date of the original post)\n"
        "\n"
        "2015 → Jul 2015 · Soleimani visits Moscow. [A] [C] /e2\n"
        "\n"
        "Jul 2015 lies inside 2015, so nothing is contradicted."
    )


def test_sources_that_disagree_are_both_quoted() -> None:
    told = disputed(an_event(3, KILLED, "2019", 2, 4, support=2), "2019", "2020-01-03")
    outcome = Outcome(
        Verdict.ADDED, W, 2, matched=(Matched(KILLED_IN, told),), mentions=MENTIONS, articles=ARTICLES
    )

    assert shown(render_outcome(outcome, UTC).html) == (
        "Two sources disagree on /e3\n"
        "Source [B] General killed in Baghdad, published 3 Jan 2020 (date from the page)\n"
        "\n"
        "2019 or 3 Jan 2020, disputed · Soleimani is assassinated. /e3\n"
        "• 2019, [A]: “Iran's general, killed in 2019, had visited Moscow in 2015.”\n"
        "• 3 Jan 2020, [B]: “The general was killed early on Friday outside the airport.”\n"
        "2019 does not contain 3 Jan 2020, so both cannot be right. "
        "Until somebody decides, the timeline shows both."
    )


def test_one_more_source_for_a_known_event_is_told() -> None:
    twice = replace(STRUCK, mentions=(1, 6), support=2)
    outcome = Outcome(
        Verdict.ADDED,
        S,
        3,
        added=(VISITED,),
        matched=(Matched(STRUCK, twice),),
        mentions=MENTIONS,
        articles=ARTICLES,
    )

    assert shown(render_outcome(outcome, UTC).html) == (
        "1 event added, 1 already known\n"
        "Source [A] Russian airstrike in Syria, published 21 Apr 2021 (date line in the text)\n"
        "\n"
        "2015 · Soleimani visits Moscow. /e2\n"
        "\n"
        "Already known\n"
        "20 Apr 2021 · Russian airstrike in Syria. [A] [D] /e4"
    )


def test_an_assumed_publication_date_is_told_where_dates_hang_on_it() -> None:
    event = an_event(4, STRIKE, "2021-04-19", 6)
    outcome = Outcome(Verdict.ADDED, D, 1, added=(event,), mentions={6: STRIKE_D}, articles=ARTICLES)

    reply = render_outcome(outcome, UTC)

    assert shown(reply.html).endswith(
        "The text does not say when it was published, so I counted “on Monday” from 22 Apr 2021. "
        "Is that right?"
    )
    assert [button.label for button in reply.buttons[0]] == ["Published the day before", "Another day…"]


def test_an_assumed_publication_date_does_not_matter_to_a_date_in_full() -> None:
    mention = replace(STRIKE_D, timex=MENTIONS[2].timex)
    event = an_event(4, STRIKE, "2021-04-19", 6)
    outcome = Outcome(Verdict.ADDED, D, 1, added=(event,), mentions={6: mention}, articles=ARTICLES)

    assert "I counted from" not in shown(render_outcome(outcome, UTC).html)


def test_the_same_words_again_change_nothing_and_say_so() -> None:
    outcome = Outcome(
        Verdict.KNOWN,
        S,
        matched=(Matched(STRUCK, STRUCK),),
        known_since=MORNING,
        known_by=MIRA,
        mentions=MENTIONS,
        articles=ARTICLES,
    )

    reply = render_outcome(outcome, UTC)

    assert shown(reply.html) == (
        "Already here: [A] Russian airstrike in Syria, added by Mira on 21 Apr 2021. Nothing changed.\n"
        "\n"
        "20 Apr 2021 · Russian airstrike in Syria. /e4"
    )
    assert reply.buttons == ()


def test_a_text_without_dates_is_kept_as_a_source() -> None:
    dated, undated = (render_outcome(Outcome(Verdict.ADDED, article, 5), UTC) for article in (S, D))

    assert shown(dated.html) == (
        "I found no dated event in that text. It is saved as source [A] Russian airstrike in Syria; "
        "nothing was added to the timeline.\n"
        "Paste one that says when something happened."
    )
    assert shown(undated.html).endswith(
        "Paste one that says when something happened, or say when this one came out: "
        "/published D 12 Apr 2021."
    )
    assert [[button.label for button in row] for row in dated.buttons] == [["Undo"]]


def test_an_edit_tells_what_it_changed() -> None:
    outcome = Outcome(
        Verdict.REPLACED,
        S,
        6,
        matched=(Matched(STRUCK, an_event(4, STRIKE, "2021-04-19", 6)),),
        removed=(VISITED,),
        mentions=MENTIONS,
        articles=ARTICLES,
    )

    assert shown(render_outcome(outcome, UTC).html) == (
        "Read again: 1 event gone, 1 with a changed date\n"
        "Source [A] Russian airstrike in Syria, published 21 Apr 2021 (date line in the text)\n"
        "\n"
        "With a changed date\n"
        "20 Apr 2021 → 19 Apr 2021 · Russian airstrike in Syria. [D] /e4\n"
        "\n"
        "Gone, as nothing else tells it\n"
        "2015 · Soleimani visits Moscow."
    )


@pytest.mark.parametrize("reason", ["no letters", "too long", "binary", "taken back", "something new", None])
def test_a_refusal_says_why_and_what_to_do(reason: str | None) -> None:
    text = shown(render_outcome(Outcome(Verdict.REFUSED, reason=reason), UTC).html)

    assert any(word in text for word in ("Paste", "Send", "Save"))


def test_a_chronicle_of_five_hundred_events_fits_into_one_message() -> None:
    mentions: dict[int, Mention] = {n: replace(STRIKE_D, id=n) for n in range(500)}
    events = tuple(an_event(n, f"Something happens for the {n}th time", "2021-04-19", n) for n in range(500))
    outcome = Outcome(
        Verdict.ADDED,
        D,
        1,
        added=events,
        undated=FIRST.undated * 40,
        mentions=mentions,
        articles=ARTICLES,
    )

    text = shown(render_outcome(outcome, UTC).html)

    assert text.startswith("500 events added\n")
    assert "more. /timeline shows them all.\n" in text
    assert "114 more." in text
    assert "I counted “on Monday” from 22 Apr 2021" in text


def test_a_local_day_is_that_of_the_chat() -> None:
    late = MORNING + timedelta(hours=14, minutes=58)  # midnight in UTC, still the 21st further west
    outcome = Outcome(Verdict.KNOWN, S, known_since=late, articles=ARTICLES)

    assert "on 22 Apr 2021" in shown(render_outcome(outcome, UTC).html)


def test_a_source_that_makes_one_event_of_two_says_so() -> None:
    both = replace(STRUCK, mentions=(1, 2))
    outcome = Outcome(
        Verdict.ADDED,
        S,
        2,
        matched=(Matched(STRUCK, both),),
        removed=(an_event(9, VISIT, "2015", 2),),
        mentions=MENTIONS,
        articles=ARTICLES,
    )

    answer = shown(render_outcome(outcome, UTC).html)

    assert answer.startswith("1 event merged, 1 already known\n")
    assert "Merged\n2015 · " in answer
    assert f"e9 is part of /e{STRUCK.number} now." in answer
    assert "Gone" not in answer


def test_a_removed_source_ends_a_dispute() -> None:
    torn = disputed(an_event(3, KILLED, "2019", 2, 4, support=2), "2019", "2020-01-03")
    settled = an_event(3, KILLED, "2020-01-03", 4)
    outcome = Outcome(
        Verdict.REMOVED, S, 3, matched=(Matched(torn, settled),), mentions=MENTIONS, articles=ARTICLES
    )

    answer = shown(render_outcome(outcome, UTC).html)

    assert answer.startswith("1 event no longer in dispute\n")
    assert "2019 or 3 Jan 2020 → 3 Jan 2020 · " in answer


def test_nobody_is_asked_for_a_publication_date_that_would_change_nothing() -> None:
    counted = replace(STRIKE_D, article=4)
    written = replace(STRIKE_D, id=60, article=1, timex=None)
    event = an_event(4, STRUCK.headline, "2021-04-19", counted.id, written.id)
    outcome = Outcome(
        Verdict.ADDED, D, 1, added=(event,), mentions={counted.id: counted, 60: written}, articles=ARTICLES
    )
    alone = replace(outcome, added=(replace(event, mentions=(counted.id,)),))

    assert "Is that right?" not in shown(render_outcome(outcome, UTC).html)
    assert "Is that right?" in shown(render_outcome(alone, UTC).html)
