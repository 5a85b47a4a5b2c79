"""What a party knew of the agendas and of the substance: the rest is as if it were not there.

Only items and wordings that a draft known to the party has are compared: others may come from
papers that it never saw, or from a later time. A weight that rests on a hidden paper alone is left
out, and with it what no agreement is worth to that party: that was said for the whole scale. Where
all that somebody wants is hidden, or some issue was never heard of, there is nothing to work out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod

import msgspec

from parley.brief.agendas import Tabled, agendas
from parley.brief.conflicts.known import (
    heard_issues,
    hidden_from,
    known_wishes,
    says_something,
)
from parley.brief.desk import Desk
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.declarations import AgendaItem, Bargaining, Party, Preferences

__all__ = ["MOST_COMBINATIONS", "KnownAgendas", "known_agendas", "without_unheard"]

#: Combinations of wordings up to which a brief values all agendas.
MOST_COMBINATIONS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class KnownAgendas:
    """A dossier with only what a party knew of the agendas and of what is bargained over.

    Parameters:
        dossier: with the known items, wordings, wishes and worths of no agreement alone.
        issues: what is bargained over.
        drafts: the known drafts, as the section that compares agendas has them.
        unheard: issues that the party had never heard of: no note may name them.
        wants: the known wishes by party.
    """

    dossier: Dossier
    issues: tuple[str, ...]
    drafts: tuple[Tabled, ...]
    unheard: frozenset[str]
    wants: Mapping[str, Preferences]


def known_agendas(desk: Desk) -> KnownAgendas | None:
    """Return what the party knew of agendas that can be valued; None: there is nothing."""
    dossier = desk.case.dossier
    declared = dossier.declared
    section = declared.bargaining
    if section is None or hidden_from(desk, section.sources, section.assumed):
        return None
    drafts = agendas(desk).drafts
    if not drafts:
        return None
    everything = {**declared.preferences, **section.preferences}
    wants = {party: known_wishes(desk, one) for party, one in everything.items()}
    if any(
        says_something(one) and not says_something(wants[party])
        for party, one in everything.items()
    ):
        return None
    partly = {party for party, one in everything.items() if one.weights != wants[party].weights}
    wants = {
        party: msgspec.structs.replace(one, reservation=None) if party in partly else one
        for party, one in wants.items()
    }
    issues = _issues(dossier, section)
    heard = heard_issues(desk, wants)
    items = _items(dossier, section, drafts)
    sizes = prod(len(item.wordings) + 1 for item in items.values())
    if not issues or not items or not heard.issuperset(issues) or sizes > MOST_COMBINATIONS:
        return None
    known = msgspec.structs.replace(
        declared,
        agenda=items,
        bargaining=msgspec.structs.replace(section, preferences={}, agenda=()),
        preferences=wants,
        parties={name: _party(desk, one, name in partly) for name, one in declared.parties.items()},
        feasibility=tuple(
            one for one in declared.feasibility if not hidden_from(desk, one.sources, one.assumed)
        ),
    )
    unheard = frozenset(declared.issues) - heard
    return KnownAgendas(replace(dossier, declared=known), issues, drafts, unheard, wants)


def without_unheard(known: KnownAgendas, notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that name no issue which the party had never heard of."""
    return tuple(note for note in notes if known.unheard.isdisjoint(re.findall(r"[\w-]+", note)))


def _issues(dossier: Dossier, section: Bargaining) -> tuple[str, ...]:
    return tuple(
        name
        for name, issue in dossier.declared.issues.items()
        if name in dossier.domains
        and (
            name in section.issues
            if section.issues
            else issue.decided_by and issue.aspect != "fact"
        )
    )


def _items(
    dossier: Dossier, section: Bargaining, drafts: Iterable[Tabled]
) -> dict[str, AgendaItem]:
    """The items that are compared, each with the wordings that some known draft has."""
    used: dict[str, set[str]] = {}
    for one in drafts:
        for item, wording in one.lines:
            used.setdefault(item, set()).add(wording)
    found: dict[str, AgendaItem] = {}
    for name, declared in dossier.declared.agenda.items():
        if name not in used or (section.agenda and name not in section.agenda):
            continue
        # A draft that names no wording of an item that has but one means that one.
        alone = len(declared.wordings) == 1 and "" in used[name]
        wordings = {
            key: text for key, text in declared.wordings.items() if key in used[name] or alone
        }
        if wordings:
            found[name] = msgspec.structs.replace(declared, wordings=wordings)
    return found


def _party(desk: Desk, party: Party, partly: bool) -> Party:
    plan = party.no_agreement
    if plan is None or plan.value is None:
        return party
    if not partly and not hidden_from(desk, plan.sources, plan.assumed):
        return party
    return msgspec.structs.replace(party, no_agreement=msgspec.structs.replace(plan, value=None))
