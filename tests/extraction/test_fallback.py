"""Languages without a grammar: dates by names and digits, at the grain that was written."""

from datetime import date

import pytest

from bot.extraction.fallback import tag_fallback
from bot.model.timex import Mod

WEDNESDAY = date(2021, 4, 21)


def read(text: str, language: str, dct: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(timex.text, timex.value) for timex in tag_fallback(text, language, dct)]


@pytest.mark.parametrize(
    ("language", "text", "said", "value"),
    [
        ("fr", "Le pont s'est effondré le 20 avril.", "20 avril", "2021-04-20"),
        ("fr", "Il a été bâti le 1er mai 1915.", "1er mai 1915", "1915-05-01"),
        ("fr", "Depuis septembre 2015, rien.", "septembre 2015", "2015-09"),
        ("fr", "La guerre a commencé en 2015.", "2015", "2015"),
        ("fr", "Le vote aura lieu en mars.", "mars", "2021-03"),
        ("fr", "La ministre est partie mardi.", "mardi", "2021-04-20"),
        ("fr", "Elle revient lundi prochain.", "lundi prochain", "2021-04-26"),
        ("fr", "Il a plu l’année dernière.", "l’année dernière", "2020"),
        ("es", "El puente cayó el 20 de abril de 2021.", "20 de abril de 2021", "2021-04-20"),
        ("es", "Cayó en septiembre de 2015.", "septiembre de 2015", "2015-09"),
        ("es", "Cayó el martes pasado.", "martes pasado", "2021-04-20"),
        ("it", "Il ponte è crollato martedì scorso.", "martedì scorso", "2021-04-20"),
        ("it", "La guerra finì l'8 maggio 1945.", "8 maggio 1945", "1945-05-08"),
        ("it", "Nacque nel 1915.", "1915", "1915"),
        ("pt", "A ponte caiu na terça-feira.", "terça-feira", "2021-04-20"),
        ("pt", "A ponte caiu em março de 2015.", "março de 2015", "2015-03"),
        ("nl", "De brug viel op 20 april.", "20 april", "2021-04-20"),
        ("nl", "De brug viel gisteren.", "gisteren", "2021-04-20"),
        ("ru", "Мост упал в сентябре 2015 года.", "сентябре 2015", "2015-09"),
        ("ru", "Мост упал в 2015 году.", "2015", "2015"),
        ("ru", "Мост упал в минувшую среду.", "минувшую среду", "2021-04-14"),
        ("uk", "Міст упав 20 квітня 2021 року.", "20 квітня 2021", "2021-04-20"),
        ("uk", "Міст упав у березні.", "березні", "2021-03"),
        ("pl", "Most runął 20 kwietnia 2021 r.", "20 kwietnia 2021", "2021-04-20"),
        ("pl", "Most runął we wrześniu 2015 roku.", "wrześniu 2015", "2015-09"),
        ("tr", "Köprü 20 Nisan 2021 günü çöktü.", "20 Nisan 2021", "2021-04-20"),
        ("tr", "Köprü 2015 yılında yapıldı.", "2015", "2015"),
        ("cs", "Most spadl v září 2015.", "září 2015", "2015-09"),
        ("ar", "سقط الجسر في 20 أبريل 2021.", "20 أبريل 2021", "2021-04-20"),
        ("zh", "这座桥于2021年4月20日倒塌。", "2021年4月20日", "2021-04-20"),
        ("ja", "橋は2015年9月に落ちた。", "2015年9月", "2015-09"),
        ("und", "20.04.2021", "20.04.2021", "2021-04-20"),
    ],
)
def test_a_date_is_read_at_its_grain(language: str, text: str, said: str, value: str) -> None:
    assert read(text, language) == [(said, value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le 30 février n'existe pas, ni le 31/13/2020."),
        ("fr", "Il compte 2015 soldats et sept enfants."),
        ("fr", "Le vin coûte 1999 euros, dit-il."),
        ("es", "Julio y Domingo llegaron por la mañana."),
        ("pt", "É a segunda vez, na quinta casa."),
        ("ru", "Окружающая среда важна для 2015 человек."),
        ("tr", "Pazar yerinde bin kişi vardı."),
        ("it", "Il prezzo è salito a 1.999,50."),
        ("fr", "Appelez le 01.02.03.2015 ou 12-05-2020-7."),
        ("xx", "mardi 20 avril"),
        ("fr", ""),
    ],
)
def test_what_is_no_date_is_left_alone(language: str, text: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("le 21 avril", "2021-04-21"),
        ("le 22 avril", "2021-04-22"),
        ("le 5 mai", "2021-05-05"),
        ("le 30 décembre", "2020-12-30"),
        ("en juillet", "2021-07"),
        ("en septembre", "2020-09"),
        ("en avril", "2021-04"),
        ("mercredi", "2021-04-21"),
        ("mercredi dernier", "2021-04-14"),
        ("mercredi prochain", "2021-04-28"),
    ],
)
def test_without_a_year_the_latest_one_is_meant_unless_it_is_far_back(text: str, value: str) -> None:
    assert [found for _, found in read(text, "fr")] == [value]


def test_the_beginning_middle_and_end_are_kept() -> None:
    found = tag_fallback("Début 2019, à la mi-mars et fin avril 2020.", "fr", WEDNESDAY)

    assert [(timex.value, timex.mod) for timex in found] == [
        ("2019", Mod.START),
        ("2021-03", Mod.MID),
        ("2020-04", Mod.END),
    ]


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("fr", "la guerre de 1914-1918", ["1914", "1918"]),
        ("fr", "Anne Roy (1910–1990)", ["1910", "1990"]),
        ("fr", "du 5 au 7 mai 2015", ["2015-05-05", "2015-05-07"]),
        ("es", "del 5 al 7 de mayo de 2015", ["2015-05-05", "2015-05-07"]),
        ("pl", "od 5 do 7 maja 2015 r.", ["2015-05-05", "2015-05-07"]),
        ("ru", "с 5 по 7 мая", ["2021-05-05", "2021-05-07"]),
        ("tr", "5-7 Mayıs 2015", ["2015-05-05", "2015-05-07"]),
    ],
)
def test_a_range_has_two_ends(language: str, text: str, dates: list[str]) -> None:
    assert [value for _, value in read(text, language)] == dates


@pytest.mark.parametrize(
    ("language", "text", "decade"),
    [("fr", "dans les années 1990", "199"), ("es", "en los años 80", "198"), ("nl", "in de jaren 60", "196")],
)
def test_a_decade_is_a_decade(language: str, text: str, decade: str) -> None:
    assert [value for _, value in read(text, language)] == [decade]


def test_without_a_date_of_publication_the_year_stays_open() -> None:
    assert read("Mardi 20 avril, en mai, mardi, hier", "fr", None) == [
        ("Mardi 20 avril", "XXXX-04-20"),
        ("mai", "XXXX-05"),
        ("mardi", "XXXX-WXX-2"),
    ]


def test_a_reading_says_that_it_knows_no_grammar() -> None:
    (timex,) = tag_fallback("Il est parti mardi.", "fr", WEDNESDAY)

    assert (timex.rule, timex.anchor, timex.anchor_origin) == ("dateparser", "2021-04-21", "dct")


@pytest.mark.parametrize("language", ["", "..", "fr.x", "__init__", "en-GB", "a/b"])
def test_a_language_nobody_knows_is_no_obstacle(language: str) -> None:
    assert read("12.04.2021", language) == [("12.04.2021", "2021-04-12")]


@pytest.mark.parametrize("dct", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_obstacle(dct: date) -> None:
    text = "mardi, demain, hier, en mai, lundi prochain, l'année prochaine, la semaine dernière"

    assert all(len(value.split("-")[0]) == 4 for _, value in read(text, "fr", dct))
