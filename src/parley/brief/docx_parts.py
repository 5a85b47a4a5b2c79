"""What python-docx has no words for: the brief's styles, repeated header rows, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from parley.brief.blocks import Line, clean
from parley.brief.model import Header

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

__all__ = ["add_page_numbers", "add_runs", "prepare", "repeat_as_header", "set_widths", "shade"]

_TEXT_FONT, _CODE_FONT = "Calibri", "Consolas"
_INK, _SOFT, _RULE, _BAND = "1B1F24", "57606A", "C8CFD6", "F0F2F5"
_TEXT_MM = 174  # the width of A4 less its margins
_RUN_STYLES = {
    "code": "BriefCode",
    "strong": "Strong",
    "entry": "BriefProof",
    "passage": "BriefProof",
    "muted": "BriefProof",
}
_SIZES = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Heading 3": 11, "Heading 4": 10}


def prepare(document: Document, header: Header) -> None:
    """Set page, language and styles of a new document."""
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - _TEXT_MM) / 2)
    page.top_margin = page.bottom_margin = Mm(18)
    styles = document.styles
    _set_language(styles.element, "en-GB")
    normal: Any = styles["Normal"]
    _set_font(normal, _TEXT_FONT, 10)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in _SIZES.items():
        heading: Any = styles[name]
        _set_font(heading, _TEXT_FONT, size, _INK)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 9)
        heading.paragraph_format.space_after = Pt(4)
    _paragraph_styles(document)
    _run_styles(document)
    for name, lined in (("Brief table", True), ("Facts", False)):
        _table_style(document, name, lined)


def _paragraph_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name, font, size, color in (
        ("Small", _TEXT_FONT, 8.5, _SOFT),
        ("Lead", _TEXT_FONT, 10, _INK),
        ("Table caption", _TEXT_FONT, 10, _INK),
        ("Cell", _TEXT_FONT, 9, _INK),
        ("Listing", _CODE_FONT, 8, _INK),
        ("Gap", _TEXT_FONT, 4, _INK),
    ):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _set_font(style, font, size, color)
        style.font.bold = name in ("Lead", "Table caption")
        style.paragraph_format.keep_with_next = name == "Table caption"
        if name in ("Listing", "Gap", "Cell"):
            style.paragraph_format.space_after = Pt(2 if name == "Cell" else 0)


def _run_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    for name, font, size, color in (
        ("BriefCode", _CODE_FONT, 8, None),
        ("BriefProof", _TEXT_FONT, 8.5, _SOFT),
    ):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _set_font(style, font, size, color)


def _set_font(style: Any, font: str, size: float, color: str | None = None) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)
    if color is not None:
        style.font.color.rgb = RGBColor.from_string(color)


def _set_language(styles: Any, language: str) -> None:
    from docx.oxml.ns import qn

    for lang in styles.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found


def _table_style(document: Document, name: str, lined: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    properties = _element("w:tblPr")
    if lined:
        borders = _element("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
        properties.append(borders)
    margins = _element("w:tblCellMar")
    across = "80" if lined else "0"
    for side, width in (("top", "30"), ("left", across), ("bottom", "30"), ("right", "80")):
        margins.append(_element(f"w:{side}", w=width, type="dxa"))
    properties.append(margins)
    style.element.append(properties)


def add_runs(paragraph: Paragraph, parts: Line, *, heading: bool = False) -> None:
    """Add a line to a paragraph; a heading keeps its own look.

    Styles are set by their ids: python-docx takes seconds to look them all up by name.
    """
    for number, part in enumerate(parts):
        run = paragraph.add_run(clean(part.text if number else part.text.lstrip(" ")))
        style = _RUN_STYLES.get(part.role)
        if style is not None and not heading:
            run._r.style = style


def shade(cell: _Cell) -> None:
    """Give a header cell its background."""
    shading = _element("w:shd", val="clear", color="auto", fill=_BAND)
    cell._tc.get_or_add_tcPr().append(shading)


def repeat_as_header(row: _Row) -> None:
    """Have Word repeat a row at the top of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def set_widths(table: Table, shares: Sequence[int]) -> None:
    """Share the width of the text among columns, and keep rows from breaking over pages."""
    from docx.shared import Mm

    table.autofit = False
    widths = [Mm(_TEXT_MM * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def add_page_numbers(document: Document, text: str) -> None:
    """Put a text and `page N of M` into the footer."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Small"]
    paragraph.add_run(f"{text}   page ")
    paragraph._p.append(_element("w:fldSimple", instr="PAGE"))
    paragraph.add_run(" of ")
    paragraph._p.append(_element("w:fldSimple", instr="NUMPAGES"))
