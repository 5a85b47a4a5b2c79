"""How a conflict can get from the status quo to a state: shortest paths, and who can block them.

A path is a legal sequence of steps: no mover makes two in a row (Li, Kilgour and Hipel 2005, Status
quo analysis in the graph model for conflict resolution). So states are met together with who moved
last: a state may be met early by one mover and be of use only later, by another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from parley.conflict.steps import Steps, without

__all__ = ["MOST_MET", "Evolution", "Path", "Route", "evolve", "routes", "within"]

#: States that a search meets before it gives up.
MOST_MET = 100_000

#: The mover that made the status quo: nobody, so anybody moves next.
_NOBODY = -1

_Node: TypeAlias = tuple[int, int, int]  # a state, who moved last, and after how many moves
_Origins: TypeAlias = dict[_Node, list[_Node]]  # where shortest paths come from; the furthest first


@dataclass(frozen=True, slots=True)
class _Limits:
    moves: int | None
    met: int


@dataclass(frozen=True, slots=True)
class Path:
    """The states that are passed, the status quo first, and who makes each step."""

    states: tuple[int, ...]
    movers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evolution:
    """What can become of a status quo.

    Parameters:
        start: the status quo.
        met: state -> mover -> the fewest moves that lead there with that mover the last; the
            status quo itself with mover -1 and no move.
        complete: False where the limit on states ended the search.
    """

    start: int
    met: Mapping[int, Mapping[int, int]]
    complete: bool


@dataclass(frozen=True, slots=True)
class Route:
    """How a target is reached from a status quo.

    Parameters:
        target: the state.
        moves: of a shortest path; None: no path was found.
        count: how many shortest paths there are.
        paths: some of them, as many as were asked for.
        in_every: the parties that move in every shortest path: each can block all of these.
        needed: the parties without whose moves the target is not reached at all.
        undecided: the parties for which the limit on states left this open.
        complete: False where no path was found before the limit on states ended the search.
    """

    target: int
    moves: int | None
    count: int
    paths: tuple[Path, ...]
    in_every: frozenset[int]
    needed: frozenset[int]
    undecided: frozenset[int]
    complete: bool


def evolve(
    steps: Steps, start: int, *, most_moves: int | None = None, most_met: int = MOST_MET
) -> Evolution:
    """Return every state that legal sequences reach from a status quo, with the last movers.

    Parameters:
        steps: all moves, improvements only, or those of some parties; see `steps`.
        start: the status quo.
        most_moves: the longest sequence looked at; None: any.
        most_met: how many states are met before the search gives up.
    """
    return _search(steps, start, _Limits(most_moves, most_met))


def within(evolution: Evolution, moves: int) -> dict[int, frozenset[int]]:
    """Return the states reached in at most so many moves, with who can move last on the way.

    >>> within(Evolution(4, {4: {-1: 0}, 7: {0: 1, 1: 3}}, True), 2)
    {4: frozenset({-1}), 7: frozenset({0})}
    """
    found = {
        state: frozenset(mover for mover, fewest in last.items() if fewest <= moves)
        for state, last in evolution.met.items()
    }
    return {state: last for state, last in found.items() if last}


def routes(
    steps: Steps,
    start: int,
    *,
    targets: Iterable[int],
    most_moves: int | None = None,
    most_met: int = MOST_MET,
    listed: int = 10,
) -> tuple[Route, ...]:
    """Return, for every target, whether and how it is reached from the status quo.

    Parameters:
        steps: all moves, improvements only, or those of some parties; see `steps`.
        start: the status quo.
        targets: for example the equilibria.
        most_moves: the longest path looked for, here and for who is needed; None: any.
        most_met: how many states each search meets before it gives up.
        listed: how many shortest paths are given for each target; all are counted.
    """
    wanted = tuple(dict.fromkeys(targets))
    if not wanted:
        return ()
    limits = _Limits(most_moves, most_met)
    evolution = _search(steps, start, limits, targets=frozenset(wanted))
    fewest = {t: min(last.values()) for t, last in evolution.met.items() if t in wanted}
    origins = _origins(steps, evolution, fewest)
    in_every = _movers_in_every(steps, origins, fewest)
    needed, undecided = _blockers(steps, start, limits, in_every=in_every)
    counts = _counts(origins, fewest)
    none: frozenset[int] = frozenset()
    missed = Route(start, None, 0, (), none, none, none, evolution.complete)
    return tuple(
        Route(
            target=t,
            moves=fewest[t],
            count=counts[t],
            paths=tuple(islice(_paths(origins, (t, fewest[t])), listed)),
            in_every=in_every[t],
            needed=_holding(needed, t),
            undecided=_holding(undecided, t),
            complete=True,
        )
        if t in fewest
        else replace(missed, target=t)
        for t in wanted
    )


def _holding(parties: Mapping[int, frozenset[int]], target: int) -> frozenset[int]:
    return frozenset(party for party, targets in parties.items() if target in targets)


def _blockers(
    steps: Steps, start: int, limits: _Limits, *, in_every: Mapping[int, frozenset[int]]
) -> tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]:
    """Return, per party, the targets that need it, and those of which the limit left it open."""
    needed: dict[int, frozenset[int]] = {}
    undecided: dict[int, frozenset[int]] = {}
    # Whoever is missing from one shortest path is not needed: only the others are tried.
    for party in sorted(frozenset().union(*in_every.values())):
        blocked = frozenset(t for t, parties in in_every.items() if party in parties)
        rest = _search(without(steps, party), start, limits, targets=blocked)
        lost = blocked - rest.met.keys()
        (needed if rest.complete else undecided)[party] = lost
    return needed, undecided


def _search(
    steps: Steps, start: int, limits: _Limits, *, targets: frozenset[int] = frozenset()
) -> Evolution:
    """Meet states in the order of their distance, until every target, if any is given, is met."""
    met: dict[int, dict[int, int]] = {start: {_NOBODY: 0}}
    left = set(targets - {start})
    fresh: dict[int, list[int]] = {start: [_NOBODY]}
    moves = 0
    while fresh and (left or not targets) and moves != limits.moves:
        moves += 1
        found: dict[int, list[int]] = {}
        for state, last in fresh.items():
            # Two movers that were last before let everybody move then: nothing new comes of it.
            if sum(before < moves - 1 for before in met[state].values()) >= 2:
                continue
            for mover, target in steps.after(state):
                if last == [mover] or mover in met.get(target, ()):
                    continue
                if target not in met and len(met) >= limits.met:
                    return Evolution(start, met, False)
                met.setdefault(target, {})[mover] = moves
                found.setdefault(target, []).append(mover)
                left.discard(target)
                if targets and not left:
                    return Evolution(start, met, True)
        fresh = found
    return Evolution(start, met, True)


def _origins(steps: Steps, evolution: Evolution, fewest: Mapping[int, int]) -> _Origins:
    """Return the shortest paths to the targets, the last steps first.

    The search keeps no origins, for most lead to no target. They are found again from the targets
    back, one distance after the other; that also meets the last movers that the search, when it
    ended at its last target, had not yet seen.
    """
    layers: dict[int, dict[int, list[int]]] = {}
    for state, known in evolution.met.items():
        for mover, moves in known.items():
            layers.setdefault(moves, {}).setdefault(state, []).append(mover)
    origins: _Origins = {}
    useful: set[tuple[int, int]] = set()  # (state, mover) on the way to a target further on
    for moves in range(max(fewest.values(), default=0), 0, -1):
        ends = {target for target, distance in fewest.items() if distance == moves}
        before: set[tuple[int, int]] = set()
        for state, last in layers[moves - 1].items():
            for mover, target in steps.after(state):
                earlier = [one for one in last if one != mover]
                if earlier and (target in ends or (target, mover) in useful):
                    nodes = [(state, one, moves - 1) for one in earlier]
                    origins.setdefault((target, mover, moves), []).extend(nodes)
                    before.update((state, one) for one in earlier)
        useful = before
    return origins


def _counts(
    origins: _Origins, fewest: Mapping[int, int], idle: frozenset[int] = frozenset()
) -> dict[int, int]:
    """Return how many shortest paths lead to each target in which `idle` movers make no step."""
    found: dict[_Node, int] = {}
    totals = {target: int(moves == 0) for target, moves in fewest.items()}
    for node in reversed(origins):  # the nearest first
        state, mover, moves = node
        # Only the status quo has no origins of its own.
        count = sum(found[one] if one[2] else 1 for one in origins[node])
        found[node] = 0 if mover in idle else count
        if fewest.get(state) == moves:
            totals[state] += found[node]
    return totals


def _movers_in_every(
    steps: Steps, origins: _Origins, fewest: Mapping[int, int]
) -> dict[int, frozenset[int]]:
    """Return, for each target, the parties without which no shortest path is left."""
    found: dict[int, set[int]] = {target: set() for target in fewest}
    for party in sorted(frozenset().union(*steps.who)):
        idle = frozenset(k for k, who in enumerate(steps.who) if party in who)
        for target, count in _counts(origins, fewest, idle).items():
            if count == 0:
                found[target].add(party)
    return {target: frozenset(parties) for target, parties in found.items()}


def _paths(origins: _Origins, end: tuple[int, int]) -> Iterator[Path]:
    """Yield the shortest paths that lead to a state, given with its distance."""
    target, distance = end
    ends = [node for node in origins if (node[0], node[2]) == end]
    if distance == 0:
        ends = [(target, _NOBODY, 0)]
    unfinished = [(node, Path((), ())) for node in reversed(ends)]
    while unfinished:
        node, rest = unfinished.pop()
        state, mover, moves = node
        passed = (state, *rest.states)
        if moves == 0:
            yield Path(passed, rest.movers)
            continue
        path = Path(passed, (mover, *rest.movers))
        unfinished.extend((one, path) for one in reversed(origins[node]))
