"""A model turned into numbers: outcomes, feasibility, ranks and a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from parley.dossier.language.formulas import Formula
from parley.dossier.language.logic import conflict, make_logic
from parley.kernel.errors import Refused
from parley.space.factors import factors_of, scores
from parley.space.limits import require_room
from parley.space.model import Model, Named, Priorities, Ranking, Weights
from parley.space.ranks import by_refinement, by_tiers, dense
from parley.space.space import Bools, Ints, Space
from parley.space.truth import spread, truth

__all__ = ["clash", "compile_space", "where"]


def compile_space(model: Model) -> Space:
    """Compile a model: its outcomes, which are feasible, who moves what, and ranks.

    Raises Refused for a model with no issue or no party, too large, with no feasible outcome (the
    message names statements that contradict each other), or whose ranking contradicts itself.
    """
    if not model.issues or not model.parties:
        missing = "issue that somebody decides" if not model.issues else "party that decides one"
        raise Refused(
            f"{model.name}: expected at least one {missing}, got none",
            hint="give an issue `decided_by`, and the parties `preferences`",
        )
    values = {name: domain.ranked for name, domain in model.issues.items()}
    sizes = {name: len(each) for name, each in values.items()}
    require_room(model.name, sizes, len(model.parties))
    parties = tuple(model.parties)
    feasible = _feasible(model, values)
    _refuse_contradictions(model, feasible, values)
    ranks = []
    for party in parties:
        rank = _ranks(model, party, values, feasible)
        rank.flags.writeable = False
        ranks.append(rank)
    numbers = {party: number for number, party in enumerate(parties)}
    deciders = tuple(
        frozenset(numbers[one] for one in model.decided_by.get(issue, ())) for issue in model.issues
    )
    directions = tuple(model.directions.get(issue, "both") for issue in model.issues)
    space = Space(
        tuple(model.issues),
        tuple(values.values()),
        parties,
        deciders,
        directions,
        feasible,
        tuple(ranks),
        "",
    )
    return replace(space, digest=_digest(space))


def where(model: Model, formula: Formula) -> Bools:
    """Return of which outcomes of a model a formula is true: bool, shape (size,)."""
    values = {name: domain.ranked for name, domain in model.issues.items()}
    return _where(formula, values)


def _where(formula: Formula, values: Mapping[str, Sequence[str]]) -> Bools:
    small = truth(formula, tuple(values), values)
    return spread(small, [len(each) for each in values.values()])


def _feasible(model: Model, values: Mapping[str, Sequence[str]]) -> Bools | None:
    if not model.feasibility:
        return None
    found = np.ones(tuple(len(values[name]) for name in reversed(tuple(values))), dtype=np.bool_)
    for named in model.feasibility:
        found &= truth(named.formula, tuple(values), values)
    flat = found.reshape(-1)
    if flat.all():
        return None
    if not flat.any():
        raise Refused(
            f"{model.name}: expected some feasible outcome, got none: "
            f"{clash(model)} cannot all be true",
            hint="weaken or remove one of these statements",
        )
    flat.flags.writeable = False
    return flat


def clash(model: Model) -> str:
    """Name the fewest feasibility statements that leave nothing; all where none are to blame."""
    logic = make_logic(model.issues, ())
    proof = conflict(logic, [named.formula for named in model.feasibility])
    guilty = proof.premises if proof is not None else range(len(model.feasibility))
    return " and ".join(f"`{model.feasibility[index].name}`" for index in guilty)


def _refuse_contradictions(
    model: Model, feasible: Bools | None, values: Mapping[str, Sequence[str]]
) -> None:
    """Refuse rankings that place one outcome twice, all of them in one message."""
    faults = [
        fault
        for party, preference in model.preferences.items()
        if isinstance(preference, Ranking)
        for fault in _placed_twice(party, preference, feasible, values)
    ]
    if faults:
        raise Refused(
            f"{model.name}: expected every outcome at one place of a ranking; " + "; ".join(faults),
            hint="narrow one of the two statements, or put them into one tie",
        )


def _placed_twice(
    party: str,
    ranking: Ranking,
    feasible: Bools | None,
    values: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    first: dict[int, Named] = {}
    sizes = [len(each) for each in values.values()]
    tier_of = np.full(int(np.prod(sizes)), -1, dtype=np.int32)
    for number, tier in enumerate(ranking.tiers):
        for named in tier:
            true = _where(named.formula, values)
            if feasible is not None:
                true = true & feasible
            earlier = tier_of[true]
            for other in np.unique(earlier[(earlier >= 0) & (earlier != number)]):
                yield (
                    f"the ranking of {party} puts `{first[int(other)].name}` above "
                    f"`{named.name}`, yet both can be true of one outcome"
                )
            tier_of[true] = number
        if tier:
            first[number] = tier[0]


def _ranks(
    model: Model, party: str, values: Mapping[str, Sequence[str]], feasible: Bools | None
) -> Ints:
    preference = model.preferences.get(party)
    sizes = [len(each) for each in values.values()]
    size = int(np.prod(sizes))
    if preference is None:
        return dense(np.zeros(size, dtype=np.int64), feasible)
    if isinstance(preference, Priorities):
        named = (one for group in preference.groups for one in group)
        return by_refinement(size, (_where(one.formula, values) for one in named), feasible)
    if isinstance(preference, Weights):
        return dense(scores(factors_of(preference, values), values), feasible)
    tiers = (
        np.logical_or.reduce([_where(one.formula, values) for one in tier])
        for tier in preference.tiers
        if tier
    )
    return by_tiers(size, tiers, feasible)


def _digest(space: Space) -> str:
    hashed = hashlib.sha256()
    named = (space.issues, space.values, space.parties, space.directions)
    hashed.update(repr((named, [sorted(each) for each in space.deciders])).encode())
    if space.feasible is not None:
        hashed.update(np.packbits(space.feasible).tobytes())
    for rank in space.ranks:
        hashed.update(np.ascontiguousarray(rank).data)
    return hashed.hexdigest()
