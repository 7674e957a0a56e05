"""Files that cannot be read: why, and what to do instead."""

from bot.model.file import FileFault
from bot.rendering.foreign import one_line, shortened
from bot.rendering.html import Html, apart, lines
from bot.rendering.speech import later, say, told

KINDS = "txt, md, html, pdf, docx, eml, csv, jsonl"

_FAULTS = {
    FileFault.KIND: (
        later("I cannot read that kind of file."),
        later("I read these: {kinds}, Telegram's export of a chat (result.json), and OPML with feeds."),
    ),
    FileFault.EMPTY: (later("That file is empty."), later("Check it, and send it once more.")),
    FileFault.ENCRYPTED: (
        later("That document is closed with a password."),
        later("Save a copy without it, or paste its text."),
    ),
    FileFault.SCANNED: (
        later("That PDF holds pictures of pages, and no text."),
        later("Run it through text recognition first, or paste its text."),
    ),
    FileFault.DAMAGED: (
        later("That file is damaged, or not what its name says."),
        later("Open it where it comes from, save it anew, and send that."),
    ),
    FileFault.TOO_BIG: (
        later("That file holds more than I can take in at once."),
        later("Send it in parts."),
    ),
    FileFault.NO_TEXT: (
        later("I found no text to read in that file."),
        later("Paste the text, or send it as a .txt file. A table needs a column named text or url."),
    ),
}


def file_fault(fault: FileFault) -> Html:
    """Why a file was not read, and the remedy."""
    why, remedy = _FAULTS.get(fault, _FAULTS[FileFault.DAMAGED])
    return lines(say(why), say(remedy, kinds=KINDS))


def row_fault(fault: FileFault, place: str, words: str) -> Html:
    """Why an article of a file was left out."""
    if fault is FileFault.NO_DATE:
        date = apart(shortened(one_line(words), 40))
        return told(
            "Row {place}: “{date}” is no date. Write it as 2021-04-21, or leave it out.",
            place=place,
            date=date,
        )
    return told("Row {place}: there is no text in it.", place=place)
