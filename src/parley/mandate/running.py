"""Running checks: the registry of entry points, rule 18 (one fault, one finding), and waivers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import entry_points
from typing import TypeGuard

from parley.dossier.dossier import Dossier, moment
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Const, Formula, conjuncts
from parley.dossier.language.logic import Logic, entails
from parley.dossier.vocabulary.entries import Waiver
from parley.kernel.collector import collector_paused
from parley.kernel.errors import ParleyError
from parley.kernel.findings import Finding, sort_findings
from parley.mandate.case import Case, make_case, sides
from parley.mandate.check import Check

__all__ = ["Report", "Waived", "all_checks", "check_cases", "check_dossier", "checks", "run_checks"]

GROUP = "parley.checks"

#: Which code is told where several name one fault of one act: the most specific first.
PRECEDENCE = (
    "red-line-crossed",
    "trade-unmet",
    "fallback-not-followed",
    "exclusion-contradicted",
    "authority-expired",
    "position-abandoned",
    "outside-mandate",
)


#: What can be found of a side without any order to it, only because nothing is allowed by default.
_BY_DEFAULT = frozenset({"outside-mandate"})


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that its owner has set aside, and the waiver that says so."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, and what of it is waived."""

    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """All registered checks, the built-in ones among them, by code.

    Raises ParleyError when a plug-in cannot be loaded or offers something else than a check.
    """
    found: dict[str, Check] = {}
    for point in entry_points(group=GROUP):
        try:
            check = point.load()
        except (ImportError, AttributeError) as error:
            raise ParleyError(
                f"the check `{point.name}` ({point.value}) cannot be loaded: {error}",
                hint="mend or uninstall the package that provides it",
            ) from error
        if not isinstance(check, Check):
            raise ParleyError(
                f"the check `{point.name}` ({point.value}): expected a parley.mandate.check.Check, "
                f"got {type(check).__name__}",
                hint="see the how-to page on writing a check",
            )
        found[check.code] = check
    return tuple(found[code] for code in sorted(found))


def run_checks(case: Case, chosen: Sequence[Check] | None = None) -> tuple[Finding, ...]:
    """The findings of the checks on one case, each fault told once."""
    found = [
        finding
        for check in (checks() if chosen is None else chosen)
        for finding in _findings_of(check, case)
    ]
    return sort_findings(_one_per_fault(found, case.dossier.logic))


@lru_cache(maxsize=4)
def all_checks(case: Case) -> tuple[Finding, ...]:
    """Return what `run_checks` returns, worked out once for each of the last few cases."""
    return run_checks(case)


def _findings_of(check: Check, case: Case) -> Iterable[Finding]:
    try:
        return list(check.run(case))
    except ParleyError as error:
        # Statements too hard to decide stop this check and no other.
        return [
            Finding(
                code="undecided",
                severity="warning",
                message=f"the check {check.code} came to no end: {error.message}",
                file=None,
                line=None,
                subject=f"{check.code} for {case.party}",
                hint=error.hint or "write fewer or simpler statements over the same issues",
            )
        ]


def _one_per_fault(found: Iterable[Finding], logic: Logic) -> list[Finding]:
    """Of findings on one act whose requirements entail each other, keep the most specific code."""
    rest: list[Finding] = []
    by_act: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.act is None or finding.required is None or finding.code not in PRECEDENCE:
            rest.append(finding)
        else:
            by_act.setdefault(finding.act, []).append(finding)
    for findings in by_act.values():
        kept: list[Finding] = []
        for finding in sorted(findings, key=lambda one: (PRECEDENCE.index(one.code), one.subject)):
            if not any(_same_fault(finding, one, logic) for one in kept):
                kept.append(finding)
        rest.extend(kept)
    return rest


def _same_fault(one: Finding, other: Finding, logic: Logic) -> bool:
    if one.code == other.code and not (one.subject or other.subject):
        return False  # two orders broken are two faults; unauthorised besides is none of its own
    first, second = one.required, other.required
    if not _is_formula(first) or not _is_formula(second):
        return False
    return _part_by_part(first, second, logic)


def _part_by_part(one: Formula, other: Formula, logic: Logic) -> bool:
    """Whether every part of a requirement entails another requirement or follows from it."""
    return all(
        entails(logic, (part,), other) or entails(logic, (other,), part) for part in conjuncts(one)
    )


def _is_formula(value: object) -> TypeGuard[Formula]:
    return isinstance(value, Formula) and not isinstance(value, Const)


def check_dossier(
    dossier: Dossier,
    party: str | None,
    as_of: int,
    known_as_of: int | None = None,
    chosen: Sequence[Check] | None = None,
) -> Report:
    """Everything wrong with a dossier: what reading found, then every check.

    Parameters
    ----------
    party: whose eyes to look through; None looks through each side's in turn.
    as_of, known_as_of: instants in microseconds since 1970 UTC; the second defaults to the first.

    Raises
    ------
    PartyUnknown: `party` is not declared.
    """
    with collector_paused():
        names = (party,) if party is not None else sides(dossier)
        cases = [make_case(dossier, name, as_of, known_as_of) for name in names]
        return _check(dossier, cases, party, chosen)


def check_cases(
    dossier: Dossier,
    cases: Sequence[Case],
    party: str | None,
    chosen: Sequence[Check] | None = None,
) -> Report:
    """Return what `check_dossier` returns, from cases that are made already.

    Parameters
    ----------
    cases: that of `party`; with None, one of each side, in the order of `sides`.
    """
    with collector_paused():
        return _check(dossier, cases, party, chosen)


def _check(
    dossier: Dossier,
    cases: Sequence[Case],
    party: str | None,
    chosen: Sequence[Check] | None,
) -> Report:
    found = {finding.address: finding for finding in _faults(dossier, cases, party)}
    waivers: dict[str, Waiver] = {}
    for case in cases:
        findings = all_checks(case) if chosen is None else run_checks(case, chosen)
        if party is None and not _has_mandate(case):
            # Nobody asked about this side, and what it was allowed is not recorded.
            findings = tuple(one for one in findings if one.code not in _BY_DEFAULT)
        found.update({one.address: one for one in findings})
        waivers.update(_waivers(case))
    return Report(
        sort_findings(one for one in found.values() if one.address not in waivers),
        tuple(
            Waived(replace(one), waivers[one.address])
            for one in sort_findings(found.values())
            if one.address in waivers
        ),
    )


def _has_mandate(case: Case) -> bool:
    """Whether the dossier says anything of what a side was told or who may tell it."""
    return any(not order.acting.isdisjoint(case.parties) for order in case.orders) or any(
        "instruct" in rule.may and rule.whom in case.parties for rule in case.authority.rules
    )


def _faults(dossier: Dossier, cases: Sequence[Case], party: str | None) -> Iterable[Finding]:
    """Faults of reading; for one party, none that cites what it never knew."""
    for fault in dossier.faults:
        named = [name for name in fault.entries if name in dossier.by_id]
        if party is None or not named or any(name in cases[0].seen.ids for name in named):
            yield fault


def _waivers(case: Case) -> dict[str, Waiver]:
    """Waivers that stand, by the finding they waive."""
    found: dict[str, Waiver] = {}
    for entry in case.seen.entries:
        if not isinstance(entry, Waiver):
            continue
        over = moment(case.dossier, entry, entry.until).latest < case.seen.as_of
        if not over and standing_at(case.periods.get(entry.id, ()), case.seen.as_of):
            found[entry.waives] = entry
    return found
