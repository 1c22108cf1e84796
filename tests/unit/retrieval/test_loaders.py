"""Files to documents: what each format keeps, and what a bad file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from retrieval.documents.loaders import iso_date, load_document
from retrieval.errors import UnreadableDocument

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ropes | Shop</title>
<meta property="article:modified_time" content="2025-05-22">
<link rel="canonical" href="https://shop.example/ropes"></head>
<body><div id="cookie-banner">We use cookies.</div><header><nav>Tents Backpacks</nav></header>
<main><article><h1>Ropes</h1><p>A rope lasts ten years.</p><h2>Prices</h2>
<table><tr><th>Length</th><th>Price</th></tr><tr><td>60 m</td><td>129 EUR</td></tr></table></article>
<aside>Read on: knots</aside></main><footer>Imprint</footer></body></html>"""


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: Care\nupdated: 2025-01-14\n---\n\nWash **cold**, see [here](/x).\n"
    )
    found = load_document(tmp_path / "a.md", "care/a.md")
    assert (found.title, found.updated, found.document_id) == ("Care", "2025-01-14", "care/a.md")
    assert found.blocks[-1].lines == ("Wash cold, see here.",)


def test_a_web_page_loses_its_furniture_and_keeps_its_table(tmp_path: Path) -> None:
    (tmp_path / "ropes.html").write_text(PAGE)
    found = load_document(tmp_path / "ropes.html", "ropes.html")
    text = "\n".join(line for block in found.blocks for line in block.lines)
    assert (found.title, found.updated, found.url) == ("Ropes", "2025-05-22", "https://shop.example/ropes")
    assert "| 60 m | 129 EUR |" in text
    assert "A rope lasts ten years." in text
    assert not any(word in text for word in ("cookies", "Backpacks", "knots", "Imprint"))


def test_a_pdf_keeps_pages_headings_and_tables(tmp_path: Path) -> None:
    path, style = tmp_path / "manual.pdf", getSampleStyleSheet()
    table = Table([["Part", "Price"], ["Pole", "39.00 EUR"]])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([
        Paragraph("Tent manual", style["Title"]),
        Paragraph("Pitch the tent on level ground. " * 5, style["BodyText"]),
        PageBreak(), Paragraph("Spare parts", style["Heading2"]), table,
    ])  # fmt: skip
    found = load_document(path, "manual.pdf")
    assert found.title == "Tent manual"
    assert [b.page for b in found.blocks if b.kind == "heading"] == [1, 2]
    assert [b.lines[1] for b in found.blocks if b.kind == "table"] == ["| Pole | 39.00 EUR |"]


def test_a_word_file_keeps_headings_and_tables(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Rental", 1)
    word.add_paragraph("Last updated: 11 February 2025")
    word.add_paragraph("The deposit is 100 EUR.")
    word.save(str(tmp_path / "rental.docx"))
    found = load_document(tmp_path / "rental.docx", "rental.docx")
    assert (found.title, found.updated) == ("Rental", "2025-02-11")
    assert found.blocks[-1].lines == ("The deposit is 100 EUR.",)


def test_an_old_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "alt.txt").write_bytes("Größen für Füße: es zählt die Länge.".encode("cp1252"))
    assert "Füße" in load_document(tmp_path / "alt.txt", "alt.txt").blocks[0].lines[0]


def broken_pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 this is not a pdf")


def no_bytes(path: Path) -> None:
    path.write_bytes(b"")


def only_a_heading(path: Path) -> None:
    path.write_text("# Nothing below\n")


def binary_noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


@pytest.mark.parametrize(
    ("name", "write", "says"),
    [
        ("a.pdf", broken_pdf, "damaged"),
        ("a.md", no_bytes, "empty"),
        ("a.md", only_a_heading, "no text"),
        ("a.docx", broken_pdf, "damaged"),
        ("a.pages", only_a_heading, "cannot be read"),
    ],
)
def test_a_bad_file_says_what_is_wrong(
    tmp_path: Path, name: str, write: Callable[[Path], None], says: str
) -> None:
    write(tmp_path / name)
    with pytest.raises(UnreadableDocument, match=says):
        load_document(tmp_path / name, name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3 June 2025", "2025-06-03"), ("June 3, 2025", "2025-06-03"), ("03.06.2025", "2025-06-03"),
     ("2025-06-03", "2025-06-03"), ("soon", ""), ("31 February 2025", "")],
)  # fmt: skip
def test_dates_are_read(text: str, expected: str) -> None:
    assert iso_date(text) == expected


GERMAN = "Sie haben 60 Tage Zeit, um etwas zurückzugeben. Der Rückversand ist kostenlos."


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.md", GERMAN, "de"),
        ("a.html", f"<main><p>{GERMAN}</p></main>", "de"),
        ("a.html", f"<html lang='nl-NL'><main><p>{GERMAN}</p></main></html>", "nl"),
        ("a.md", f"---\nlanguage: DE\n---\n{PAGE}", "de"),
        ("a.txt", "Masz 60 dni na zwrot towaru, etykieta zwrotna jest bezpłatna.", "pl"),
        ("a.txt", "返品は60日以内に可能です。", "ja"),
        ("a.txt", "You have 60 days to return things, and the label is free.", "en"),
        ("a.md", "| Size | Chest |\n|---|---|\n| M | 100 cm |\n| XL | 116 cm |", "en"),
        ("a.txt", "Halde 2, Norrland, Kochfrei.", "en"),
    ],
)
def test_the_language_is_told_or_read(tmp_path: Path, name: str, text: str, language: str) -> None:
    (tmp_path / name).write_text(text)
    assert load_document(tmp_path / name, name).language == language
