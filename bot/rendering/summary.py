"""The answer to /summary: the few sentences that carry the story, each with its source."""

from bot.model.briefing import Paragraph, Sentence, Summary
from bot.rendering.buttons import Button, Press, Reply, Row, rows
from bot.rendering.citations import cited, title
from bot.rendering.dates import value_in_words
from bot.rendering.entries import MODALITIES
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, bold, code, italic, join, paragraphs, text
from bot.rendering.pages import fitting
from bot.rendering.speech import grouped, later, plurals, say
from bot.rendering.timeline import asked, nothing_found

LENGTHS = (3, 5, 8, 12, 20)  # dates of a summary; Shorter and Longer go from one to the next
USUAL = 1  # the length to begin with, by its place
LONGEST_SENTENCE = 400


def _foot() -> Html:
    return italic(
        say("Each sentence is taken from the sources, shortened where it is long. Nothing is generated.")
    )


_NUMBERS = (
    later("no"),
    later("one"),
    later("two"),
    later("three"),
    later("four"),
    later("five"),
    later("six"),
    later("seven"),
    later("eight"),
    later("nine"),
    later("ten"),
    later("eleven"),
    later("twelve"),
)


def render_summary(found: Summary, view: int, length: int) -> Reply:
    """The summary at the `length`-th of LENGTHS; `view` numbers the stored query."""
    if not found.paragraphs:
        return Reply(nothing_found(found.query))
    blocks = [_paragraph(found, paragraph) for paragraph in found.paragraphs]
    page, shown = fitting(blocks, head=_heading(found), foot=_foot(), between="\n\n")
    copied = Button(say("Copy as plain text"), Press.to("plain", view, length))
    return Reply(paragraphs(page, _foot()), rows((copied, *_lengths(found, view, length, shown))))


def plain_summary(found: Summary) -> Html:
    """The same in one block that a tap copies, as much of it as a message holds."""
    if not found.paragraphs:
        return nothing_found(found.query)
    plain, shown = "", code("")
    for paragraph in found.paragraphs:
        plain = "\n\n".join(filter(None, [plain, _plain_paragraph(found, paragraph)]))
        longer = code(plain)
        if not longer.fits:
            break
        shown = longer
    return shown


def _plain_paragraph(found: Summary, paragraph: Paragraph) -> str:
    date = ", ".join([value_in_words(paragraph.when), *marks(paragraph)])
    said = [
        f"{_words(sentence)} {_plain_source(found, sentence)}".rstrip() for sentence in paragraph.sentences
    ]
    return f"{date}: {' '.join(said)}"


def _words(sentence: Sentence) -> str:
    return shortened(one_line(sentence.text), LONGEST_SENTENCE)


def _plain_source(found: Summary, sentence: Sentence) -> str:
    """The title, as letters mean nothing where the text is pasted."""
    article = found.articles.get(sentence.article)
    return f"({title(article)})" if article else ""


def _heading(found: Summary) -> Html:
    count = sum(len(paragraph.sentences) for paragraph in found.paragraphs)
    number = say(_NUMBERS[count]) if count < len(_NUMBERS) else grouped(count)
    head = plurals(
        "{query}, in {words} sentence",
        "{query}, in {words} sentences",
        count,
        query=asked(found.query),
        words=number,
    )
    return bold(head)


def _paragraph(found: Summary, paragraph: Paragraph) -> Html:
    said = [_sentence(found, sentence) for sentence in paragraph.sentences]
    date = text(bold(value_in_words(paragraph.when)), *(f", {word}" for word in marks(paragraph)))
    return join(" ", [date, "·", *said])


def marks(paragraph: Paragraph) -> list[str]:
    """The words that say what the date is not: certain, or past."""
    words = [later("disputed") if paragraph.disputed else "", MODALITIES[paragraph.modality]]
    return [say(word) for word in words if word]


def _sentence(found: Summary, sentence: Sentence) -> Html:
    words = apart(_words(sentence))
    article = found.articles.get(sentence.article)
    why = f"/e{sentence.event}" if sentence.event else ""
    return join(" ", [words, cited(article) if article else "", why])


def _lengths(found: Summary, view: int, length: int, shown: int) -> Row:
    """Shorter and Longer, each only where it would change what is shown."""
    shorter = Button(say("Shorter"), Press.to("summary", view, length - 1))
    longer = Button(say("Longer"), Press.to("summary", view, length + 1))
    all_of_it = len(found.paragraphs) < LENGTHS[length] or shown < len(found.paragraphs)
    return (
        *((shorter,) if length > 0 and shown > LENGTHS[length - 1] else ()),
        *(() if all_of_it or length + 1 == len(LENGTHS) else (longer,)),
    )
