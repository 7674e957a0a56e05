"""What people type to say when, as it is read, and what is refused."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.schedule_tokens import phrases
from bot.briefing.schedule_words import Order, Wish, read_order, spelled
from bot.errors import BadSchedule
from bot.model.schedule import EVERY_DAY, Cadence, Misread, Schedule


def on(days: str, hour: int, minute: int = 0) -> Schedule:
    return Schedule(Cadence.WEEKLY, time(hour, minute), frozenset(map(int, days)))


def daily(hour: int, minute: int = 0) -> Schedule:
    return Schedule(Cadence.WEEKLY, time(hour, minute), EVERY_DAY)


def monthly(day: int, hour: int) -> Schedule:
    return Schedule(Cadence.MONTHLY, time(hour), day=day)


def every(hours: int, hour: int = 8) -> Schedule:
    return Schedule(Cadence.HOURLY, time(hour), hours=hours)


SAID = {
    daily(8): [
        *("daily 08:00", "daily", "8am", "8", "08.00 daily", "daily 8", "every day at 8", "daily 08:00:00"),
        *("at 8 a.m. every day", "every morning", "once a day at 8", "every 24 hours", "Daily, 8 o'clock"),
        *("täglich 8 Uhr", "jeden Tag um 8", "jeden Morgen", "einmal am Tag um 8", "cada día a las 8"),
        *("todos los días a las 8 de la mañana", "diario 8:00", "каждый день в 8", "ежедневно 08:00"),
        *("в 8 утра", "daily 8 heures", "0800 every day"),
    ],
    daily(7): ["every morning at 7", "jeden Morgen um 7", "каждое утро в 7", "at 7", "cada mañana a las 7"],
    daily(7, 30): [
        "daily half past seven",
        "every day at seven thirty",
        "täglich halb acht",
        "a las 7 y media",
        "täglich 7 Uhr 30",
    ],
    daily(7, 45): ["daily quarter to 8", "7:45am", "every day 07h45"],
    daily(20): ["8pm", "в 8 вечера", "every evening at 8", "cada noche a las 8", "jeden Abend um 8"],
    daily(12): ["noon", "daily at noon", "12pm", "mittags", "al mediodía", "в полдень"],
    daily(22): ["nightly", "every night"],
    daily(0): ["midnight", "daily 24:00", "12am", "cada medianoche"],
    on("12345", 7, 30): [
        *("weekdays 07:30", "mon-fri 0730", "monday to friday at 7:30", "from Mon to Fri 7.30 am"),
        *("werktags 7:30", "Mo-Fr 7.30 Uhr", "entre semana a las 7:30", "lunes a viernes 7:30"),
        *("по будням 07:30", "пн-пт 7:30", "mon–fri 7:30"),
    ],
    on("14", 18): [
        *(
            "mon,thu 18:00",
            "mon.,thu. 18:00",
            "mondays and thursdays at 6 pm",
            "Montag und Donnerstag 18 Uhr",
        ),
        *("lunes y jueves a las 18h", "пн, чт 18:00", "по понедельникам и четвергам в 18:00"),
    ],
    on("1", 18): [
        "mondays 18h",
        "every monday at 18:00",
        "los lunes a las 18h",
        "lundi 18h",
        "montags 18 Uhr",
    ],
    on("7", 18): [
        "sundays at 6 pm",
        "once a week on sunday 18:00",
        "sundays 18:00…",
        "domingos 6 de la tarde",
    ],
    on("67", 10): ["weekends 10", "saturday sunday 10:00", "am Wochenende um 10", "на выходных в 10"],
    on("567", 9): ["fri-sun 9"],
    on("671", 9): ["sat-mon 9:00"],
    on("3", 8): ["wednesday", "mittwochs", "środa"],
    monthly(1, 9): [
        *("monthly 1 09:00", "monthly 09:00", "1st of the month at 9", "every month on the 1st at 9"),
        *("monatlich am 1. um 9", "el 1º de cada mes a las 9", "1-го числа каждого месяца в 9"),
    ],
    monthly(15, 8): ["every 15th", "monthly 15", "on the 15th of each month", "15-го числа"],
    monthly(31, 18): ["monthly 31 18:00", "last day of the month 18:00", "последний день месяца в 18:00"],
    every(6): ["every 6h", "every 6 hours", "every six hours", "alle 6 Stunden", "cada 6 horas"],
    every(2): ["каждые 2 часа", "every 2 hrs", "alle zwei Stunden"],
    every(1): ["hourly", "every hour", "stündlich", "cada hora", "каждый час", "jede Stunde"],
    every(5, 9): ["every 5h from 9", "alle 5 Stunden ab 9 Uhr"],
}


@pytest.mark.parametrize(("words", "schedule"), [(w, s) for s, said in SAID.items() for w in said])
def test_what_is_typed_is_read(words: str, schedule: Schedule) -> None:
    assert read_order(words) == Order("", schedule)


@pytest.mark.parametrize(
    ("words", "topic", "schedule"),
    [
        ("Syria weekdays 07:30", "Syria", on("12345", 7, 30)),
        ("weekdays 07:30 Syria", "Syria", on("12345", 7, 30)),
        ("weekdays Syria 07:30", "Syria", on("12345", 7, 30)),
        ("weekdays 07:30 about Syria", "Syria", on("12345", 7, 30)),
        ("Syria: daily 8am", "Syria", daily(8)),
        ("New York Times daily 08:00", "New York Times", daily(8)),
        ("War and Peace mondays", "War and Peace", on("1", 8)),
        ("Air Force One daily 08:00", "Air Force One", daily(8)),
        ("weekdays Air Force One 07:30", "Air Force One", on("12345", 7, 30)),
        ("Brigade 25 daily 08:00", "Brigade 25", daily(8)),
        ("Covid-19 daily", "Covid-19", daily(8)),
        ("G20 daily 8", "G20", daily(8)),
        ("2021 daily 8", "2021", daily(8)),
        ("Daily Mail weekdays 8:00", "Daily Mail", on("12345", 8)),
        ("Evening Standard daily 08:00", "Evening Standard", daily(8)),
        ("Evening Standard 08:00", "Evening Standard", daily(8)),
        ("Night Owls weekdays 9", "Night Owls", on("12345", 9)),
        ("The Hague daily 8", "The Hague", daily(8)),
        ("La Paz cada día a las 8", "La Paz", daily(8)),
        ("08:00 Syria mon,thu", "Syria", on("14", 8)),
        ("every 6h Syria from 9", "Syria", every(6, 9)),
        ("Monday Club daily 08:00", "Monday Club", daily(8)),
        ("“Daily Mail” 08:00", "Daily Mail", daily(8)),
        ('every 6h "The Day After"', "The Day After", every(6)),
        ("Al-Qaeda täglich 8 Uhr", "Al-Qaeda", daily(8)),
        ("Сирия каждый день в 8", "Сирия", daily(8)),
        ("сирия по будням 07:30", "сирия", on("12345", 7, 30)),
        ("May daily 8", "May", daily(8)),
        ("Third Reich daily 8", "Third Reich", daily(8)),
        ("Tomorrow Land daily 8", "Tomorrow Land", daily(8)),
        ("“Today” daily 8", "Today", daily(8)),
        ("everything daily 8", "", daily(8)),
        ("Syria vendredi 9:00", "Syria", on("5", 9)),
    ],
)
def test_the_topic_may_stand_anywhere(words: str, topic: str, schedule: Schedule) -> None:
    assert read_order(words) == Order(topic, schedule)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("", Order()),
        ("Syria", Order("Syria")),
        ("the day after", Order("the day after")),
        ("off", Order(wish=Wish.OFF)),
        ("Syria off", Order("Syria", wish=Wish.OFF)),
        ("off Syria", Order("Syria", wish=Wish.OFF)),
        ("all off", Order(wish=Wish.OFF)),
        ("now", Order(wish=Wish.NOW)),
        ("now Syria", Order("Syria", wish=Wish.NOW)),
        ("jetzt", Order(wish=Wish.NOW)),
        ("выкл", Order(wish=Wish.OFF)),
    ],
)
def test_some_words_say_no_time(words: str, order: Order) -> None:
    assert read_order(words) == order


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("daily 25:00", Misread.BAD_TIME),
        ("Syria daily 25:00", Misread.BAD_TIME),
        ("daily 25:00 Syria", Misread.BAD_TIME),
        ("daily 8:75", Misread.BAD_TIME),
        ("daily 24:30", Misread.BAD_TIME),
        ("20 am", Misread.BAD_TIME),
        ("15:00 in the morning", Misread.BAD_TIME),
        ("every 1s", Misread.TOO_OFTEN),
        ("every 30 minutes", Misread.TOO_OFTEN),
        ("every minute", Misread.TOO_OFTEN),
        ("every 0h", Misread.TOO_OFTEN),
        ("every 0 days", Misread.TOO_OFTEN),
        ("every 48h", Misread.TOO_SELDOM),
        ("every other day", Misread.TOO_SELDOM),
        ("every 2 weeks", Misread.TOO_SELDOM),
        ("yearly", Misread.TOO_SELDOM),
        ("monthly 32", Misread.BAD_DAY),
        ("monthly 0", Misread.BAD_DAY),
        ("the 40th at 9", Misread.BAD_DAY),
        ("weekly", Misread.WHICH_DAY),
        ("wöchentlich 9:00", Misread.WHICH_DAY),
        ("twice a day", Misread.TWICE),
        ("Syria twice a day", Misread.TWICE),
        ("3 times a day", Misread.TWICE),
        ("zweimal am Tag", Misread.TWICE),
        ("dos veces al día", Misread.TWICE),
        ("дважды в день", Misread.TWICE),
        ("daily 08:00 and 20:00", Misread.TWO_TIMES),
        ("8am and 8pm", Misread.TWO_TIMES),
        ("daily 08:00 UTC", Misread.ZONE),
        ("Syria daily 08:00 CET", Misread.ZONE),
        ("daily 08:00 Europe/London", Misread.ZONE),
        ("Syria daily 08:00 Europe/Berlin", Misread.ZONE),
        ("daily 08:00 UTC+2 Syria", Misread.ZONE),
        ("tomorrow 9am", Misread.ONCE),
        ("today 18:00", Misread.ONCE),
        ("Syria tonight", Misread.ONCE),
        ("завтра в 9", Misread.ONCE),
        ("2021-05-01 09:00", Misread.ONCE),
        ("1 May 9am", Misread.ONCE),
        ("May 1, 2021 09:00", Misread.ONCE),
        ("1. Mai 9 Uhr", Misread.ONCE),
        ("once a week", Misread.WHICH_DAY),
        ("einmal pro Woche 9:00", Misread.WHICH_DAY),
        ("quarterly", Misread.TOO_SELDOM),
        ("every fortnight", Misread.TOO_SELDOM),
        ("every day except sunday", Misread.UNCLEAR),
        ("every first monday", Misread.UNCLEAR),
        ("Syria every third monday", Misread.UNCLEAR),
        ("every 1.5h", Misread.UNCLEAR),
        ("every -1h", Misread.UNCLEAR),
        ("7:5", Misread.UNCLEAR),
        ("every hour from 8 to 18", Misread.UNCLEAR),
        ("every 3 hours on weekdays", Misread.UNCLEAR),
        ("daily mondays 8:00", Misread.UNCLEAR),
        ("8:00-20:00", Misread.UNCLEAR),
    ],
)
def test_a_time_that_cannot_be_kept_is_refused_with_the_reason(words: str, why: Misread) -> None:
    with pytest.raises(BadSchedule) as refused:
        read_order(words)

    assert refused.value.why == why
    assert refused.value.words in words


@given(st.lists(st.sampled_from([*sorted(phrases()), "8", "25", "08:00", "1st", "Syria", ",", "-", "6h"])))
def test_any_words_are_read_or_refused(words: list[str]) -> None:
    try:
        order = read_order(" ".join(words))
    except BadSchedule:
        return
    assert order.schedule is None or order.wish is None


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(words: str) -> None:
    try:
        order = read_order(words)
    except BadSchedule:
        return
    assert len(order.topic) <= 300


@pytest.mark.parametrize("schedule", [*SAID, on("37", 6, 5), every(23, 17)])
def test_a_schedule_is_spelled_as_it_is_read(schedule: Schedule) -> None:
    assert read_order(spelled(schedule)) == Order("", schedule)
