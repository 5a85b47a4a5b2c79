"""Cables and their copies as a terminal shows them, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from parley.cables.custody import HELD, Cable, Copy, Step
from parley.cables.directory import Directory, standing
from parley.cables.events import HeldCopy
from parley.cables.legible import cut
from parley.cables.office_folder import OfficeFolder
from parley.cli.layout import counted, dim, heading, labelled, wrapped
from parley.dossier.dossier import Dossier, zone_for
from parley.kernel.errors import BadTime
from parley.kernel.findings import Finding
from parley.kernel.times import Span, read_time, show_in_zones

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

_MINUTE = 60_000_000  # microseconds
_MARKS = {"error": "red", "warning": "yellow", "note": "blue"}


def moment(instant: str, zones: Sequence[str]) -> str:
    """Show a time to the minute, in several zones; the day once, where it is the same.

    >>> moment("1951-07-13T15:00:12.000Z", ("Asia/Shanghai", "Europe/Moscow"))
    '1951-07-13 23:00 Asia/Shanghai = 18:00 Europe/Moscow'
    """
    try:
        at = read_time(instant, "UTC").earliest
    except BadTime:
        return cut(instant, 40)
    at -= at % _MINUTE
    first, *more = dict.fromkeys(show_in_zones(Span(at, at), zones))
    day = f"{first[:10]} "
    return " = ".join([first, *(one.removeprefix(day) for one in more)])


def zones_of(office: OfficeFolder, dossier: Dossier | None, *posts: str) -> tuple[str, ...]:
    """Return the zones in which to show times: the office's, and those of posts at the other end.

    They stand in the office's `[zones]`, else in the dossier.
    """
    found = [office.zone]
    for post in posts:
        if post in office.zones:
            found.append(office.zones[post])
        elif dossier is not None and post in dossier.declared.parties:
            found.append(zone_for(dossier, (post,)))
    return tuple(dict.fromkeys(found))


def copy_is_overdue(cable: Cable, copy: Copy, now: str) -> bool:
    """Tell whether a copy was to be back by now and is neither back nor destroyed."""
    due = cable.release.return_by if cable.release is not None else None
    gone = copy.state in ("returned", "took-back", "destroyed")
    known = cable.here or copy.parcel is not None
    return due is not None and due < now and known and not gone and not copy.file


def state_of(directory: Directory, cable: Cable, copy: Copy) -> str:
    """Say in words where a copy is in its life."""
    if copy.missing:
        return "missing"
    holder = standing(directory, copy.holder)
    here = holder is not None and (holder.here or copy.holder == directory.keeper)
    if copy.file and copy.state in HELD:
        return "on file"
    words = {
        "made": "at hand, not opened" if here else "not sent yet",
        "sent": "sent, not acknowledged",
        "received": "received, not opened",
        "opened": "opened",
        "passed": "passed on, not opened",
        "returned": "given back",
        "took-back": "back",
        "destroyed": "destroyed",
    }
    if copy.state == "made" and not cable.here and copy.parcel is None:
        return "not here"
    return words[copy.state]


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
        last = _since(copy)
        since = moment(last.at, zones)[:16] if last is not None else ""
        overdue = copy_is_overdue(cable, copy, now)
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


def _since(copy: Copy) -> Step | None:
    """What made a copy's state: the last step that is not a mere look at it."""
    kinds = ("printed", "read", "counted", "made") if len(copy.steps) > 1 else ()
    found = [one for one in copy.steps if one.kind not in kinds]
    return found[-1] if found else (copy.steps[-1] if copy.steps else None)


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


def cable_data(directory: Directory, cable: Cable, now: str) -> dict[str, Any]:
    """Return a cable with its copies as plain data."""
    release, released = cable.release, cable.released
    return {
        "cable": cable.name,
        "kind": release.cable_kind if release is not None else None,
        "void": cable.void,
        "here": cable.here,
        "sender": release.sender if release is not None else None,
        "released_by": released.by if released is not None else None,
        "released": released.at if released is not None else None,
        "action": list(release.action) if release is not None else [],
        "info": list(release.info) if release is not None else [],
        "precedence": release.precedence if release is not None else None,
        "about": release.about if release is not None else None,
        "due": release.due if release is not None else None,
        "return_by": release.return_by if release is not None else None,
        "copies": [_copy_data(directory, cable, one, now) for one in cable.copies.values()],
        "questions": [
            {"question": one, "answered_by": list(cable.answers.get(one, ()))}
            for one in (release.questions if release is not None else ())
        ],
        "related": [{"cable": one.cable, "kind": one.kind} for one in cable.related.values()],
    }


def _copy_data(directory: Directory, cable: Cable, copy: Copy, now: str) -> dict[str, Any]:
    return {
        "copy": copy.number,
        "holder": copy.holder,
        "state": copy.state,
        "says": state_of(directory, cable, copy),
        "file": copy.file,
        "overdue": copy_is_overdue(cable, copy, now),
        "steps": [
            {
                "kind": one.kind,
                "at": one.at,
                "by": one.by,
                "log": one.log,
                "n": one.n,
                "told": one.told,
                "who": one.who,
                "words": one.words,
                "witnesses": list(one.witnesses),
            }
            for one in copy.steps
        ],
    }


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


def finding_rows(findings: Sequence[Finding]) -> list[str]:
    """Lay out what needs somebody: severity, code, what, and what to do."""
    lines: list[str] = []
    for one in findings:
        mark = click.style(one.severity, fg=_MARKS[one.severity])
        lines.append(f"{mark}: {click.style(one.code, bold=True)}")
        lines += wrapped(one.message, 4)
        if one.hint:
            lines += wrapped(f"mend: {one.hint}", 4, 10)
        lines.append("")
    return lines
