"""Rings: things that replace, require or contain one another in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["rings"]


def rings(links: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return one ring from each knot of things that lead back to themselves.

    Parameters:
        links: thing -> what it leads to; what is no key leads nowhere.

    Takes time in proportion to the links, and no depth of the stack.

    >>> rings({"a": ["b"], "b": ["c"], "c": ["a", "d"], "e": ["e"]})
    [('a', 'b', 'c'), ('e',)]
    """
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in links:
        if start in done:
            continue
        trail: dict[str, int] = {start: 0}
        names = [start]
        waiting = [iter(links[start])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(names.pop())
                trail.popitem()
            elif following in trail:
                ring = tuple(names[trail[following] :])
                if done.isdisjoint(ring):
                    found.append(ring)
                    done.update(ring)
            elif following in links and following not in done:
                trail[following] = len(names)
                names.append(following)
                waiting.append(iter(links[following]))
    return found
