"""fallback-not-followed: a triggered fallback was not carried out, or not in its order."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.dossier import zone_for
from parley.kernel.findings import Finding
from parley.kernel.times import show_time
from parley.mandate.case import Case, entry_time, finding, late_note, quoted
from parley.mandate.check import Check
from parley.mandate.fallbacks import FallbackState, Lapse
from parley.mandate.weighing import fallbacks_of

__all__ = ["CHECK"]

CODE = "fallback-not-followed"


def _run(case: Case) -> Iterable[Finding]:
    for state in fallbacks_of(case):
        for lapse in _first_per_rung(state):
            yield _finding(case, state, lapse)


def _first_per_rung(state: FallbackState) -> Iterable[Lapse]:
    seen: set[int] = set()
    for lapse in state.lapses:
        if lapse.due.number not in seen:
            seen.add(lapse.due.number)
            yield lapse


def _finding(case: Case, state: FallbackState, lapse: Lapse) -> Finding:
    due, act = lapse.due, lapse.act
    zone = zone_for(case.dossier, (case.party,))
    rung = f" rung {due.number + 1} of" if len(state.fallback.rungs) > 1 else ""
    since = f"due since {show_time(due.since, zone)} ({', '.join(due.cause)})"
    asked = f"{rung} {due.fallback.id}, {quoted(case, due.do)}, {since}"
    if act is None:
        message = f"the time for{asked} has passed and nothing carried it out"
        names: tuple[str, ...] = (due.fallback.id, *due.cause)
        return finding(
            case,
            CODE,
            "error",
            message,
            names,
            subject=str(due.number),
            identity=(due.fallback.id,),
            hint="carry the rung out, or have the fallback replaced by whoever ordered it",
        )
    how = "takes a later rung before" if lapse.how == "later-rung-first" else "goes against"
    message = f"{act.entry.id} ({entry_time(case, act.entry)}) {how}{asked}"
    late = late_note(case, act.entry, (due.fallback.id, *due.cause))
    return finding(
        case,
        CODE,
        "error",
        f"{message}; {late}" if late else message,
        (act.entry.id, due.fallback.id, *due.cause),
        subject=str(due.number),
        identity=(due.fallback.id,),
        act=act.entry,
        required=due.do,
        hint="carry the rung out, or have the fallback replaced by whoever ordered it",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "A fallback was triggered, and the rung that was due was contradicted by an act or by a "
        "whole text, passed over for a later one, or not carried out in its time. A rung is due "
        "when the one before was tried and refused; putting off is not refusing."
    ),
    mending=(
        "Carry out the rung that is due, or have the fallback replaced or revoked by whoever may "
        "instruct; record a refusal (`response` with `answer: reject`) if there was one."
    ),
    run=_run,
)
