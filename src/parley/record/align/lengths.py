"""How long what says the same is on the two sides (Gale and Church 1993)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.record.align.beads import Bead, Floats, Ints

__all__ = ["LengthModel", "estimate_lengths", "guess_lengths"]

#: Variance for each character, as Gale and Church found it.
VARIANCE = 6.8
_MOST_SPOKEN = 4.0  # an odd length speaks against a pair, but never more than this
_FEWEST = 8  # pairs that an estimate needs


@dataclass(frozen=True, slots=True)
class LengthModel:
    """Lengths in characters of the right side, given those of the left.

    Parameters:
        ratio: characters of the right side for one of the left.
        variance: of the difference, for each character of the left side.
        mean: of one segment of the right side.
        spread: standard deviation of one segment of the right side.
    """

    ratio: float
    variance: float
    mean: float
    spread: float

    def background(self, lengths: Floats, count: int) -> Floats:
        """Log density of the joint length of `count` segments that answer to nothing."""
        mean, variance = count * self.mean, count * self.spread**2
        sigma2 = np.log1p(variance / mean**2)
        logs = np.log(np.maximum(lengths, 1.0))
        centred = logs - (np.log(mean) - sigma2 / 2)
        found: Floats = -logs - 0.5 * np.log(2 * np.pi * sigma2) - centred**2 / (2 * sigma2)
        return found

    def cost(self, left: Floats, right: Floats, background: Floats) -> Floats:
        """What speaks against lengths that belong together, beside lengths that do not."""
        variance = self.variance * (left + 4.0)
        density = -0.5 * np.log(2 * np.pi * variance)
        density -= (right - self.ratio * left) ** 2 / (2 * variance)
        found: Floats = np.minimum(background - density, _MOST_SPOKEN)
        return found


def guess_lengths(left: Ints, right: Ints) -> LengthModel:
    """Return a model from the typical lengths of both sides, before anything is paired."""
    if not len(left) or not len(right):
        return _model(1.0, VARIANCE, right)
    ratio = (np.median(right) + 1) / (np.median(left) + 1)
    whole = (right.sum() + 1) / (left.sum() + 1)
    if max(ratio, whole) > 2.0 * min(ratio, whole):
        ratio = np.sqrt(ratio * whole)
    return _model(float(ratio), VARIANCE * max(1.0, float(ratio)), right)


def estimate_lengths(
    left: Ints, right: Ints, beads: Sequence[Bead], before: LengthModel
) -> LengthModel:
    """Return a model from pairs of one and one; `before` where there are too few."""
    pairs = [(one.left[0], one.right[0]) for one in beads if one.step == (1, 1)]
    if len(pairs) < _FEWEST:
        return before
    at = np.array(pairs)
    mine, theirs = left[at[:, 0]].astype(float), right[at[:, 1]].astype(float)
    weight = np.argsort(theirs / np.maximum(mine, 1))  # without the tenth at either end
    kept = weight[len(weight) // 10 : len(weight) - len(weight) // 10]
    ratio = float(theirs[kept].sum() / max(1.0, mine[kept].sum()))
    odd = np.abs(theirs - ratio * mine) / np.sqrt(mine + 4.0)
    sigma = float(np.median(odd)) / 0.6745  # of a normal distribution, by its median
    return _model(ratio, min(max(sigma**2, 0.3), 40.0), right)


def _model(ratio: float, variance: float, right: Ints) -> LengthModel:
    mean = float(right.mean()) if len(right) else 1.0
    spread = float(right.std()) if len(right) > 1 else mean
    return LengthModel(ratio, variance, max(mean, 1.0), max(spread, 0.3 * mean, 1.0))
