"""What a form of what-if writes into `dossier.yaml`, with what becomes of the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, TypeVar

from parley.dossier.editing.declared_editing import change_all_declared
from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link
from parley.web.analysis.changes import Changes, as_fields, changed_part, read_changes
from parley.web.analysis.supposed import (
    Basis,
    Proved,
    basis_of,
    has_proof,
    proved_by,
    require_seen,
    rewrites,
    seen_digest,
    whose,
)
from parley.web.analysis.told import Told, told_of
from parley.web.analysis.wishes import wishes_of
from parley.web.analysis.worked import part_at
from parley.web.desk import Desk
from parley.web.editing.shared import may_change, must_see_files, root_of
from parley.web.registry import Done

__all__ = ["Writable", "WriteForm", "Writing", "write", "writing_of"]

What = TypeVar("What", bound=Literal["conflict", "bargaining"])


@dataclass(frozen=True, slots=True)
class Writable:
    """A change in words, and what becomes of its proof where it is written."""

    told: Told
    proof: Proved


@dataclass(frozen=True, slots=True)
class Writing:
    """What a form would write into `dossier.yaml`: the changes of all parts.

    Parameters:
        act: the address of the form.
        base: the digest of the wishes as they were shown, which the form sends back.
        rows: the changes; none where they are only seen by looking as everybody together.
        everybody: the address of that; empty where one does.
        needs_basis: whether the file has a place for what any of them rests on.
    """

    act: str = ""
    base: str = ""
    rows: tuple[Writable, ...] = ()
    everybody: str = ""
    needs_basis: bool = True


def writing_of(
    desk: Desk,
    whats: tuple[What, ...],
    changes: Changes,
    address: Callable[[Desk, What, Changes], str],
) -> Writing | None:
    """Return what a form would write; None where one may not, or not all of it can be written.

    Parameters:
        whats: the part that is looked at, then all that there are.
        address: gives the address of a part with changes.
    """
    if not may_change(desk) or changes == Changes():
        return None
    fields = {"what": whats[0], **as_fields(changes)}
    if desk.seen.party is not None:
        everybody = link(replace(desk.asked, party=None), ("what-if",), fields)
        return Writing(everybody=everybody)
    declared = desk.dossier.declared
    told: dict[str, Told] = {}
    try:
        for one in whats:
            part = part_at(desk, one)
            changed_part(part, changes)
            found = wishes_of(part, changes, frozenset())
            told |= {row.at: row for row in told_of(found, changes, partial(address, desk, one))}
        places = rewrites(declared, changes, Basis("somebody"))
        rows = tuple(Writable(one, proved_by(declared, one)) for one in told.values())
        base = seen_digest(declared, changes)
    except ParleyError:
        return None
    act = link(desk.asked, ("what-if", "write"), fields)
    return Writing(act, base, rows, needs_basis=any(has_proof(way) for way, _ in places))


@dataclass(frozen=True, slots=True)
class WriteForm:
    """Changes to write, as in the address of the page, and what they rest on.

    Parameters:
        base: the digest of the wishes as they were shown.
        assumed: who assumes it.
        sources: passages that say so, with commas or blanks between them.
    """

    base: str
    order: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    what: str = ""
    assumed: str = ""
    sources: str = ""


def write(desk: Desk, form: WriteForm) -> Done:
    """Write changed wishes into dossier.yaml, all in one step; refused where they changed since."""
    must_see_files(desk)
    if desk.seen.party is not None:
        raise Refused(
            "the wishes are written by their places, and a party may not know all of them",
            hint="look as everybody together, and write them then",
        )
    changes = read_changes(form.order, form.weight, form.none)
    basis = basis_of(desk, form.assumed, form.sources)
    places = rewrites(desk.dossier.declared, changes, basis)
    change_all_declared(
        root_of(desk),
        places,
        require=partial(require_seen, changes, form.base),
        what=f"write {whose(changes)}",
        who=desk.visitor.name,
    )
    return Done(link(desk.asked, ("what-if",), {"what": form.what}), "what_if.written")
