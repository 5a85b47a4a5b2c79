"""exclusion-contradicted: a matter left out on purpose is demanded, opened or raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.dossier.dossier import formula
from parley.dossier.fold import standing_at, surely_in_force
from parley.dossier.language.formulas import Formula, Not, conjuncts, issues_of
from parley.dossier.language.logic import consistent, entails
from parley.dossier.vocabulary.entries import Exclusion
from parley.kernel.findings import Finding
from parley.mandate.acts import Act, acts_of, conjoin
from parley.mandate.agenda import Draft, drafts, opened
from parley.mandate.case import (
    Case,
    entry_time,
    finding,
    in_side,
    late_note,
    own,
    party_names,
    quoted,
)
from parley.mandate.check import Check
from parley.mandate.orders import Order

__all__ = ["CHECK"]

CODE = "exclusion-contradicted"


def _run(case: Case) -> Iterable[Finding]:
    exclusions = [
        entry
        for entry in case.seen.entries
        if isinstance(entry, Exclusion)
        and in_side(case, (*entry.by, *((entry.owner,) if entry.owner else ())))
    ]
    if not exclusions:
        return
    by_issue: dict[str, list[Act]] = {}
    for act in acts_of(case.acts, case.parties):
        for issue in act.issues:
            by_issue.setdefault(issue, []).append(act)
    tabled = [draft for draft in drafts(case) if own(case, draft.entry) and not draft.planned]
    for entry in exclusions:
        said = formula(case.dossier, entry.says)
        matters = frozenset(entry.matters)
        yield from _demanded(case, entry, said, matters)
        yield from _opened(case, entry, said, matters, tabled)
        named = matters | (issues_of(said) if said is not None else frozenset())
        near = {id(act): act for issue in named for act in by_issue.get(issue, ())}
        yield from _raised(case, entry, said, matters, tuple(near.values()))


def _demanded(
    case: Case, entry: Exclusion, said: Formula | None, matters: frozenset[str]
) -> Iterable[Finding]:
    as_of = case.seen.as_of
    if not standing_at(case.periods.get(entry.id, ()), as_of):
        return
    for order in case.orders:
        if order.mode != "must" or not standing_at(order.periods, as_of):
            continue
        if order.bound.isdisjoint(case.parties) and not in_side(case, order.to or order.by):
            continue
        if _demands(case, order, said, matters):
            owner = entry.owner or next(iter(entry.by), "")
            yield finding(
                case,
                CODE,
                "error",
                f"{entry.id} ({party_names(case, (owner,))}) leaves out "
                f"{_what(case, said, matters)}, but {order.entry} "
                f"({party_names(case, order.by)}) stands and says to insist on "
                f"{quoted(case, order.says)}",
                (entry.id, order.entry),
                hint="ask for the instruction to be changed, or take the matter up",
            )


def _demands(case: Case, order: Order, said: Formula | None, matters: frozenset[str]) -> bool:
    logic = case.dossier.logic
    possible = said is not None and consistent(logic, (said,)) and consistent(logic, (order.says,))
    if possible and said is not None and not consistent(logic, (said, order.says)):
        return True
    if matters.isdisjoint(order.issues):
        return False
    # What only restates the exclusion demands nothing.
    return said is None or not entails(logic, (said,), order.says)


def _what(case: Case, said: Formula | None, matters: Iterable[str]) -> str:
    return ", ".join(sorted(matters)) or (quoted(case, said) if said is not None else "it")


def _opened(
    case: Case,
    entry: Exclusion,
    said: Formula | None,
    matters: frozenset[str],
    tabled: Iterable[Draft],
) -> Iterable[Finding]:
    periods = case.periods.get(entry.id, ())
    for draft in tabled:
        when = case.dossier.spans[draft.entry.id]
        if not surely_in_force(periods, when):
            continue
        whole, limits = opened(case.dossier, draft)
        hit = matters & (whole | {name for limit in limits for name in issues_of(limit)})
        if said is not None:
            # Leaving out some values is contradicted by opening any of them.
            hit |= issues_of(said) & whole
            for limit in limits:
                if consistent(case.dossier.logic, (limit, Not(said))):
                    hit |= issues_of(limit) & issues_of(said)
        if hit:
            verb = "adopts" if draft.adopted else "proposes"
            yield finding(
                case,
                CODE,
                "error",
                f"{draft.entry.id} ({entry_time(case, draft.entry)}) {verb} a wording that opens "
                f"{', '.join(sorted(hit))}, which {entry.id} leaves out",
                (draft.entry.id, entry.id),
                act=draft.entry,
                hint="choose a wording that does not open it, or lift the exclusion",
            )


def _part_on(act: Act, issues: frozenset[str]) -> Formula:
    return conjoin(part for part in conjuncts(act.says) if not issues_of(part).isdisjoint(issues))


def _raised(
    case: Case,
    entry: Exclusion,
    said: Formula | None,
    matters: frozenset[str],
    acts: Sequence[Act],
) -> Iterable[Finding]:
    logic = case.dossier.logic
    periods = case.periods.get(entry.id, ())
    for act in acts:
        if act.kind == "refusal" or not surely_in_force(periods, act.at):
            continue
        against = said is not None and not consistent(logic, (act.says, said))
        names = matters & act.issues
        if not against and (not names or (said is not None and entails(logic, (act.says,), said))):
            continue
        late = late_note(case, act.entry, (entry.id,))
        message = (
            f"{act.entry.id} ({act.kind}, {entry_time(case, act.entry)}) takes up "
            f"{_what(case, said, names or matters)}, which {entry.id} leaves out"
        )
        yield finding(
            case,
            CODE,
            "error",
            f"{message}; {late}" if late else message,
            (act.entry.id, entry.id),
            act=act.entry,
            required=said if said is not None else Not(_part_on(act, names)),
            hint="drop the matter from the text, or lift the exclusion",
        )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "The side has left a matter out, with a reason; but a standing instruction demands it, "
        "or a wording that the party proposes or adopts opens it (even if nobody has named it), "
        "or an act of the party takes it up."
    ),
    mending=(
        "Ask whoever gave the instruction to change it, lift the exclusion (`revokes:`), or use a "
        "wording that does not open the matter."
    ),
    run=_run,
)
