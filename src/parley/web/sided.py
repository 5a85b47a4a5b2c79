"""The brief's desks of the sides that a page may look through, and what changed for each."""

from __future__ import annotations

from collections.abc import Mapping

from parley.brief.desk import Desk as BriefDesk
from parley.brief.faults import label_findings
from parley.brief.viewpoint import instant
from parley.dossier.dossier import side_of
from parley.kernel.findings import Finding
from parley.mandate.case import Case, make_case
from parley.mandate.differences import Differences, differences
from parley.mandate.running import check_dossier
from parley.web.desk import Desk, cases, report, worked_out

__all__ = ["brief_desk", "brief_desks", "changed_since", "finding_of", "side_of_proof"]


def brief_desks(desk: Desk) -> tuple[BriefDesk, ...]:
    """Return the brief's desk of the party that looks, or with none of each side."""
    return tuple(brief_desk(desk, case) for case in cases(desk))


def brief_desk(desk: Desk, case: Case) -> BriefDesk:
    """Return the brief's desk of a case; where all look together, no paper is hidden."""
    seen = desk.seen

    def make() -> BriefDesk:
        if seen.party is not None:
            found = report(desk)
        else:
            found = check_dossier(desk.dossier, case.party, seen.as_of, seen.known_as_of)
        hidden = case.hidden_sources if seen.party is not None else frozenset()
        return BriefDesk(case, found, seen.zone, label_findings(found.findings), hidden)

    return worked_out(desk, ("brief desk", case.party, seen.zone), make)


def changed_since(desk: Desk, since: str) -> Mapping[str, Differences]:
    """Return what changed for each party that looks since a time; empty without a time.

    Raises BadTime for what is no time.
    """
    if not since.strip():
        return {}
    zone = desk.asked.zone or desk.dossier.declared.zone
    start = instant(since, zone, "since")
    known = min(start, desk.seen.known_as_of)

    def make() -> Mapping[str, Differences]:
        return {
            case.party: differences(make_case(desk.dossier, case.party, start, known), case)
            for case in cases(desk)
        }

    return worked_out(desk, ("changed since", start), make)


def finding_of(desk: BriefDesk, label: str) -> Finding | None:
    """Return the finding that a label of the brief stands for."""
    return next((one for one in desk.report.findings if desk.labels[one.address] == label), None)


def side_of_proof(desk: BriefDesk, entries: tuple[str, ...]) -> str | None:
    """Return the side of whoever made the last of some entries; None where nobody is named."""
    for name in reversed(entries):
        entry = desk.case.dossier.by_id.get(name)
        if entry is not None and entry.by:
            return side_of(desk.case.dossier, entry.by[0])
    return None
