"""Exchanges from a package: changes of a few issues that leave nobody worse off.

One issue is moved against another: a party concedes where it cares little and
gains where it cares much (logrolling; Raiffa 1982). What a change is worth is read from the tables
that touch the changed issues alone, so that conditional terms count and nothing is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.dominance import maxima
from parley.space.network import Network

__all__ = [
    "Change",
    "Exchange",
    "Swing",
    "exchanges",
    "rate",
    "swings",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One issue that changes.

    Parameters:
        issue: its name.
        was, becomes: its value in the package, and after the change.
        gains: per party, what this change alone would be worth to it; a loss is negative.
    """

    issue: str
    was: str
    becomes: str
    gains: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A change of a package that leaves no party worse off, and some better.

    Parameters:
        changes: what changes, in the order of the issues.
        gains: per party, what all of it together is worth to it.
        together: per party, how much of that comes of the changes being made together; zeros where
            no conditional term speaks of several of them.
        concedes: per party, the issues of which the change alone would be a loss to it.
        best: whether no exchange of as many issues or fewer gives nobody less and somebody more.

    For a party that has only an order of wishes, only the signs of `gains` mean something.
    """

    changes: tuple[Change, ...]
    gains: tuple[Fraction, ...]
    together: tuple[Fraction, ...]
    concedes: tuple[tuple[str, ...], ...]
    best: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """What one issue alone would change from a package.

    Parameters:
        issue: its name.
        worst, best: per party, the value that it likes least, and most; the package's own value
            where no other is worse, or better.
        loses, gains: per party, by how much they are worth less (not positive) and more (not
            negative) than the package's value.
        weight: per party, gains - loses: how much depends on this issue; None for a party that has
            only an order of wishes.

    Every value counts, whether or not the rest of the package allows it.
    """

    issue: str
    worst: tuple[str, ...]
    best: tuple[str, ...]
    loses: tuple[Fraction, ...]
    gains: tuple[Fraction, ...]
    weight: tuple[Fraction | None, ...]


def exchanges(
    network: Network, places: Sequence[int], most_issues: int = 2, most: int | None = 100
) -> tuple[Exchange, ...]:
    """Return the exchanges from a package: feasible, nobody worse off, somebody better off.

    Parameters:
        places: the package, as the place of its value on every issue; it need not be feasible.
        most_issues: how many issues may change at once.
        most: how many exchanges to return; None: all.

    The best come first, then those that change fewer issues, then in the order of issues and
    values. What has a part that could be left out with the same gains for all is left out.
    """
    tables = _tables(network)
    here = tuple(int(place) for place in places)
    alone = np.concatenate([_alone(tables, k, here) for k in range(len(network.issues))], axis=1)
    is_own = np.zeros(alone.shape[1], dtype=np.bool_)
    is_own[[start + place for start, place in zip(tables.starts, here, strict=True)]] = True
    own: NDArray[Any] = np.array(
        [_sum(tables, row, here) for row in range(len(alone))], dtype=tables.dtype
    )
    own[:-1] = 0  # of the parties what changes counts; of what is broken, all that is
    found = list(_walk(tables, is_own, _Step(here, (), own, alone, 0), most_issues))
    if not found:
        return ()
    changed = [(*step, last) for step, lasts, _ in found for last in lasts.tolist()]
    gains = np.concatenate([each for _, _, each in found], axis=1)
    best = _best(gains, np.array(list(map(len, changed))))
    order = sorted(range(len(changed)), key=lambda k: (not best[k], len(changed[k]), changed[k]))
    kept: list[Exchange] = []
    for number in order:
        if most is not None and len(kept) >= most:
            break
        if not _has_idle_part(tables, here, changed[number], gains[:, number]):
            kept.append(_exchange(tables, here, changed[number], bool(best[number])))
    return tuple(kept)


def swings(network: Network, places: Sequence[int]) -> tuple[Swing, ...]:
    """Return for each issue what its worst and its best value would change, for each party.

    Parameters:
        places: the package, as the place of its value on every issue.
    """
    tables = _tables(network)
    here = tuple(int(place) for place in places)
    return tuple(_swing(tables, issue, here) for issue in range(len(network.issues)))


def rate(one: Swing, other: Swing) -> tuple[Fraction | None, ...]:
    """Return per party how many whole swings of another issue pay for a whole one of this issue.

    Where two parties' rates differ there is something to trade: the party with the lower rate
    gives on `one`. None where the party cares nothing about `other`, or has only an order.
    """
    return tuple(
        a / b if a is not None and b else None
        for a, b in zip(one.weight, other.weight, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """A network's tables by the issues that they touch.

    Parameters:
        touching: per party, and last for what is not allowed, per issue the tables that touch it,
            each with the numbers of its axes' issues.
        whole: per party, and last for what is not allowed, all tables.
        near: per issue the numbers of later issues that some table links with it.
        starts: where each issue's values begin when all values stand in one row.
    """

    network: Network
    touching: tuple[tuple[tuple[_Table, ...], ...], ...]
    whole: tuple[tuple[_Table, ...], ...]
    near: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    dtype: type


_Table = tuple[tuple[int, ...], NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A package some changes away from the one given.

    Parameters:
        places: the package now.
        changed: the changes made, as places in one row of all issues' values.
        total: per party what the changes give it; last, how much is not allowed now.
        alone: what each value of each issue would change from here, a column for each value.
        first: the number of the first issue that may still change.
    """

    places: tuple[int, ...]
    changed: tuple[int, ...]
    total: NDArray[Any]
    alone: NDArray[Any]
    first: int


def _tables(network: Network) -> _Tables:
    number = {issue: place for place, issue in enumerate(network.issues)}

    def axes(issues: Sequence[str]) -> tuple[int, ...]:
        return tuple(number[one] for one in reversed(issues))

    rows: list[tuple[_Table, ...]] = [
        tuple((axes(one.issues), one.table) for one in each) for each in network.factors
    ]
    broken = [(axes(one.issues), (~one.allowed).astype(np.int64)) for one in network.constraints]
    rows.append(tuple(broken))
    wide = any(table.dtype == np.object_ for row in rows for _, table in row)
    near: list[set[int]] = [set() for _ in number]
    touching = []
    for row in rows:
        own: list[list[_Table]] = [[] for _ in number]
        for issues, table in row:
            for issue in issues:
                own[issue].append((issues, table))
                near[issue].update(other for other in issues if other > issue)
        touching.append(tuple(map(tuple, own)))
    return _Tables(
        network,
        tuple(touching),
        tuple(rows),
        tuple(tuple(sorted(each)) for each in near),
        tuple(accumulate(map(len, network.values), initial=0))[:-1],
        np.object_ if wide else np.int64,
    )


def _alone(tables: _Tables, issue: int, places: Sequence[int]) -> NDArray[Any]:
    """What each value of an issue would change from a package: shape (parties + 1, values)."""
    found: NDArray[Any] = np.zeros(
        (len(tables.touching), len(tables.network.values[issue])), tables.dtype
    )
    for row, by_issue in zip(found, tables.touching, strict=True):
        for issues, table in by_issue[issue]:
            row += table[tuple(slice(None) if k == issue else places[k] for k in issues)]
    return np.asarray(found - found[:, places[issue]][:, None])


def _sum(tables: _Tables, row: int, places: Sequence[int]) -> int:
    return sum(int(table[tuple(places[k] for k in issues)]) for issues, table in tables.whole[row])


_Found = tuple[tuple[int, ...], NDArray[np.int64], NDArray[Any]]


def _walk(tables: _Tables, is_own: NDArray[np.bool_], step: _Step, left: int) -> Iterator[_Found]:
    """Give the exchanges that add one change, or several, on later issues to those made.

    Each: the changes made before, the last changes that complete one, and what each party gains.
    """
    if left < 1 or step.first >= len(tables.starts):
        return
    start = tables.starts[step.first]
    sums = step.total[:, None] + step.alone[:, start:]
    gains = sums[:-1]
    good = (sums[-1] == 0) & (gains >= 0).all(axis=0) & (gains > 0).any(axis=0) & ~is_own[start:]
    at = np.flatnonzero(good)
    if len(at):
        yield step.changed, at + start, gains[:, at]
    if left == 1:
        return
    for issue in range(step.first, len(tables.starts)):
        for place in range(len(tables.network.values[issue])):
            if place != step.places[issue]:
                yield from _walk(tables, is_own, _moved(tables, step, issue, place), left - 1)


def _moved(tables: _Tables, step: _Step, issue: int, place: int) -> _Step:
    """The step after one change more; what other issues would change is worked out anew if near."""
    places = (*step.places[:issue], place, *step.places[issue + 1 :])
    column = tables.starts[issue] + place
    alone = step.alone
    if tables.near[issue]:
        alone = alone.copy()
        for other in tables.near[issue]:
            begin = tables.starts[other]
            fresh = _alone(tables, other, places)
            alone[:, begin : begin + fresh.shape[1]] = fresh
    total = step.total + step.alone[:, column]
    return _Step(places, (*step.changed, column), total, alone, issue + 1)


def _best(gains: NDArray[Any], sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which no exchange of as many issues or fewer beats."""
    keys = gains
    if gains.dtype == np.object_:
        keys = np.stack([np.unique(row, return_inverse=True)[1].reshape(-1) for row in gains])
    found = np.zeros(len(sizes), dtype=np.bool_)
    for size in np.unique(sizes):
        among = np.flatnonzero(sizes <= size)
        kept = among[maxima(np.ascontiguousarray(keys[:, among], dtype=np.int64)).members]
        found[kept[sizes[kept] == size]] = True
    return found


def _after(
    tables: _Tables, places: tuple[int, ...], changed: Sequence[int]
) -> tuple[list[tuple[int, int]], tuple[int, ...]]:
    """The changes as issue and place, and the package that they make."""
    moves = []
    then = list(places)
    for column in changed:
        issue = int(np.searchsorted(tables.starts, column, side="right")) - 1
        moves.append((issue, column - tables.starts[issue]))
        then[issue] = moves[-1][1]
    return moves, tuple(then)


def _gained(tables: _Tables, places: tuple[int, ...], changed: Sequence[int]) -> list[int]:
    """What changes give each party, in units; last, how much more is not allowed."""
    moves, then = _after(tables, places, changed)
    moved = [issue for issue, _ in moves]
    found = []
    for by_issue in tables.touching:
        touched = {id(one[1]): one for issue in moved for one in by_issue[issue]}
        found.append(
            sum(
                int(table[tuple(then[k] for k in issues)])
                - int(table[tuple(places[k] for k in issues)])
                for issues, table in touched.values()
            )
        )
    return found


def _has_idle_part(
    tables: _Tables, places: tuple[int, ...], changed: Sequence[int], gains: NDArray[Any]
) -> bool:
    """Whether fewer of the changes give everybody the same, and are allowed as well."""
    own = [int(one) for one in gains]
    broken = _sum(tables, len(tables.whole) - 1, places)
    for count in range(1, len(changed)):
        for part in combinations(changed, count):
            *given, more = _gained(tables, places, part)
            if given == own and more + broken == 0:
                return True
    return False


def _worths(network: Network, numbers: Sequence[int]) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(n), unit) for n, unit in zip(numbers, network.units, strict=True))


def _exchange(
    tables: _Tables, places: tuple[int, ...], changed: Sequence[int], best: bool
) -> Exchange:
    network = tables.network
    moves, _ = _after(tables, places, changed)
    changes = tuple(
        Change(
            network.issues[issue],
            network.values[issue][places[issue]],
            network.values[issue][place],
            _worths(network, _gained(tables, places, (column,))[:-1]),
        )
        for column, (issue, place) in zip(changed, moves, strict=True)
    )
    gains = _worths(network, _gained(tables, places, changed)[:-1])
    return Exchange(
        changes,
        gains,
        tuple(
            gain - sum((one.gains[party] for one in changes), Fraction())
            for party, gain in enumerate(gains)
        ),
        tuple(
            tuple(one.issue for one in changes if one.gains[party] < 0)
            for party in range(len(network.parties))
        ),
        best,
    )


def _swing(tables: _Tables, issue: int, places: tuple[int, ...]) -> Swing:
    network, own = tables.network, places[issue]
    rows = _alone(tables, issue, places)[:-1]
    names = network.values[issue]
    low = [own if int(row.min()) == 0 else int(row.argmin()) for row in rows]
    high = [own if int(row.max()) == 0 else int(row.argmax()) for row in rows]
    loses = _worths(network, [row[k] for row, k in zip(rows, low, strict=True)])
    gains = _worths(network, [row[k] for row, k in zip(rows, high, strict=True)])
    return Swing(
        network.issues[issue],
        tuple(names[k] for k in low),
        tuple(names[k] for k in high),
        loses,
        gains,
        tuple(
            None if only else b - a
            for a, b, only in zip(loses, gains, network.ordinal, strict=True)
        ),
    )
