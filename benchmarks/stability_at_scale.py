"""How long stability takes beside one plain pass over the ranks, from 2^16 to 2^24 outcomes.

Three parties; R, GMR, SMR and SEQ together; random near-strict ranks and ranks from random
priorities; issues of two values and of three to five; all feasible and reversible, and with a tenth
infeasible and every third issue one-way. The unit is one plain maximum pass: for each bit of the
state, the larger of the two states that differ in it, over an int32 array, compiled, in the same
run. First compilation is reported apart and not counted; the answer is asserted before it is timed.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Literal

import numpy as np
from numba import njit

from parley.conflict.threshold import secured, stable
from parley.space.ranks import by_refinement, dense
from parley.space.space import Bools, Ints, Space

CONCEPTS = ("R", "GMR", "SMR", "SEQ")
TIMES = 9
WITHIN, WITHIN_IRREGULAR, MEMORY = 10.0, 3.0, 1 << 30
Kind = Literal["strict", "priorities"]


@njit(cache=True)
def plain_pass(values, bits):  # type: ignore[no-untyped-def]
    """The yardstick: one in-place maximum pass over every bit."""
    for bit in range(bits):
        apart = 1 << bit
        for base in range(0, values.size, 2 * apart):
            for at in range(base, base + apart):
                larger = max(values[at], values[at + apart])
                values[at] = larger
                values[at + apart] = larger


def make_space(sizes: tuple[int, ...], kind: Kind, irregular: bool, seed: int = 1951) -> Space:
    """Make a conflict of three parties, each with a third of the issues."""
    random = np.random.default_rng(seed)
    count = len(sizes)
    size = int(np.prod(sizes))
    feasible: Bools | None = random.random(size) >= 0.1 if irregular else None
    ranks = tuple(_rank(size, sizes, kind, feasible, random) for _ in range(3))
    return Space(
        tuple(f"issue{k}" for k in range(count)),
        tuple(tuple(map(str, range(one))) for one in sizes),
        ("a", "b", "c"),
        tuple(frozenset((3 * k // count,)) for k in range(count)),
        tuple("up" if irregular and k % 3 == 0 else "both" for k in range(count)),
        feasible,
        ranks,
        "",
    )


def _rank(
    size: int,
    sizes: tuple[int, ...],
    kind: Kind,
    feasible: Bools | None,
    random: np.random.Generator,
) -> Ints:
    if kind == "strict":  # one outcome in eight has an equal
        order = random.permutation(np.arange(size, dtype=np.int32))
        order -= order % 8 == 1
        return dense(order, feasible)
    numbers = np.arange(size)
    statements = []
    for _ in range(40):  # each on two issues: one value unless another
        k, j = random.choice(len(sizes), 2, replace=False)
        first, second = (numbers // int(np.prod(sizes[:at])) % sizes[at] for at in (k, j))
        a, b = random.integers(sizes[k]), random.integers(sizes[j])
        statements.append((first == a) | (second == b))
    return by_refinement(size, statements, feasible)


def fastest(run: Callable[[], object]) -> float:
    """The shortest of some runs, in seconds."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return min(found)


def assert_answer() -> None:
    """Compiled and plain numpy agree, on every kind of conflict that is timed."""
    for sizes in ((2,) * 12, (3, 2, 4, 5, 2, 3, 2)):
        for kind in ("strict", "priorities"):
            for irregular in (False, True):
                space = make_space(sizes, kind, irregular)
                plain = secured(space, CONCEPTS, compiled=False)
                quick = secured(space, CONCEPTS, compiled=True)
                at = slice(None) if space.feasible is None else space.feasible
                for concept in CONCEPTS:
                    assert (plain[concept][:, at] == quick[concept][:, at]).all(), concept


def yardstick(size: int) -> float:
    """Seconds of one plain pass over as many bits as the space has, scaled to its size."""
    bits = (size - 1).bit_length()
    start = np.random.default_rng(0).permutation(1 << bits).astype(np.int32)
    values = start.copy()
    plain_pass(values, bits)
    assert (values == values.max()).all()
    return fastest(lambda: plain_pass(start.copy(), bits)) * (size / (1 << bits))


def report(name: str, sizes: tuple[int, ...], kind: Kind) -> tuple[float, float, int]:
    """Print one line; return the two ratios and the number of outcomes."""
    unit = yardstick(int(np.prod(sizes)))
    ratios = []
    for irregular in (False, True):
        space = make_space(sizes, kind, irregular)
        ratios.append(fastest(partial(stable, space, CONCEPTS, compiled=True)) / unit)
    regular, odd = ratios
    size = int(np.prod(sizes))
    print(
        f"{name:<26}{kind:<12}{size:>12,}{unit * 1e3:>10.2f}{regular:>10.1f}{odd:>12.1f}"
        f"{odd / regular:>8.1f}"
    )
    return regular, odd / regular, size


def largest() -> None:
    """2^24 outcomes in a process of their own: its ratio, and its peak memory."""
    space = make_space((2,) * 24, "strict", False)
    taken = fastest(partial(stable, space, CONCEPTS, compiled=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    unit = yardstick(1 << 24)
    print(f"{taken / unit} {unit} {peak}")


def main() -> None:
    """Assert the answer, then print times as ratios."""
    begun = time.perf_counter()
    assert_answer()
    print(f"compiled, and agreed with numpy, in {time.perf_counter() - begun:.1f} s")
    print(f"{'issues':<26}{'ranks':<12}{'outcomes':>12}{'pass, ms':>10}{'ratio':>10}", end="")
    print(f"{'irregular':>12}{'factor':>8}")
    cases = {
        "16 of two values": (2,) * 16,
        "20 of two values": (2,) * 20,
        "12 of three values": (3,) * 12,
        "10 of two to five values": (2, 3, 4, 5, 5, 4, 3, 2, 5, 4),
    }
    for name, sizes in cases.items():
        for kind in ("strict", "priorities"):
            regular, factor, size = report(name, sizes, kind)
            if size == 1 << 20:
                assert regular <= WITHIN, f"{regular:.1f} plain passes, more than {WITHIN}"
                assert factor <= WITHIN_IRREGULAR, f"irregular: {factor:.1f} times"
    told = subprocess.run(
        [sys.executable, __file__, "largest"], capture_output=True, text=True, check=True
    ).stdout.split()
    ratio, unit, peak = map(float, told)
    print(f"{'24 of two values':<26}{'strict':<12}{1 << 24:>12,}{unit * 1e3:>10.2f}{ratio:>10.1f}")
    print(f"peak memory of the process at 2^24: {peak / 2**20:.0f} MiB")
    assert peak < MEMORY


if __name__ == "__main__":
    largest() if sys.argv[1:] == ["largest"] else main()
