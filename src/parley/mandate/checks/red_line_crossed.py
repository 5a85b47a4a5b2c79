"""red-line-crossed: what the party has conceded adds up to what must never come about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Formula, Not, conjuncts, issues_of
from parley.kernel.findings import Finding
from parley.mandate.acts import Act, acts_of
from parley.mandate.case import Case, entry_time, finding, late_note, quoted
from parley.mandate.check import Check
from parley.mandate.commitments import Item, conceded_proof, first_said
from parley.mandate.orders import Order

__all__ = ["CHECK"]

CODE = "red-line-crossed"


def _run(case: Case) -> Iterable[Finding]:
    spoken = _in_several_languages(case)
    for order in case.orders:
        if order.mode not in ("red-line", "bottom-line"):
            continue
        if order.bound.isdisjoint(case.parties) or not standing_at(order.periods, case.seen.as_of):
            continue
        crossed = Not(order.says) if order.mode == "bottom-line" else order.says
        proof = _proof(case, crossed, spoken)
        if proof is not None and _since(case, order, proof[0]):
            line = order.periods[0].start
            items = [first_said(case.conceded, item, line, case.seen.as_of) for item in proof[0]]
            yield _finding(case, order, crossed, (items, proof[1]))


def _in_several_languages(case: Case) -> Mapping[str, tuple[Act, ...]]:
    """The standing acts whose languages differ, by the issues they name."""
    found: dict[str, list[Act]] = {}
    for act in acts_of(case.acts, case.parties):
        stood = case.periods.get(act.entry.id, ())
        if len(act.readings) > 1 and act.condition is None and standing_at(stood, case.seen.as_of):
            for issue in act.issues:
                found.setdefault(issue, []).append(act)
    return {issue: tuple(acts) for issue, acts in found.items()}


def _proof(
    case: Case, crossed: Formula, spoken: Mapping[str, tuple[Act, ...]]
) -> tuple[list[Item], tuple[int, ...]] | None:
    instant = case.seen.as_of
    found = conceded_proof(case.conceded, case.committed, crossed, instant)
    if found is not None:
        return found
    # With several authentic languages, one text over the line is enough.
    named = issues_of(crossed)
    for issue in named:
        named |= case.conceded.links.get(issue, frozenset())
    for act in {id(act): act for issue in named for act in spoken.get(issue, ())}.values():
        for reading in act.readings:
            items = tuple(
                Item(part, (act.entry.id,), case.parties, act.at, case.periods[act.entry.id])
                for part in conjuncts(reading)
            )
            found = conceded_proof(case.conceded, case.committed, crossed, instant, items)
            if found is not None:
                return found
    return None


def _since(case: Case, order: Order, items: Sequence[Item]) -> bool:
    """Whether some part was conceded when the line may have stood: old deals cross no new line."""
    return any(item.at.latest >= order.periods[0].start.earliest for item in items)


def _finding(
    case: Case, order: Order, crossed: Formula, proof: tuple[list[Item], tuple[int, ...]]
) -> Finding:
    items, feasibility = proof
    last = max(items, key=lambda item: item.at.earliest)
    names = [name for item in items for name in item.entries]
    told = list(dict.fromkeys(names))
    linked = [case.dossier.declared.feasibility[index].id for index in feasibility]
    act = case.dossier.by_id[last.entries[-1]]
    together = " together" if len({item.entries for item in items}) > 1 else ""
    line = "red line" if order.mode == "red-line" else "bottom line"
    message = (
        f"{', '.join(told)}{together} (last: {entry_time(case, act)}) "
        f"{'concedes' if len(told) == 1 else 'concede'} {quoted(case, crossed)}, "
        f"over the {line} {order.entry}"
    )
    if linked:
        message += f"; with feasibility {', '.join(linked)}"
    late = late_note(case, act, (order.entry,))
    return finding(
        case,
        CODE,
        "error",
        f"{message}; {late}" if late else message,
        (act.id, *names, order.entry, *linked),
        identity=(order.entry,),
        act=act,
        required=Not(crossed),
        hint="withdraw or amend the concession, or have the line lifted by whoever drew it",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "The party's commitments and open unconditional offers, taken together and with the "
        "feasibility statements, entail a red line (or exclude a bottom line). A line made of "
        "several parts is crossed only when all of them are conceded. Annexes and agreed minutes "
        "count, taking note of the other side's statement does not; with several authentic "
        "languages one text over the line is enough. A text that merely no longer mentions "
        "something has not agreed to its opposite."
    ),
    mending=(
        "Withdraw (`revokes:`) or replace the concession, or record that whoever drew the line "
        "lifted it."
    ),
    run=_run,
)
