"""not-on-agenda: the party raises a matter that no adopted agenda item opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parley.dossier.dossier import formula
from parley.dossier.language.formulas import Formula, conjuncts, issues_of
from parley.dossier.language.logic import consistent
from parley.dossier.vocabulary.entries import Entry, Proposal, Session
from parley.kernel.findings import Finding
from parley.mandate.acts import spoken_for
from parley.mandate.agenda import Draft, drafts, opened, standing_agenda
from parley.mandate.case import Case, entry_time, finding, party_names
from parley.mandate.check import Check

__all__ = ["CHECK"]

CODE = "not-on-agenda"


def _run(case: Case) -> Iterable[Finding]:
    adopted = [draft for draft in drafts(case) if draft.adopted]
    if not any(draft.lines for draft in adopted):
        return
    openings = {draft.entry.id: opened(case.dossier, draft) for draft in adopted}
    for entry in case.seen.entries:
        if not isinstance(entry, (Proposal, Session)):
            continue
        raised, said = _raised(case, entry)
        if not raised:
            continue
        agenda = standing_agenda(case, adopted, case.dossier.spans[entry.id])
        if not any(draft.lines for draft in agenda):
            continue  # a joint text may open more, but closes nothing
        parts = [openings[draft.entry.id] for draft in agenda]
        opening = (
            frozenset(issue for whole, _ in parts for issue in whole),
            tuple(limit for _, limits in parts for limit in limits),
        )
        closed = _closed(case, opening, raised, said)
        if closed:
            yield _finding(case, entry, agenda, closed)


def _raised(case: Case, entry: Proposal | Session) -> tuple[frozenset[str], Formula | None]:
    issues = case.dossier.declared.issues
    if isinstance(entry, Session):
        named = {
            issue
            for party, raised in entry.raises.items()
            if party in case.parties
            for issue in raised
        }
        said = None
    else:
        if entry.agenda or not case.parties & set(spoken_for(case.authority, entry, "propose")):
            return frozenset(), None
        said = formula(case.dossier, entry.says)
        named = set(entry.issues) | (issues_of(said) if said is not None else set())
    return (
        frozenset(name for name in named if name in issues and issues[name].aspect == "substance"),
        said,
    )


def _closed(
    case: Case,
    opening: tuple[frozenset[str], tuple[Formula, ...]],
    raised: frozenset[str],
    said: Formula | None,
) -> frozenset[str]:
    whole = opening[0]
    limits = [limit for limit in opening[1] if not issues_of(limit) <= whole]
    touched = frozenset(issue for limit in limits for issue in issues_of(limit))
    closed = raised - whole - touched
    for part in conjuncts(said) if said is not None else ():
        near = [limit for limit in limits if not issues_of(limit).isdisjoint(issues_of(part))]
        # Several items may open different values of one issue: one that fits is enough.
        if near and not any(consistent(case.dossier.logic, (part, limit)) for limit in near):
            closed |= issues_of(part) & raised
    return closed


def _finding(case: Case, entry: Entry, agenda: Sequence[Draft], closed: frozenset[str]) -> Finding:
    adopted = [draft.entry.id for draft in agenda]
    return finding(
        case,
        CODE,
        "error",
        f"{entry.id} ({entry_time(case, entry)}): {party_names(case, (case.party,))} raises "
        f"{', '.join(sorted(closed))}, which no item of the agenda adopted by {', '.join(adopted)} "
        "opens as it is worded",
        (entry.id, *adopted),
        subject=",".join(sorted(closed)),
        hint="have the agenda amended first, or list the issue under `opens:` of the wording",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "After an agenda was adopted, the party raised an issue of substance, or a value of one, "
        "that no wording of an adopted item opens; what a wording opens is exhaustive. The other "
        "side's raising it is not this party's fault."
    ),
    mending="Propose to amend the agenda, or correct what the adopted wording `opens:`.",
    run=_run,
)
