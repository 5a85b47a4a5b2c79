"""What a party knew of the substance that its dossier bargains over; the rest is left out.

It is as with a conflict: a weight that rests only on papers which the party did not know, or an
assumption that names one, is left out; where all that somebody wants is hidden, or a question is
asked that the party never heard of, nothing is worked out.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from parley.brief.conflicts.known import (
    KnownPart,
    heard_issues,
    hidden_from,
    known_wishes,
    says_something,
)
from parley.brief.desk import Desk
from parley.dossier.vocabulary.declarations import Party, Preferences

__all__ = ["known_substance"]


def known_substance(desk: Desk) -> KnownPart | None:
    """Return what the party knew of a substance that is worth working out; None: there is none.

    There is one where the dossier has a section `bargaining`, or weights of two parties.
    """
    dossier = desk.case.dossier
    declared = dossier.declared
    section = declared.bargaining
    if section is not None and hidden_from(desk, section.sources, section.assumed):
        section = None
    own = section.preferences if section is not None else {}
    declared_wants = {**declared.preferences, **own}
    wants = {party: _known(desk, one) for party, one in declared_wants.items()}
    if any(
        says_something(one) and not says_something(wants[p]) for p, one in declared_wants.items()
    ):
        return None
    weighed = sum(bool(one.weights) for one in wants.values())
    if sum(map(says_something, wants.values())) < 2 or (section is None and weighed < 2):
        return None
    asked = section.issues if section is not None else ()
    issues = tuple(
        name
        for name, issue in declared.issues.items()
        if name in dossier.domains
        and (name in asked if asked else issue.decided_by and issue.aspect != "fact")
    )
    heard = heard_issues(desk, wants)
    if not issues or not heard.issuperset(issues):
        return None
    known = msgspec.structs.replace(
        declared,
        bargaining=None if section is None else msgspec.structs.replace(section, preferences={}),
        preferences=wants,
        parties={name: _without_plan(desk, one) for name, one in declared.parties.items()},
        feasibility=tuple(
            one for one in declared.feasibility if not hidden_from(desk, one.sources, one.assumed)
        ),
    )
    unheard = frozenset(declared.issues) - heard
    return KnownPart(replace(dossier, declared=known), issues, unheard, wants)


def _known(desk: Desk, wants: Preferences) -> Preferences:
    """What is known of some wishes; without all of them a reservation says nothing, and goes."""
    known = known_wishes(desk, wants)
    if known.weights == wants.weights:
        return known
    return msgspec.structs.replace(known, reservation=None)


def _without_plan(desk: Desk, party: Party) -> Party:
    """A party without what is hidden from the brief's party of its plan for no agreement."""
    plan = party.no_agreement
    if plan is None:
        return party
    if hidden_from(desk, plan.sources, plan.assumed):
        return msgspec.structs.replace(party, no_agreement=None)
    if hidden_from(desk, (), plan.assumed):
        plan = msgspec.structs.replace(plan, assumed=None)
    return msgspec.structs.replace(party, no_agreement=plan)
