"""A cable that was opened, put into a dossier: its entries, and which findings they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parley.cables.dossier_entries import Entering, entries_of
from parley.cables.messages.message import Message
from parley.cli.findings_text import finding_lines
from parley.cli.layout import counted, heading, wrapped
from parley.dossier.dossier import Dossier, Place
from parley.dossier.editing.declaring import Section
from parley.dossier.editing.writing import append_entries
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.kernel.findings import Finding
from parley.kernel.times import read_time
from parley.mandate.running import check_dossier

__all__ = ["PutIn", "put_in", "put_in_lines"]


@dataclass(frozen=True, slots=True)
class PutIn:
    """What a cable added to a dossier.

    Parameters:
        places: where its entries stand.
        gone, new: the findings of all sides that it settled, and that it raised.
    """

    path: Path
    entering: Entering
    places: tuple[Place, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]


def put_in(path: Path, message: Message, opened: str, request: str | None, now: str) -> PutIn:
    """Append what a cable says to a dossier, all or nothing.

    Parameters:
        opened: when it was opened; its side knows it from then on.
        request: the dossier's request that it answers, where it does not say so itself.
        now: the time as of which findings are compared.

    Raises Refused for a cable that is in the dossier already, and what `append_entries` raises.
    """
    before = read_dossier(path)
    entering = entries_of(before, message, opened, request)
    if entering.source in before.declared.sources:
        raise Refused(
            f"{path}: {message.head.cable} is in this dossier already, as {entering.source}",
            hint=f"parley show {path} {entering.source}",
        )
    declared: dict[Section, dict[str, object]] = {"sources": {entering.source: entering.declared}}
    places = append_entries(path, entering.entries, declare=declared)
    old, new = _findings(before, now), _findings(read_dossier(path), now)
    known, left = {one.address for one in old}, {one.address for one in new}
    return PutIn(
        path,
        entering,
        places,
        tuple(one for one in old if one.address not in left),
        tuple(one for one in new if one.address not in known),
    )


def _findings(dossier: Dossier, now: str) -> tuple[Finding, ...]:
    at = read_time(now, "UTC").latest
    return check_dossier(dossier, None, at, at).findings


def put_in_lines(put: PutIn) -> Iterator[str]:
    """Tell what was added, and what of the findings changed."""
    yield heading(f"{put.path}: {counted(len(put.places), 'entry', 'entries')} appended")
    for place, entry in zip(put.places, put.entering.entries, strict=True):
        yield from wrapped(f"{place.file}:{place.line}: {entry['type']} {entry['id']}", 2, 4)
    if not put.gone and not put.new:
        yield "  no finding of the dossier changes"
    for one in put.gone:
        yield from wrapped(f"settled: {one.code}: {one.message}", 2, 4)
    for one in put.new:
        yield from (f"  {line}" for line in finding_lines(one)[:1])
        yield from wrapped(one.message, 6)
        if one.hint:
            yield from wrapped(f"mend: {one.hint}", 6, 12)
