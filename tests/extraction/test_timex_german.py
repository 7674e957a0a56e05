"""German dates: what holds for any text."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction.rules import grammar_of
from bot.extraction.scan import Scan
from bot.extraction.sentences import split_sentences
from bot.extraction.tagger import tag
from bot.model.timespan import span_of
from bot.model.timex import TimexType

WORDS = (
    "1 2 31 1999 2020 99999 0 0. 99 1.1. 30.2. 31.02.2020 10.30 25.61 Uhr v. Chr. II. 12/2015 1850/49",
    "Mai März der die das des ein zwei Jahre Jahren Jahres Tage letzten nächsten kommenden dritten ersten",
    "Quartal Woche Wochenende Nacht Morgen Abend seit bis im am vor in alle jeden von vom zum auf den",
    "Anfang Mitte Ende Montag Ostern Weihnachten Jahrhundert 90er 1000er Hälfte später zuvor heute gestern",
    "Advent KW Kalenderwoche zu zurückzutreten kommt sinken 12. Bettag Jahres-Plan",
    "desselben halben zweihundert - – / : . , ( ) ’ İ ß € § „ “",
)
PIECES = st.sampled_from([word for line in WORDS for word in line.split()] + ["\n", "\n\n", "\u00a0"])
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join)


@given(TEXTS, st.none() | st.dates())
@settings(max_examples=300, deadline=None)
def test_any_text_gives_dates_that_exist_in_order_and_in_place(text: str, dct: date | None) -> None:
    found = tag(text, "de", dct, split_sentences(text, "de"))

    assert all(text[timex.start : timex.end] == timex.text != "" for timex in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    days = [timex.value for timex in found if timex.type is TimexType.DATE and timex.value[:4].isdigit()]
    assert [value for value in days if span_of(value) is None] == []


def test_the_work_grows_with_the_text_and_no_faster() -> None:
    grammar = grammar_of("de")

    def attempts(pieces: int, piece: str) -> int:
        scan = Scan(piece * pieces, grammar)
        list(scan.found())
        return scan.attempts

    for piece in ("1. ", "vor ", "am 1. ", "1999 ", "letzten ", "Ende der ", "in der Nacht ", "(", "2.3."):
        # The last words of a text may be tried by some rules more, or fewer, than those in its middle.
        assert attempts(2_000, piece) <= 2 * attempts(1_000, piece) + 40
