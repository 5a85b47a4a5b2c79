"""The desk: one case with its findings, and the few questions that every section asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parley.brief.model import Cite, Claim
from parley.dossier.dossier import formula, side_of
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Formula, In, Not, Or, conjuncts, issues_of, show
from parley.dossier.language.logic import consistent
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.findings import Finding
from parley.kernel.times import Span, show_time, valid_zone
from parley.mandate.acts import conjoin
from parley.mandate.case import Case, party_names
from parley.mandate.commitments import Item
from parley.mandate.running import Report

__all__ = [
    "MOST_VALUES",
    "Desk",
    "cite",
    "claim",
    "entry_when",
    "in_words",
    "issues_found",
    "item_claims",
    "known_sources",
    "names",
    "no_zone",
    "own_side",
    "part_on",
    "required_of",
    "said",
    "values_left",
    "when",
]

MOST_VALUES = 64  # with more values than this an issue's are not listed one by one
_DAY = r"\d{4}-\d\d-\d\d(?: [\d:.]+)?"
_BETWEEN = re.compile(rf"between ({_DAY}) and ({_DAY}) (\S+)")
_WRITTEN_ZONE = re.compile(r"(?:\s|(?<=\d))([A-Z]|[A-Za-z_]+/[A-Za-z_/+-]+|[+-]\d\d:\d\d)$")


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """A case, what the checks found in it, and the labels `F1`, `F2` ... of the findings.

    `cited` collects what the sections cite, so that the record and the list of sources can hold
    all of it.
    """

    case: Case
    report: Report
    zone: str
    labels: Mapping[str, str]
    hidden: frozenset[str] = frozenset()  # sources that the party did not know of
    cited: dict[str, None] = field(default_factory=dict)
    passages: dict[str, None] = field(default_factory=dict)
    offers: dict[str, list[int]] = field(default_factory=dict)  # issue -> items of the ledger


def names(desk: Desk, parties: Sequence[str]) -> str:
    """Party names for a reader; empty for nobody."""
    return party_names(desk.case, parties)


def said(desk: Desk, stated: Formula) -> str:
    """A statement in its canonical form."""
    return show(stated, desk.case.dossier.domains)


def when(desk: Desk, span: Span, also: Sequence[str] = ()) -> str:
    """A time with its zone: the party's, or for whole days the one in which they were given."""
    text = show_time(span, desk.zone)
    if ":" in text and _BETWEEN.fullmatch(text):
        declared = desk.case.dossier.declared
        zones = (*also, declared.zone, *(p.zone for p in declared.parties.values() if p.zone))
        shown = (show_time(span, zone) for zone in dict.fromkeys(zones))
        text = next((there for there in shown if ":" not in there), text)
    bounds = _BETWEEN.fullmatch(text)
    if bounds is None:
        return text
    first, last, zone = bounds.groups()
    shorter = last[11:] if first[:10] == last[:10] else last
    return f"{first} to {shorter} {zone}"


def entry_when(desk: Desk, entry: Entry) -> str:
    """When an entry happened."""
    written = _WRITTEN_ZONE.search(entry.at)
    zones = (written[1],) if written is not None and valid_zone(written[1]) else ()
    return when(desk, desk.case.dossier.spans[entry.id], zones)


def no_zone(desk: Desk, text: str) -> str:
    """A time without the name of the party's own zone, for tables that name it once."""
    return text.removesuffix(f" {desk.zone}")


def own_side(desk: Desk, parties: Iterable[str]) -> bool:
    """Whether one of `parties` is on the side of the brief's party."""
    dossier = desk.case.dossier
    side = side_of(dossier, desk.case.party)
    return any(side_of(dossier, name) == side for name in parties)


def cite(desk: Desk, *entries: str | None) -> Cite:
    """The proof by entries and declared lines: only what the party knew is ever cited."""
    dossier, seen = desk.case.dossier, desk.case.seen.ids
    found: dict[str, None] = {}
    passages: dict[str, None] = {}
    assumed: dict[str, None] = {}
    for name in entries:
        if name is None:
            continue
        entry = dossier.by_id.get(name)
        if entry is not None:
            if name not in seen:
                continue
            sources, who = entry.sources, entry.assumed
        else:
            sources, who = _declared(desk, name)
        found[name] = None
        passages.update(dict.fromkeys(sources))
        if who:
            assumed[who] = None
    desk.cited.update(found)
    shown = known_sources(desk, tuple(passages))
    return Cite(tuple(found), shown, tuple(assumed), len(passages) - len(shown))


def known_sources(desk: Desk, passages: Sequence[str]) -> tuple[str, ...]:
    """The passages that may be shown to the party; they count as cited."""
    shown = tuple(name for name in passages if name.partition("#")[0] not in desk.hidden)
    desk.passages.update(dict.fromkeys(shown))
    return shown


def _declared(desk: Desk, name: str) -> tuple[tuple[str, ...], str | None]:
    declared = desk.case.dossier.declared
    for party in declared.parties.values():
        for one in (*party.red_lines, *party.bottom_lines):
            if one.id == name:
                return one.sources, one.assumed
    for statement in declared.feasibility:
        if statement.id == name:
            return statement.sources, statement.assumed
    return (), None


def claim(desk: Desk, kind: str, entry: Entry, says: Formula | None, *proof: str) -> Claim:
    """A claim that an entry makes."""
    return Claim(
        kind,
        said(desk, says) if says is not None else None,
        None if says is not None else _one_line(entry.text),
        names(desk, entry.by),
        entry_when(desk, entry),
        cite(desk, entry.id, *proof),
    )


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def part_on(stated: Formula, issue: str) -> Formula:
    """What a statement says on one issue: its parts that name it."""
    return conjoin(part for part in conjuncts(stated) if issue in issues_of(part))


def item_claims(desk: Desk, kind: str, items: Iterable[Item], issue: str) -> tuple[Claim, ...]:
    """Offers or commitments that name an issue, one claim for each entry."""
    by_entry: dict[tuple[str, ...], list[Formula]] = {}
    for item in items:
        if issue in issues_of(item.says):
            by_entry.setdefault(item.entries, []).append(item.says)
    claims = []
    for entries, parts in by_entry.items():
        entry = desk.case.dossier.by_id[entries[-1]]
        proof = cite(desk, *entries)
        text = said(desk, conjoin(parts))
        claims.append(
            Claim(kind, text, None, names(desk, entry.by), entry_when(desk, entry), proof)
        )
    return tuple(claims)


def values_left(desk: Desk, issue: str, formulas: Sequence[Formula]) -> tuple[str, ...] | None:
    """The values of an issue that statements leave open; None where there are too many to list."""
    dossier = desk.case.dossier
    values = dossier.domains[issue].values
    if len(values) > MOST_VALUES:
        return None
    return tuple(
        value
        for value in values
        if consistent(dossier.logic, (*formulas, In(issue, frozenset((value,)))))
    )


def in_words(desk: Desk, stated: Formula) -> str:
    """A statement for somebody who has never seen its issues: the questions and their answers."""
    if isinstance(stated, In):
        return _answered(desk, stated, " or ")
    if isinstance(stated, Not) and isinstance(stated.a, In):
        domain = desk.case.dossier.domains[stated.a.issue]
        return _answered(desk, In(stated.a.issue, domain.whole - stated.a.allowed), " or ")
    if isinstance(stated, And):
        return "; ".join(in_words(desk, part) for part in conjuncts(stated))
    if isinstance(stated, Or):
        return ", or else: ".join(in_words(desk, part) for part in stated.parts)
    return f"`{said(desk, stated)}`"


def _answered(desk: Desk, atom: In, between: str) -> str:
    issue = desk.case.dossier.declared.issues.get(atom.issue)
    domain = desk.case.dossier.domains[atom.issue]
    chosen = [value for value in domain.ranked if value in atom.allowed]
    if issue is None:
        return f"`{said(desk, atom)}`"
    question = " ".join(issue.question.split())
    meanings = issue.values if isinstance(issue.values, dict) else {}
    unit = f" {issue.unit}" if issue.unit else ""
    stretch = _stretch(domain, chosen) if domain.ordered and len(chosen) > 2 else None
    if stretch is not None:
        return f"{question} – {stretch}{unit}"
    if len(chosen) > 6:
        return f"`{said(desk, atom)}`"
    told = between.join(_valued(value, meanings) for value in chosen)
    return f"{question} – {told or 'none'}{unit}"


def _valued(value: str, meanings: Mapping[str, str]) -> str:
    meaning = f" ({meanings[value]})" if meanings.get(value) else ""
    return f"{value.replace('_', ' ')}{meaning}"


def _stretch(domain: Domain, chosen: Sequence[str]) -> str | None:
    """Ordered values without a gap, told by where they begin and end."""
    first = domain.ranked.index(chosen[0])
    if tuple(chosen) != domain.ranked[first : first + len(chosen)]:
        return None
    low, high = (value.replace("_", " ") for value in (chosen[0], chosen[-1]))
    if first == 0:
        return f"{high} at most" if len(chosen) < len(domain.ranked) else f"{low} to {high}"
    return f"{low} at least" if chosen[-1] == domain.ranked[-1] else f"{low} to {high}"


def required_of(desk: Desk, found: Finding) -> Formula | None:
    """The statement that a finding measures an act against, less what the act does not touch."""
    required = found.required
    if not isinstance(required, Formula):
        return None
    act = next((act for act in desk.case.acts if act.entry.id == found.act), None)
    if act is None or isinstance(required, Not):
        return required
    logic = desk.case.dossier.logic
    broken = [part for part in conjuncts(required) if not consistent(logic, (act.says, part))]
    return conjoin(broken) if broken else required


def issues_found(desk: Desk, found: Finding) -> frozenset[str]:
    """The issues that a finding is about, as far as it tells."""
    required = required_of(desk, found)
    if required is not None:
        return issues_of(required)
    dossier = desk.case.dossier
    named = frozenset(found.subject.split(",")) & frozenset(dossier.declared.issues)
    for name in found.entries:
        entry = dossier.by_id.get(name)
        text: str | None = getattr(entry, "says", None)
        stated = formula(dossier, text)
        if stated is not None:
            named |= issues_of(stated)
    return named
