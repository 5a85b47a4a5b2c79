"""Cables and their copies as people ask for them: where each copy is, what is late, and since when.

The command line and the workbench page show the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from parley.cables.custody.cable import HELD, Cable, Copy, Step
from parley.cables.custody.directory import Directory, standing
from parley.cables.office_folder import OfficeFolder
from parley.cables.primitives.legible import cut
from parley.dossier.dossier import Dossier, zone_for
from parley.kernel.errors import BadTime
from parley.kernel.times import Span, read_time, show_in_zones

__all__ = [
    "cable_data",
    "copy_is_overdue",
    "last_change",
    "moment",
    "state_of",
    "zones_of",
]

_MINUTE = 60_000_000  # microseconds
_NOT_SENT = "not sent yet"


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


def copy_is_overdue(cable: Cable, copy: Copy, now: str, directory: Directory | None = None) -> bool:
    """Tell whether a copy was to be back by now and is neither back nor destroyed.

    Parameters:
        directory: if it is given, a copy for another office that has not left is not overdue.
    """
    if directory is not None and state_of(directory, cable, copy) == _NOT_SENT:
        return False
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
        "made": "at hand, not opened" if here else _NOT_SENT,
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


def last_change(copy: Copy) -> Step | None:
    """Return what made a copy's state: the last step that is not a mere look at it."""
    kinds = ("printed", "read", "counted", "made") if len(copy.steps) > 1 else ()
    found = [one for one in copy.steps if one.kind not in kinds]
    return found[-1] if found else (copy.steps[-1] if copy.steps else None)


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
        "overdue": copy_is_overdue(cable, copy, now, directory),
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
