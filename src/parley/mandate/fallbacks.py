"""Fallbacks as state machines: armed, triggered, followed, not-followed, exhausted.

A rung is due when the fallback is triggered (the first) or when the rung before was tried and
refused; putting off is not refusing. While a rung is due it overrides a "must"; doing something
else instead, taking a later rung first or letting its time pass is not following it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import formula, moment
from parley.dossier.fold import Period, possibly_in_force, standing_at, surely_in_force
from parley.dossier.language.formulas import Formula, issues_of
from parley.dossier.language.logic import Logic, consistent, entails
from parley.dossier.vocabulary.entries import Entry, Fallback, Response, Rung
from parley.kernel.times import Span, read_duration
from parley.mandate.acts import Act, acts_of, broken_parts
from parley.mandate.case import Case, in_side
from parley.mandate.commitments import proven_by

__all__ = ["Due", "FallbackState", "Lapse", "due_rungs", "fallback_states"]

State = Literal["armed", "triggered", "followed", "not-followed", "exhausted", "lapsed"]


@dataclass(frozen=True, slots=True)
class Due:
    """A rung and the time during which it was the one to follow."""

    fallback: Fallback
    number: int
    rung: Rung
    do: Formula
    since: Span
    until: Span | None  # when it was tried and refused
    cause: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lapse:
    """One way in which a due rung was not followed; `act` is None when its time passed."""

    due: Due
    how: Literal["contradicted", "later-rung-first", "time-passed"]
    act: Act | None


@dataclass(frozen=True, slots=True)
class FallbackState:
    """Where a fallback stands, the rungs that came due, and what was not followed."""

    fallback: Fallback
    state: State
    due: tuple[Due, ...] = ()
    followed_by: tuple[str, ...] = ()
    lapses: tuple[Lapse, ...] = ()


def fallback_states(case: Case) -> tuple[FallbackState, ...]:
    """The state of every fallback of the case's side, in order of time."""
    plans = [
        entry
        for entry in case.seen.entries
        if isinstance(entry, Fallback) and in_side(case, (*entry.by, *entry.to))
    ]
    if not plans:
        return ()
    mine, theirs = _acts_by_issue(case)
    triggers: dict[str, list[Entry]] = {}
    for entry in case.seen.entries:
        for name in entry.triggers:
            triggers.setdefault(name, []).append(entry)
    return tuple(
        _state(
            case,
            plan,
            _triggered(case, plan, triggers.get(plan.id, ()), mine, theirs),
            mine,
            theirs,
        )
        for plan in plans
    )


def due_rungs(states: Iterable[FallbackState]) -> tuple[Due, ...]:
    """All rungs that ever came due, for the rules that a due rung overrides."""
    return tuple(due for state in states for due in state.due)


Index = dict[str, list[Act]]


def _acts_by_issue(case: Case) -> tuple[Index, Index]:
    mine: Index = {}
    theirs: Index = {}
    own = {id(act) for act in acts_of(case.acts, case.parties)}
    for act in case.acts:
        index = mine if id(act) in own else theirs
        for issue in act.issues:
            index.setdefault(issue, []).append(act)
        if act.whole:
            index.setdefault("", []).append(act)
    return mine, theirs


def _near(index: Index, said: Formula, *, whole: bool = False) -> list[Act]:
    found = {id(act): act for issue in issues_of(said) for act in index.get(issue, ())}
    if whole:
        found.update({id(act): act for act in index.get("", ())})
    return sorted(found.values(), key=lambda act: (act.at.earliest, act.at.latest))


def _state(
    case: Case,
    plan: Fallback,
    trigger: tuple[Span, tuple[str, ...]] | None,
    mine: Index,
    theirs: Index,
) -> FallbackState:
    periods = case.periods.get(plan.id, ())
    if trigger is None:
        standing = standing_at(periods, case.seen.as_of)
        return FallbackState(plan, "armed" if standing else "lapsed")
    due = _ladder(case, plan, trigger, mine, theirs)
    followed = tuple(
        act.entry.id
        for step in due
        for act in _near(mine, step.do)
        if _while_due(step, act.at) and _carries_out(case.dossier.logic, act, step.do)
    )
    lapses = tuple(lapse for step in due for lapse in _lapses(case, plan, step, due, mine))
    if lapses:
        state: State = "not-followed"
    elif due and due[-1].until is not None and due[-1].number == len(plan.rungs) - 1:
        state = "exhausted"
    elif due and any(
        _carries_out(case.dossier.logic, act, due[-1].do)
        for act in _near(mine, due[-1].do)
        if _while_due(due[-1], act.at)
    ):
        state = "followed"
    else:
        state = "triggered"
    return FallbackState(plan, state, due, followed, lapses)


def _triggered(
    case: Case, plan: Fallback, named: Iterable[Entry], mine: Index, theirs: Index
) -> tuple[Span, tuple[str, ...]] | None:
    """When and by what a fallback was set off: the earliest of its triggers."""
    periods = case.periods.get(plan.id, ())
    found: list[tuple[Span, tuple[str, ...]]] = [
        (case.dossier.spans[entry.id], (entry.id,)) for entry in named
    ]
    demand = formula(case.dossier, plan.on_refusal)
    if demand is not None:
        found.extend(_refusals(case, demand, mine, theirs))
    when = formula(case.dossier, plan.when)
    if when is not None:
        found.extend(_entailed(case, plan, when))
    found = [(at, cause) for at, cause in found if possibly_in_force(periods, at)]
    return min(found, key=lambda pair: (pair[0].earliest, pair[0].latest), default=None)


def _refusals(
    case: Case, demand: Formula, mine: Index, theirs: Index
) -> Iterable[tuple[Span, tuple[str, ...]]]:
    """Answers of the other side that reject `demand`; deferring or countering does not."""
    logic = case.dossier.logic
    for act in _near(theirs, demand):
        entry = act.entry
        if act.kind != "refusal" or not isinstance(entry, Response):
            continue
        if entry.issues and issues_of(demand).isdisjoint(entry.issues):
            continue
        refused = act.says
        if entry.says is not None:
            # `says` of a refusal is what is refused; stating the opposite refuses as well.
            hit = entails(logic, (refused,), demand) or not consistent(logic, (refused, demand))
        else:
            hit = entails(logic, (refused,), demand)
        if hit:
            yield act.at, tuple(name for name in (entry.re, entry.id) if name)


def _entailed(case: Case, plan: Fallback, when: Formula) -> Iterable[tuple[Span, tuple[str, ...]]]:
    """The first time at which facts and commitments say `when`."""
    drafted = case.dossier.spans[plan.id]
    near = _reach(case, when)
    instants = {
        max(case.committed.items[index].at.earliest, drafted.earliest)
        for issue in near
        for index in case.committed.by_issue.get(issue, ())
    }
    for instant in sorted(instants):
        proof = proven_by(case.committed, when, instant)
        if proof is not None:
            last = max(proof[0], key=lambda item: item.at.earliest)
            at = last.at if last.at.earliest >= drafted.earliest else drafted
            yield at, tuple(name for item in proof[0] for name in item.entries)
            return


def _reach(case: Case, said: Formula) -> frozenset[str]:
    named = issues_of(said)
    for statement in case.dossier.logic.feasibility:
        tied = issues_of(statement)
        if not named.isdisjoint(tied):
            named |= tied
    return named


def _ladder(
    case: Case,
    plan: Fallback,
    trigger: tuple[Span, tuple[str, ...]],
    mine: Index,
    theirs: Index,
) -> tuple[Due, ...]:
    since, cause = trigger
    steps: list[Due] = []
    for number, rung in enumerate(plan.rungs):
        do = formula(case.dossier, rung.do)
        if do is None:
            break
        refused = _tried_and_refused(case, do, since, mine, theirs)
        steps.append(Due(plan, number, rung, do, since, refused[0] if refused else None, cause))
        if refused is None:
            break
        since, cause = refused
    return tuple(steps)


def _tried_and_refused(
    case: Case, do: Formula, since: Span, mine: Index, theirs: Index
) -> tuple[Span, tuple[str, ...]] | None:
    logic = case.dossier.logic
    tried = {
        act.entry.id: act
        for act in _near(mine, do)
        if act.kind == "proposal"
        and act.at.latest >= since.earliest
        and _carries_out(logic, act, do)
    }
    answers = [
        (act.at, (act.entry.re, act.entry.id))
        for act in _near(theirs, do)
        if act.kind == "refusal"
        and isinstance(act.entry, Response)
        and act.entry.re is not None
        and act.entry.re in tried
        and not _about_something_else(act.entry, do)
    ]
    first = min(answers, key=lambda pair: pair[0].earliest, default=None)
    return (first[0], tuple(name for name in first[1] if name)) if first else None


def _about_something_else(entry: Response, do: Formula) -> bool:
    return bool(entry.issues) and issues_of(do).isdisjoint(entry.issues)


def _carries_out(logic: Logic, act: Act, do: Formula) -> bool:
    return act.kind != "refusal" and entails(logic, (act.says,), do)


def _while_due(due: Due, when: Span) -> bool:
    """Whether something happened while the rung was due, order in doubt counting as no."""
    if when.latest < due.since.latest:
        return False
    return due.until is None or when.earliest <= due.until.earliest


def _surely_after(due: Due, when: Span) -> bool:
    started = due.since.latest < when.earliest
    return started and (due.until is None or when.latest < due.until.earliest)


def _lapses(
    case: Case, plan: Fallback, due: Due, steps: Sequence[Due], mine: Index
) -> Iterable[Lapse]:
    logic = case.dossier.logic
    periods = case.periods.get(plan.id, ())
    later = [
        said
        for rung in plan.rungs[due.number + 1 :]
        if (said := formula(case.dossier, rung.do)) is not None
    ]
    for act in _near(mine, due.do, whole=True):
        if not _surely_after(due, act.at) or not surely_in_force(periods, act.at):
            continue
        if act.kind == "refusal" or _carries_out(logic, act, due.do):
            continue
        if any(_carries_out(logic, act, said) for said in later):
            yield Lapse(due, "later-rung-first", act)
        elif (broken := broken_parts(logic, act, due.do)) and not _insists(case, act, broken):
            yield Lapse(due, "contradicted", act)
    if _time_passed(case, due, periods, mine):
        yield Lapse(due, "time-passed", None)


def _insists(case: Case, act: Act, broken: Sequence[Formula]) -> bool:
    """Whether an act only repeats what a standing "must" asks; that is not yet a lapse."""
    logic = case.dossier.logic
    upheld: set[str] = set()
    for order in {id(o): o for name in act.issues for o in case.orders_on.get(name, ())}.values():
        if (
            order.mode == "must"
            and order.issues <= act.issues
            and surely_in_force(order.periods, act.at)
            and entails(logic, (act.says,), order.says)
        ):
            upheld |= order.issues
    return all(issues_of(part) <= upheld for part in broken)


def _time_passed(case: Case, due: Due, periods: tuple[Period, ...], mine: Index) -> bool:
    deadline = _deadline(case, due)
    if deadline is None or deadline >= case.seen.as_of:
        return False
    if not surely_in_force(periods, Span(deadline, deadline)):
        return False
    if due.until is not None and due.until.earliest <= deadline:
        return False
    logic = case.dossier.logic
    return not any(
        _carries_out(logic, act, due.do)
        and act.at.latest >= due.since.earliest
        and act.at.earliest <= deadline
        for act in _near(mine, due.do)
    )


def _deadline(case: Case, due: Due) -> int | None:
    if due.rung.by_time is not None:
        return moment(case.dossier, due.fallback, due.rung.by_time).latest
    if due.rung.within is not None:
        return due.since.latest + read_duration(due.rung.within)
    return None
