"""impossible-time: two times that cannot both be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parley.dossier.dossier import members, moment, side_of, zone_for
from parley.dossier.vocabulary.entries import Entry, Reply, Request, Response, Waiver
from parley.kernel.findings import Finding
from parley.kernel.times import Span, read_time, show_time
from parley.mandate.case import Case, finding
from parley.mandate.check import Check

__all__ = ["CHECK"]

CODE = "impossible-time"


def _run(case: Case) -> Iterable[Finding]:
    zone = zone_for(case.dossier, (case.party,))
    for entry in case.seen.entries:
        for early, first, late, second, others in _orders(case, entry):
            if second.before(first):
                yield finding(
                    case,
                    CODE,
                    "error",
                    f"{entry.id}: {late} ({show_time(second, zone)}) is before {early} "
                    f"({show_time(first, zone)})",
                    (entry.id, *others),
                    subject=late,
                    hint="mend one of the times; write `± 1d` or the day alone if it is uncertain",
                )


Order = tuple[str, Span, str, Span, tuple[str, ...]]


def _orders(case: Case, entry: Entry) -> Iterator[Order]:
    """Pairs of times of which the first cannot be after the second."""
    dossier = case.dossier
    at = dossier.spans[entry.id]
    for name, span in _known(case, entry):
        yield "`at`", at, name, span, ()
    for field in ("until", "ends", "due", "next"):
        text = getattr(entry, field, None)
        if isinstance(text, str):
            yield "`at`", at, f"`{field}`", moment(dossier, entry, text), ()
    if isinstance(entry, Request):
        for question in entry.questions:
            if question.due is not None:
                due = moment(dossier, entry, question.due)
                yield "`at`", at, f"`due` of question {question.id}", due, ()
    if isinstance(entry, Reply):
        for answer in entry.answers:
            if answer.until is not None:
                until = moment(dossier, entry, answer.until)
                yield "`at`", at, f"`until` of answer {answer.question}", until, ()
    for field, name in _answered(entry):
        other = dossier.by_id.get(name)
        if other is not None and other is not entry and name in case.seen.ids:
            yield f"`at` of {name}", dossier.spans[name], f"`at`, as `{field}` of it", at, (name,)


def _answered(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, (Reply, Response)) and entry.re is not None:
        yield "re", entry.re
    for field in ("replaces", "revives", "revokes"):
        yield from ((field, name) for name in getattr(entry, field))


def _known(case: Case, entry: Entry) -> Iterator[tuple[str, Span]]:
    dossier = case.dossier
    if isinstance(entry, Waiver) or entry.known is None:
        return
    if isinstance(entry.known, str):
        if entry.known != "never":
            yield "`known`", read_time(entry.known, zone_for(dossier, (case.party,)))
        return
    for name, text in entry.known.items():
        # What another side knew, and when, is not for this party's eyes.
        if text != "never" and name in _whose(case):
            yield f"`known` to {name}", read_time(text, zone_for(dossier, (name,)))


def _whose(case: Case) -> frozenset[str]:
    return members(case.dossier, side_of(case.dossier, case.party))


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "Something is known before it happened, ends before it begins, or answers, replaces or "
        "revokes what came later. Instants are compared, never wall clocks; times that overlap "
        "(a day and an hour of it) are in unknown order and never impossible; known at the very "
        "instant it happened is possible."
    ),
    mending="Mend the time or its zone, or state its uncertainty.",
    run=_run,
)
