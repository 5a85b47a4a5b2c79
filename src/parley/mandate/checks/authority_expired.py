"""authority-expired: an act that rests on authority which had run out or been revoked."""

from __future__ import annotations

from collections.abc import Iterable

from parley.kernel.findings import Finding
from parley.mandate.case import Case, entry_time, finding, late_note, party_names
from parley.mandate.check import Check
from parley.mandate.coverage import uncovered_issues, unlicensed_speech

__all__ = ["CHECK"]

CODE = "authority-expired"


def _run(case: Case) -> Iterable[Finding]:
    for gap in uncovered_issues(case):
        if gap.ended is None:
            continue
        act, ended = gap.act, gap.ended
        message = (
            f"{act.entry.id} ({act.kind}, {entry_time(case, act.entry)}) settles "
            f"{', '.join(sorted(gap.issues))} by authority of {ended.entry}, which {ended.how}"
        )
        late = late_note(case, act.entry, ended.causes)
        yield finding(
            case,
            CODE,
            "error",
            f"{message}; {late}" if late else message,
            (act.entry.id, ended.entry, *ended.causes),
            act=act.entry,
            subject=",".join(sorted(gap.issues)),
            required=gap.required,
            hint="have the authority renewed",
        )
    for speech in unlicensed_speech(case):
        if speech.ended is None:
            continue
        message = (
            f"{speech.entry.id} ({entry_time(case, speech.entry)}): "
            f"{party_names(case, speech.entry.by)} speaks for "
            f"{party_names(case, (speech.principal,))} by {speech.ended.entry}, "
            f"which {speech.ended.how}"
        )
        late = late_note(case, speech.entry, speech.ended.causes)
        yield finding(
            case,
            CODE,
            "error",
            f"{message}; {late}" if late else message,
            (speech.entry.id, speech.ended.entry, *speech.ended.causes),
            act=speech.entry,
            hint="have the delegation renewed; the ally is not bound by the act",
        )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "The act would have been covered by a permission, an answer or a delegation, but that had "
        "run out or been revoked before. A day given as a limit runs to its end in the zone of "
        "whoever set it; where the order of day-only times is unknown, nothing is reported. With "
        "later knowledge the act is reported also where the delegate had not heard; the message "
        "then says so."
    ),
    mending="Have the authority renewed and record it before the next act.",
    run=_run,
)
