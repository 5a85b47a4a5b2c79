"""The table inside the picture of a conflict: what each state is, and under what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.brief.conflicts.drawing_parts import LETTER, WIDTH, cut, text_of, wide
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import is_merged, label, statement
from parley.space.space import outcome_of

__all__ = ["StateRow", "table_rows", "table_size"]

_ROW, _GAP = 19, 14.0
_MOST = WIDTH - 32.0
_BOLD = 1.1  # how much wider bold letters are


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state: its place, how it is drawn, under what it holds, and whether it is the start."""

    place: int
    kind: str
    holds: tuple[str, ...]
    start: bool


def table_size(study: Study, rows: Sequence[StateRow]) -> tuple[float, float]:
    """Return how wide and how high the table is."""
    return sum(_widths(study, rows)), _ROW * (len(rows) + 1) + 20.0


def table_rows(study: Study, rows: Sequence[StateRow], x: float, y: float) -> Iterator[str]:
    """Draw the table with its upper left corner there."""
    widths = _widths(study, rows)
    lefts = [x + sum(widths[:column]) for column in range(len(widths))]
    names = ("State", *study.space.issues, "Holds under")
    for name, left, room in zip(names, lefts, widths, strict=True):
        yield _cell(name, left, y, room, "soft")
    total = sum(widths)
    for number, row in enumerate(rows):
        line = y + _ROW * (number + 1)
        yield f'<path class="rule" d="M{x:.1f},{line - 13:.1f}H{x + total - _GAP:.1f}"/>'
        style = "strong" if row.kind == "holds" else ""
        yield _cell(_name(row), lefts[0], line, widths[0], style)
        if is_merged(study, row.place):
            room = sum(widths[1:-1])
            yield _cell(statement(study, row.place), lefts[1], line, room, style)
        else:
            for value, left, room in zip(_values(study, row), lefts[1:], widths[1:], strict=False):
                yield _cell(value, left, line, room, style)
        yield _cell(_holds(study, row), lefts[-1], line, widths[-1], style)


def _name(row: StateRow) -> str:
    return label(row.place) + (" now" if row.start else "")


def _values(study: Study, row: StateRow) -> tuple[str, ...]:
    return tuple(outcome_of(study.space, int(study.stability.states[row.place])).values())


def _holds(study: Study, row: StateRow) -> str:
    if len(row.holds) > 1 and len(row.holds) == len(study.stability.stable):
        return f"all {len(row.holds)}"
    return " ".join(row.holds) or "none"


def _widths(study: Study, rows: Sequence[StateRow]) -> list[float]:
    """The width of each column; of a table too wide for the picture the widest are narrowed."""
    names = ("State", *study.space.issues, "Holds under")
    columns = [
        [_name(row) for row in rows],
        *zip(*(_values(study, row) for row in rows), strict=True),
        [_holds(study, row) for row in rows],
    ]
    found = [
        _BOLD * max(wide(text) for text in (name, *column)) + _GAP
        for name, column in zip(names, columns, strict=True)
    ]
    while sum(found) > _MOST and max(found) > 6 * LETTER:
        found[found.index(max(found))] -= LETTER
    return found


def _cell(words: str, x: float, y: float, room: float, style: str) -> str:
    letters = words
    while letters and wide(letters) > room - _GAP / 2:
        letters = letters[:-1]
    shown = words if len(letters) == len(words) else cut(words, len(letters))
    classed = f' class="{style}"' if style else ""
    whole = f"<title>{text_of(words)}</title>" if shown != words else ""
    return f'<text{classed} x="{x:.1f}" y="{y:.1f}">{text_of(shown)}{whole}</text>'
