"""What several cards of one dossier need, worked out once for the last few that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from parley.dossier.dossier import Dossier
from parley.dossier.references import Kind, Reference, references
from parley.kernel.findings import Finding
from parley.mandate.case import Case, make_case
from parley.mandate.concerns import concerns
from parley.mandate.running import all_checks

__all__ = ["case_of", "concerns_of", "findings_of", "keep_case", "references_of"]

_FEW = 4  # cases of a large dossier are large


_cases: dict[tuple[int, str, int, int], Case] = {}


def case_of(dossier: Dossier, party: str, as_of: int, known_as_of: int) -> Case:
    """Return the case of a party."""
    place = (id(dossier), party, as_of, known_as_of)
    case = _cases.pop(place, None)
    if case is None or case.dossier is not dossier:
        case = make_case(dossier, party, as_of, known_as_of)
    _keep(place, case)
    return case


def keep_case(case: Case) -> None:
    """Keep a case that was made elsewhere, for the cards that ask for it."""
    seen = case.seen
    _keep((id(case.dossier), case.party, seen.as_of, seen.known_as_of), case)


def _keep(place: tuple[int, str, int, int], case: Case) -> None:
    _cases[place] = case  # the newest last
    for old in list(_cases)[:-_FEW]:
        _cases.pop(old, None)


@lru_cache(maxsize=_FEW)
def findings_of(case: Case) -> Mapping[str, tuple[Finding, ...]]:
    """Return what the checks found in a case, by the entries that prove it."""
    found: dict[str, list[Finding]] = {}
    for one in all_checks(case):
        for name in dict.fromkeys(one.entries):
            found.setdefault(name, []).append(one)
    return {name: tuple(findings) for name, findings in found.items()}


@lru_cache(maxsize=2)
def concerns_of(dossier: Dossier) -> Mapping[str, frozenset[str]]:
    """Return, for every entry, the issues it is about."""
    return concerns(dossier)


@lru_cache(maxsize=2)
def references_of(dossier: Dossier) -> Mapping[tuple[Kind, str], tuple[Reference, ...]]:
    """Return what refers to each thing; for a whole source also what cites a passage of it."""
    found: dict[tuple[Kind, str], list[Reference]] = {}
    for one in references(dossier):
        found.setdefault((one.kind, one.name), []).append(one)
        if one.kind == "source" and "#" in one.name:
            found.setdefault((one.kind, one.name.partition("#")[0]), []).append(one)
    return {thing: tuple(references) for thing, references in found.items()}
