"""Manual rankings of a `.gmcr` file: numbers of feasible states, ties in lists, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.dossier.language.formulas import And, Formula
from parley.interop.gmcr.cubes import MOST_CUBES, MOST_ISSUES, Cube, Sides, cubes_of
from parley.interop.gmcr.faults import fault, got
from parley.interop.gmcr.layout import Maker, number_in
from parley.interop.gmcr.literals import literal
from parley.interop.gmcr.states import feasible_states
from parley.space.model import Named, Ranking

__all__ = ["read_rankings"]

_MOST_STATES = 65_536
_MOST_LISTED = 10  # states named in one message


def read_rankings(
    makers: Sequence[Maker],
    issues: Sequence[str],
    feasibility: Sequence[Formula],
    faults: list[str],
) -> list[Ranking]:
    """Return the ranking of each decision maker, and note faults.

    Parameters:
        issues: the options in the order in which GMCR+ numbers states by them.
        feasibility: what every feasible state satisfies.

    States can be numbered only in a file without other faults, so with faults noted before only
    the form of the rankings is checked.
    """
    lists = [_tiers(maker, faults) for maker in makers]
    if faults:
        return []
    infeasible = _patterns(issues, feasibility, faults)
    if faults:
        return []
    states = feasible_states(issues, infeasible, _MOST_STATES)
    if states is None or not len(states):
        limit = f"1 to {_MOST_STATES:,} feasible states where states are ranked one by one"
        hint = "use statements, or loosen or add patterns in `infeasibles`"
        found = "none" if states is not None else "more"
        faults.append(fault("infeasibles", limit, found, hint))
        return []
    sayings = _sayings(issues, states.tolist())
    rankings = []
    for maker, tiers in zip(makers, lists, strict=True):
        _check(maker, tiers, len(states), faults)
        if not faults:
            rankings.append(
                Ranking(tuple(tuple(sayings[one - 1] for one in tier) for tier in tiers))
            )
    return rankings


def _patterns(
    issues: Sequence[str], feasibility: Sequence[Formula], faults: list[str]
) -> list[Cube]:
    sides: Sides = dict.fromkeys(issues, ("no", "yes"))
    found: list[Cube] = []
    for number, formula in enumerate(feasibility):
        cubes = cubes_of(formula, sides, wanted=False)
        if cubes is None:
            wanted = f"at most {MOST_CUBES:,} patterns, and {MOST_ISSUES} options in a statement"
            hint = "split it into several"
            faults.append(fault(f"infeasibles[{number}]", wanted, "more", hint))
        else:
            found += cubes
    return found


def _sayings(issues: Sequence[str], states: Sequence[int]) -> list[Named]:
    """Say each feasible state by all its options; the parts are shared."""
    parts = [(literal(issue, False), literal(issue, True)) for issue in issues]
    return [
        Named(
            f"state {number}",
            And(tuple(pair[state >> place & 1] for place, pair in enumerate(parts))),
        )
        for number, state in enumerate(states, 1)
    ]


def _tiers(maker: Maker, faults: list[str]) -> list[list[int]]:
    where = f"{maker.where}, preferenceRanking"
    if not isinstance(maker.ranking, list):
        found = "nothing" if maker.ranking is None else got(maker.ranking)
        hint = "write states from the best to the worst, ties in a list: [4, 2, [1, 3]]"
        faults.append(fault(where, "a list, as rankings are used", found, hint))
        return []
    tiers = []
    for place, item in enumerate(maker.ranking):
        tier = []
        for one in item if isinstance(item, list) else [item]:
            number = number_in(one, 2**62)
            if number is None:
                hint = "write a state's number, or a list of them for a tie"
                faults.append(fault(f"{where}[{place}]", "a state's number", got(one), hint))
            else:
                tier.append(number)
        if tier:
            tiers.append(tier)
    return tiers


def _check(maker: Maker, tiers: Sequence[Sequence[int]], count: int, faults: list[str]) -> None:
    """Note states that do not exist, stand twice or are missing: GMCR+ takes no such ranking."""
    where = f"{maker.where}, preferenceRanking"
    place_of: dict[int, int] = {}
    for place, number in _places(tiers):
        if not 1 <= number <= count:
            hint = "feasible states are numbered from 1 by their decimal numbers"
            wanted = f"a feasible state from 1 to {count:,}"
            faults.append(fault(f"{where}, place {place}", wanted, got(number), hint))
        elif number in place_of:
            wanted = f"state {number} once"
            found = f"it at place {place_of[number]} already"
            faults.append(fault(f"{where}, place {place}", wanted, found, "delete one of the two"))
        else:
            place_of[number] = place
    missing = [number for number in range(1, count + 1) if number not in place_of]
    if missing:
        listed = ", ".join(map(str, missing[:_MOST_LISTED]))
        more = "" if len(missing) <= _MOST_LISTED else f" and {len(missing) - _MOST_LISTED:,} more"
        hint = "add them, in one list at the end if nobody tells them apart"
        wanted = f"all {count:,} feasible states"
        faults.append(fault(where, wanted, f"none of {listed}{more}", hint))


def _places(tiers: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for place, tier in enumerate(tiers, 1):
        for number in tier:
            yield place, number
