"""The brief as a Word document: real headings, real tables with repeated header rows, A4."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Fold,
    Line,
    Listing,
    Paragraph,
    Picture,
    Run,
    Table,
    Track,
    clean,
    counted,
    line,
)
from parley.brief.docx_parts import (
    add_page_numbers,
    add_runs,
    prepare,
    repeat_as_header,
    set_widths,
    shade,
)
from parley.brief.model import Brief
from parley.brief.sections import SECTIONS, SectionKind, blocks_of

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_docx"]

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same brief


def write_docx(brief: Brief, path: Path | str, kinds: tuple[SectionKind, ...] = SECTIONS) -> None:
    """Write a brief as a DOCX file, the same bytes for the same brief.

    Parameters
    ----------
    brief: what `make_brief` returned.
    path: the file to write; it is replaced if there is one.
    kinds: how its sections are laid out.

    Raises OSError where the file cannot be written.
    """
    from docx import Document as new_document

    document = new_document()
    prepare(document, brief.header)
    add_page_numbers(document, f"Brief for {clean(brief.header.party_name)}")
    _core_properties(document, brief)
    _head(document, brief)
    for section in brief.sections:
        _heading(document, line(section.title), 1)
        _blocks(document, blocks_of(section, brief.header, kinds=kinds), 2)
    out = BytesIO()
    document.save(out)
    Path(path).write_bytes(_same_bytes(out))


def _same_bytes(written: BytesIO) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(written) as read, zipfile.ZipFile(out, "w") as packed:
        for item in read.infolist():
            info = zipfile.ZipInfo(item.filename, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, read.read(item.filename))
    return out.getvalue()


def _core_properties(document: Document, brief: Brief) -> None:
    header = brief.header
    core = document.core_properties
    core.title = clean(f"Brief for {header.party_name}: {header.title}")[:255]
    core.author = "parley"
    core.last_modified_by = "parley"
    core.comments = f"digest {header.digest[:16]}, parley {header.version}"
    core.language = "en-GB"
    core.revision = 1
    made = datetime(1970, 1, 1) + timedelta(microseconds=header.as_of_instant)
    core.created = core.modified = made.replace(microsecond=0)


def _head(document: Document, brief: Brief) -> None:
    header = brief.header
    _add(document, "Title", line(Run(header.title)))
    _add(document, "Normal", line("Brief for ", Run(header.party_name, "strong")))
    if header.fiction:
        document.add_paragraph("Names and events of this dossier are made up.")
    made = counted(header.made_of, "entry", "entries")
    made = f"{made} of {header.dossier}, digest {header.digest[:16]}"
    rows = (
        ("As of", (line(f"{header.as_of} ({header.as_of_utc})"),)),
        ("Knowing what was known by", (line(f"{header.known_as_of} ({header.known_as_of_utc})"),)),
        ("Made from", (line(made),)),
        *((("Reader", (line(header.withheld),)),) if header.withheld else ()),
    )
    _facts(document, rows)
    _add(document, "Small", line(header.how_to_read))
    _heading(document, line("At a glance"), 1)
    _facts(
        document,
        tuple(
            (one.label, (line(Run(one.value, "strong" if one.alarming else "plain")),))
            for one in brief.glance
        ),
    )


def _add(document: Document, style: str, parts: Line) -> None:
    """Add a paragraph; its style is named by id, since python-docx looks names up slowly."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    add_runs(paragraph, parts, heading=style.startswith(("Heading", "Title")))


def _heading(document: Document, parts: Line, level: int) -> None:
    _add(document, f"Heading{min(level, 4)}", parts)


def _blocks(document: Document, blocks: Iterable[Block], level: int) -> None:
    for block in blocks:
        _block(document, block, level)


def _block(document: Document, block: Block, level: int) -> None:
    if isinstance(block, Paragraph):
        _add(document, {"plain": "Normal", "note": "Small", "lead": "Lead"}[block.role], block.line)
    elif isinstance(block, Bullets):
        for one in block.lines:
            _add(document, "ListBullet", one)
    elif isinstance(block, Facts):
        _facts(document, block.rows)
    elif isinstance(block, Table):
        _table(document, block, caption=level < 3)
    elif isinstance(block, Card):
        badges = (Run(f"  [{badge.text}]") for badge in block.badges)
        _heading(document, line(*block.title, *badges), level)
        _blocks(document, block.blocks, level + 1)
    elif isinstance(block, Track):
        _add(document, "Normal", _track(block))
    elif isinstance(block, Listing):
        _listing(document, block)
    elif isinstance(block, Fold):
        _heading(document, line(Run(block.summary)), level)
        _blocks(document, block.blocks, level + 1)
    else:
        _skip(block)


def _skip(block: Picture) -> None:
    """Word shows no SVG without a second picture; the table after it says the same."""


def _listing(document: Document, block: Listing) -> None:
    _add(document, "Tablecaption", line(Run(block.caption)))
    for text in clean(block.text).splitlines():
        _add(document, "Listing", (Run(""), Run(text)))  # not first, so that it keeps its indent


def _track(block: Track) -> Line:
    runs: list[Run] = []
    for number, state in enumerate(block.states):
        here = state == block.state
        runs.append(Run(f"[{state}]" if here else state, "strong" if here else "muted"))
        if number < len(block.states) - 1:
            runs.append(Run("  >  "))
    if block.state not in block.states:
        runs.append(Run(f"  >>  [{block.state}]", "strong"))
    return tuple(runs)


def _facts(document: Document, rows: Iterable[tuple[str, tuple[Line, ...]]]) -> None:
    from docx.table import _Cell

    listed = tuple(rows)
    if not listed:
        return
    table = document.add_table(len(listed), 2, "Facts")
    for row, (label, lines) in zip(table._tbl.tr_lst, listed, strict=True):
        for element, text in zip(row.tc_lst, ((line(Run(label, "muted")),), lines), strict=True):
            _fill(_Cell(element, table), text)
    set_widths(table, (26, 74))
    _add(document, "Gap", ())


def _table(document: Document, block: Table, *, caption: bool) -> None:
    """A table; under a card's heading its caption would only repeat it."""
    from docx.table import _Cell

    if block.caption and caption:
        _add(document, "Tablecaption", line(Run(block.caption)))
    # All rows at once and cells by their elements: python-docx counts a table through for each.
    table = document.add_table(1 + len(block.rows), len(block.columns), "Brief table")
    heads = tuple((line(Run(column, "strong")),) for column in block.columns)
    for row, contents in zip(table._tbl.tr_lst, (heads, *block.rows), strict=True):
        for element, lines in zip(row.tc_lst, contents, strict=True):
            _fill(_Cell(element, table), lines)
    for cell in table.rows[0].cells:
        shade(cell)
    repeat_as_header(table.rows[0])
    set_widths(table, block.shares or tuple(1 for _ in block.columns))
    _add(document, "Gap", ())


def _fill(cell: Any, lines: tuple[Line, ...]) -> None:
    for number, one in enumerate(lines or ((),)):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        paragraph._p.style = "Cell"  # by its id: looking a style up each time takes seconds
        add_runs(paragraph, one)
