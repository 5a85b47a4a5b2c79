"""How long it takes to align two languages, from 10,000 to 100,000 sentences.

The documents are made up and their pairing is known: precision and recall are asserted before any
time is looked at. Each size runs in a process of its own, so that its peak memory is its own; times
are of the same run, and what counts is how they grow. The last document lacks a fifth of its
sentences in the middle of one side, which a band of fixed width would not find its way past.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10_000, 30_000, 100_000)
PRECISION, RECALL = 0.98, 0.97
MAX_SECONDS, MAX_MEGABYTES = 60.0, 1024.0
#: Seconds per sentence may grow by this much from the smallest size to the largest.
MAX_GROWTH = 1.5


def measure(count: int, gap: int) -> dict[str, float]:
    """Align one made-up document and return what was right and what it took."""
    from benchmarks._two_languages import Recipe, make_documents
    from parley.record.align.aligning import align_segments

    made = make_documents(count, 1951, Recipe(gap=gap))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    beads = align_segments(made.left, made.right).beads
    seconds = time.perf_counter() - begun
    known = {pair for pair in made.pairs if pair[0][0] < pair[0][1] and pair[1][0] < pair[1][1]}
    found = {(one.left, one.right) for one in beads if min(one.step) > 0}
    return {
        "sentences": len(made.left),
        "precision": len(known & found) / len(found),
        "recall": len(known & found) / len(known),
        "seconds": seconds,
        "documents": before / 1024,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def in_own_process(count: int, gap: int = 0) -> dict[str, float]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, str(count), str(gap)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Assert that pairs are right, then print times and hold them to their limits."""
    print(f"{'sentences':>10}{'precision':>11}{'recall':>8}{'seconds':>9}{'each':>7}{'MB':>6}")
    each = []
    for count, gap in [*((size, 0) for size in SIZES), (30_000, 6_000)]:
        one = in_own_process(count, gap)
        assert one["precision"] >= PRECISION and one["recall"] >= RECALL, one
        pace = one["seconds"] / one["sentences"]
        if not gap:
            each.append(pace)
        note = f"  {gap:,} of them lack on one side" if gap else ""
        print(
            f"{one['sentences']:>10,.0f}{one['precision']:>11.4f}{one['recall']:>8.4f}"
            f"{one['seconds']:>9.1f}{pace / each[0]:>7.2f}{one['megabytes']:>6.0f}{note}"
        )
        assert one["megabytes"] <= MAX_MEGABYTES
        assert one["seconds"] <= MAX_SECONDS
    assert each[-1] / each[0] <= MAX_GROWTH, f"{each[-1] / each[0]:.2f} times per sentence"
    print("each: seconds per sentence, the first row being 1; MB: peak of the process")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if len(sys.argv) == 3:
        print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
