"""Which language a text is in."""

import pytest

from bot.extraction.language import language_hinted, language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister resigned on Tuesday after two weeks of protests in the capital."),
        ("de", "Der Minister trat am Dienstag nach zwei Wochen voller Proteste zurück."),
        ("fr", "Le ministre a démissionné mardi après deux semaines de manifestations."),
        ("es", "El ministro dimitió el martes tras dos semanas de protestas."),
        ("it", "Il ministro si è dimesso martedì dopo due settimane di proteste."),
        ("pt", "O ministro demitiu-se na terça-feira após duas semanas de protestos."),
        ("nl", "De politie heeft drie mannen aangehouden in verband met de overval."),
        ("ru", "Министр подал в отставку во вторник после двух недель протестов."),
        ("uk", "Міністр подав у відставку у вівторок після двох тижнів протестів."),
        ("pl", "Minister podał się do dymisji we wtorek po dwóch tygodniach protestów."),
        ("tr", "Bakan iki hafta süren protestoların ardından salı günü istifa etti."),
        ("ar", "استقال الوزير يوم الثلاثاء بعد أسبوعين من الاحتجاجات."),
        ("zh", "部长在两周的抗议之后于周二辞职。"),
        ("ja", "大臣は二週間の抗議の後、火曜日に辞任した。"),
        ("he", "השר התפטר ביום שלישי לאחר שבועיים של מחאות."),
        ("cs", "Policie zadržela tři muže v souvislosti s loupeží."),
    ],
)
def test_a_sentence_shows_its_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", " \n", "1234 5678", "👍 !!", "\u200f", "\x00", "2021-04-21"])
def test_without_letters_there_is_no_language(text: str) -> None:
    assert language_of(text) == "und"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Talks collapse"),
        ("en", "ok"),
        ("ru", "Москва"),
        ("uk", "Київ"),
        ("ar", "دمشق"),
        ("de", "Gespräch"),
    ],
)
def test_a_few_letters_are_told_by_their_script(language: str, text: str) -> None:
    assert language_of(text) == language


def test_addresses_and_markup_do_not_count() -> None:
    text = "<p>https://example.org/the-minister-resigned-on-tuesday</p> Der Minister ist zurückgetreten."

    assert language_of(text) == "de"


def test_the_beginning_decides_however_long_the_text() -> None:
    text = "Der Minister trat am Dienstag zurück. " * 100 + "The minister resigned. " * 10_000

    assert language_of(text) == "de"


def test_half_a_surrogate_pair_is_no_obstacle() -> None:
    assert language_of("\ud83d The minister resigned on Tuesday after the protests.") == "en"


@pytest.mark.parametrize(
    "text",
    [
        "The bridge collapsed in 2015.",
        "General Ilan Dorvak was killed in Karsk in 2019.",
        "The king visited Karsk in 1951.",
        "Putin resigned yesterday.",
        "Khan resigned on Monday.",
    ],
)
def test_a_single_sentence_is_known_by_its_small_words(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en-GB", "en"),
        ("DE_at", "de"),
        ("fr", "fr"),
        ("iw", "he"),
        ("", None),
        (None, None),
        ("english", None),
    ],
)
def test_a_code_with_a_region_names_its_language(code: str | None, language: str | None) -> None:
    assert language_hinted(code) == language


@pytest.mark.parametrize("times", [5, 20, 200])
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The king was killed in 2015. ", "en"),
        ("Der König starb am 3. Mai 2019. ", "de"),
        ("教宗去世。", "zh"),
    ],
)
def test_saying_it_again_changes_no_language(text: str, language: str, times: int) -> None:
    assert language_of(text * times) == language
