"""The summary as it is read in a chat."""

from dataclasses import replace

from bot.model.briefing import Paragraph, Query, Sentence, Summary
from bot.model.news import Modality
from bot.rendering.summary import LENGTHS, render_summary
from tests.rendering.story import ARTICLES
from tests.support.builders import a_when
from tests.support.telegram_text import shown


def a_paragraph(value: str, *sentences: str, article: int = 1) -> Paragraph:
    told = tuple(Sentence(text, article, 0, len(text), event=4) for text in sentences)
    return Paragraph(value, a_when(value).span, told)


def test_a_summary_is_sentences_of_the_sources_each_cited() -> None:
    found = Summary(
        Query("Syria"),
        (
            a_paragraph("2015-07", "He came to Moscow with a map.", article=3),
            a_paragraph("2021-04-20", "The jets struck.", "A second wave followed."),
        ),
        ARTICLES,
    )

    reply = render_summary(found, view=9, length=1)

    assert reply.html.markup == (
        "<b>Syria, in three sentences</b>\n"
        "\n"
        "<b>Jul 2015</b> · He came to Moscow with a map. "
        '<a href="https://t.me/examplechannel/812">[C]</a> /e4\n'
        "\n"
        '<b>20 Apr 2021</b> · The jets struck. <a href="https://example.org/s">[A]</a> /e4 '
        'A second wave followed. <a href="https://example.org/s">[A]</a> /e4\n'
        "\n"
        "<i>Each sentence is taken from the sources, shortened where it is long. Nothing is generated.</i>"
    )
    shown(reply.html)


def test_a_date_in_dispute_and_one_that_is_planned_are_marked() -> None:
    torn = replace(a_paragraph("2019", "He was killed."), disputed=True)
    coming = replace(a_paragraph("2035", "They will meet."), modality=Modality.PLANNED)

    html = shown(render_summary(Summary(Query(), (torn, coming), ARTICLES), 9, 1).html)

    assert "2019, disputed · He was killed." in html
    assert "2035, planned · They will meet." in html


def test_nothing_to_summarise_says_how_to_begin() -> None:
    assert "Paste or forward an article" in shown(render_summary(Summary(Query(), (), {}), 1, 1).html)


def test_a_summary_as_long_as_asked_can_be_shorter_and_longer() -> None:
    paragraphs = tuple(a_paragraph(f"{2000 + n}", "It happened.") for n in range(LENGTHS[1]))

    (row,) = render_summary(Summary(Query(), paragraphs, ARTICLES), view=9, length=1).buttons

    assert [(b.label, b.press.data) for b in row] == [
        ("Copy as plain text", "plain:9:1"),
        ("Shorter", "summary:9:0"),
        ("Longer", "summary:9:2"),
    ]


def test_a_summary_that_tells_all_cannot_be_longer() -> None:
    paragraphs = tuple(a_paragraph(f"{2000 + n}", "It happened.") for n in range(LENGTHS[1] - 1))

    (row,) = render_summary(Summary(Query(), paragraphs, ARTICLES), view=9, length=1).buttons

    assert [b.label for b in row] == ["Copy as plain text", "Shorter"]


def test_the_longest_summary_still_fits() -> None:
    paragraphs = tuple(a_paragraph(f"{2000 + n}", "слово @a " * 400, "b" * 2_000) for n in range(LENGTHS[-1]))

    shown(render_summary(Summary(Query(), paragraphs, ARTICLES), 9, len(LENGTHS) - 1).html)
