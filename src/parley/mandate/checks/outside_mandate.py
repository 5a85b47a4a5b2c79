"""outside-mandate: an act that is forbidden, that nothing authorises, or for another party."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.language.formulas import issues_of
from parley.dossier.language.logic import consistent, entails
from parley.kernel.findings import Finding
from parley.mandate.acts import Act, conceding
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
from parley.mandate.commitments import Item, proven_by
from parley.mandate.coverage import Uncovered, uncovered_issues, unlicensed_speech
from parley.mandate.orders import Order
from parley.mandate.weighing import (
    Weighed,
    applies,
    excused,
    requirement,
    weighed_acts,
)

__all__ = ["CHECK"]

CODE = "outside-mandate"


def _run(case: Case) -> Iterable[Finding]:
    for weighed in weighed_acts(case):
        for order in weighed.orders:
            if order.mode not in ("must", "must-not") or not applies(case, order, weighed.act):
                continue
            if _forbidden(case, weighed.act, order) and not excused(case, weighed, order):
                yield _breach(case, weighed, order)
    for gap in uncovered_issues(case):
        if gap.ended is None:
            yield _gap(case, gap)
    for speech in unlicensed_speech(case):
        if speech.ended is None:
            yield finding(
                case,
                CODE,
                "error",
                f"{speech.entry.id} ({entry_time(case, speech.entry)}): "
                f"{party_names(case, speech.entry.by)} speaks for "
                f"{party_names(case, (speech.principal,))} {speech.why}",
                (speech.entry.id, *speech.grants),
                act=speech.entry,
                hint="record the delegation, or mark a message only passed on with `conveys:`",
            )


def _forbidden(case: Case, act: Act, order: Order) -> bool:
    logic = case.dossier.logic
    said = conceding(act)
    if act.kind == "refusal":
        return order.mode == "must-not" and entails(logic, (act.says,), order.says)
    if order.mode == "must":
        # Unconditional acts against a "must" abandon a position, which has its own code.
        conditional = act.condition is not None
        return conditional and not consistent(logic, (said, order.says))
    if any(entails(logic, (reading,), order.says) for reading in act.readings):
        return True
    if act.condition is not None:
        return entails(logic, (said,), order.says) and not entails(
            logic, (act.condition,), order.says
        )
    return len(order.issues) > 1 and _adds_up(case, act, order)


def _adds_up(case: Case, act: Act, order: Order) -> bool:
    """Whether the act completes, with what was conceded before, what is forbidden as a whole."""
    if issues_of(order.says).isdisjoint(act.issues) or act.kind == "refusal":
        return False
    item = Item(act.says, (act.entry.id,), case.parties, act.at, ())
    proof = proven_by(case.conceded, order.says, act.at.earliest - 1, (item,))
    return proof is not None and any(one is item for one in proof[0])


def _breach(case: Case, weighed: Weighed, order: Order) -> Finding:
    act = weighed.act
    offered = " offers to concede" if act.condition is not None else ""
    verb = "forbids" if order.mode == "must-not" else "says to insist on"
    message = (
        f"{act.entry.id} ({act.kind}, {entry_time(case, act.entry)}){offered} "
        f"{quoted(case, act.says)}; {order.entry} ({party_names(case, order.by)}) {verb} "
        f"{quoted(case, order.says)}"
    )
    linked = tying_statements(case, conceding(act), requirement(order))
    if linked:
        message += f"; with feasibility {', '.join(linked)}"
    late = late_note(case, act.entry, (order.entry,))
    return finding(
        case,
        CODE,
        "error",
        f"{message}; {late}" if late else message,
        (act.entry.id, order.entry, *linked),
        act=act.entry,
        required=requirement(order),
        hint="ask for authority first, or record the trade, fallback or permission that gives it",
    )


def _gap(case: Case, gap: Uncovered) -> Finding:
    act = gap.act
    grants = f"; {', '.join(gap.limits)} allows less" if gap.limits else ""
    return finding(
        case,
        CODE,
        "error",
        f"{act.entry.id} ({act.kind}, {entry_time(case, act.entry)}) settles "
        f"{', '.join(sorted(gap.issues))} by {quoted(case, act.says)}, and nothing that stood "
        f"then authorises it{grants}",
        (act.entry.id, *gap.limits),
        act=act.entry,
        subject=",".join(sorted(gap.issues)),
        required=gap.required,
        hint="record who authorised it, or set `default_authority: free-unless-forbidden`",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "The party put forward, accepted or did what a standing instruction forbids; or offered, "
        "even conditionally, to give up what it must insist on without an authorised trade; or, "
        "where nothing is allowed unless authorised, settled an issue that no instruction, "
        "answer, trade, due fallback or delegation covered; or spoke for an ally beyond what the "
        "ally had granted (which is then no act of the ally)."
    ),
    mending=(
        "Obtain and record the authority (`instruction` with `mode: may`, a `reply`, a "
        "`delegation`, a `trade` that somebody entitled authorises) before the act; withdrawing "
        "the act later does not undo that it was made. A message that is only passed on under "
        "its author's name is marked `conveys:`."
    ),
    run=_run,
)
