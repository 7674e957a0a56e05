"""A document that swells up in memory: its reader dies at its limit, the bot tells why and lives on."""

import resource
import zipfile
from io import BytesIO
from pathlib import Path

from bot.ingest.limited import MEMORY
from tests.handlers.talk import talking
from tests.ingest.files.documents import a_word_document

ELEMENTS = 5_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def a_swelling_document() -> bytes:
    """Packed it is small, unpacked within bounds; the tree that a parser makes of it is many times larger."""
    given, file = zipfile.ZipFile(BytesIO(a_word_document("Words."))), BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        for part in given.infolist():
            body = given.read(part)
            if part.filename == "word/document.xml":
                body = body.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * ELEMENTS)
            parts.writestr(part, body)
    return file.getvalue()


async def test_a_document_that_takes_all_memory_takes_its_reader_and_nothing_else(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = a_swelling_document()
    async with talking(tmp_path) as talk:
        await talk.send_file("report.docx", document, WORD)
        told = talk.last()
        await talk.say("On 3 May 2020 a fire destroyed the theatre in Riga.")
        answer = talk.last()

    assert len(document) < 1_000_000
    assert told.startswith("That file")
    assert answer.startswith("1 event added")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert MEMORY / 3 < largest <= MEMORY
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
