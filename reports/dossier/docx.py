"""A paper as a Word document, in the way of an office: A4, Times New Roman, the state's head, gaps in yellow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reports.dossier.paper import FOOT, HEAD, Fill, Grid, Heading, Paper, Para, Text, parts

FONT = "Times New Roman"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LONG, SHORT = Cm(29.7), Cm(21)
MARGINS = {"top_margin": Cm(2), "bottom_margin": Cm(2), "left_margin": Cm(3), "right_margin": Cm(1.5)}


def write(paper: Paper, issuer: str, today: date, path: Path) -> None:
    """The document at `path`."""
    document = Document()
    width = _page(document, paper.wide)
    _head(document, issuer, today, width)
    _middle(document, paper)
    for block in paper.body:
        if isinstance(block, Heading):
            _put(document.add_paragraph(), block.text, bold=True).paragraph_format.keep_with_next = True
        elif isinstance(block, Para):
            paragraph = _put(document.add_paragraph(), block.text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        elif isinstance(block, Grid):
            _grid(document, block, width)
        else:
            for item in block.items:
                paragraph = _put(document.add_paragraph(), ("– ", *parts(item)))
                paragraph.paragraph_format.left_indent = Cm(0.6)
                paragraph.paragraph_format.first_line_indent = Cm(-0.4)
    _foot(document, width)
    document.save(str(path))


def _page(document: Any, wide: bool) -> int:
    """A4, turned where wanted; the width that text has."""
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    for name, margin in MARGINS.items():
        setattr(section, name, margin)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    document.core_properties.author = ""
    _page_number(section)
    return section.page_width - section.left_margin - section.right_margin


def _page_number(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _head(document: Any, issuer: str, today: date, width: int) -> None:
    table = document.add_table(1, 2)
    left, right = table.rows[0].cells
    _widths(table, (width * 42 // 100, width * 58 // 100))
    _put(left.paragraphs[0], issuer.upper(), bold=True, size=12).alignment = CENTRE
    _put(left.add_paragraph(), ("Số: ", HEAD[0]), size=12).alignment = CENTRE
    _put(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=12).alignment = CENTRE
    _put(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", bold=True).alignment = CENTRE
    dated = (HEAD[1], f", ngày {today.day:02} tháng {today.month:02} năm {today.year}")
    _put(right.add_paragraph(), dated, italic=True).alignment = CENTRE


def _middle(document: Any, paper: Paper) -> None:
    title = _put(document.add_paragraph(), paper.title, bold=True, size=14)
    title.alignment, title.paragraph_format.space_before = CENTRE, Pt(12)
    _put(document.add_paragraph(), paper.about, italic=True).alignment = CENTRE
    left = _put(document.add_paragraph(), f"Còn {paper.gaps} chỗ phải điền, tô vàng; điền xong thì xóa dòng này.")
    left.alignment = CENTRE


def _grid(document: Any, grid: Grid, width: int) -> None:
    table = document.add_table(1, len(grid.head))
    table.style = "Table Grid"
    _repeated(table.rows[0])
    for cell, name in zip(table.rows[0].cells, grid.head, strict=True):
        _put(cell.paragraphs[0], name, bold=True, size=11).alignment = CENTRE
    for row in grid.rows:
        added = table.add_row()
        _whole(added)
        for cell, text in zip(added.cells, row, strict=True):
            _put(cell.paragraphs[0], text, size=11)
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    _widths(table, tuple(width * share // sum(grid.widths) for share in grid.widths))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _widths(table: Any, widths: tuple[int, ...]) -> None:
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _repeated(row: Any) -> None:
    """The row stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """The row is not broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _foot(document: Any, width: int) -> None:
    table = document.add_table(1, 2)
    left, right = table.rows[0].cells
    _widths(table, (width // 2, width - width // 2))
    _whole(table.rows[0])
    _put(left.paragraphs[0], "NGƯỜI LẬP", bold=True).alignment = CENTRE
    _put(left.add_paragraph(), FOOT[0]).alignment = CENTRE
    _put(right.paragraphs[0], "ĐẠI DIỆN BÊN KIỂM SOÁT", bold=True).alignment = CENTRE
    _put(right.add_paragraph(), FOOT[1]).alignment = CENTRE


def _put(paragraph: Any, text: Text, bold: bool = False, italic: bool = False, size: float = 0) -> Any:
    for part in parts(text):
        run = paragraph.add_run(str(part))
        run.bold, run.italic = bold or isinstance(part, Fill), italic
        run.font.name = FONT
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if size:
            run.font.size = Pt(size)
        if isinstance(part, Fill):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph
