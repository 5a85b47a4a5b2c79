"""position-abandoned: an act gives up what a standing order says to insist on."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import conjuncts, issues_of
from parley.dossier.language.logic import consistent
from parley.kernel.findings import Finding
from parley.mandate.acts import Act, broken_parts, conjoin, contains
from parley.mandate.case import (
    Case,
    entry_time,
    finding,
    late_note,
    party_names,
    quoted,
    tying_statements,
)
from parley.mandate.check import Check
from parley.mandate.orders import Order
from parley.mandate.weighing import Weighed, applies, excused, weighed_acts

__all__ = ["CHECK"]

#: What a whole text is expected to contain: a draft agenda settles the agenda, others the rest.
_OF_AN_AGENDA = frozenset({"agenda", "wording"})
_OF_A_TEXT = frozenset({"substance", "wording"})


def _run(case: Case) -> Iterable[Finding]:
    for weighed in weighed_acts(case):
        if weighed.act.condition is not None or weighed.act.kind == "refusal":
            continue  # a condition concedes nothing; refusing is weighed as a matter of mandate
        if _withdrawn(case, weighed.act):
            continue
        for order in weighed.orders:
            if order.mode == "must" and applies(case, order, weighed.act):
                how = _abandons(case.dossier, weighed.act, order)
                if how is not None and not excused(case, weighed, order):
                    yield _finding(case, weighed, order, how)


def _withdrawn(case: Case, act: Act) -> bool:
    """Whether the act was taken back since: the position is then held again."""
    periods = case.periods.get(act.entry.id, ())
    ender = case.dossier.by_id.get(periods[-1].ended_by or "") if periods else None
    return ender is not None and act.entry.id in ender.revokes


def _abandons(dossier: Dossier, act: Act, order: Order) -> str | None:
    logic = dossier.logic
    for reading in act.readings:
        possible = consistent(logic, (reading,)) and consistent(logic, (order.says,))
        if possible and not consistent(logic, (reading, order.says)):
            return "goes against"
    if not act.whole or contains(logic, act, order.says):
        return None
    expected = _OF_AN_AGENDA if getattr(act.entry, "agenda", ()) else _OF_A_TEXT
    lacking = {
        issue
        for part in conjuncts(order.says)
        if not contains(logic, act, part)
        for issue in (issues_of(part) - act.issues or issues_of(part)) - act.reserves
        if issue in dossier.declared.issues and dossier.declared.issues[issue].aspect in expected
    }
    return "is a whole text and lacks" if lacking else None


def _finding(case: Case, weighed: Weighed, order: Order, how: str) -> Finding:
    act = weighed.act
    linked = tying_statements(case, act.says, order.says)
    broken = broken_parts(case.dossier.logic, act, order.says)
    entries = [act.entry.id, *_text_accepted(act), order.entry, *linked]
    by = party_names(case, order.by)
    message = (
        f"{act.entry.id} ({act.kind}, {entry_time(case, act.entry)}) {how} "
        f"{quoted(case, conjoin(broken) if broken else order.says)}, which {order.entry} ({by}) "
        "says to insist on"
    )
    if linked:
        message += f"; with feasibility {', '.join(linked)}"
    late = late_note(case, act.entry, (order.entry,))
    return finding(
        case,
        "position-abandoned",
        "error",
        f"{message}; {late}" if late else message,
        entries,
        act=act.entry,
        required=conjoin(broken) if broken else order.says,
        hint="get the order replaced before conceding, or reserve the issue by name",
    )


def _text_accepted(act: Act) -> tuple[str, ...]:
    answered: str | None = getattr(act.entry, "re", None)
    return (answered,) if answered and act.kind == "acceptance" else ()


CHECK = Check(
    code="position-abandoned",
    severity="error",
    meaning=(
        "The party proposed, accepted, agreed or did something that cannot hold together with "
        "what a standing order (an instruction with `mode: must`, or its own position on "
        "procedure) says to insist on; or it put forward or accepted a whole text that neither "
        "contains nor reserves it. A conditional offer, a text on listed issues only, and the "
        "other side's dropping of the matter abandon nothing."
    ),
    mending=(
        "Have the order replaced or revoked by somebody who may instruct, record the permission "
        "(`mode: may`), the authorised trade or the fallback that covers the act, name the open "
        "issue under `reserves:`, or withdraw the act (`revokes:`)."
    ),
    run=_run,
)
