"""TimeML that other tools can read."""

from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from bot.extraction.timeml import to_timeml
from bot.model.news import Reading
from bot.model.timex import Dct, DctOrigin, Mod, Timex, TimexType

DCT = Dct(date(2021, 4, 21), DctOrigin.TEXT)


def a_reading(*timexes: Timex, dct: Dct | None = DCT) -> Reading:
    return Reading("en", dct, timexes, ())


def a_timex(text: str, said: str, value: str, **more: object) -> Timex:
    start = text.index(said)
    kind = TimexType.SET if "quant" in more else TimexType.DATE
    return Timex(kind, value, said, start, start + len(said), "rule", **more)  # type: ignore[arg-type]


def test_a_document_has_its_date_and_its_timexes_tagged_in_place() -> None:
    text = "It fell <early> in March & rained every Monday."
    march = a_timex(text, "March", "2021-03", mod=Mod.START, anchor="2021-04-21", anchor_origin="dct")
    monday = a_timex(text, "every Monday", "XXXX-WXX-1", quant="EVERY", freq="1W")

    assert to_timeml(text, a_reading(march, monday), "s.txt") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        "<DOCID>s.txt</DOCID>\n"
        '<DCT><TIMEX3 tid="t0" type="DATE" value="2021-04-21" temporalFunction="false" '
        'functionInDocument="CREATION_TIME">2021-04-21</TIMEX3></DCT>\n'
        '<TEXT>It fell &lt;early&gt; in <TIMEX3 tid="t1" type="DATE" value="2021-03" mod="START" '
        'temporalFunction="true" anchorTimeID="t0">March</TIMEX3> &amp; rained '
        '<TIMEX3 tid="t2" type="SET" value="XXXX-WXX-1" quant="EVERY" freq="1W" temporalFunction="false">'
        "every Monday</TIMEX3>.</TEXT>\n</TimeML>\n"
    )


def test_an_expression_hangs_on_the_timex_it_was_counted_from() -> None:
    text = "In 2015 it began, a year later it ended."
    first = a_timex(text, "2015", "2015")
    later = a_timex(text, "a year later", "2016", anchor="2015", anchor_origin="text")

    tags = ET.fromstring(to_timeml(text, a_reading(first, later))).findall("./TEXT/TIMEX3")

    assert [tag.get("anchorTimeID") for tag in tags] == [None, "t1"]


def test_without_a_date_of_publication_the_element_is_empty() -> None:
    root = ET.fromstring(to_timeml("No date.", a_reading(dct=None)))

    assert root.find("DCT/TIMEX3") is None
    assert root.findtext("TEXT") == "No date."


def test_overlapping_timexes_do_not_nest() -> None:
    text = "20 April 2021"
    whole, part = a_timex(text, "20 April 2021", "2021-04-20"), a_timex(text, "2021", "2021")

    assert len(ET.fromstring(to_timeml(text, a_reading(whole, part))).findall("./TEXT/TIMEX3")) == 1


@given(st.text(st.characters(codec=None), max_size=80))
def test_any_text_comes_back_out_of_the_parser(text: str) -> None:
    document = to_timeml(text, a_reading(), docid=text).encode("utf-8")

    found = "".join(ET.fromstring(document).find("TEXT").itertext())  # type: ignore[union-attr]

    assert len(found) == len(text)
    assert all(a in (b, "\ufffd") for a, b in zip(found, text, strict=True))
