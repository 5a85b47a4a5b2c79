"""reply-missing-part: a reply that leaves a question of its request without an answer."""

from __future__ import annotations

from collections.abc import Iterable

from parley.kernel.findings import Finding
from parley.mandate.case import Case, finding
from parley.mandate.check import Check
from parley.mandate.questions import question_states

__all__ = ["CHECK"]

CODE = "reply-missing-part"


def _run(case: Case) -> Iterable[Finding]:
    for state in question_states(case):
        if state.state == "missing":
            yield finding(
                case,
                CODE,
                "error",
                f"{', '.join(state.replies)} to {state.request.id} leaves question "
                f"{state.question.id} without an answer ({state.question.text.strip()})",
                (*state.replies, state.request.id),
                subject=state.question.id,
                identity=(state.request.id,),
                hint="ask that question again; an answer to another question is none",
            )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "There is a reply to the request, but no answer in it, or in any other reply known, names "
        "this question. Yes, no, a condition, a changed answer and `discretion` are answers; a "
        "deferral to a named time is none yet, but not missing either."
    ),
    mending="Ask again, or record the answer under the question's id.",
    run=_run,
)
