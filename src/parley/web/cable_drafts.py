"""Drafts of cables in the folder `drafts` of an office: listed, read, and written anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError, Refused
from parley.web.desk import Desk
from parley.web.office_desk import office_of

if TYPE_CHECKING:
    from pathlib import Path

    from parley.cables.messages.draft import Draft

__all__ = ["FOLDER", "DraftRow", "draft_named", "draft_rows", "write_new_draft"]

FOLDER = "drafts"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_MOST = 200  # drafts in a list


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that waits for its release; `fault` says why its file cannot be read."""

    name: str
    kind: str
    series: str
    sender: str
    to: tuple[str, ...]
    subject: str
    fault: str | None = None


def draft_rows(desk: Desk) -> tuple[DraftRow, ...]:
    """Return the drafts in the folder, without those that were released."""
    folder = office_of(desk).folder.root / FOLDER
    if not folder.is_dir():
        return ()
    released = _released(desk)
    files = sorted(one for one in folder.glob("*.yaml") if _NAME.fullmatch(one.stem))
    return tuple(_row(desk, one) for one in files[:_MOST] if one.stem not in released)


def _row(desk: Desk, file: Path) -> DraftRow:
    try:
        draft = draft_named(desk, file.stem)
    except ParleyError as error:
        return DraftRow(file.stem, "", "", "", (), "", str(error))
    to = (*draft.action, *draft.info)
    return DraftRow(file.stem, draft.kind, draft.series, draft.sender, to, draft.subject)


def _released(desk: Desk) -> frozenset[str]:
    """The names of drafts that were released as cables."""
    from parley.cables.events.kinds import Released
    from parley.cables.ledger.reading import events_by_kind
    from parley.web.office_desk import looking

    with looking(desk) as now:
        found = (one.event.what for one in events_by_kind(now, "released"))
        return frozenset(
            one.draft for one in found if isinstance(one, Released) and one.draft is not None
        )


def draft_named(desk: Desk, name: str) -> Draft:
    """Return a draft of the folder.

    Raises Refused where there is none of that name, and for a file with faults.
    """
    from parley.cables.messages.draft_files import MOST_DRAFT, read_draft

    office = office_of(desk).folder
    file = office.root / FOLDER / f"{name}.yaml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise Refused(f"there is no draft `{name[:100]}`", hint="the cables page lists them")
    with file.open("rb") as stream:
        data = stream.read(MOST_DRAFT + 1)
    return read_draft(
        data, f"{FOLDER}/{file.name}", zone=office.zone, precedences=tuple(office.limits)
    )


def write_new_draft(desk: Desk, name: str, text: str) -> str:
    """Write a draft under a name that no draft has; return the name, with a number if need be.

    Raises Refused where the file cannot be written.
    """
    from parley.dossier.editing.writing import write_atomically

    folder = office_of(desk).folder.root / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    plain = "-".join(re.findall(r"[A-Za-z0-9_.]+", name))[:80] or "draft"
    free, number = plain, 1
    while (folder / f"{free}.yaml").exists():
        number += 1
        free = f"{plain}-{number}"
    write_atomically(folder / f"{free}.yaml", text)
    return free
