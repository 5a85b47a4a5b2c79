"""A few outcomes that could come about, found by trying.

A statement that is true of one of them and false of another plainly says something, and no solver
need be asked. What no witness shows is still open: the solver decides.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import Formula, evaluate, issues_of

__all__ = ["find_witnesses"]

_COUNT = 24  # witnesses; that many show nine of ten statements about one value of ten both ways
_STEPS = 2_000  # changes of one value, for all witnesses together
_LARGEST = 1_000_000  # values held by all witnesses together


def find_witnesses(
    issues: Mapping[str, Domain], feasibility: Sequence[Formula]
) -> list[dict[str, str]]:
    """Return some outcomes that satisfy all feasibility statements, or none if none is found.

    The search is short and the same every time: it begins with any values and changes one of those
    that a broken statement is about, until none is broken.
    """
    chance = random.Random(1951)
    steps = _STEPS
    found: list[dict[str, str]] = []
    touching: dict[str, list[int]] = {}
    names = [sorted(issues_of(statement)) for statement in feasibility]
    for index, inside in enumerate(names):
        for name in inside:
            touching.setdefault(name, []).append(index)
    for _ in range(min(_COUNT, _LARGEST // max(1, len(issues)))):
        outcome = {name: chance.choice(domain.values) for name, domain in issues.items()}
        broken = {at for at, one in enumerate(feasibility) if not evaluate(one, outcome)}
        while broken and steps:
            steps -= 1
            statement = min(broken)
            if not names[statement]:
                return []
            name = chance.choice(names[statement])
            outcome[name] = chance.choice(issues[name].values)
            for at in touching[name]:
                (broken.discard if evaluate(feasibility[at], outcome) else broken.add)(at)
        if broken:
            break
        found.append(outcome)
    return found
