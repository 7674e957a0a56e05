"""Digests as they are read in a chat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model.chat import Chat, ChatKind
from bot.model.digest import Digest, Item, Outage, Quiet, Section, Turn
from bot.model.news import Action, Actor, Event, Mention, Modality
from bot.model.schedule import Due
from bot.rendering.buttons import Press
from bot.rendering.digest import digest_parts, render_digest, render_preview, render_rest
from tests.rendering.story import (
    ARTICLES,
    KILLED,
    MENTIONS,
    MIRA,
    MORNING,
    STRIKE,
    TOMAS,
    VISIT,
    an_article,
    an_event,
    disputed,
)
from tests.support.builders import a_mention
from tests.support.telegram_text import shown

LONDON = ZoneInfo("Europe/London")
DUE = Due("2021-04-22T07:30", datetime(2021, 4, 22, 6, 30, tzinfo=UTC))
NEXT = Due("2021-04-23T07:30", DUE.at + timedelta(days=1))
JETS = a_mention("Jets struck first on 30 September.", "2015-09-30", number=7, article=3)

VISITED = an_event(2, VISIT, "2015-07", 5, 3, support=2)
KILLED_THEN = an_event(3, KILLED, "2020-01-03", 4, 2, support=2, chosen=True)
STRUCK = an_event(4, STRIKE, "2021-04-20", 1, 6, support=2)
TORN = disputed(STRUCK, "2021-04-19", "2021-04-20")
FIRST_STRIKES = an_event(5, "First Russian airstrikes", "2015-09-30", 7)


def an_item(
    section: Section,
    event: Event,
    before: Event | None = None,
    *sources: int,
    action: Action = Action.ADD,
    actor: Actor = MIRA,
    other: int | None = None,
) -> Item:
    return Item(section, event, before, Turn(action, actor, MORNING), sources, other)


def a_digest(*items: Item, **more: object) -> Digest:
    facts: dict[str, object] = {
        "subscription": 1,
        "topic": "Russia in Syria",
        "since": DUE.at - timedelta(days=1),
        "until": DUE.at + timedelta(seconds=2),
        "due": DUE,
        "first_change": 8,
        "last_change": 12,
        "items": items,
        "mentions": {**MENTIONS, 7: JETS},
        "articles": ARTICLES,
        "next": NEXT,
    }
    return Digest(**(facts | more))  # type: ignore[arg-type]


NEW = an_item(Section.NEW, FIRST_STRIKES, None, 3)
EXACT = an_item(Section.CHANGED, VISITED, replace(VISITED, when=an_event(2, VISIT, "2015").when), 3)
DISPUTED = an_item(Section.DISPUTED, TORN, STRUCK, 4)


def test_a_digest_tells_what_is_new_changed_and_in_dispute() -> None:
    reply = render_digest(a_digest(DISPUTED, NEW, EXACT), LONDON)

    m = f'<a href="{ARTICLES[3].address}">[C]</a>'
    s = f'<a href="{ARTICLES[1].address}">[A]</a>'
    assert reply.html.markup == (
        "<b>Since Wed 21 Apr, 07:30</b> · Russia in Syria\n"
        "\n"
        "<b>New</b>\n"
        f"<b>30 Sep 2015</b> · First Russian airstrikes. {m} /e5\n"
        "\n"
        "<b>Changed</b>\n"
        f"Soleimani visits Moscow: 2015 → <b>Jul 2015</b> {m} /e2\n"
        "\n"
        "<b>In dispute</b>\n"
        f"Russian airstrike in Syria: <b>19 Apr 2021</b> [D] or <b>20 Apr 2021</b> {s} /e4\n"
        "\n"
        "<i>Next: Fri 23 Apr, 07:30.</i>"
    )
    shown(reply.html)
    assert [[(b.label, b.press.data) for b in row] for row in reply.buttons] == [
        [("Full timeline", "full:1"), ("Snooze a week", "snooze:1")]
    ]


def test_a_digest_tells_what_people_decided_and_what_is_gone() -> None:
    was_torn = disputed(KILLED_THEN, "2019", "2020-01-03")
    reply = render_digest(
        a_digest(
            an_item(Section.SETTLED, KILLED_THEN, was_torn, action=Action.SETTLE),
            an_item(Section.CHANGED, FIRST_STRIKES, an_event(5, "Jets strike", "2015-09-30", 7),
                    action=Action.EDIT),
            an_item(Section.CHANGED, STRUCK, replace(STRUCK, when=VISITED.when), action=Action.EDIT,
                    actor=TOMAS),
            an_item(Section.CHANGED, VISITED, replace(VISITED, modality=Modality.PLANNED), 3),
            an_item(Section.REMOVED, an_event(6, "A bridge falls", "2016"), None, action=Action.DELETE),
            an_item(Section.REMOVED, an_event(7, "A port opens", "2017"), None, action=Action.UNDO),
            an_item(Section.REMOVED, an_event(8, "A road is built", "2018"), None, action=Action.REMOVE),
            an_item(Section.MERGED, an_event(9, "The general is shot", "2020"), None, action=Action.MERGE,
                    other=3),
            topic="",
        ),
        LONDON,
    )  # fmt: skip

    assert shown(reply.html) == (
        "Since Wed 21 Apr, 07:30\n"
        "\n"
        "Changed\n"
        "Jets strike → First Russian airstrikes. /e5\n"
        "Russian airstrike in Syria: Jul 2015 → 20 Apr 2021, by Tomas /e4\n"
        "Soleimani visits Moscow: Jul 2015, planned → Jul 2015 [C] /e2\n"
        "\n"
        "Settled\n"
        "Soleimani is assassinated: 3 Jan 2020, chosen by Mira; was 2019 or 3 Jan 2020 /e3\n"
        "\n"
        "Removed\n"
        "2016 · A bridge falls. Deleted by Mira.\n"
        "2017 · A port opens. Taken back by Mira.\n"
        "2018 · A road is built. No source tells it any more.\n"
        "\n"
        "Merged\n"
        "2020 · The general is shot. Part of /e3 now.\n"
        "\n"
        "Next: Fri 23 Apr, 07:30."
    )


def test_what_comes_up_and_what_happened_on_this_day_stand_below() -> None:
    vote = an_event(9, "Parliament votes on the budget", "2021-05-12", modality=Modality.PLANNED)
    flood = an_event(10, "The dam breaks", "1998-04-22")

    text = shown(render_digest(a_digest(NEW, coming=(vote,), same_day=(flood,)), LONDON).html)

    assert text.endswith(
        "Coming up: 12 May 2021 · Parliament votes on the budget. /e9\n"
        "On this day: 1998 · The dam breaks. /e10\n"
        "\n"
        "Next: Fri 23 Apr, 07:30."
    )


def test_a_late_digest_says_when_it_was_due_and_why_it_comes_now() -> None:
    outage = Outage(DUE.at - timedelta(minutes=40), DUE.at + timedelta(minutes=94))
    late = a_digest(NEW, late=True, outage=outage, until=DUE.at + timedelta(minutes=95))

    assert shown(render_digest(late, LONDON).html).startswith(
        "Late digest: due 07:30, sent 09:05. The bot was offline from 06:50 to 09:04.\n"
        "\n"
        "Since Wed 21 Apr, 07:30 · Russia in Syria\n"
    )


def test_a_digest_days_late_names_the_days_and_those_it_stands_for() -> None:
    late = a_digest(NEW, late=True, missed=2, until=DUE.at + timedelta(days=2))

    assert shown(render_digest(late, LONDON).html).startswith(
        "Late digest: due Thu 22 Apr, 07:30, sent Sat 24 Apr, 07:30. "
        "It takes the place of 2 earlier ones, too.\n"
    )


def test_a_moment_of_another_year_says_so() -> None:
    old = a_digest(NEW, since=datetime(2020, 12, 31, 8, 0, tzinfo=UTC))

    assert shown(render_digest(old, LONDON).html).startswith(
        "Since Thu 31 Dec 2020, 08:00 · Russia in Syria\n"
    )


def test_something_new_in_dispute_and_what_was_part_of_another_event() -> None:
    parted = replace(NEW, other=4)

    text = shown(render_digest(a_digest(replace(DISPUTED, before=None), parted), LONDON).html)

    assert "30 Sep 2015 · First Russian airstrikes. [C] /e5 (was part of /e4)\n" in text
    assert "Russian airstrike in Syria (new): 19 Apr 2021 [D] or 20 Apr 2021 [A] /e4\n" in text


def test_nothing_new_says_since_when_and_when_something_last_came() -> None:
    quiet = Quiet("Russia in Syria", DUE.at, DUE.at + timedelta(hours=9), DUE.at + timedelta(hours=4))

    assert shown(render_preview(quiet, LONDON).html) == (
        "Nothing new in “Russia in Syria” since Thu 22 Apr, 07:30. Last addition: Thu 22 Apr, 11:30."
    )
    assert shown(render_preview(replace(quiet, topic="", last_addition=None), LONDON).html) == (
        "Nothing new since Thu 22 Apr, 07:30."
    )


def test_a_digest_is_owed_as_parts_in_the_language_and_zone_of_the_chat() -> None:
    (part,) = digest_parts(a_digest(NEW), Chat(100, ChatKind.PRIVATE, zone="Asia/Tokyo"))

    assert part.html.startswith("<b>Since Wed 21 Apr, 15:30</b>")
    assert part.buttons == ((("Full timeline", "full:1"), ("Snooze a week", "snooze:1")),)


def many(count: int, words: str = "A town falls") -> Digest:
    return a_digest(
        *(an_item(Section.NEW, an_event(n, f"{words} {n}", "2021-04-20", 7), None, 3) for n in range(count))
    )


def pressed(digest: Digest, label: str) -> Press:
    return next(
        b.press for row in render_digest(digest, LONDON).buttons for b in row if b.label.endswith(label)
    )


def test_what_does_not_fit_is_counted_on_a_button() -> None:
    digest = many(1_000)

    reply = render_digest(digest, LONDON)

    lines = shown(reply.html).count("A town falls")
    assert lines >= 25
    assert reply.buttons[0][0].label == f"{1_000 - lines} more"
    assert pressed(digest, " more") == Press.to("more", 1, 8, 12, lines)


@pytest.mark.parametrize(
    "words", ["A town falls", "x" * 500, "דוח על נפילת העיר " * 20, "💥" * 300, "@a b.c " * 90]
)
def test_the_further_pages_show_each_item_once_and_lead_back(words: str) -> None:
    digest = many(60, words)
    digest = replace(digest, items=tuple(replace(item, other=None) for item in digest.items))
    start = pressed(digest, " more").numbers[3]
    starts = [start]
    while True:
        reply = render_rest(digest, starts[-1])
        shown(reply.html)
        more = [b.press.numbers[3] for row in reply.buttons for b in row if b.label.endswith(" more")]
        back = [b.press.numbers[3] for row in reply.buttons for b in row if b.label.startswith("‹")]
        assert all(f"/e{n} " in f"{reply.html.markup} " .replace("\n", " ")
                   for n in range(starts[-1], more[0] if more else 60))  # fmt: skip
        assert 0 <= back[0] < starts[-1]
        if not more:
            break
        assert more[0] > starts[-1]
        starts.append(more[0])

    assert shown(render_rest(digest, 60).html) == (
        "Nothing is left of that digest. /timeline shows what stands."
    )


def test_the_heaviest_items_still_fit() -> None:
    address = "https://example.org/" + "x" * 970
    articles = {n: an_article(n, "x", "2021-04-21", address=address) for n in range(1, 40)}
    mentions: dict[int, Mention] = {}
    items = []
    for n in range(12):
        for place in range(20):
            id = n * 20 + place + 1
            mentions[id] = a_mention("x", f"20{place:02}", number=id, article=place + 1)
        torn = disputed(an_event(n, "@a b.c " * 60, "2000", *range(n * 20 + 1, n * 20 + 21)),
                        *(f"20{place:02}" for place in range(20)))  # fmt: skip
        items.append(an_item(Section.DISPUTED, torn, None))
    digest = a_digest(*items, articles=articles, mentions=mentions, topic="ל" * 5_000)

    reply = render_digest(digest, LONDON)

    shown(reply.html)
    assert pressed(digest, " more").numbers[3] >= 1
