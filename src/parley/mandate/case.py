"""A case: one dossier as one party sees it at one time, with what every check needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypedDict, Unpack

from parley.dossier.dossier import Dossier, members, side_of, zone_for
from parley.dossier.fold import Period, View, fold_periods, hidden_sources, known_to, view
from parley.dossier.language.formulas import Formula, show
from parley.dossier.language.logic import conflict
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.errors import PartyUnknown
from parley.kernel.findings import Finding, Severity
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import show_time
from parley.mandate.acts import Act, made_acts
from parley.mandate.authority import Authority, make_authority, may_end
from parley.mandate.commitments import Item, Pool, concession_pool, ledger_items, make_pool
from parley.mandate.orders import Order, collect_orders, gives_orders

__all__ = [
    "Case",
    "Details",
    "entry_time",
    "finding",
    "in_side",
    "late_note",
    "make_case",
    "own",
    "party_names",
    "quoted",
    "sides",
    "tying_statements",
]


class Details(TypedDict, total=False):
    """What a finding may carry besides: see `parley.kernel.findings.Finding`."""

    subject: str
    identity: tuple[str, ...]
    hint: str
    act: Entry
    required: Formula | None


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What one party's checks read; `parties` are it and everything inside it."""

    dossier: Dossier
    party: str
    parties: frozenset[str]
    seen: View
    hidden_sources: frozenset[str]  # papers of the log that the party never came to know
    authority: Authority
    periods: Mapping[str, tuple[Period, ...]]
    orders: tuple[Order, ...]
    orders_on: Mapping[str, tuple[Order, ...]]  # issue -> orders that name it
    acts: tuple[Act, ...]
    act_of: Mapping[str, Act]  # entry -> what was done by it
    ledger: tuple[Item, ...]
    committed: Pool  # agreements, accepted proposals, facts
    conceded: Pool  # what binds the party, its own offers included


def sides(dossier: Dossier) -> tuple[str, ...]:
    """The parties that belong to no other, in the dossier's order."""
    return tuple(
        name for name, party in dossier.declared.parties.items() if side_of(dossier, name) == name
    )


def make_case(dossier: Dossier, party: str, as_of: int, known_as_of: int | None = None) -> Case:
    """Work out what `party` knew and what then stood.

    Parameters
    ----------
    dossier: the dossier.
    party: a side, or a party inside one.
    as_of, known_as_of: instants in microseconds since 1970 UTC; the second defaults to the first.

    Raises
    ------
    PartyUnknown: `party` is not declared.
    """
    parties = dossier.declared.parties
    if party not in parties:
        meant = did_you_mean(party, parties)
        hint = f"did you mean `{meant}`?" if meant else f"declared are: {', '.join(parties)}"
        raise PartyUnknown(f"party `{party}` is not declared in dossier.yaml", hint=hint)
    seen = view(dossier, party, as_of, known_as_of)
    authority = make_authority(seen)
    periods = fold_periods(
        seen, lambda entry: gives_orders(authority, entry), partial(may_end, authority)
    )
    acts = made_acts(seen, authority)
    ledger = ledger_items(seen, acts, periods)
    own_parties = members(dossier, party)
    orders = collect_orders(seen, authority, periods)
    return Case(
        dossier,
        party,
        own_parties,
        seen,
        hidden_sources(seen),
        authority,
        periods,
        orders,
        _by_issue(orders),
        acts,
        {act.entry.id: act for act in acts},
        ledger,
        make_pool((item for item in ledger if not item.offer), dossier.logic),
        concession_pool(ledger, own_parties, dossier.logic),
    )


def _by_issue(orders: Sequence[Order]) -> Mapping[str, tuple[Order, ...]]:
    found: dict[str, list[Order]] = {}
    for order in orders:
        for issue in order.issues:
            found.setdefault(issue, []).append(order)
    return {issue: tuple(named) for issue, named in found.items()}


def in_side(case: Case, names: Sequence[str]) -> bool:
    """Whether any of `names` belongs to the side of the case's party."""
    side = side_of(case.dossier, case.party)
    return any(side_of(case.dossier, name) == side for name in names)


def own(case: Case, entry: Entry) -> bool:
    """Whether the case's party, or something inside it, made the entry."""
    return not case.parties.isdisjoint(entry.by)


def party_names(case: Case, names: Sequence[str]) -> str:
    """Party names for a message."""
    parties = case.dossier.declared.parties
    return " and ".join(parties[name].name if name in parties else name for name in names)


def entry_time(case: Case, entry: Entry) -> str:
    """When an entry happened, in the zone of the case's party."""
    return show_time(case.dossier.spans[entry.id], _zone(case))


def _zone(case: Case) -> str:
    return zone_for(case.dossier, (case.party,))


def quoted(case: Case, said: Formula) -> str:
    """A statement for a message."""
    return f"`{show(said, case.dossier.domains)}`"


def tying_statements(case: Case, *said: Formula) -> list[str]:
    """The ids of the feasibility statements by which statements exclude each other."""
    proof = conflict(case.dossier.logic, said)
    feasible = case.dossier.declared.feasibility
    return [feasible[index].id for index in proof.feasibility] if proof else []


def late_note(case: Case, act: Entry, causes: Sequence[str]) -> str:
    """What to add when a finding rests on something the party learned only after the act."""
    dossier = case.dossier
    notes: list[str] = []
    for name in causes:
        cause = dossier.by_id.get(name)
        if cause is None or cause is act:
            continue
        for who in (actor for actor in act.by if actor in case.parties):
            known = known_to(dossier, cause, who)
            if known is not None and dossier.spans[act.id].before(known):
                learned = show_time(known, _zone(case))
                notes.append(
                    f"{party_names(case, (who,))} did not know of {name} then "
                    f"(known from {learned})"
                )
                break
    return "; ".join(notes)


def finding(
    case: Case,
    code: str,
    severity: Severity,
    message: str,
    entries: Sequence[str],
    **details: Unpack[Details],
) -> Finding:
    """A finding placed at its first entry, with the passages that all its entries cite."""
    dossier = case.dossier
    names = tuple(dict.fromkeys(entries))
    first = next((name for name in names if name in dossier.places), None)
    if first is None:
        first = next((f"line:{name}" for name in names if f"line:{name}" in dossier.places), None)
    place = dossier.places[first] if first is not None else None
    cited = dict.fromkeys(passage for name in names for passage in _cited(dossier, name))
    sources = tuple(
        passage for passage in cited if passage.partition("#")[0] not in case.hidden_sources
    )
    return Finding(
        code=code,
        severity=severity,
        message=message,
        file=place.file if place else None,
        line=place.line if place else None,
        entries=names,
        sources=sources,
        hint=details.get("hint"),
        subject=details.get("subject", ""),
        identity=details.get("identity", ()),
        act=details["act"].id if "act" in details else None,
        required=details.get("required"),
    )


def _cited(dossier: Dossier, name: str) -> Sequence[str]:
    entry = dossier.by_id.get(name)
    if entry is not None:
        return entry.sources
    for party in dossier.declared.parties.values():
        for line in (*party.red_lines, *party.bottom_lines):
            if line.id == name:
                return line.sources
    return next((s.sources for s in dossier.declared.feasibility if s.id == name), ())
