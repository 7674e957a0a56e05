"""Documents made on the spot: PDF, Word, mail."""

from email.message import EmailMessage
from io import BytesIO

import docx
from pypdf import PdfReader, PdfWriter


def a_pdf(*pages: str, title: str | None = None, password: str | None = None) -> bytes:
    """A PDF with a line of text for each line of its pages."""
    writer = PdfWriter(BytesIO(_raw_pdf(pages)))
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return _written(writer)


def _raw_pdf(pages: tuple[str, ...]) -> bytes:
    """Objects 1 catalogue, 2 pages, 3 font, then two for each page: itself and what is on it."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        lines = " ".join(f"({line}) Tj T*" for line in page.splitlines())
        content = f"BT /F1 12 Tf 14 TL 72 720 Td {lines} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    body, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{words}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def a_pdf_without_text() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    assert PdfReader(BytesIO(file.getvalue()))
    return file.getvalue()


def a_word_document(*paragraphs: str, title: str = "", rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def a_mail(text: str = "", *, page: str = "", subject: str = "News", date: str = "") -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, "Desk <desk@example.org>"
    if date:
        mail["Date"] = date
    if text:
        mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html") if text else mail.set_content(page, subtype="html")
    return mail.as_bytes()
