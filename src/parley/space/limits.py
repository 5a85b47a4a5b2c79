"""How much a space would take, said before it is made: never a crash or a machine that swaps."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from parley.kernel.errors import Refused

__all__ = ["MOST_OUTCOMES", "free_memory", "outcome_count", "require_room", "require_table"]

#: Outcomes of the largest space that is compiled.
MOST_OUTCOMES = 1 << 28
#: Combinations of values that one statement may speak of.
MOST_ENTRIES = 1 << 24
# Per outcome, the arrays that a sweep works on, what waits in it, and the numbers of the outcomes;
# and for each party its rank, its columns and their order, the verdicts of six concepts, and a copy
# of ranks and verdicts for what is feasible.
_WORK_BYTES, _PARTY_BYTES = 36, 26
_LONGEST_SHOWN = 120


def outcome_count(sizes: Sequence[int]) -> int:
    """Return the number of outcomes, exactly."""
    found = 1
    for size in sizes:
        found *= size
    return found


def free_memory() -> int | None:
    """Return the bytes of memory that are free to use; None where the system does not tell."""
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:  # what could be had without swapping
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def require_room(name: str, sizes: Mapping[str, int], parties: int) -> None:
    """Refuse a space that has too many outcomes or would not fit in memory.

    Parameters:
        name: of the model, for the message.
        sizes: issue -> how many values it has.
        parties: how many parties have ranks.

    Raises Refused, with the estimate and what would shrink the space.
    """
    count = outcome_count(tuple(sizes.values()))
    need = count * (_WORK_BYTES + parties * _PARTY_BYTES)
    free = free_memory()
    if count <= MOST_OUTCOMES and (free is None or need <= free):
        return
    much = _rounded(count)
    if count > MOST_OUTCOMES:
        problem = f"expected at most 2^28 outcomes, got {much}"
    else:
        problem = f"expected to fit in {_bytes(free or 0)} of free memory, got {_bytes(need)}"
    raise Refused(
        f"{name}: {problem}: {len(sizes)} issues give {much} outcomes, about {_bytes(need)} for "
        f"{parties} parties",
        hint=_shrink(sizes, count),
    )


def require_table(name: str, sizes: Sequence[int]) -> None:
    """Refuse a statement whose issues have too many combinations of values for one table."""
    count = outcome_count(sizes)
    if count > MOST_ENTRIES:
        raise Refused(
            f"`{_short(name)}`: expected a statement about at most 2^24 combinations of values, "
            f"got {_rounded(count)} of {len(sizes)} issues",
            hint="say it in several statements, each about fewer issues",
        )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."


def _shrink(sizes: Mapping[str, int], count: int) -> str:
    largest = sorted(sizes, key=lambda issue: (-sizes[issue], issue))[:3]
    named = ", ".join(f"{issue} ({sizes[issue]} values)" for issue in largest)
    few, left = 0, count
    for size in sorted(sizes.values(), reverse=True):
        if left <= MOST_OUTCOMES // 256:
            break
        few, left = few + 1, left // size
    return (
        "fix or leave out issues (--issue keeps only those named; leaving out "
        f"{few} of the largest would do: {named}), coalesce values or outcomes that nobody tells "
        "apart, or split the conflict in two"
    )


def _rounded(count: int) -> str:
    power = count.bit_length() - 1
    return f"{count:,}" if count < 1_000_000 else f"about 2^{power}"


def _bytes(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB", "TiB"):
        if count < 10_000:
            return f"{count:,} {unit}"
        count //= 1024
    return f"{count:.3g} PiB" if count < 10_000 else "more than any machine's memory"
