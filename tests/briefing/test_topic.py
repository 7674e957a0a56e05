"""A topic as people type it finds the articles about it, and none that name a word of it by the way."""

import pytest

from bot.briefing.aliases import ways_to_say
from bot.briefing.topic import Topic
from bot.briefing.vectors import stems_of
from bot.briefing.words import topic_words

LEAK = ["Oil from the well of BP spilled into the gulf.", "BP capped the well.", "Fishermen stayed at home."]
PRICES = ["Oil prices fell on Monday.", "Traders blamed the weather.", "Tankers carry oil."]
WAR = ["Syrian rebels took a village.", "The war is in its fourth year.", "Nobody counted the dead."]
SINGER = ["Doctor Murray was charged over Michael Jackson's last night.", "Jackson died at home."]


def about(typed: str, *articles: list[str]) -> set[int]:
    topic = Topic.of(typed, topic_words(typed))
    sentences = [
        (number, frozenset(stems_of(text))) for number, texts in enumerate(articles) for text in texts
    ]
    return set(topic.articles(sentences))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bp oil", {0}),
        ("BP oil spill", {0}),
        ("syria war", {2}),
        ("war in Syria", {2}),
        ("death of Michael Jackson", {3}),
        ("jackson", {3}),
        ("oil", {0, 1}),
        ("volcano", set()),
        ("!!!", set()),
        ("", {0, 1, 2, 3}),
    ],
)
def test_the_articles_about_a_topic_are_found(typed: str, found: set[int]) -> None:
    assert about(typed, LEAK, PRICES, WAR, SINGER) == found


def test_an_article_that_names_the_topic_once_by_the_way_is_not_about_it() -> None:
    chronicle = [f"The council of town number {n} met again." for n in range(40)]

    assert about("bp oil", [*chronicle, "A speaker recalled the BP oil leak."]) == set()


def test_a_name_is_found_under_its_other_form() -> None:
    topic = Topic.of("gm recall", ways_to_say(["gm", "recall"], {("gm", "general motors")}))

    assert topic.speaks(frozenset(stems_of("General Motors said nothing.")))
    assert topic.speaks(frozenset(stems_of("GM said nothing.")))
    assert not topic.speaks(frozenset(stems_of("A general said nothing.")))


def test_a_person_who_has_another_form_of_the_name_is_still_spoken_of_by_the_last_name_alone() -> None:
    topic = Topic.of("Ada Byron", ways_to_say(["ada", "byron"], {("lovelace", "ada byron")}))

    assert topic.speaks(frozenset(stems_of("Byron resigned on Monday.")))
    assert topic.speaks(frozenset(stems_of("Lovelace resigned on Monday.")))


def test_an_article_off_the_topic_changes_nothing() -> None:
    assert about("bp oil", LEAK, PRICES) == about("bp oil", LEAK)


def test_an_article_that_says_it_otherwise_is_found_by_the_company_it_keeps() -> None:
    others = [
        ["BP tried to cap the well in the gulf.", "Oil reached the marshes of Louisiana.", "Booms held it."],
        ["The well of BP leaked oil into the gulf.", "Fishermen of Louisiana lost their season."],
    ]
    otherwise = ["Booms held the oil off the marshes.", "The well in the gulf leaked on.", "Louisiana waits."]

    assert about("bp oil", *others, otherwise, PRICES) == {0, 1, 2}


def test_a_name_that_is_also_an_empty_word_is_found() -> None:
    speech = ["Theresa May spoke in Florence.", "May left at noon."]

    assert about("Theresa May", speech, LEAK) == {0}
