"""question-overdue: a question without an answer in time."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.dossier import zone_for
from parley.kernel.findings import Finding
from parley.kernel.times import show_time
from parley.mandate.case import Case, entry_time, finding, party_names
from parley.mandate.check import Check
from parley.mandate.questions import QuestionState, question_states

__all__ = ["CHECK"]

CODE = "question-overdue"


def _run(case: Case) -> Iterable[Finding]:
    for state in question_states(case):
        if state.state == "overdue":
            yield _finding(case, state, "has no answer")
        elif state.state == "answered-late" and state.reply is not None:
            yield _finding(
                case,
                state,
                f"was answered late, by {state.reply.id} ({entry_time(case, state.reply)})",
            )


def _finding(case: Case, state: QuestionState, what: str) -> Finding:
    zone = zone_for(case.dossier, (case.party,))
    due = f", due {show_time(state.due, zone)}," if state.due is not None else ""
    deferred = (
        f" after {state.reply.id} had deferred it"
        if state.state == "overdue" and state.reply is not None
        else ""
    )
    reply = (state.reply.id,) if state.reply is not None else ()
    return finding(
        case,
        CODE,
        "warning" if state.state == "answered-late" else "error",
        f"question {state.question.id} of {state.request.id} to "
        f"{party_names(case, state.request.to) or 'the mandator'}{due} {what}{deferred}",
        (state.request.id, *reply),
        subject=state.question.id,
        identity=(state.request.id,),
        hint="ask again, or record the reply that answered it (`type: reply`, `re:`)",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "A question of a request had to be answered by a time, and no reply known so far "
        "answered it then (the reply's own date counts, not its arrival). A deferral to a named "
        "time suspends this until then. An answer that came late is a warning."
    ),
    mending="Remind the mandator; record the reply, or a deferral with `until:`.",
    run=_run,
)
