"""What each kind of file gives to read, and why a broken or hostile one gives nothing."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest

from bot.errors import FileUnreadable
from bot.ingest.files import read_file
from bot.model.file import BadRow, Contents, FileFault
from bot.model.timex import Dct, DctOrigin
from tests.ingest.files.documents import a_mail, a_pdf, a_pdf_without_text, a_word_document

TODAY = date(2021, 4, 22)
TEXT = "On 3 March 2021 the council of Corvara approved the bridge."
PAGE = f"<!doctype html><html><head><title>The bridge</title></head><body><article><p>{TEXT} " + (
    "It will be built of larch and steel, and open to walkers two years later.</p></article></body></html>"
)


_FRENCH = (
    "Le conseil a approuvé le pont à Genève, été 2021; on le bâtira après l'hiver, où les crues ont cessé."
)
_RUSSIAN = "Совет одобрил мост 3 марта. Строительство начнётся летом, а открыть его хотят через два года."


async def read(name: str | None, body: bytes | str, mime: str | None = None) -> Contents:
    return await read_file(name, mime, body.encode() if isinstance(body, str) else body, TODAY)


async def only(name: str, body: bytes | str) -> tuple[str, str | None]:
    (draft,) = (await read(name, body)).drafts
    return draft.text, draft.title


async def fault_of(name: str, body: bytes | str, mime: str | None = None) -> str:
    with pytest.raises(FileUnreadable) as fault:
        await read(name, body, mime)
    return fault.value.fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251", "cp1252"])
async def test_a_text_is_read_whatever_its_characters_are_kept_in(encoding: str) -> None:
    words = _FRENCH if encoding == "cp1252" else _RUSSIAN

    assert (await only("news.txt", words.encode(encoding)))[0] == words


async def test_a_heading_of_markdown_is_its_title_and_marks_are_gone() -> None:
    text = f"---\ntags: x\n---\n# The *bridge*\n\n{TEXT} It is **long**, see [the plan](https://example.org/p).\n"

    assert await only("a.md", text) == (f"{TEXT} It is long, see the plan.", "The bridge")


async def test_a_list_of_addresses_is_to_be_fetched_and_named_once() -> None:
    found = await read(
        "links.txt",
        "The strike\nhttps://example.org/a?utm_source=x\n\nhttps://example.org/b\nhttps://example.org/a",
    )

    assert found.links == ("https://example.org/a", "https://example.org/b")
    assert found.drafts == ()


async def test_an_address_that_cannot_be_opened_does_not_spoil_a_list() -> None:
    found = await read("links.txt", "https://mira:word@example.org/a\nhttps://example.org/b/\nhttp://[bad\n")

    assert found.links[:2] == ("https://mira:word@example.org/a", "https://example.org/b/")


async def test_an_address_that_cannot_be_opened_does_not_spoil_a_table() -> None:
    found = await read("a.csv", f"text,url\n{TEXT},javascript:alert(1)\n,ftp://example.org/a\n")

    assert [draft.address for draft in found.drafts] == [None]
    assert found.links == ("ftp://example.org/a",)


async def test_a_day_in_digits_that_are_no_numbers_is_left_out() -> None:
    found = await read("a.csv", f"text,date\n{TEXT},{'²' * 10}\n{TEXT},1618963200\n")

    assert [draft.published for draft in found.drafts] == [Dct(date(2021, 4, 21), DctOrigin.GIVEN)]
    assert [row.fault for row in found.bad] == [FileFault.NO_DATE]


async def test_a_text_without_an_ending_is_read() -> None:
    assert (await only("notes", TEXT))[0] == TEXT
    assert await fault_of("notes", b"\x00\x01\x02" + TEXT.encode()) == FileFault.KIND


async def test_a_text_with_an_address_in_it_is_a_text() -> None:
    assert (await only("a.txt", f"{TEXT} See https://example.org/plan for the plan."))[0].startswith(TEXT)


async def test_a_saved_page_gives_its_article() -> None:
    text, title = await only("page.html", PAGE)

    assert TEXT in text
    assert title == "The bridge"


async def test_the_pages_of_a_pdf_are_one_text_without_broken_words() -> None:
    text, title = await only(
        "r.pdf", a_pdf("On 3 March 2021 the coun-\ncil approved\nthe bridge.", "It opens.", title="Plan")
    )

    assert text.split() == [
        "On",
        "3",
        "March",
        "2021",
        "the",
        "council",
        "approved",
        "the",
        "bridge.",
        "It",
        "opens.",
    ]
    assert title == "Plan"


async def test_word_paragraphs_and_tables_are_read() -> None:
    body = a_word_document(
        TEXT, "It opens in 2023.", title="Plan", rows=(("2021", "approved"), ("2023", "open"))
    )

    assert await only("r.docx", body) == (
        f"{TEXT}\n\nIt opens in 2023.\n\n2021 · approved\n2023 · open",
        "Plan",
    )


async def test_a_mail_brings_its_subject_and_its_day() -> None:
    body = a_mail(TEXT, subject="Brücke", date="Thu, 04 Mar 2021 10:00:00 +0100")

    (draft,) = (await read("a.eml", body)).drafts

    assert (draft.text.strip(), draft.title) == (TEXT, "Brücke")
    assert draft.published == Dct(date(2021, 3, 4), DctOrigin.GIVEN)


async def test_a_newsletter_that_is_a_page_alone_is_read_as_one() -> None:
    assert TEXT in (await only("a.eml", a_mail(page=PAGE)))[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
async def test_a_table_gives_an_article_a_row(separator: str) -> None:
    rows = [["Title", "Text", "Date", "URL"], ["Bridge", f'"{TEXT}"', "2021-03-04", "https://example.org/a"]]
    rows += [["", "", "", "https://example.org/b"], ["Lost", "", "", ""], ["Odd", "Words.", "32/13", ""]]

    found = await read("a.csv", "\n".join(separator.join(row) for row in rows))

    (draft,) = found.drafts
    assert (draft.text, draft.title, draft.address) == (TEXT, "Bridge", "https://example.org/a")
    assert draft.published == Dct(date(2021, 3, 4), DctOrigin.GIVEN)
    assert found.links == ("https://example.org/b",)
    assert found.bad == (BadRow(3, FileFault.NO_TEXT), BadRow(4, FileFault.NO_DATE, "32/13"))


async def test_lines_of_json_give_an_article_each_and_know_it_again() -> None:
    lines = [json.dumps({"id": "x1", "text": TEXT, "published": 1614850000}), "not JSON", '{"text": 5}']

    found = await read("a.jsonl", "\n".join(lines))

    (draft,) = found.drafts
    assert (draft.name, draft.published) == ("a.jsonl#x1", Dct(date(2021, 3, 4), DctOrigin.GIVEN))
    assert [row.place for row in found.bad] == [2, 3]


async def test_telegrams_export_gives_the_posts_with_their_days() -> None:
    pieces = ["On 3 March the council ", {"type": "bold", "text": "approved"}, " the bridge of Corvara."]
    posts = [
        {"id": 1, "type": "service", "date": "2021-03-01T09:00:00", "text": "joined"},
        {"id": 2, "type": "message", "date": "2021-03-04T09:00:00", "text": pieces},
        {"id": 3, "type": "message", "date": "2021-03-05T09:00:00", "text": "ok"},
        {"id": 4, "type": "message", "date": "never", "text": TEXT, "forwarded_from": "Alps"},
    ]
    export = json.dumps({"name": "Valley", "type": "public_channel", "id": 9, "messages": posts})

    found = await read("result.json", export)

    first, second = found.drafts
    assert first.text == "On 3 March the council approved the bridge of Corvara."
    assert (first.source.name, first.name) == ("Valley", "telegram:9:2")
    assert first.published == Dct(date(2021, 3, 4), DctOrigin.FORWARD)
    assert (second.source.name, second.published) == ("Alps", None)


def a_bomb() -> bytes:
    """A Word document of 200 MB, packed into a few hundred kB."""
    file = BytesIO(a_word_document(TEXT))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/image1.bmp", b"\0" * 200_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "fault"),
    [
        ("a.txt", b"", FileFault.EMPTY),
        ("a.txt", b"\x00\x00\n \n", FileFault.EMPTY),
        ("a.png", b"\x89PNG\r\n\x1a\n", FileFault.KIND),
        ("a.txt", b"\x7fELF\x02\x01", FileFault.KIND),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", FileFault.KIND),
        ("a.zip", b"PK\x03\x04 some archive", FileFault.KIND),
        ("a.xyz", b"words", FileFault.KIND),
        ("a.json", b"[1, 2]", FileFault.KIND),
        ("a.pdf", b"%PDF-1.4 and then nothing", FileFault.DAMAGED),
        ("a.docx", b"PK\x03\x04 word/ and then nothing", FileFault.DAMAGED),
        ("a.csv", b"a,b\n1,2\n", FileFault.NO_TEXT),
        ("a.jsonl", b'{"x": 1}\n', FileFault.NO_TEXT),
        ("a.json", b'{"type": "x", "messages": []}', FileFault.NO_TEXT),
        ("a.json", b'{"type": "x", "messages": [' + b"[" * 100_000, FileFault.DAMAGED),
        ("a.html", b"<html><body></body></html>", FileFault.NO_TEXT),
        ("a.eml", b"Subject: nothing\n\n", FileFault.NO_TEXT),
    ],
)
async def test_what_cannot_be_read_says_why(name: str, body: bytes, fault: FileFault) -> None:
    assert await fault_of(name, body) == fault


async def test_closed_scanned_and_swollen_documents_say_so() -> None:
    assert await fault_of("a.pdf", a_pdf("Words.", password="x")) == FileFault.ENCRYPTED
    assert await fault_of("a.pdf", a_pdf_without_text()) == FileFault.SCANNED
    assert await fault_of("a.docx", a_bomb()) == FileFault.TOO_BIG


async def test_too_many_articles_are_refused_with_the_number_that_goes() -> None:
    with pytest.raises(FileUnreadable) as fault:
        await read("a.csv", "text\n" + "Words.\n" * 5_001)

    assert (fault.value.fault, fault.value.detail) == (FileFault.TOO_BIG, "5000")


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "a\u202etxt.exe.txt", "x" * 300 + ".txt", ".txt"])
async def test_no_name_of_a_file_leads_anywhere(name: str) -> None:
    assert (await read(name, TEXT)).drafts[0].text == TEXT


async def test_what_came_with_a_file_without_an_ending_is_believed() -> None:
    assert (await read(None, TEXT, "text/plain; charset=utf-8")).drafts[0].text == TEXT
