"""A model as a network: tables over a few issues each that add up, and what is feasible.

It is the compiled form for what need not list outcomes: a hundred issues are a hundred small
tables. `compiling` makes the other form, with a rank for every outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

import numpy as np

from parley.dossier.language.formulas import And, Formula, issues_of
from parley.kernel.errors import Refused
from parley.space.factors import Factor, factors_of, middle
from parley.space.limits import require_table
from parley.space.model import Model, Priorities, Ranking, Term, Weights
from parley.space.space import Bools
from parley.space.truth import table_of

__all__ = ["Constraint", "Network", "compile_network", "constraints_of", "utility_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """Which combinations of values of a few issues are possible.

    Parameters:
        name: by which messages speak of it.
        issues: names, in the network's order.
        allowed: bool, one axis for each of `issues`, the last named first.
    """

    name: str
    issues: tuple[str, ...]
    allowed: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Issues, what each outcome is worth to each party, and which outcomes are feasible.

    Parameters:
        name: what messages call it.
        issues: names, in the order of the model.
        values: per issue its values; ordered ones from least to greatest.
        parties: names.
        factors: per party, tables that add up to what an outcome is worth, in units.
        units: per party: worth = sum / unit.
        constraints: an outcome is feasible where all allow it.
        no_agreement: per party what no agreement is worth; None: not known.
        ordinal: per party, whether only the order of its numbers means something.
        notes: what a reader of the results must know.
        digest: names the content of all the above but the notes.
    """

    name: str
    issues: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    factors: tuple[tuple[Factor, ...], ...]
    units: tuple[int, ...]
    constraints: tuple[Constraint, ...] = ()
    no_agreement: tuple[Fraction | None, ...] = ()
    ordinal: tuple[bool, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        blank = len(self.parties)
        if not self.no_agreement:
            object.__setattr__(self, "no_agreement", (None,) * blank)
        if not self.ordinal:
            object.__setattr__(self, "ordinal", (False,) * blank)
        object.__setattr__(self, "digest", _digest(self))

    @property
    def size(self) -> int:
        """How many outcomes there are, feasible or not."""
        return prod(map(len, self.values))


def compile_network(
    model: Model,
    weight: Callable[[Fraction, Fraction], Fraction] = middle,
    time: Fraction = Fraction(),
) -> Network:
    """Compile a model into tables over few issues each, exactly.

    Weights are taken as they are. Priorities become powers of two, a ranking the number of its
    tier: what they are worth orders outcomes rightly, and means nothing else.

    Parameters:
        weight: which number stands for an uncertain weight.
        time: how much of the time for the talks is gone, from 0 to 1; discounts apply to it.

    Raises Refused for a model with no issue or no party, or with a statement about too many issues.
    """
    if not model.issues or not model.parties:
        missing = "issue" if not model.issues else "party that wants something"
        raise Refused(
            f"{model.name}: expected at least one {missing}, got none",
            hint="say what is negotiated, and what each party's `preferences` are",
        )
    values = {name: domain.ranked for name, domain in model.issues.items()}
    factors, units, worth = [], [], []
    for party in model.parties:
        share = _left(model.discounts.get(party), time)
        weights = _as_weights(model.preferences.get(party))
        scaled = Weights(tuple(_scaled(term, share) for term in weights.terms))
        own = _of_ranking(model.preferences.get(party), values) or factors_of(
            scaled, values, weight
        )
        factors.append(own)
        units.append(own[0].unit if own else 1)
        none = model.no_agreement.get(party)
        worth.append(None if none is None else none * share)
    return Network(
        model.name,
        tuple(model.issues),
        tuple(tuple(each) for each in values.values()),
        tuple(model.parties),
        tuple(factors),
        tuple(units),
        tuple(
            constraint
            for named in model.feasibility
            for constraint in constraints_of(named.name, named.formula, values)
        ),
        tuple(worth),
        tuple(
            isinstance(model.preferences.get(party), Priorities | Ranking)
            for party in model.parties
        ),
        model.notes,
    )


def constraints_of(
    name: str, formula: Formula, values: Mapping[str, Sequence[str]]
) -> Iterator[Constraint]:
    """Give a statement as constraints, one for each part of a conjunction.

    Parameters:
        values: issue -> its values, for every issue of the network, in its order.
    """
    if isinstance(formula, And):
        for part in formula.parts:
            yield from constraints_of(name, part, values)
        return
    named = issues_of(formula)
    issues = tuple(issue for issue in values if issue in named)
    require_table(name, [len(values[issue]) for issue in issues])
    yield Constraint(name, issues, table_of(formula, issues, values))


def utility_of(network: Network, party: int, places: Sequence[int]) -> Fraction:
    """Return what one outcome is worth to a party.

    Parameters:
        places: the place of the outcome's value on every issue.
    """
    at = dict(zip(network.issues, places, strict=True))
    total = sum(
        int(factor.table[tuple(at[issue] for issue in reversed(factor.issues))])
        for factor in network.factors[party]
    )
    return Fraction(total, network.units[party])


def _left(discount: Fraction | None, time: Fraction) -> Fraction:
    """What is left of a worth of 1: the discount to the power of the time that is gone."""
    if discount is None or not time or discount == 1:
        return Fraction(1)
    if time == 1:
        return discount
    return Fraction(float(discount) ** float(time))  # no root is a fraction: the nearest float


def _scaled(term: Term, share: Fraction) -> Term:
    if share == 1:
        return term
    return Term(term.low * share, term.high * share, term.says, term.issue, term.scores)


def _as_weights(preference: object) -> Weights:
    """Weights as they are; priorities as powers of two, the last statement's the least."""
    if isinstance(preference, Weights):
        return preference
    if isinstance(preference, Priorities):
        named = [one for group in preference.groups for one in group]
        return Weights(
            tuple(
                Term(Fraction(1 << place), Fraction(1 << place), says=one)
                for place, one in enumerate(reversed(named))
            )
        )
    return Weights(())


def _of_ranking(preference: object, values: Mapping[str, Sequence[str]]) -> tuple[Factor, ...]:
    """A ranking as one table over all issues that it names: higher tiers have higher numbers."""
    if not isinstance(preference, Ranking):
        return ()
    named = {issue for tier in preference.tiers for one in tier for issue in issues_of(one.formula)}
    issues = tuple(issue for issue in values if issue in named)
    require_table("the ranking", [len(values[issue]) for issue in issues])
    table = np.zeros(tuple(len(values[issue]) for issue in reversed(issues)), dtype=np.int64)
    for height, tier in enumerate(reversed(preference.tiers), 1):
        for one in tier:
            table[table_of(one.formula, issues, values)] = height
    return (Factor(issues, table, 1),)


def _digest(network: Network) -> str:
    hashed = hashlib.sha256()
    hashed.update(repr((network.issues, network.values, network.parties, network.units)).encode())
    hashed.update(repr((network.no_agreement, network.ordinal)).encode())
    for tables in network.factors:
        for factor in tables:
            hashed.update(repr((factor.issues, factor.table.shape)).encode())
            hashed.update(
                repr(factor.table.tolist()).encode()
                if factor.table.dtype == np.object_
                else np.ascontiguousarray(factor.table).data
            )
    for constraint in network.constraints:
        hashed.update(repr((constraint.issues, constraint.allowed.shape)).encode())
        hashed.update(np.packbits(constraint.allowed).tobytes())
    return hashed.hexdigest()
