"""unsourced-claim: something is asserted that no passage proves and nobody assumes."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.vocabulary.declarations import Preferences
from parley.dossier.vocabulary.entries import Assertion, Entry, Waiver
from parley.kernel.findings import Finding
from parley.mandate.case import Case, finding
from parley.mandate.check import Check

__all__ = ["CHECK"]

CODE = "unsourced-claim"


def _run(case: Case) -> Iterable[Finding]:
    for entry in case.seen.entries:
        yield from _dissent(case, entry)
        if entry.sources or entry.assumed or isinstance(entry, Waiver):
            continue
        if getattr(entry, "source", None) is not None:
            continue  # a document is its own source
        yield finding(
            case,
            CODE,
            "warning",
            f"{entry.id} cites no passage and nobody is named who assumes it",
            (entry.id,),
            hint="add `sources: SOURCE#PASSAGE`, or `assumed:` and by whom",
        )
    declared = case.dossier.declared
    sections = (declared, declared.conflict, declared.bargaining)
    for place, section in zip(("", " for conflict", " for bargaining"), sections, strict=True):
        for party, wanted in section.preferences.items() if section is not None else ():
            if party in case.parties or declared.parties.get(party) is None:
                yield from _preferences(case, party, wanted, place)


def _dissent(case: Case, entry: Entry) -> Iterable[Finding]:
    for number, other in enumerate(entry.dissent if isinstance(entry, Assertion) else (), 1):
        if not other.sources and not other.assumed:
            yield finding(
                case,
                CODE,
                "warning",
                f"dissent {number} of {entry.id} cites no passage and nobody is named who assumes "
                "it",
                (entry.id,),
                subject=f"dissent {number}",
                hint="add `sources: SOURCE#PASSAGE`, or `assumed:` and by whom",
            )


def _preferences(case: Case, party: str, wanted: Preferences, section: str) -> Iterable[Finding]:
    terms = [
        *((f"priority {n}", term) for n, term in enumerate(wanted.priorities, 1)),
        *((f"weight {n}", term) for n, term in enumerate(wanted.weights, 1)),
        *((("ranking", wanted.ranking),) if wanted.ranking is not None else ()),
    ]
    for name, term in terms:
        if not term.sources and not term.assumed:
            place = case.dossier.places.get(f"party:{party}")
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"{name} of {party}{section} cites no passage and nobody is named who "
                "assumes it",
                file=place.file if place else None,
                line=place.line if place else None,
                subject=f"{party}: {name}{section}",
                hint="add `sources:`, or `assumed:` and by whom",
            )


CHECK = Check(
    code=CODE,
    severity="warning",
    meaning=(
        "An entry, the dissent of an assertion, or a preference of the party (for `conflict` and "
        "`bargaining` as well) has neither `sources` nor `assumed`. A claim marked as assumed, "
        "and by whom, is not unsourced."
    ),
    mending="Cite the passage that proves it, or say who assumes it.",
    run=_run,
)
