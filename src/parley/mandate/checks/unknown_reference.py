"""unknown-reference: a name that nothing in the dossier bears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from parley.dossier.dossier import Dossier
from parley.dossier.sources.passage_known import passage_known
from parley.dossier.vocabulary.entries import (
    Agreement,
    Assertion,
    Document,
    Entry,
    Exclusion,
    Proposal,
    Reply,
    Request,
    Response,
    Session,
    Trade,
)
from parley.kernel.findings import Finding
from parley.kernel.suggest import did_you_mean
from parley.mandate.case import Case, finding
from parley.mandate.check import Check

__all__ = ["CHECK"]

CODE = "unknown-reference"

Reference = tuple[str, str, str]  # field, kind of thing, name


def _run(case: Case) -> Iterable[Finding]:
    dossier = case.dossier
    known = _names(dossier)
    for entry in case.seen.entries:
        for field, kind, name in _references(dossier, entry):
            if name not in known[kind]:
                yield _finding(case, entry, field, kind, name, known[kind])
    yield from _declared(case, known)


def _names(dossier: Dossier) -> dict[str, Mapping[str, object]]:
    declared = dossier.declared
    return {
        "party": declared.parties,
        "issue": declared.issues,
        "entry": dossier.by_id,
        "source": declared.sources,
        "agenda item": declared.agenda,
        "compartment": declared.compartments,
        "passage": {},
        "question": {},
        "wording": {},
    }


def _references(dossier: Dossier, entry: Entry) -> Iterator[Reference]:
    yield from (("by", "party", name) for name in entry.by)
    yield from (("to", "party", name) for name in entry.to)
    yield from (("issues", "issue", name) for name in entry.issues)
    yield from (("compartment", "compartment", name) for name in entry.compartment)
    for field, names in (
        ("replaces", entry.replaces),
        ("revives", entry.revives),
        ("revokes", entry.revokes),
        ("triggers", entry.triggers),
        ("authorises", entry.authorises),
    ):
        if names:
            yield from ((field, "entry", name) for name in names)
    if entry.via is not None:
        yield "via", "entry", entry.via
    if isinstance(entry.known, dict):
        yield from (("known", "party", name) for name in entry.known)
    for cited in entry.sources:
        yield from _citation(dossier, cited)
    yield from _of_type(dossier, entry)


def _citation(dossier: Dossier, cited: str) -> Iterator[Reference]:
    source, _, passage = cited.partition("#")
    if source not in dossier.declared.sources:
        yield "sources", "source", source
    elif passage and not passage_known(dossier, source, passage):
        yield "sources", "passage", cited


def _of_type(dossier: Dossier, entry: Entry) -> Iterator[Reference]:
    for field in ("on_behalf_of", "conveys", "owner", "about"):
        name = getattr(entry, field, None)
        if isinstance(name, str) and not isinstance(entry, Assertion):
            yield field, "party", name
    under = getattr(entry, "under", None)
    if under is not None:
        yield "under", "entry", under
    yield from (("reserves", "issue", name) for name in getattr(entry, "reserves", ()))
    if isinstance(entry, (Response, Reply)) and entry.re is not None:
        yield "re", "entry", entry.re
    if isinstance(entry, Reply):
        yield from _questions(dossier, entry)
    elif isinstance(entry, Request):
        for question in entry.questions:
            yield from (("about", "entry", name) for name in question.about)
            yield from (("issues", "issue", name) for name in question.issues)
        yield from _agenda(dossier, entry)
    elif isinstance(entry, Assertion):
        for other in entry.dissent:
            yield from (("dissent", "party", name) for name in other.by)
            for cited in other.sources:
                yield from _citation(dossier, cited)
    elif isinstance(entry, Trade):
        yield from (("requires", "entry", one.trade) for one in entry.requires)
    elif isinstance(entry, Exclusion):
        yield from (("matters", "issue", name) for name in entry.matters)
    elif isinstance(entry, Session):
        yield from (("present", "party", name) for name in entry.present)
        for party, raised in entry.raises.items():
            yield "raises", "party", party
            yield from (("raises", "issue", name) for name in raised)
    elif isinstance(entry, Document) and entry.source is not None:
        yield from _citation(dossier, entry.source)
    elif isinstance(entry, (Proposal, Agreement)):
        yield from _agenda(dossier, entry)
    yield from (("consent", "party", name) for name in getattr(entry, "consent", ()))


def _questions(dossier: Dossier, entry: Reply) -> Iterator[Reference]:
    request = dossier.by_id.get(entry.re)
    if isinstance(request, Request):
        asked = {question.id for question in request.questions}
        for answer in entry.answers:
            if answer.question not in asked:
                yield "answers", "question", answer.question


def _agenda(dossier: Dossier, entry: Proposal | Agreement | Request) -> Iterator[Reference]:
    items = dossier.declared.agenda
    for line in entry.agenda:
        if line.item not in items:
            yield "agenda", "agenda item", line.item
        elif line.wording is not None and line.wording not in items[line.item].wordings:
            yield "agenda", "wording", f"{line.item}/{line.wording}"


def _finding(
    case: Case,
    entry: Entry,
    field: str,
    kind: str,
    name: str,
    known: Mapping[str, object],
) -> Finding:
    meant = did_you_mean(name, known)
    return finding(
        case,
        CODE,
        "error",
        f"{entry.id}: `{field}` names the {kind} `{name}`, which the dossier does not have",
        (entry.id,),
        subject=f"{field}:{name}",
        hint=f"did you mean `{meant}`?" if meant else f"declare the {kind}, or mend the name",
    )


def _declared(case: Case, known: dict[str, Mapping[str, object]]) -> Iterator[Finding]:
    """References inside `dossier.yaml`, where no entry is at fault."""
    dossier = case.dossier
    for place, kind, name in _declared_references(dossier):
        if name in known[kind]:
            continue
        at = dossier.places.get(place)
        meant = did_you_mean(name, known[kind])
        yield Finding(
            code=CODE,
            severity="error",
            message=f"{place.replace(':', ' ')} names the {kind} `{name}`, which the dossier "
            "does not have",
            file=at.file if at else "dossier.yaml",
            line=at.line if at else 1,
            subject=f"{place}:{name}",
            hint=f"did you mean `{meant}`?" if meant else f"declare the {kind}, or mend the name",
        )


def _declared_references(dossier: Dossier) -> Iterator[Reference]:
    declared = dossier.declared
    for name, party in declared.parties.items():
        for other in (*party.mandator, *((party.within,) if party.within else ())):
            yield f"party:{name}", "party", other
    for name, issue in declared.issues.items():
        for decider in issue.decided_by:
            yield f"issue:{name}", "party", decider
        if issue.wording_of is not None:
            yield f"issue:{name}", "issue", issue.wording_of
    for name in declared.preferences:
        yield f"preferences:{name}", "party", name
    for place, part in (("conflict", declared.conflict), ("bargaining", declared.bargaining)):
        if part is not None:
            yield from ((place, "party", name) for name in part.preferences)
            yield from ((place, "issue", name) for name in part.issues)
    for item in declared.bargaining.agenda if declared.bargaining is not None else ():
        yield "bargaining", "agenda item", item
    for number, rule in enumerate(declared.authority, 1):
        for who in (*rule.who, *rule.whom):
            yield f"authority:{number}", "party", who
        for issue_name in rule.issues:
            yield f"authority:{number}", "issue", issue_name
    for name, compartment in declared.compartments.items():
        yield from ((f"compartment:{name}", "party", one) for one in compartment.readers)
    for part in msgspec.structs.astuple(declared):
        yield from _cited_in(dossier, part)


def _cited_in(dossier: Dossier, value: object) -> Iterator[Reference]:
    """Citations at any depth of what is declared."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _cited_in(dossier, inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _cited_in(dossier, inner)
    elif isinstance(value, msgspec.Struct):
        for cited in getattr(value, "sources", ()):
            for _, kind, name in _citation(dossier, cited):
                yield "sources", kind, name
        for inner in msgspec.structs.astuple(value):
            if not isinstance(inner, str):
                yield from _cited_in(dossier, inner)


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "An entry or `dossier.yaml` names a party, issue, entry, question, agenda item, wording, "
        "compartment, source or passage that the dossier does not have. An entry that exists but "
        "was not yet known at the time asked about is not unknown."
    ),
    mending="Mend the name (the message suggests one), or declare what it names.",
    run=_run,
)
