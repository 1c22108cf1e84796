"""Build the shop's PDF and DOCX documents from their Markdown sources.

    python data/demo_shop/documents_build.py              build what has changed
    python data/demo_shop/documents_build.py payment      only one topic (or one source file)
    python data/demo_shop/documents_build.py --check      build nothing, fail if something is out of date

A source is `documents_src/<topic>/<name>.md`; it becomes `documents/<topic>/<name>.pdf` or `.docx`.
Front matter:

    ---
    title: Repair prices              (required)
    format: pdf                       (required: pdf or docx)
    updated: 2025-03-14               (required: shown under the title, and the date in the file)
    subtitle: Workshop Hamburg        (optional)
    toc: true                         (optional, PDF: a table of contents after the title)
    page: A5                          (optional, PDF: A4 unless told)
    cover: true                       (optional, PDF: the title on a page of its own)
    ---

The body is CommonMark with tables: headings, paragraphs, **bold**, *italic*, `code`, links, nested lists,
block quotes (drawn as a boxed note), `---` (a rule) and `<!-- pagebreak -->` on a line of its own.
Anything else is refused. Headings of the body start at `##`; the title is the only first-level heading.
The same source gives the same bytes, so that a rebuild leaves no difference in version control.
Readers of PDF tell a table from text by its columns: three or more columns with short cells on A4 come out
as a table; a table of two columns, or with wrapped cells, comes out as loose lines. DOCX has no such limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import yaml
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib import colors, pagesizes
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "documents_src"
DOCUMENTS = HERE / "documents"
SHOP = "Fernweg"
GREEN = "#2f5d50"
PALE = "#eef3f0"
PAGE_BREAK = "<!-- pagebreak -->"
KEYS = {"title", "format", "updated", "subtitle", "toc", "page", "cover"}


class SourceError(Exception):
    """A source that cannot be built; the message names the file and the reason."""


@dataclass(frozen=True)
class Source:
    path: Path
    meta: dict
    body: SyntaxTreeNode

    @property
    def target(self) -> Path:
        relative = self.path.relative_to(SOURCES)
        return (DOCUMENTS / relative).with_suffix("." + self.meta["format"])

    @property
    def updated_text(self) -> str:
        day: dt.date = self.meta["updated"]
        return f"Last updated: {day.day} {day:%B %Y}"


def read_source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise SourceError(f"{path}: no front matter")
    head, _, body = text[4:].partition("\n---\n")
    meta = yaml.safe_load(head) or {}
    unknown = set(meta) - KEYS
    missing = {"title", "format", "updated"} - set(meta)
    if unknown or missing:
        raise SourceError(f"{path}: front matter: unknown {sorted(unknown)}, missing {sorted(missing)}")
    if meta["format"] not in ("pdf", "docx"):
        raise SourceError(f"{path}: format must be pdf or docx, not {meta['format']!r}")
    if not isinstance(meta["updated"], dt.date):
        raise SourceError(f"{path}: updated must be a date such as 2025-03-14")
    if meta["format"] == "pdf":
        try:
            text.encode("cp1252")  # what the built-in fonts of PDF can draw
        except UnicodeEncodeError as error:
            raise SourceError(f"{path}: no glyph for {text[error.start : error.end]!r}") from error
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    return Source(path, meta, SyntaxTreeNode(tokens))


def table_rows(node: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The cells' inline nodes, the header row first."""
    return [[cell.children[0] for cell in row.children] for part in node.children for row in part.children]


def plain(node: SyntaxTreeNode) -> str:
    if node.type in ("text", "code_inline"):
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(plain(child) for child in node.children)


# ---------------------------------------------------------------- PDF

BASE = ParagraphStyle("base", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=6)
STYLES = {
    "title": ParagraphStyle(
        "title", BASE, fontName="Helvetica-Bold", fontSize=20, leading=25, textColor=GREEN
    ),
    "subtitle": ParagraphStyle("subtitle", BASE, fontSize=12, leading=16),
    "small": ParagraphStyle("small", BASE, fontSize=8.5, leading=11, textColor=colors.HexColor("#555555")),
    "h2": ParagraphStyle(
        "h2",
        BASE,
        fontName="Helvetica-Bold",
        fontSize=14,
        leading=18,
        spaceBefore=10,
        textColor=GREEN,
        keepWithNext=1,
    ),
    "h3": ParagraphStyle(
        "h3", BASE, fontName="Helvetica-Bold", fontSize=11, leading=15, spaceBefore=6, keepWithNext=1
    ),
    "h4": ParagraphStyle("h4", BASE, fontName="Helvetica-BoldOblique", spaceBefore=4, keepWithNext=1),
    "cell": ParagraphStyle("cell", BASE, fontSize=9, leading=12, spaceAfter=0),
    "head": ParagraphStyle("head", BASE, fontName="Helvetica-Bold", fontSize=9, leading=12, spaceAfter=0),
    "note": ParagraphStyle("note", BASE, spaceAfter=0),
    "code": ParagraphStyle("code", BASE, fontName="Courier", fontSize=9, leading=12),
}


def markup(node: SyntaxTreeNode, path: Path) -> str:
    """An inline node in reportlab's paragraph markup."""
    if node.type == "text":
        return escape(node.content)
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "<br/>"
    if node.type == "code_inline":
        return f'<font face="Courier">{escape(node.content)}</font>'
    inner = "".join(markup(child, path) for child in node.children)
    if node.type == "inline":
        return inner
    if node.type == "strong":
        return f"<b>{inner}</b>"
    if node.type == "em":
        return f"<i>{inner}</i>"
    if node.type == "link":
        return f'<link href="{escape(str(node.attrs["href"]))}" color="{GREEN}">{inner}</link>'
    raise SourceError(f"{path}: {node.type} is not supported")


class PdfTemplate(BaseDocTemplate):
    """Pages with a running header and a page number; headings feed the table of contents."""

    def __init__(self, buffer: io.BytesIO, source: Source) -> None:
        size = getattr(pagesizes, str(source.meta.get("page", "A4")))
        margin = 22 * mm if size == pagesizes.A4 else 15 * mm
        super().__init__(
            buffer,
            pagesize=size,
            leftMargin=margin,
            rightMargin=margin,
            topMargin=24 * mm,
            bottomMargin=20 * mm,
            title=source.meta["title"],
            author=SHOP,
            subject=source.updated_text,
            lang="en-GB",
            invariant=1,
            pageCompression=0,
        )
        self.source = source
        frame = Frame(
            self.leftMargin,
            self.bottomMargin,
            self.width,
            self.height,
            id="body",
            leftPadding=0,
            rightPadding=0,
        )
        self.addPageTemplates(
            [
                PageTemplate("first", [frame], onPage=self.footer),
                PageTemplate("later", [frame], onPage=self.both),
            ]
        )

    def footer(self, canvas, _document) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(colors.HexColor("#555555"))
        canvas.drawString(self.leftMargin, 11 * mm, f"{SHOP} · service@fernweg.example · +49 40 5550 142")
        canvas.drawRightString(self.leftMargin + self.width, 11 * mm, f"Page {canvas.getPageNumber()}")
        canvas.restoreState()

    def both(self, canvas, document) -> None:
        self.footer(canvas, document)
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(colors.HexColor("#555555"))
        canvas.drawString(self.leftMargin, self.pagesize[1] - 15 * mm, self.source.meta["title"])
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab calls it)
        style = getattr(getattr(flowable, "style", None), "name", "")
        if style in ("h2", "h3"):
            text = flowable.getPlainText()
            key = f"{style}-{self.page}-{text}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, 0 if style == "h2" else 1)
            if style == "h2":
                self.notify("TOCEntry", (0, text, self.page, key))


def pdf_table(node: SyntaxTreeNode, width: float, path: Path) -> Table:
    rows = table_rows(node)
    columns = len(rows[0])
    # Column widths in proportion to the longest cell, within limits, so that short columns stay narrow.
    longest = [min(max(max(len(plain(row[i])) for row in rows), 8), 44) for i in range(columns)]
    widths = [width * n / sum(longest) for n in longest]
    data = [
        [Paragraph(markup(cell, path), STYLES["head" if i == 0 else "cell"]) for cell in row]
        for i, row in enumerate(rows)
    ]
    return Table(
        data,
        colWidths=widths,
        repeatRows=1,
        splitByRow=len(rows) > 15,  # a small table moves to the next page whole
        spaceBefore=4,
        spaceAfter=10,
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(PALE)),
                ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#b9c6c0")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        ),
    )


def pdf_blocks(
    nodes: list[SyntaxTreeNode], width: float, path: Path, style: ParagraphStyle = BASE
) -> list[Flowable]:
    story: list[Flowable] = []
    for node in nodes:
        match node.type:
            case "heading":
                if node.tag not in ("h2", "h3", "h4"):
                    raise SourceError(f"{path}: {node.tag} is not supported: use ## to ####")
                story.append(Paragraph(markup(node.children[0], path), STYLES[node.tag]))
            case "paragraph":
                story.append(Paragraph(markup(node.children[0], path), style))
            case "bullet_list" | "ordered_list":
                numbered = node.type == "ordered_list"
                # Close enough for text extraction to keep the mark and its text on one line.
                indent = 11 if not numbered else 14 if len(node.children) < 10 else 20
                items = [
                    ListItem(
                        pdf_blocks(item.children, width - indent, path),
                        leftIndent=indent,
                        bulletColor=colors.HexColor(GREEN),
                    )
                    for item in node.children
                ]
                story.append(
                    ListFlowable(
                        items,
                        bulletType="1" if numbered else "bullet",
                        bulletFormat="%s." if numbered else None,
                        start=int(node.attrs.get("start", 1)) if numbered else "–",
                        bulletFontSize=10,
                        leftIndent=indent,
                    )
                )
                story.append(Spacer(1, 4))
            case "table":
                story.append(pdf_table(node, width, path))
            case "blockquote":
                inner = pdf_blocks(node.children, width - 20, path, STYLES["note"])
                box = Table([[inner]], colWidths=[width], spaceBefore=4, spaceAfter=10)
                box.setStyle(
                    TableStyle(
                        [
                            ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor(PALE)),
                            ("LINEBEFORE", (0, 0), (0, -1), 2, colors.HexColor(GREEN)),
                            ("LEFTPADDING", (0, 0), (-1, -1), 10),
                            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                        ]
                    )
                )
                story.append(box)
            case "fence" | "code_block":
                lines = escape(node.content.rstrip("\n")).replace("\n", "<br/>")
                story.append(Paragraph(lines, STYLES["code"]))
            case "hr":
                story.append(
                    HRFlowable(width="100%", color=colors.HexColor("#b9c6c0"), spaceBefore=4, spaceAfter=8)
                )
            case "html_block" if node.content.strip() == PAGE_BREAK:
                story.append(PageBreak())
            case _:
                raise SourceError(f"{path}: {node.type} is not supported")
    return story


def build_pdf(source: Source) -> bytes:
    buffer = io.BytesIO()
    template = PdfTemplate(buffer, source)
    meta = source.meta
    story: list[Flowable] = [NextPageTemplate("later")]
    if meta.get("cover"):
        story.append(Spacer(1, template.height / 3))
    story.append(Paragraph(escape(meta["title"]), STYLES["title"]))
    if meta.get("subtitle"):
        story.append(Paragraph(escape(meta["subtitle"]), STYLES["subtitle"]))
    story.append(Paragraph(source.updated_text, STYLES["small"]))
    if meta.get("cover"):
        story.append(PageBreak())
    if meta.get("toc"):
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [ParagraphStyle("toc", BASE, spaceAfter=2)]
        story += [Paragraph("Contents", ParagraphStyle("toc-title", STYLES["h2"])), contents]
        story.append(PageBreak() if meta.get("cover") else Spacer(1, 8))
    story += pdf_blocks(source.body.children, template.width, source.path)
    template.multiBuild(story)
    return buffer.getvalue()


# ---------------------------------------------------------------- DOCX


def docx_runs(paragraph, node: SyntaxTreeNode, path: Path, bold: bool = False, italic: bool = False) -> None:
    for child in node.children:
        match child.type:
            case "text" | "code_inline":
                run = paragraph.add_run(child.content)
                run.bold, run.italic = bold or None, italic or None
                if child.type == "code_inline":
                    run.font.name = "Courier New"
            case "softbreak":
                paragraph.add_run(" ")
            case "hardbreak":
                paragraph.add_run().add_break()
            case "strong":
                docx_runs(paragraph, child, path, True, italic)
            case "em":
                docx_runs(paragraph, child, path, bold, True)
            case "link":
                address = str(child.attrs["href"])
                relation = paragraph.part.relate_to(
                    address,
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                    is_external=True,
                )
                link = OxmlElement("w:hyperlink")
                link.set(qn("r:id"), relation)
                run = paragraph.add_run(plain(child))
                run.font.underline = True
                link.append(run._r)
                paragraph._p.append(link)
            case _:
                raise SourceError(f"{path}: {child.type} is not supported")


def restart_numbering(document, paragraph_style: str) -> int:
    """A new number instance of the list style, so that every ordered list starts at one."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    style_number = document.styles[paragraph_style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style_number).abstractNumId.val
    number = numbering.add_num(abstract)
    override = number.add_lvlOverride(ilvl=0)
    override.add_startOverride(1)
    return number.numId


def docx_blocks(document, nodes: list[SyntaxTreeNode], path: Path, style: str | None = None) -> None:
    for node in nodes:
        match node.type:
            case "heading":
                if node.tag not in ("h2", "h3", "h4"):
                    raise SourceError(f"{path}: {node.tag} is not supported: use ## to ####")
                docx_runs(document.add_heading(level=int(node.tag[1])), node.children[0], path)
            case "paragraph":
                docx_runs(document.add_paragraph(style=style), node.children[0], path)
            case "bullet_list" | "ordered_list":
                docx_list(document, node, path, 1)
            case "table":
                rows = table_rows(node)
                table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
                header = OxmlElement(
                    "w:tblHeader"
                )  # repeated on every page, and known as the header to readers
                table.rows[0]._tr.get_or_add_trPr().append(header)
                for i, row in enumerate(rows):
                    for j, cell in enumerate(row):
                        docx_runs(table.cell(i, j).paragraphs[0], cell, path, bold=i == 0)
                document.add_paragraph()
            case "blockquote":
                docx_blocks(document, node.children, path, "Intense Quote")
            case "fence" | "code_block":
                run = document.add_paragraph().add_run(node.content.rstrip("\n"))
                run.font.name = "Courier New"
            case "hr":
                document.add_paragraph()
            case "html_block" if node.content.strip() == PAGE_BREAK:
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case _:
                raise SourceError(f"{path}: {node.type} is not supported")


def docx_list(document, node: SyntaxTreeNode, path: Path, level: int) -> None:
    if level > 3:
        raise SourceError(f"{path}: a list is nested too deeply")
    style = ("List Number" if node.type == "ordered_list" else "List Bullet") + (
        f" {level}" if level > 1 else ""
    )
    number = restart_numbering(document, style) if node.type == "ordered_list" else None
    for item in node.children:
        for i, child in enumerate(item.children):
            if child.type in ("bullet_list", "ordered_list"):
                docx_list(document, child, path, level + 1)
            elif child.type == "paragraph":
                paragraph = document.add_paragraph(style=style if i == 0 else "List Continue")
                if i == 0 and number is not None:
                    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                    properties.get_or_add_numId().val = number
                    properties.get_or_add_ilvl().val = 0
                docx_runs(paragraph, child.children[0], path)
            else:
                raise SourceError(f"{path}: {child.type} in a list is not supported")


def build_docx(source: Source) -> bytes:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for level in (1, 2, 3, 4):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string(GREEN.lstrip("#").upper())
    document.add_heading(source.meta["title"], level=1)
    if source.meta.get("subtitle"):
        document.add_paragraph(source.meta["subtitle"], style="Subtitle")
    document.add_paragraph(source.updated_text)
    docx_blocks(document, source.body.children, source.path)
    section = document.sections[0]
    section.footer.paragraphs[0].text = f"{SHOP} · service@fernweg.example · +49 40 5550 142"
    day = dt.datetime.combine(source.meta["updated"], dt.time(9))
    properties = document.core_properties
    properties.title, properties.author, properties.language = source.meta["title"], SHOP, "en-GB"
    properties.last_modified_by, properties.comments, properties.revision = SHOP, "", 1
    properties.created = properties.modified = day
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed_zip(buffer, day)


def fixed_zip(buffer: io.BytesIO, day: dt.datetime) -> bytes:
    """The same archive with one date on every member."""
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, day.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return result.getvalue()


# ---------------------------------------------------------------- command line


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("only", nargs="*", help="topics or source files (default: all)")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a document is out of date"
    )
    options = parser.parse_args()
    paths: list[Path] = []
    for name in options.only or ["."]:
        place = SOURCES / name if (SOURCES / name).exists() else Path(name).resolve()
        if not place.is_relative_to(SOURCES) or not place.exists():
            parser.error(f"no such topic or source: {name}")
        paths += sorted(place.rglob("*.md")) if place.is_dir() else [place]
    stale = 0
    for path in paths:
        try:
            source = read_source(path)
            content = build_pdf(source) if source.meta["format"] == "pdf" else build_docx(source)
        except SourceError as error:
            print(error, file=sys.stderr)
            return 2
        target = source.target
        if target.exists() and target.read_bytes() == content:
            continue
        stale += 1
        shown = target.relative_to(HERE)
        if options.check:
            print(f"out of date: {shown}")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            print(f"built {shown} ({len(content) // 1024} kB)")
    print(f"{len(paths)} sources, {stale} {'out of date' if options.check else 'built'}")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
