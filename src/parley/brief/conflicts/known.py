"""What a party knew of the conflict that its dossier declares: the rest is as if it were not there.

A wish that rests only on papers which the party did not know, or an assumption that names one, is
left out: that somebody wants it can itself be a secret. So can it be that there is a question which
only the other side decides; where the party had not heard of one there is no conflict for it, for
what would hold without it would mislead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import msgspec

from parley.brief.conflicts.beside import proofs_of
from parley.brief.desk import Desk, known_sources, own_side
from parley.brief.model import Cite
from parley.brief.positions import known_issues
from parley.dossier.dossier import Dossier, formula
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.declarations import Conflict, Preferences

__all__ = [
    "KnownPart",
    "heard_issues",
    "hidden_from",
    "known_cite",
    "known_conflict",
    "known_wishes",
    "says_something",
]

#: Outcomes of a dossier that declares no conflict up to which its issues are analysed unasked.
MOST_UNASKED = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class KnownPart:
    """A dossier with only what a party knew of one part of it, and the issues to analyse.

    `unheard` are issues that the party had never heard of: no note may name them.
    """

    dossier: Dossier
    issues: tuple[str, ...]
    unheard: frozenset[str]
    wants: dict[str, Preferences]


def known_conflict(desk: Desk) -> KnownPart | None:
    """Return what the party knew of a conflict that is worth working out; None: there is none.

    There is none either where all that somebody who decides wants is hidden from the party.
    """
    dossier = desk.case.dossier
    declared = dossier.declared
    conflict = declared.conflict
    if conflict is not None and hidden_from(desk, conflict.sources, conflict.assumed):
        conflict = None
    if conflict is None and not declared.preferences:
        return None
    own = conflict.preferences if conflict is not None else {}
    declared_wants = {**declared.preferences, **own}
    wants = {party: known_wishes(desk, one) for party, one in declared_wants.items()}
    if any(
        says_something(one) and not says_something(wants[party])
        for party, one in declared_wants.items()
    ):
        return None
    asked = conflict.issues if conflict is not None else ()
    issues = tuple(
        name
        for name, issue in declared.issues.items()
        if name in dossier.domains
        and (name in asked if asked else issue.decided_by and issue.aspect != "fact")
    )
    heard = heard_issues(desk, wants)
    if not issues or not heard.issuperset(issues):
        return None
    if conflict is None and not _worth_it(desk, issues, wants):
        return None
    known = msgspec.structs.replace(
        declared,
        conflict=_without_wants(conflict),
        preferences=wants,
        feasibility=tuple(
            one for one in declared.feasibility if not hidden_from(desk, one.sources, one.assumed)
        ),
    )
    unheard = frozenset(declared.issues) - heard
    return KnownPart(replace(dossier, declared=known), issues, unheard, wants)


def heard_issues(desk: Desk, wants: dict[str, Preferences]) -> frozenset[str]:
    """Return the issues that concern the party, and those that its own side's wishes name."""
    found = set(known_issues(desk))
    for party, wanted in wants.items():
        if own_side(desk, (party,)):
            for text, _ in proofs_of(wanted):
                stated = formula(desk.case.dossier, text)
                found |= issues_of(stated) if stated is not None else {text}
    return frozenset(found)


def _without_wants(conflict: Conflict | None) -> Conflict | None:
    """The conflict without its wishes, which stand with the dossier's, and without its outcome."""
    if conflict is None:
        return None
    return msgspec.structs.replace(conflict, preferences={}, came_about=None)


def _worth_it(desk: Desk, issues: tuple[str, ...], wants: dict[str, Preferences]) -> bool:
    declared, domains = desk.case.dossier.declared, desk.case.dossier.domains
    size = 1
    for name in issues:
        size *= len(domains[name].values)
        if size > MOST_UNASKED:
            return False
    alone = any(len(declared.issues[name].decided_by) == 1 for name in issues)
    return alone and any(says_something(one) for one in wants.values())


def says_something(wants: Preferences) -> bool:
    """Whether any wish is declared."""
    return bool(wants.priorities or wants.weights or wants.ranking)


def known_wishes(desk: Desk, wants: Preferences) -> Preferences:
    """Return wishes without those that rest only on what is hidden from the party."""
    ranking = wants.ranking
    if ranking is not None and hidden_from(desk, ranking.sources, ranking.assumed):
        ranking = None
    return msgspec.structs.replace(
        wants,
        priorities=tuple(
            one for one in wants.priorities if not hidden_from(desk, one.sources, one.assumed)
        ),
        weights=tuple(
            one for one in wants.weights if not hidden_from(desk, one.sources, one.assumed)
        ),
        ranking=ranking,
    )


def hidden_from(desk: Desk, sources: tuple[str, ...], assumed: str | None) -> bool:
    """Whether all that something rests on is hidden from the party.

    Parameters:
        sources: passages that it cites.
        assumed: who assumes it, if nothing is cited.
    """
    if sources:
        return all(name.partition("#")[0] in desk.hidden for name in sources)
    return _names_hidden(desk, assumed)


def _names_hidden(desk: Desk, assumed: str | None) -> bool:
    words = re.findall(r"[\w.-]+", assumed or "")
    return any(word.strip(".-") in desk.hidden or word in desk.hidden for word in words)


def known_cite(desk: Desk, proof: Cite) -> Cite:
    """Return a proof with only what the party may see of it."""
    shown = known_sources(desk, proof.passages)
    assumed = tuple(who for who in proof.assumed if not _names_hidden(desk, who))
    withheld = len(proof.passages) - len(shown) + len(proof.assumed) - len(assumed)
    return Cite(proof.entries, shown, assumed, withheld)
