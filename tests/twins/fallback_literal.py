"""Fallback bargaining as it is told: the parties step down one rung after the other and look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

#: Per party, what each outcome ranks: more is better.
Ranks = Sequence[Mapping[int, int]]


def ladder(ranks: Mapping[int, int]) -> Iterator[set[int]]:
    """What a party accepts after each step, the first at its best.

    A step takes in one more place of its ranking. Where outcomes tie for places, they come
    together as soon as the first of these places is reached.
    """
    places = sorted(ranks, key=lambda one: -ranks[one])
    for step in range(len(places)):
        yield {one for one in ranks if ranks[one] >= ranks[places[step]]}


def fall_back(ranks: Ranks, quota: int) -> tuple[int, set[int]]:
    """The step at which enough parties accept some outcome, and all such outcomes then."""
    for depth, accepted in enumerate(zip(*map(ladder, ranks), strict=True), 1):
        every = set().union(*accepted)
        found = {one for one in every if sum(one in each for each in accepted) >= quota}
        if found:
            return depth, found
    raise AssertionError("the last step accepts everything")


def efficient(ranks: Ranks) -> set[int]:
    """The outcomes that no other beats for everybody."""
    points = {one: tuple(each[one] for each in ranks) for one in ranks[0]}
    return {
        one
        for one, own in points.items()
        if not any(
            other != own and all(a >= b for a, b in zip(other, own, strict=True))
            for other in points.values()
        )
    }
