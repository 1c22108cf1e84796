"""Files to documents: what each format keeps, and what a bad file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

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


GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])


def columns(path: Path, *stories: list[Flowable]) -> None:
    """A page with a line across, a column for each story but the last, and the last across below."""
    style, inner = getSampleStyleSheet(), stories[:-1]
    width = 495 / len(inner)
    frames = [
        Frame(50, 760, 495, 60),
        *(Frame(50 + i * width, 200, width - 20, 550) for i in range(len(inner))),
    ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=[*frames, Frame(50, 50, 495, 140)])])
    flow: list[Flowable] = [Paragraph("Handbook of the shop", style["Title"])]
    for story in stories:
        flow += [FrameBreak(), *story]
    document.build(flow)


def test_a_table_of_questions_is_read_as_sections(tmp_path: Path) -> None:
    rows = 'Frage;Antwort\n"Kann ich ändern?";"Ja, bis gepackt ist."\nOhne Antwort;\n'
    (tmp_path / "faq.csv").write_text(rows, "utf-8")
    found = load_document(tmp_path / "faq.csv", "faq.csv")
    assert found.title == "FAQ"
    assert [(block.kind, block.lines) for block in found.blocks] == [
        ("heading", ("Kann ich ändern?",)),
        ("paragraph", ("Ja, bis gepackt ist.",)),
    ]


def test_of_a_workbook_with_other_sheets_all_is_read(tmp_path: Path) -> None:
    book = Workbook()
    asked, prices = book.active, book.create_sheet("Prices")
    asked.append(["Question", "Answer"])
    asked.append(["Can I collect it?", "Yes, in Leeds."])
    book.save(tmp_path / "faq.xlsx")
    found = load_document(tmp_path / "faq.xlsx", "faq.xlsx")
    assert [block.lines for block in found.blocks] == [("Can I collect it?",), ("Yes, in Leeds.",)]
    prices.append(["Part", "Price"])
    prices.append(["Pole", "39 EUR"])
    book.save(tmp_path / "faq.xlsx")
    told = " ".join(line for one in load_document(tmp_path / "faq.xlsx", "f").blocks for line in one.lines)
    assert "39 EUR" in told
    assert "Yes, in Leeds." in told


def test_a_file_beside_a_document_tells_what_it_does_not(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("Part,Price\nPole,39 EUR\n")
    told = "---\ntitle: Spare parts\nurl: https://shop.example/parts\nupdated: 2026-03-01\n---\n"
    for text in (told, told.replace("---\n", "")):
        (tmp_path / "prices.csv.about").write_text(text)
        found = load_document(tmp_path / "prices.csv", "prices.csv")
        assert (found.title, found.updated) == ("Spare parts", "2026-03-01")
        assert found.url == "https://shop.example/parts"


@pytest.mark.parametrize("count", [2, 3])
def test_the_columns_of_a_pdf_are_read_one_after_the_other(tmp_path: Path, count: int) -> None:
    style = getSampleStyleSheet()
    table = Table([["Part", "Price"], ["Pole", "39.00 EUR"]])
    table.setStyle(GRID)
    stories = [
        [Paragraph(f"Chapter {n}", style["Heading2"]),
         *(Paragraph(f"Sentence {n}-{m} tells what is in it in so many words. " * 3, style["BodyText"])
           for m in range(3)), table]
        for n in range(count)
    ]  # fmt: skip
    below = [
        Paragraph("This note goes all the way across the page below its columns. " * 4, style["BodyText"])
    ]
    columns(tmp_path / "a.pdf", *stories, below)
    found = load_document(tmp_path / "a.pdf", "a.pdf")
    texts = [block.lines[0] for block in found.blocks]
    expected = ["Handbook of the shop"]
    for n in range(count):
        sentences = [f"Sentence {n}-{m} tells what is in it in so many words. " * 3 for m in range(3)]
        expected += [f"Chapter {n}", *(text.strip() for text in sentences), "| Part | Price |"]
    assert texts[:-1] == expected
    assert texts[-1].startswith("This note goes all the way across")


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    style = getSampleStyleSheet()["BodyText"]
    long = "word after word " * 90 + "to its end."
    frames = [Frame(50, 400, 235, 300), Frame(310, 400, 235, 300)]
    document = BaseDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([Paragraph(long, style)])
    assert [b.lines for b in load_document(tmp_path / "a.pdf", "a").blocks] == [(long,)]


def test_a_table_of_two_columns_is_not_torn_apart(tmp_path: Path) -> None:
    rows = [
        [f"Standard delivery to country {n}", f"{n}.95 EUR for each order of up to 30 kg"] for n in range(12)
    ]
    SimpleDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4).build([Table(rows, colWidths=[230, 230])])
    text = "\n".join(line for b in load_document(tmp_path / "a.pdf", "a").blocks for line in b.lines)
    assert all(f"{name} {price}" in text for name, price in rows)


def test_a_table_that_goes_on_overleaf_keeps_its_column_names(tmp_path: Path) -> None:
    table = Table([["Size", "Chest"], *([f"X{n}", f"{n} cm"] for n in range(60))])
    table.setStyle(GRID)
    SimpleDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4).build([table])
    found = [block.lines for block in load_document(tmp_path / "a.pdf", "a").blocks]
    assert [lines[0] for lines in found] == ["| Size | Chest |"] * 2
    assert sum(len(lines) - 1 for lines in found) == 60


def test_a_word_file_keeps_headings_and_tables(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Rental", 1)
    word.add_paragraph("Last updated: 11 February 2025")
    word.add_paragraph("The deposit is 100 EUR.")
    word.save(str(tmp_path / "rental.docx"))
    found = load_document(tmp_path / "rental.docx", "rental.docx")
    assert (found.title, found.updated) == ("Rental", "2025-02-11")
    assert found.blocks[-1].lines == ("The deposit is 100 EUR.",)


def test_words_title_of_a_document_is_its_title(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Bees and queens", 0)
    word.add_paragraph("Last updated: 3 March 2026")
    word.add_heading("Health", 1)
    word.add_paragraph("Each colony has a certificate.")
    word.save(str(tmp_path / "Bees (final) v3.docx"))
    found = load_document(tmp_path / "Bees (final) v3.docx", "Bees (final) v3.docx")
    assert (found.title, found.updated) == ("Bees and queens", "2026-03-03")


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
