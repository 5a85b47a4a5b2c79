"""In which order issues are settled: variable elimination over what is linked.

Two issues are linked where one table or constraint speaks of both. Settling an issue links all
that it was linked with; a good order keeps what is linked together small (Rose 1970; Dechter 1999).
The order is found greedily, once by the table that settling an issue needs and once by the links
that it adds, and the cheaper of the two is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod

from parley.space.network import Network

__all__ = ["Cluster", "Plan", "make_plan"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Issues that are settled together, for every combination of those they are linked with.

    Parameters:
        settled: numbers of the issues settled here.
        linked: numbers of those that are settled later; what is found here is found for each
            combination of their values.
        after: numbers of the clusters whose findings are used here.
    """

    settled: tuple[int, ...]
    linked: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An order of elimination.

    Parameters:
        clusters: in the order in which they are computed; what is `after` comes before.
        roots: numbers of the clusters that are linked with nothing, in the order in which they
            are put together: those that no changing constraint can touch come first.
        home: issue number -> number of the cluster in which it is settled.
        width: the most issues that one issue is linked with when its turn comes (the induced
            width of the order, Dechter 1999).
        cells: the most combinations of values in one table.
    """

    clusters: tuple[Cluster, ...]
    roots: tuple[int, ...]
    home: tuple[int, ...]
    width: int
    cells: int


def make_plan(network: Network, changing: Iterable[Sequence[str]] = ()) -> Plan:
    """Return in which order the issues of a network are settled.

    Parameters:
        changing: the issues of each constraint that will be set in some calls and not in others.
    """
    number = {issue: place for place, issue in enumerate(network.issues)}
    sizes = [len(values) for values in network.values]
    touched = [tuple(number[issue] for issue in scope) for scope in changing]
    scopes = {tuple(number[i] for i in one.issues) for one in network.constraints}
    scopes |= {tuple(number[i] for i in one.issues) for each in network.factors for one in each}
    scopes |= set(touched)
    links: list[set[int]] = [set() for _ in sizes]
    for scope in scopes:
        for issue in scope:
            links[issue].update(scope)
    for issue, others in enumerate(links):
        others.discard(issue)
    candidates = [_greedy(links, sizes, cost) for cost in (_by_table, _by_links)]
    order = min(candidates, key=lambda one: sum(_cells(s, o, sizes) for s, o in one))
    return _plan(order, sizes, {issue for scope in touched for issue in scope})


_Cost = Callable[[int, list[set[int]], Sequence[int]], tuple[int, int, int]]
_Order = list[tuple[tuple[int, ...], frozenset[int]]]


def _cells(settled: Iterable[int], others: Iterable[int], sizes: Sequence[int]) -> int:
    return prod(sizes[one] for one in (*settled, *others))


def _by_table(issue: int, links: list[set[int]], sizes: Sequence[int]) -> tuple[int, int, int]:
    return _cells((issue,), links[issue], sizes), _added(issue, links), issue


def _by_links(issue: int, links: list[set[int]], sizes: Sequence[int]) -> tuple[int, int, int]:
    return _added(issue, links), _cells((issue,), links[issue], sizes), issue


def _added(issue: int, links: list[set[int]]) -> int:
    own = links[issue]
    return sum(len(own) - 1 - len(own & links[other]) for other in own) // 2


def _greedy(links: Sequence[set[int]], sizes: Sequence[int], cost: _Cost) -> _Order:
    left = [set(each) for each in links]
    costs = {issue: cost(issue, left, sizes) for issue in range(len(sizes))}
    order: _Order = []
    while costs:
        issue = min(costs, key=costs.__getitem__)
        del costs[issue]
        own = left[issue]
        order.append(((issue,), frozenset(own)))
        for other in own:
            left[other] |= own
            left[other] -= {issue, other}
        near = own.union(*(left[other] for other in own)) if own else own
        for other in near:  # only these can have become cheaper or dearer
            costs[other] = cost(other, left, sizes)
    return order


def _plan(order: _Order, sizes: Sequence[int], touched: set[int]) -> Plan:
    merged = _merged(order)
    home = [0] * len(sizes)
    for place, (settled, _) in enumerate(merged):
        for issue in settled:
            home[issue] = place
    after: list[list[int]] = [[] for _ in merged]
    roots = []
    for place, (_, others) in enumerate(merged):
        if others:
            after[min(home[other] for other in others)].append(place)
        else:
            roots.append(place)
    changing = [any(issue in touched for issue in settled) for settled, _ in merged]
    for place, before in enumerate(after):
        changing[place] |= any(changing[one] for one in before)
    tables = [_cells(settled, others, sizes) for settled, others in merged]
    return Plan(
        tuple(
            Cluster(settled, tuple(sorted(others)), tuple(before))
            for (settled, others), before in zip(merged, after, strict=True)
        ),
        tuple(sorted(roots, key=lambda one: (changing[one], tables[one], one))),
        tuple(home),
        max((len(others) for _, others in order), default=0),
        max(tables, default=1),
    )


def _merged(order: _Order) -> _Order:
    """Settle an issue together with the one before it where no table grows by that."""
    home = {settled[0]: place for place, (settled, _) in enumerate(order)}
    parent = [min((home[one] for one in others), default=-1) for _, others in order]
    children = Counter(parent)
    found: dict[int, tuple[tuple[int, ...], frozenset[int]]] = dict(enumerate(order))
    for place, up in enumerate(parent):
        settled, others = found[place]
        if up >= 0 and children[up] == 1 and others == {*order[up][0], *order[up][1]}:
            found[up] = ((*settled, *order[up][0]), order[up][1])
            del found[place]
    return list(found.values())
