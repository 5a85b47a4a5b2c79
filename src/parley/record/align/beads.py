"""Beads: a few segments of one side with the few of the other that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["PARAGRAPH_STEPS", "SENTENCE_STEPS", "Bead", "Floats", "Ints", "Step"]

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
#: How many segments of the left side and how many of the right a bead has.
Step: TypeAlias = tuple[int, int]

#: Beads of sentences and how likely they are before anything is known (after Gale and Church).
SENTENCE_STEPS: dict[Step, float] = {
    (1, 1): 0.88,
    (1, 0): 0.02,
    (0, 1): 0.02,
    (2, 1): 0.03,
    (1, 2): 0.03,
    (2, 2): 0.001,
    (3, 1): 0.004,
    (1, 3): 0.004,
}

#: Beads of paragraphs: a page break or a stamp may cut one into several.
PARAGRAPH_STEPS: dict[Step, float] = {
    (1, 1): 0.84,
    (1, 0): 0.03,
    (0, 1): 0.03,
    (2, 1): 0.035,
    (1, 2): 0.035,
    (2, 2): 0.001,
    (3, 1): 0.005,
    (1, 3): 0.005,
    (4, 1): 0.001,
    (1, 4): 0.001,
    (5, 1): 0.0005,
    (1, 5): 0.0005,
}


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments that say the same; one side is empty where the other has no counterpart.

    Parameters:
        left: from which segment of the left side to before which.
        right: from which segment of the right side to before which.
        cost: what speaks against it, in natural logarithms; below zero more speaks for it.
        moved: whether the segments stand in another order on the two sides.
    """

    left: tuple[int, int]
    right: tuple[int, int]
    cost: float = 0.0
    moved: bool = False

    @property
    def step(self) -> Step:
        """How many segments of each side it has."""
        return self.left[1] - self.left[0], self.right[1] - self.right[0]
