"""What is committed and what is conceded as of a time.

Commitments in force are agreements, accepted proposals and the facts of events: offers are not.
A party's concessions are its own open unconditional offers and the commitments it is part of.
Where a newer item contradicts an older one, the newer holds and the older is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.dossier.dossier import formula
from parley.dossier.fold import Period, View, standing_at
from parley.dossier.language.formulas import Formula, If, Or, conjuncts, issues_of
from parley.dossier.language.logic import Logic, consistent, why
from parley.dossier.vocabulary.entries import Agreement, Event, Proposal, Response
from parley.kernel.times import Span
from parley.mandate.acts import Act

__all__ = [
    "Item",
    "Pool",
    "conceded_proof",
    "concession_pool",
    "first_said",
    "holding",
    "items_in_force",
    "ledger_items",
    "make_pool",
    "newest_consistent",
    "proven_by",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One statement that was offered or committed, and when it stood.

    `entries` prove it; `parties` are bound by it (none: a fact of the world).
    """

    says: Formula
    entries: tuple[str, ...]
    parties: frozenset[str]
    at: Span
    periods: tuple[Period, ...]
    offer: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """Items, oldest first, found by the issues they name."""

    items: tuple[Item, ...]
    by_issue: Mapping[str, tuple[int, ...]]
    links: Mapping[str, frozenset[str]]  # issue -> issues tied to it by feasibility
    logic: Logic


def ledger_items(
    seen: View, acts: Sequence[Act], periods: Mapping[str, tuple[Period, ...]]
) -> tuple[Item, ...]:
    """Everything that was ever offered or committed in a view, oldest first."""
    refused = _refused_as_a_whole(seen)
    items: list[Item] = []
    for act in acts:
        stood = periods.get(act.entry.id, ())
        if act.kind == "proposal":
            stood = _cut(stood, refused.get(act.entry.id))
            items.extend(_items(act, act.actors, stood, offer=True))
        elif act.kind == "acceptance":
            answered = _answered(seen, act)
            parties = act.actors
            if answered is not None:
                parties = (*parties, *answered.by)
                stood = _while_not_withdrawn(seen, stood, periods, answered.id)
            items.extend(_items(act, parties, stood))
        elif act.kind in ("agreement", "deed"):
            items.extend(_items(act, act.actors, stood))
    items.extend(_facts(seen, periods))
    return tuple(sorted(items, key=lambda item: (item.at.earliest, item.at.latest)))


def _items(
    act: Act, parties: Sequence[str], stood: tuple[Period, ...], *, offer: bool = False
) -> Iterable[Item]:
    answered: str | None = getattr(act.entry, "re", None) if act.kind == "acceptance" else None
    entries = (answered, act.entry.id) if answered else (act.entry.id,)
    parts: dict[Formula, None] = {}
    # Where authentic languages differ, only what they share can be relied on.
    said = act.says if len(act.readings) < 2 else Or(act.readings)
    if act.condition is not None:
        parts[If(said, act.condition)] = None
    else:
        # Part by part, so that a newer offer on one issue leaves the others standing.
        parts.update(dict.fromkeys(conjuncts(said)))
    for part in parts:
        yield Item(part, entries, frozenset(parties), act.at, stood, offer)


def _answered(seen: View, act: Act) -> Proposal | Agreement | Response | None:
    name: str | None = getattr(act.entry, "re", None)
    entry = seen.dossier.by_id.get(name) if name in seen.ids else None
    return entry if isinstance(entry, (Proposal, Agreement, Response)) else None


def _facts(seen: View, periods: Mapping[str, tuple[Period, ...]]) -> Iterable[Item]:
    dossier = seen.dossier
    for entry in seen.entries:
        if not isinstance(entry, Event) or entry.by:
            continue
        said = formula(dossier, entry.says)
        if said is not None:
            stood = periods.get(entry.id, ())
            for part in conjuncts(said):
                yield Item(part, (entry.id,), frozenset(), dossier.spans[entry.id], stood)


def _refused_as_a_whole(seen: View) -> dict[str, tuple[Span, str]]:
    found: dict[str, tuple[Span, str]] = {}
    for entry in seen.entries:
        if (
            isinstance(entry, Response)
            and entry.answer == "reject"
            and entry.re is not None
            and entry.says is None
            and not entry.issues
        ):
            found.setdefault(entry.re, (seen.dossier.spans[entry.id], entry.id))
    return found


def _cut(periods: tuple[Period, ...], ending: tuple[Span, str] | None) -> tuple[Period, ...]:
    if ending is None:
        return periods
    at, by = ending
    return tuple(
        Period(period.start, at, by)
        if period.end is None or period.end.earliest > at.earliest
        else period
        for period in periods
    )


def _while_not_withdrawn(
    seen: View,
    stood: tuple[Period, ...],
    periods: Mapping[str, tuple[Period, ...]],
    answered: str,
) -> tuple[Period, ...]:
    """A deal stands until what was accepted is revoked; an offer replaced later stays a deal."""
    last = next(iter(periods.get(answered, ())[-1:]), None)
    if last is None or last.end is None or last.ended_by is None:
        return stood
    ender = seen.dossier.by_id.get(last.ended_by)
    if ender is None or answered not in ender.revokes:
        return stood
    return _cut(stood, (last.end, last.ended_by))


def make_pool(items: Iterable[Item], logic: Logic) -> Pool:
    """Index items by issue; O(number of issues they name)."""
    kept = tuple(items)
    by_issue: dict[str, list[int]] = {}
    for index, item in enumerate(kept):
        for issue in issues_of(item.says):
            by_issue.setdefault(issue, []).append(index)
    links: dict[str, frozenset[str]] = {}
    for statement in logic.feasibility:
        named = issues_of(statement)
        for issue in named:
            links[issue] = links.get(issue, frozenset()) | named
    return Pool(kept, {name: tuple(found) for name, found in by_issue.items()}, links, logic)


def concession_pool(items: Iterable[Item], parties: frozenset[str], logic: Logic) -> Pool:
    """What binds one of `parties`, offers included."""
    return make_pool((item for item in items if not parties.isdisjoint(item.parties)), logic)


def items_in_force(pool: Pool, issues: Iterable[str], instant: int) -> list[Item]:
    """Items standing at an instant that bear on `issues`, directly or through others."""
    todo, seen = list(issues), set(issues)
    found: set[int] = set()
    while todo:
        issue = todo.pop()
        tied = set(pool.links.get(issue, ()))
        for index in pool.by_issue.get(issue, ()):
            if index not in found and standing_at(pool.items[index].periods, instant):
                found.add(index)
                tied |= issues_of(pool.items[index].says)
        todo.extend(tied - seen)
        seen |= tied
    return [pool.items[index] for index in sorted(found)]


def newest_consistent(items: Sequence[Item], logic: Logic) -> list[Item]:
    """The items that hold together, newer ones first in doubt; given and returned oldest first."""
    kept: list[Item] = []
    said: dict[Formula, None] = {}
    for item in reversed(items):
        if item.says in said:
            continue
        if consistent(logic, (*said, item.says)):
            kept.append(item)
            said[item.says] = None
    kept.reverse()
    return kept


def holding(pool: Pool, issues: Iterable[str], instant: int) -> list[Item]:
    """What holds together, of everything standing that bears on `issues`, oldest first."""
    return newest_consistent(items_in_force(pool, issues, instant), pool.logic)


def conceded_proof(
    own: Pool, committed: Pool, conclusion: Formula, instant: int, newest: Sequence[Item] = ()
) -> tuple[list[Item], tuple[int, ...]] | None:
    """The proof that a party's concessions make `conclusion` so, or None.

    Its own acts are tried first; then with what others committed and with the facts, which can
    complete them but are no concession by themselves.
    """
    found = proven_by(own, conclusion, instant, newest)
    if found is not None:
        return found
    near = items_in_force(own, issues_of(conclusion), instant)
    if not near and not newest:
        return None
    named = issues_of(conclusion).union(*(issues_of(item.says) for item in near))
    others = [item for item in items_in_force(committed, named, instant) if not _among(own, item)]
    if not others:
        return None
    together = sorted((*near, *others), key=lambda item: (item.at.earliest, item.at.latest))
    found = proven_by(make_pool(together, own.logic), conclusion, instant, newest)
    if found is None or not any(_among(own, item) or item in newest for item in found[0]):
        return None
    return found


def _among(pool: Pool, item: Item) -> bool:
    return any(
        pool.items[index] is item
        for issue in issues_of(item.says)
        for index in pool.by_issue.get(issue, ())
    )


def first_said(pool: Pool, item: Item, since: Span, instant: int) -> Item:
    """The earliest standing item, not surely before `since`, that says the same as `item`.

    A concession that is repeated is reported where it was first made, so that a finding keeps
    its address.
    """
    for issue in issues_of(item.says):
        for index in pool.by_issue.get(issue, ()):
            other = pool.items[index]
            if (
                other.says == item.says
                and not other.at.before(since)
                and standing_at(other.periods, instant)
            ):
                return other
    return item


def proven_by(
    pool: Pool, conclusion: Formula, instant: int, newest: Sequence[Item] = ()
) -> tuple[list[Item], tuple[int, ...]] | None:
    """Items standing at an instant, none of them superfluous, that entail `conclusion`, or None.

    Parameters
    ----------
    newest: items taken as newer than all others, whatever else the pool holds.

    Returns the items and the indexes of the feasibility statements that the proof needs.
    """
    issues = issues_of(conclusion).union(*(issues_of(item.says) for item in newest))
    near = newest_consistent((*items_in_force(pool, issues, instant), *newest), pool.logic)
    proof = why(pool.logic, tuple(item.says for item in near), conclusion)
    if proof is None or not proof.premises:
        return None
    return [near[index] for index in proof.premises], proof.feasibility
