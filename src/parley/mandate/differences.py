"""What changed for a party between two cases: entries, orders, states, positions and findings."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from parley.dossier.dossier import side_of
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import issues_of, show
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.findings import Finding
from parley.mandate.case import Case
from parley.mandate.commitments import Item, holding, make_pool
from parley.mandate.orders import Order
from parley.mandate.questions import question_states
from parley.mandate.running import check_dossier
from parley.mandate.weighing import fallbacks_of, trades_of

__all__ = ["Changed", "Differences", "Ended", "Position", "differences"]

_HOLDERS = {"own": "", "agreed": " "}  # these two before the other sides'


@dataclass(frozen=True, slots=True)
class Changed:
    """A trade, fallback or question whose state differs.

    Parameters:
        name: the entry's id; for a question `REQUEST/QUESTION`.
        before, after: its state; None where it was not there.
    """

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """An order that no longer stands, and the entry that ended it; None: its time ran out."""

    order: Order
    by: str | None


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds to on an issue, where that differs.

    Parameters:
        issue: the issue.
        holder: `own` for the party's own offers and commitments, `agreed` for what is committed,
            else the other side whose offers these are.
        before, after: the statements that stood, oldest first.
        entries: those that make up what stands after, or stood before where nothing does.
    """

    issue: str
    holder: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed; empty where nothing did.

    `entries` are those that happened or became known in between; `findings` are compared by
    their addresses, so one that only moved in its file is no change.
    """

    entries: tuple[Entry, ...]
    begun: tuple[Order, ...]
    ended: tuple[Ended, ...]
    trades: tuple[Changed, ...]
    fallbacks: tuple[Changed, ...]
    questions: tuple[Changed, ...]
    positions: tuple[Position, ...]
    found: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def differences(before: Case, after: Case) -> Differences:
    """Compare two cases of one party, the earlier first."""
    begun, ended = _orders(before, after)
    old, new = _findings(before), _findings(after)
    return Differences(
        entries=tuple(entry for entry in after.seen.entries if entry.id not in before.seen.ids),
        begun=begun,
        ended=ended,
        trades=_changed(_trades(before), _trades(after)),
        fallbacks=_changed(_fallbacks(before), _fallbacks(after)),
        questions=_changed(_questions(before), _questions(after)),
        positions=tuple(_positions(before, after)),
        found=tuple(one for name, one in new.items() if name not in old),
        gone=tuple(one for name, one in old.items() if name not in new),
    )


def _orders(before: Case, after: Case) -> tuple[tuple[Order, ...], tuple[Ended, ...]]:
    old, new = _standing(before), _standing(after)
    known = {_key(order): order for order in after.orders}
    return (
        tuple(order for key, order in new.items() if key not in old),
        tuple(
            Ended(order, _ended_by(known.get(key, order)))
            for key, order in old.items()
            if key not in new
        ),
    )


def _standing(case: Case) -> dict[Hashable, Order]:
    return {
        _key(order): order
        for order in case.orders
        if not order.bound.isdisjoint(case.parties) and standing_at(order.periods, case.seen.as_of)
    }


def _key(order: Order) -> Hashable:
    return order.entry, order.mode, order.says, order.condition


def _ended_by(order: Order) -> str | None:
    return order.periods[-1].ended_by if order.periods else None


def _trades(case: Case) -> dict[str, str]:
    return {state.trade.id: state.state for state in trades_of(case)}


def _fallbacks(case: Case) -> dict[str, str]:
    return {state.fallback.id: state.state for state in fallbacks_of(case)}


def _questions(case: Case) -> dict[str, str]:
    return {
        f"{state.request.id}/{state.question.id}": state.state for state in question_states(case)
    }


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Changed, ...]:
    return tuple(
        Changed(name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    )


def _findings(case: Case) -> dict[str, Finding]:
    report = check_dossier(case.dossier, case.party, case.seen.as_of, case.seen.known_as_of)
    return {finding.address: finding for finding in report.findings}


def _positions(before: Case, after: Case) -> Iterator[Position]:
    old, new = _held(before), _held(after)
    places = {name: at for at, name in enumerate(after.dossier.declared.issues)}
    for key in sorted({*old, *new}, key=lambda one: (places[one[0]], _HOLDERS.get(one[1], one[1]))):
        was, now = old.get(key, ()), new.get(key, ())
        texts = _shown(before, was), _shown(after, now)
        if texts[0] != texts[1]:
            names = dict.fromkeys(name for item in now or was for name in item.entries)
            yield Position(*key, *texts, tuple(names))


def _held(case: Case) -> dict[tuple[str, str], tuple[Item, ...]]:
    """What stands on each issue that anything stands on, by issue and holder."""
    at = case.seen.as_of
    pools = {"own": case.conceded, "agreed": case.committed}
    offers: dict[str, list[Item]] = {}
    for item in case.ledger:
        if item.offer and item.parties and case.parties.isdisjoint(item.parties):
            side = side_of(case.dossier, sorted(item.parties)[0])
            offers.setdefault(side, []).append(item)
    pools |= {side: make_pool(items, case.dossier.logic) for side, items in offers.items()}
    return {
        (issue, holder): items
        for holder, pool in pools.items()
        for issue in pool.by_issue
        if (items := tuple(_on(issue, holding(pool, (issue,), at))))
    }


def _on(issue: str, items: Iterable[Item]) -> Iterator[Item]:
    return (item for item in items if issue in issues_of(item.says))


def _shown(case: Case, items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(show(item.says, case.dossier.domains) for item in items)
