"""The brief for a terminal: text of a given width that reads well without any colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

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
    line,
)
from parley.brief.model import Brief, Header
from parley.brief.sections import SECTIONS, SectionKind, blocks_of

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["render_terminal"]

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
class _Page:
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
    from rich.console import Console

    out = StringIO()
    width = max(width, _NARROWEST)
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    page = _Page(console, width, full)
    _head(page, brief)
    for section in brief.sections:
        _print(page, "")
        _heading(page, section.title)
        _blocks(page, blocks_of(section, brief.header, short=not full, kinds=kinds), 0)
    if not full:
        _print(page, "")
        _wrap(page, line("The HTML and DOCX briefs hold the detail left out here."), 0)
    return "\n".join(text.rstrip() for text in out.getvalue().split("\n"))


def _head(page: _Page, brief: Brief) -> None:
    header = brief.header
    _wrap(page, line(Run(f"Brief for {header.party_name}", "strong")), 0)
    _wrap(page, line(Run(header.title, "plain")), 0)
    if header.fiction:
        _wrap(page, line("Names and events are made up."), 0)
    _fact(page, "As of", (line(f"{header.as_of} ({header.as_of_utc})"),), 0)
    if header.known_as_of != header.as_of:
        _fact(page, "Known by", (line(f"{header.known_as_of} ({header.known_as_of_utc})"),), 0)
    _fact(page, "Made from", (line(_made_of(header)),), 0)
    _print(page, "")
    for one in brief.glance:
        value = Run(one.value, "strong") if one.alarming else Run(one.value)
        _fact(page, f"{'!' if one.alarming else ' '} {one.label}", (line(value),), 0)


def _made_of(header: Header) -> str:
    return f"{header.made_of} entries of {header.dossier}, digest {header.digest[:12]}"


def _heading(page: _Page, title: str) -> None:
    text = clean(title).upper()
    _print(page, text, "bold")
    _print(page, "=" * min(len(text), page.width))


def _print(page: _Page, text: str, style: str = "") -> None:
    from rich.text import Text

    page.console.print(Text(text, style=style))


def _text(parts: Line) -> Text:
    from rich.text import Text

    found = Text()
    for number, run in enumerate(parts):
        shown = clean(run.text if number else run.text.lstrip())
        found.append(f"`{shown}`" if run.role == "code" else shown, _STYLES[run.role])
    return found


def _wrap(page: _Page, parts: Line, indent: int, first: str = "", room: int = 0) -> None:
    """Print a line, wrapped, all its text right of the first words in their room."""
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    if not first and not room:
        page.console.print(Padding(_text(parts), (0, 0, 0, indent)))
        return
    room = room or len(first)
    grid = Grid.grid(pad_edge=False)
    grid.add_column(width=room)
    grid.add_column(width=page.width - indent - room)
    grid.add_row(Text(first), _text(parts))
    page.console.print(Padding(grid, (0, 0, 0, indent)))


def _fact(page: _Page, label: str, lines: Sequence[Line], indent: int) -> None:
    for number, one in enumerate(lines):
        _wrap(page, one, indent, clean(label) if not number else "", _LABEL)


def _blocks(page: _Page, blocks: Iterable[Block], indent: int) -> None:
    for block in blocks:
        _block(page, block, indent)


def _block(page: _Page, block: Block, indent: int) -> None:
    if isinstance(block, Paragraph):
        _wrap(page, block.line, indent)
    elif isinstance(block, Bullets):
        for one in block.lines:
            _wrap(page, one, indent, "- ")
    elif isinstance(block, Facts):
        for label, lines in block.rows:
            _fact(page, label, lines, indent)
    elif isinstance(block, Table):
        _table(page, block, indent)
    elif isinstance(block, Card):
        _card(page, block, indent)
    elif isinstance(block, Track):
        _wrap(page, _track(block), indent)
    elif isinstance(block, Fold):
        _fold(page, block, indent)
    elif isinstance(block, Listing):
        _print(page, clean(block.text))
    else:
        _skip(block)


def _skip(block: Picture) -> None:
    """A picture has no place here; the table after it says the same."""


def _fold(page: _Page, block: Fold, indent: int) -> None:
    if page.full:
        _wrap(page, line(Run(block.summary, "strong")), indent)
        _blocks(page, block.blocks, indent)
    else:
        _wrap(page, line(Run(f"({block.summary}: with --full)", "muted")), indent)


def _card(page: _Page, block: Card, indent: int) -> None:
    _print(page, "")
    badges = line(*(_badge(badge) for badge in block.badges))
    text = _text((*block.title, *badges))
    for badge in block.badges:
        text.highlight_words((f"[{badge.text}]",), _TONES[badge.tone])
    text.stylize("bold")
    page.console.print(text)
    _blocks(page, block.blocks, indent + 2)


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


def _table(page: _Page, block: Table, indent: int) -> None:
    """Rows one below the other: a heading line, then each column's text under its name."""
    if block.caption:
        _print(page, "")
        _wrap(page, line(Run(block.caption, "strong")), indent)
    for row in block.rows:
        head, *cells = row
        for number, one in enumerate(head):
            _wrap(page, one, indent + (0 if not number else 2), "* " if not number else "")
        for column, cell in zip(block.columns[1:], cells, strict=True):
            if cell:
                _fact(page, column, cell, indent + 2)
