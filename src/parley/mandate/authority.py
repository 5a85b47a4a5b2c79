"""Who may instruct whom, and who may act for whom: by the dossier's own rules.

Rules come from the `mandator` of a party, from `authority`, and from delegations in force. If
no rule names the addressee, or a party around it, anybody of the same side may instruct it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from parley.dossier.dossier import Dossier, ancestors, members, side_of
from parley.dossier.fold import (
    Period,
    View,
    fold_periods,
    possibly_in_force,
)
from parley.dossier.vocabulary.entries import Delegation, Entry, Instruction, Reply, Response
from parley.kernel.times import INF, NEG_INF, Span, read_time

__all__ = [
    "Authority",
    "Rule",
    "binds",
    "make_authority",
    "may_end",
    "may_instruct",
    "outranks",
    "reach",
]

_ALWAYS = Span(NEG_INF, NEG_INF)


@dataclass(frozen=True, slots=True)
class Rule:
    """`who` may do `may` to or for `whom`, on `issues` (None: all), in `periods`."""

    who: str
    may: frozenset[str]
    whom: str
    issues: frozenset[str] | None
    periods: tuple[Period, ...]
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """The rules of a dossier as one view sees them."""

    dossier: Dossier
    rules: tuple[Rule, ...]
    commands: Mapping[str, frozenset[str]]  # who -> everybody it may order, at some time


def make_authority(seen: View) -> Authority:
    """Collect the rules that a view knows."""
    declared = tuple(_declared(seen.dossier))
    standing = _with_rules(seen.dossier, declared)
    delegated = tuple(_delegated(seen, standing))
    return _with_rules(seen.dossier, (*declared, *delegated)) if delegated else standing


def _with_rules(dossier: Dossier, rules: tuple[Rule, ...]) -> Authority:
    direct: dict[str, set[str]] = {}
    for rule in rules:
        if "instruct" in rule.may:
            direct.setdefault(rule.who, set()).add(rule.whom)
    return Authority(dossier, rules, _closure(dossier, direct))


def _declared(dossier: Dossier) -> Iterable[Rule]:
    for name, party in dossier.declared.parties.items():
        for mandator in party.mandator:
            yield Rule(mandator, frozenset({"instruct"}), name, None, (Period(_ALWAYS),))
    for rule in dossier.declared.authority:
        for who in rule.who:
            for whom in rule.whom:
                zone = dossier.declared.zone
                start = read_time(rule.since, zone) if rule.since else _ALWAYS
                last = read_time(rule.until, zone).latest if rule.until else INF
                end = Span(last, last) if rule.until else None
                yield Rule(
                    who,
                    frozenset(rule.may),
                    whom,
                    frozenset(rule.issues) or None,
                    (Period(start, end),),
                )


def _delegated(seen: View, standing: Authority) -> Iterable[Rule]:
    delegations = [entry for entry in seen.entries if isinstance(entry, Delegation)]
    if not delegations:
        return
    periods = fold_periods(seen, may_end=partial(may_end, standing))
    for entry in delegations:
        for who in entry.to:
            for whom in (entry.on_behalf_of,) if entry.on_behalf_of else entry.by:
                yield Rule(
                    who,
                    frozenset(entry.may),
                    whom,
                    frozenset(entry.issues) or None,
                    periods[entry.id],
                    entry.id,
                )


def _closure(dossier: Dossier, direct: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    reached: dict[str, frozenset[str]] = {}
    for start in direct:
        found: set[str] = set()
        todo = [start]
        while todo:
            for whom in direct.get(todo.pop(), ()):
                for name in members(dossier, whom):
                    if name not in found:
                        found.add(name)
                        todo.append(name)
        reached[start] = frozenset(found - {start})
    return reached


def reach(authority: Authority, party: str) -> frozenset[str]:
    """Everybody whom an order to `party` binds: those inside it and those it may order."""
    inside = members(authority.dossier, party)
    ordered: set[str] = set(inside)
    for name in inside:
        ordered |= authority.commands.get(name, frozenset())
    return frozenset(ordered)


def binds(authority: Authority, addressees: Sequence[str], actor: str) -> bool:
    """Whether an order to `addressees` binds `actor`, who may be a side acting as a whole."""
    return any(
        actor in reach(authority, name) or actor in ancestors(authority.dossier, name)
        for name in addressees
    )


def may_instruct(
    authority: Authority,
    who: str,
    whom: str,
    when: Span,
    issues: frozenset[str] = frozenset(),
) -> bool:
    """Whether `who` may give `whom` an order on `issues` at `when`."""
    dossier = authority.dossier
    if who == whom or who in ancestors(dossier, whom):
        return True  # a party may resolve for itself and for what is inside it
    if _ordered_in_steps(authority, who, whom, when, issues):
        return True
    governed = any(
        "instruct" in rule.may and rule.entry is None and _reaches(dossier, rule.whom, whom)
        for rule in authority.rules
    )
    above = who in authority.commands.get(whom, frozenset())
    return not governed and not above and side_of(dossier, who) == side_of(dossier, whom)


def _ordered_in_steps(
    authority: Authority, who: str, whom: str, when: Span, issues: frozenset[str]
) -> bool:
    dossier = authority.dossier
    seen: set[str] = set()
    todo = list(ancestors(dossier, who))
    while todo:
        giver = todo.pop()
        if giver in seen:
            continue
        seen.add(giver)
        for rule in authority.rules:
            if (
                rule.who == giver
                and "instruct" in rule.may
                and (rule.issues is None or not issues or issues <= rule.issues)
                and possibly_in_force(rule.periods, when)
            ):
                if _reaches(dossier, rule.whom, whom):
                    return True
                todo.extend(members(dossier, rule.whom))
    return False


def _reaches(dossier: Dossier, named: str, whom: str) -> bool:
    # An order to a side is an order to whatever of it may be ordered.
    return named in ancestors(dossier, whom) or named in members(dossier, whom)


def may_end(authority: Authority, ender: Entry, ended: Entry) -> bool:
    """Whether an entry may end another: an order by who gave it or may instruct those concerned.

    Offers and commitments end by the side that made them.
    """
    dossier = authority.dossier
    known = dossier.declared.parties
    if not ender.by or not ended.by or not all(n in known for n in (*ender.by, *ended.by)):
        return True
    if not isinstance(ended, (Instruction, Delegation, Reply)):
        makers = ended.by
        if isinstance(ended, Response) and ended.answer == "accept":
            answered = dossier.by_id.get(ended.re or "")
            makers = (*makers, *(answered.by if answered is not None else ()))
        return any(
            side_of(dossier, one) == side_of(dossier, two) for one in ender.by for two in makers
        )
    when = dossier.spans[ender.id]
    addressees = [name for name in ended.to if name in known] or list(ended.by)
    return any(
        giver in ancestors(dossier, author)
        or author in authority.commands.get(giver, frozenset())
        or may_instruct(authority, giver, whom, when)
        for giver in ender.by
        for author in ended.by
        for whom in addressees
    )


def outranks(authority: Authority, one: str, other: str) -> bool:
    """Whether `one` may order `other` and not the other way round."""
    return other in authority.commands.get(one, frozenset()) and one not in authority.commands.get(
        other, frozenset()
    )
