import pytest

from bot.briefing.fingerprint import fingerprint

ARTICLE = "Russia's air force struck two camps near Palmyra on April 20."


@pytest.mark.parametrize(
    "copy",
    [
        "RUSSIA'S AIR FORCE STRUCK TWO CAMPS NEAR PALMYRA ON APRIL 20.",
        "Russia’s  air force\n\nstruck two camps near Palmyra — on April\u00a020!",
        "<p>Russia&#8217;s <b id='x'>air force</b> struck two camps<!-- ad --> near Palmyra on April 20",
        "Rus\u200bsia's air force struck two camps near Pal\u00admyra on April 20.",
        "*Russia's* air force _struck_ two camps near **Palmyra** on April 20.",
        "\ufeff“Russia's air force struck two camps near Palmyra on April ２０.”",
    ],
)
def test_copies_that_differ_in_dress_share_a_fingerprint(copy: str) -> None:
    assert fingerprint(copy) == fingerprint(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        ARTICLE.replace("20", "21"),
        ARTICLE.replace("two", "three"),
        "On April 20 Russia's air force struck two camps near Palmyra.",
        "",
    ],
)
def test_other_words_have_another_fingerprint(other: str) -> None:
    assert fingerprint(other) != fingerprint(ARTICLE)


def test_letters_with_marks_are_read_the_same_composed_or_not() -> None:
    assert fingerprint("Erdog\u0306an") == fingerprint("Erdoğan")


def test_texts_without_words_are_told_by_their_characters() -> None:
    assert fingerprint("🎉🎉") == fingerprint(" 🎉🎉\n")
    assert fingerprint("🎉🎉") != fingerprint("🔥")


def test_a_lone_half_of_a_surrogate_is_no_obstacle() -> None:
    assert len(fingerprint("\ud83d")) == 64


def test_less_than_is_not_markup() -> None:
    assert fingerprint("3 < 4 and 5 > 2") != fingerprint("3 2")
