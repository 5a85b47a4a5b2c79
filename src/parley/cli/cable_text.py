"""Cables and their copies as a terminal shows them, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import click

from parley.cables.custody.cable import Cable, Copy
from parley.cables.custody.directory import Directory
from parley.cables.events.kinds import HeldCopy
from parley.cables.overview import (
    cable_data,
    copy_is_overdue,
    last_change,
    moment,
    state_of,
    zones_of,
)
from parley.cables.primitives.legible import cut
from parley.cli.layout import counted, dim, heading, labelled, wrapped
from parley.kernel.findings import Finding

__all__ = [
    "cable_data",
    "copies_lines",
    "copy_is_overdue",
    "finding_rows",
    "held_lines",
    "moment",
    "state_of",
    "zones_of",
]

#: A time in the message of a finding.
_AT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}) UTC")
_MARKS = {"error": "red", "warning": "yellow", "note": "blue"}


def copies_lines(
    directory: Directory, cable: Cable, zones: Sequence[str], now: str, *, steps: bool = False
) -> list[str]:
    """Lay out who holds which copy of a cable, what is overdue, and which questions are answered.

    Parameters:
        zones: in which times are shown.
        now: the time that is asked about.
        steps: whether to tell all that was done with each copy.
    """
    if cable.void is not None:
        return [heading(cable.name), *wrapped(f"void: {cut(cable.void)}", 2)]
    release, lines = cable.release, [heading(cable.name)]
    if release is not None and cable.released is not None:
        to = ", ".join((*release.action, *release.info))
        lines += wrapped(f"{release.cable_kind}, {release.precedence}: {release.sender} to {to}", 2)
        rows = [("released", f"{moment(cable.released.at, zones)} by {cable.released.by}")]
        if release.about is not None:
            rows.append(("about", release.about))
        if release.due is not None:
            rows.append(("answer due", moment(release.due, zones)))
        if release.return_by is not None:
            rows.append(("back by", moment(release.return_by, zones)))
        lines += labelled(rows)
    lines += _table(directory, cable, zones[:1], now)
    for copy in cable.copies.values() if steps else ():
        lines += ["", f"  copy {copy.number}:", *_step_lines(copy, zones)]
    lines += _question_lines(cable, now)
    for one in cable.related.values():
        if not one.answers:
            lines += wrapped(f"{one.kind}: {one.cable}", 2, 4)
    return lines


def _table(directory: Directory, cable: Cable, zones: Sequence[str], now: str) -> Iterator[str]:
    if not cable.copies:
        return
    rows = [("copy", "holder", "state", "since")]
    late = []
    for copy in cable.copies.values():
        last = last_change(copy)
        since = moment(last.at, zones)[:16] if last is not None else ""
        overdue = copy_is_overdue(cable, copy, now, directory)
        late.append(overdue)
        rows.append((str(copy.number), copy.holder, state_of(directory, cable, copy), since))
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    for at, row in enumerate(rows):
        cells = "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=False))
        line = f"  {cells}  {row[3]}".rstrip()
        if at == 0:
            yield from dim([line])
        else:
            yield line + (click.style("  OVERDUE", fg="red", bold=True) if late[at - 1] else "")


def _step_lines(copy: Copy, zones: Sequence[str]) -> Iterator[str]:
    for one in copy.steps:
        what = one.kind.replace("-", " ")
        if one.who is not None:
            what += f" {'to' if one.kind in ('passed', 'read') else 'by'} {cut(one.who, 60)}"
        if one.witnesses:
            what += f" before {' and '.join(one.witnesses)}"
        if one.words:
            what += f" ({cut(one.words, 120)})"
        told = ", as their log says" if one.told else ""
        yield from wrapped(f"{moment(one.at, zones)}: {what}, {one.by}{told}", 4, 6)


def _question_lines(cable: Cable, now: str) -> Iterator[str]:
    release = cable.release
    if release is None or not release.questions:
        return
    yield "  questions:"
    late = release.due is not None and release.due < now
    for one in release.questions:
        replies = cable.answers.get(one, ())
        told = "answered by " + " and ".join(replies) if replies else "no answer"
        if len(replies) > 1:
            told += click.style("  SEVERAL", fg="yellow", bold=True)
        mark = click.style("  OVERDUE", fg="red", bold=True) if late and not replies else ""
        yield from (line + mark for line in wrapped(f"{one}: {told}", 4, 6))


def held_lines(post: str, held: Iterable[HeldCopy]) -> list[str]:
    """Lay out the copies that a post holds, one cable on a line."""
    by_cable: dict[str, list[int]] = {}
    for one in held:
        by_cable.setdefault(one.cable, []).append(one.copy)
    total = sum(len(numbers) for numbers in by_cable.values())
    lines = [heading(f"{post} holds {counted(total, 'copy', 'copies')}")]
    for name, numbers in by_cable.items():
        word = "copy" if len(numbers) == 1 else "copies"
        lines.append(f"  {name}: {word} {', '.join(map(str, numbers))}")
    return lines


def finding_rows(findings: Sequence[Finding], zone: str) -> list[str]:
    """Lay out what needs somebody: severity, code, what, and what to do.

    Parameters:
        zone: in which the times are shown.
    """
    lines: list[str] = []
    for one in findings:
        mark = click.style(one.severity, fg=_MARKS[one.severity])
        lines.append(f"{mark}: {click.style(one.code, bold=True)}")
        lines += wrapped(_AT.sub(lambda at: moment(f"{at[1]}T{at[2]}Z", (zone,)), one.message), 4)
        if one.hint:
            lines += wrapped(f"mend: {one.hint}", 4, 10)
        lines.append("")
    return lines
