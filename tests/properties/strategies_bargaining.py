"""Hypothesis strategies for bargaining: networks of all kinds, and models that compile to them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import numpy as np
from hypothesis import strategies as st

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Formula, If, In, Not, Or
from parley.space.factors import Factor
from parley.space.model import Model, Named, Preference, Priorities, Ranking, Term, Weights
from parley.space.network import Constraint, Network

__all__ = ["constraints", "models", "networks", "packages", "preferences"]

_MOST_OUTCOMES = 128
# Ordinary numbers; some that take two limbs of 56 bits; some that take three.
_SCALES = (1, 1, 10**21 + 7, (1 << 125) + 3)


@st.composite
def _values(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for _ in range(draw(st.integers(1, 5))):
        room = _MOST_OUTCOMES // prod(map(len, found))
        size = draw(st.integers(1, min(4, max(room, 1))))
        found.append(tuple(f"v{place}" for place in range(size)))
    return tuple(found)


def _scope(issues: Sequence[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(list(issues)), max_size=min(most, len(issues)))
    return chosen.map(lambda names: tuple(name for name in issues if name in names))


def _shape(network_values: dict[str, tuple[str, ...]], scope: Sequence[str]) -> tuple[int, ...]:
    return tuple(len(network_values[issue]) for issue in reversed(scope))


@st.composite
def _factors(draw: st.DrawFn, values: dict[str, tuple[str, ...]], most: int) -> tuple[Factor, ...]:
    """Tables of one unit: few different numbers, so that there are ties; or huge ones."""
    scale = draw(st.sampled_from(_SCALES))
    unit = draw(st.integers(1, 3))
    numbers = st.integers(-3, 4)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        scope = draw(_scope(tuple(values), most))
        shape = _shape(values, scope)
        count = prod(shape)
        high = draw(st.lists(numbers, min_size=count, max_size=count))
        low = draw(st.lists(st.integers(0, 1), min_size=count, max_size=count))
        own = [a * scale + (b if scale > 1 else 0) for a, b in zip(high, low, strict=True)]
        table = np.array(own, dtype=np.int64 if scale == 1 else np.object_)
        found.append(Factor(scope, table.reshape(shape), unit))
    return tuple(found)


@st.composite
def _constraint(draw: st.DrawFn, values: dict[str, tuple[str, ...]]) -> Constraint:
    """A constraint on up to three issues; now and then one on none, or one that allows nothing."""
    scope = draw(_scope(tuple(values), 3))
    shape = _shape(values, scope)
    chance = st.sampled_from([True, True, True, False])
    allowed = draw(st.lists(chance, min_size=prod(shape), max_size=prod(shape)))
    return Constraint("made-up", scope, np.array(allowed, dtype=np.bool_).reshape(shape))


@st.composite
def networks(draw: st.DrawFn, least: int = 1, most: int = 5) -> Network:
    """Networks of up to 128 outcomes, additive or conditional, with `least` to `most` parties."""
    named = {f"i{place}": each for place, each in enumerate(draw(_values()))}
    linked = draw(st.sampled_from([1, 2, 3]))
    count = draw(st.integers(least, most))
    factors = tuple(draw(_factors(named, linked)) for _ in range(count))
    return Network(
        "a made-up case",
        tuple(named),
        tuple(named.values()),
        tuple(f"p{party}" for party in range(count)),
        factors,
        tuple(each[0].unit if each else 1 for each in factors),
        tuple(draw(st.lists(_constraint(named), max_size=2))),
        tuple(draw(_no_agreement()) for _ in range(count)),
    )


def _no_agreement() -> st.SearchStrategy[Fraction | None]:
    """Below, among and above what outcomes are worth, or not known."""
    usual = st.fractions(-12, 6, max_denominator=3)
    huge = st.builds(lambda a, b: a * b, st.sampled_from(_SCALES), st.integers(-4, 1)).map(Fraction)
    return st.one_of(st.none(), usual, huge)


def constraints(network: Network, most: int = 2) -> st.SearchStrategy[tuple[Constraint, ...]]:
    """Further constraints on a network's outcomes."""
    named = dict(zip(network.issues, network.values, strict=True))
    return st.lists(_constraint(named), max_size=most).map(tuple)


def packages(network: Network) -> st.SearchStrategy[tuple[int, ...]]:
    """Outcomes of a network, feasible or not, as places."""
    return st.tuples(*(st.integers(0, len(each) - 1) for each in network.values))


_ISSUES = {
    "a": Domain(("no", "yes")),
    "b": Domain(("x", "y", "z"), ordered=True),
    "c": Domain(("no", "yes")),
    "d": Domain(("20", "5", "10"), numbers=(20.0, 5.0, 10.0), ordered=True),
}
_ATOMS: st.SearchStrategy[Formula] = st.sampled_from(sorted(_ISSUES)).flatmap(
    lambda name: st.builds(
        In, st.just(name), st.frozensets(st.sampled_from(_ISSUES[name].values), min_size=1)
    )
)
_FORMULAS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda a, b: And((a, b)), inner, inner),
        st.builds(lambda a, b: Or((a, b)), inner, inner),
        st.builds(If, inner, inner),
    ),
    max_leaves=4,
)
_NAMED = _FORMULAS.map(lambda formula: Named("a statement", formula))
_NUMBERS = st.one_of(
    st.integers(-20, 20).map(lambda number: Fraction(number, 4)),
    st.integers(-3, 3).map(lambda number: Fraction(number * 10**17, 9)),
)


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    if draw(st.booleans()):
        return Term(low, high, says=draw(_NAMED))
    issue = draw(st.sampled_from(sorted(_ISSUES)))
    scores = {value: draw(_NUMBERS) for value in _ISSUES[issue].values}
    return Term(low, high, issue=issue, scores=scores)


def preferences() -> st.SearchStrategy[Preference]:
    """Weights with terms on statements, priorities in groups, and rankings in tiers."""
    groups = st.lists(_NAMED, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.lists(_terms(), max_size=4).map(lambda terms: Weights(tuple(terms))),
        st.lists(groups, max_size=5).map(lambda each: Priorities(tuple(each))),
        st.lists(groups, min_size=1, max_size=4).map(lambda each: Ranking(tuple(each))),
    )


@st.composite
def models(draw: st.DrawFn, wanted: st.SearchStrategy[Preference] | None = None) -> Model:
    """Models of four issues and one to three parties, who decide all of it together."""
    parties = ("p", "q", "r")[: draw(st.integers(1, 3))]
    own = wanted if wanted is not None else preferences()
    return Model(
        "a made-up case",
        _ISSUES,
        {party: party for party in parties},
        dict.fromkeys(_ISSUES, parties),
        feasibility=tuple(draw(st.lists(_NAMED, max_size=1))),
        preferences={party: draw(own) for party in parties},
    )
