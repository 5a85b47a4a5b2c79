"""The brief and other pages for a terminal: text of a given width that reads without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, cast

from parley.brief.blocks import (
    Badge,
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
from parley.brief.model import Brief, Header
from parley.brief.page import Page
from parley.brief.sections import SECTIONS, SectionKind, blocks_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["render_page_terminal", "render_terminal"]

_STYLES = {
    "plain": "",
    "code": "cyan",
    "entry": "dim",
    "passage": "dim",
    "strong": "bold",
    "muted": "dim",
}
_TONES = {"bad": "bold red", "warn": "bold yellow", "good": "bold green", "calm": "bold"}
_NARROWEST = 40
_LABEL = 18  # the column of labels before facts


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where text goes: a console, the width, and whether folded detail is shown."""

    console: Console
    width: int
    full: bool


def render_terminal(
    brief: Brief,
    *,
    width: int = 80,
    color: bool = False,
    full: bool = False,
    kinds: tuple[SectionKind, ...] = SECTIONS,
) -> str:
    """Render a brief as text.

    Parameters
    ----------
    brief: what `make_brief` returned.
    width: columns, at least 40.
    color: whether to colour it with escape sequences; without, it is plain text.
    full: whether to show everything, or what is most pressing and where the rest is.
    kinds: how its sections are laid out.
    """
    paper = _paper(width, color, full)
    _head(paper, brief)
    for section in brief.sections:
        _print(paper, "")
        _heading(paper, section.title)
        _blocks(paper, blocks_of(section, brief.header, short=not full, kinds=kinds), 0)
    if not full:
        _print(paper, "")
        _wrap(paper, line("The HTML and DOCX briefs hold the detail left out here."), 0)
    return _printed(paper)


def render_page_terminal(
    page: Page, *, width: int = 80, color: bool = False, full: bool = False
) -> str:
    """Render a page that is no brief as text; the parameters are those of `render_terminal`."""
    paper = _paper(width, color, full)
    _wrap(paper, line(Run(f"{page.over}: {page.title}", "strong")), 0)
    if page.fiction:
        _wrap(paper, line("Names and events are made up."), 0)
    for label, told in page.facts:
        _fact(paper, label, (told,), 0)
    _print(paper, "")
    _wrap(paper, page.lead, 0)
    for section in page.sections:
        _print(paper, "")
        _heading(paper, section.title)
        _blocks(paper, section.blocks, 0)
    if not full:
        _print(paper, "")
        _wrap(paper, line("--full and HTML hold the detail left out here."), 0)
    return _printed(paper)


def _paper(width: int, color: bool, full: bool) -> _Paper:
    from rich.console import Console

    width = max(width, _NARROWEST)
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    return _Paper(console, width, full)


def _printed(paper: _Paper) -> str:
    out = cast("StringIO", paper.console.file)
    return "\n".join(text.rstrip() for text in out.getvalue().split("\n"))


def _head(paper: _Paper, brief: Brief) -> None:
    header = brief.header
    _wrap(paper, line(Run(f"Brief for {header.party_name}", "strong")), 0)
    _wrap(paper, line(Run(header.title, "plain")), 0)
    if header.fiction:
        _wrap(paper, line("Names and events are made up."), 0)
    _fact(paper, "As of", (line(f"{header.as_of} ({header.as_of_utc})"),), 0)
    if header.known_as_of != header.as_of:
        _fact(paper, "Known by", (line(f"{header.known_as_of} ({header.known_as_of_utc})"),), 0)
    _fact(paper, "Made from", (line(_made_of(header)),), 0)
    if header.withheld:
        _fact(paper, "Reader", (line(header.withheld),), 0)
    _print(paper, "")
    for one in brief.glance:
        value = Run(one.value, "strong") if one.alarming else Run(one.value)
        _fact(paper, f"{'!' if one.alarming else ' '} {one.label}", (line(value),), 0)


def _made_of(header: Header) -> str:
    made = counted(header.made_of, "entry", "entries")
    return f"{made} of {header.dossier}, digest {header.digest[:12]}"


def _heading(paper: _Paper, title: str) -> None:
    text = clean(title).upper()
    _print(paper, text, "bold")
    _print(paper, "=" * min(len(text), paper.width))


def _print(paper: _Paper, text: str, style: str = "") -> None:
    from rich.text import Text

    paper.console.print(Text(text, style=style))


def _text(parts: Line) -> Text:
    from rich.text import Text

    found = Text()
    for number, run in enumerate(parts):
        shown = clean(run.text if number else run.text.lstrip())
        found.append(f"`{shown}`" if run.role == "code" else shown, _STYLES[run.role])
    return found


def _wrap(paper: _Paper, parts: Line, indent: int, first: str = "") -> None:
    """Print a line, wrapped, all its text right of the first words."""
    from rich.padding import Padding

    if first:
        _beside(paper, first, _text(parts), indent, len(first))
    else:
        paper.console.print(Padding(_text(parts), (0, 0, 0, indent)))


def _beside(paper: _Paper, first: str, text: Text, indent: int, room: int) -> None:
    """Print words in their room, never quite filling it, and a text right of them."""
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(width=room - 1)
    grid.add_column(width=paper.width - indent - room)
    grid.add_row(Text(first.rstrip()), text)
    paper.console.print(Padding(grid, (0, 0, 0, indent)))


def _fact(paper: _Paper, label: str, lines: Sequence[Line], indent: int) -> None:
    from rich.text import Text

    text = Text("\n").join(map(_text, lines))
    _beside(paper, clean(label), text, indent, _LABEL)


def _blocks(paper: _Paper, blocks: Iterable[Block], indent: int) -> None:
    for block in blocks:
        _block(paper, block, indent)


def _block(paper: _Paper, block: Block, indent: int) -> None:
    if isinstance(block, Paragraph):
        _wrap(paper, block.line, indent)
    elif isinstance(block, Bullets):
        for one in block.lines:
            _wrap(paper, one, indent, "- ")
    elif isinstance(block, Facts):
        for label, lines in block.rows:
            _fact(paper, label, lines, indent)
    elif isinstance(block, Table):
        _table(paper, block, indent)
    elif isinstance(block, Card):
        _card(paper, block, indent)
    elif isinstance(block, Track):
        _wrap(paper, _track(block), indent)
    elif isinstance(block, Fold):
        _fold(paper, block, indent)
    elif isinstance(block, Listing):
        _print(paper, clean(block.text))
    else:
        _skip(block)


def _skip(block: Picture) -> None:
    """A picture has no place here; the table after it says the same."""


def _fold(paper: _Paper, block: Fold, indent: int) -> None:
    if paper.full:
        _wrap(paper, line(Run(block.summary, "strong")), indent)
        _blocks(paper, block.blocks, indent)
    else:
        _wrap(paper, line(Run(f"({block.summary}: with --full)", "muted")), indent)


def _card(paper: _Paper, block: Card, indent: int) -> None:
    _print(paper, "")
    badges = line(*(_badge(badge) for badge in block.badges))
    text = _text((*block.title, *badges))
    for badge in block.badges:
        text.highlight_words((f"[{badge.text}]",), _TONES[badge.tone])
    text.stylize("bold")
    paper.console.print(text)
    _blocks(paper, block.blocks, indent + 2)


def _badge(badge: Badge) -> Run:
    return Run(f" [{badge.text}]")


def _track(block: Track) -> Line:
    runs: list[Run] = []
    for number, state in enumerate(block.states):
        if number:
            runs.append(Run(" > "))
        here = state == block.state
        text = f"[{state}]" if here else state
        runs.append(
            Run(text, "strong" if here else "plain" if number <= block.reached else "muted")
        )
    if block.state not in block.states:
        runs.append(Run(f" >> [{block.state}]", "strong"))
    return tuple(runs)


def _table(paper: _Paper, block: Table, indent: int) -> None:
    """Rows one below the other: a heading line, then each column's text under its name."""
    if block.caption:
        _print(paper, "")
        _wrap(paper, line(Run(block.caption, "strong")), indent)
    for row in block.rows:
        head, *cells = row
        for number, one in enumerate(head):
            _wrap(paper, one, indent + (0 if not number else 2), "* " if not number else "")
        for column, cell in zip(block.columns[1:], cells, strict=True):
            if cell:
                _fact(paper, column, cell, indent + 2)
