"""The best and the worst that a party can get in any feasible outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.frontier import frontier
from parley.space.factors import Factor
from parley.space.network import Constraint, Network

__all__ = ["extremes"]


def extremes(
    network: Network, party: int, constraints: Sequence[Constraint] = ()
) -> tuple[Fraction, Fraction] | None:
    """Return the least and the most that a feasible outcome is worth to a party, exactly.

    Parameters:
        party: its number.
        constraints: what else an outcome must satisfy.

    Returns None where no outcome is feasible. It is the frontier of this party alone.
    """
    found = []
    for sign in (-1, 1):
        alone = replace(
            network,
            parties=(network.parties[party],),
            factors=(
                tuple(
                    Factor(one.issues, _signed(one.table, sign), one.unit)
                    for one in network.factors[party]
                ),
            ),
            units=(network.units[party],),
            no_agreement=(network.no_agreement[party],),
            ordinal=(network.ordinal[party],),
        )
        best = frontier(alone, constraints)
        if not best.size:
            return None
        found.append(sign * Fraction(int(best.numbers[0, 0]), network.units[party]))
    return found[0], found[1]


def _signed(table: NDArray[Any], sign: int) -> NDArray[Any]:
    """A table times a sign; of one that is a single large number numpy makes no array by itself."""
    return np.asarray(sign * table, dtype=table.dtype)
