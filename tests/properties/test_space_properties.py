"""What a compiled space says of an outcome is what its statements say of it, one by one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Formula, If, Iff, In, Not, Or, evaluate
from parley.kernel.errors import Refused
from parley.space.compiling import compile_space
from parley.space.factors import factors_of, scores
from parley.space.model import Model, Named, Preference, Priorities, Ranking, Term, Weights
from parley.space.space import index_of, outcome_of
from parley.space.uncertainty import unknown_pairs

_ISSUES = {
    "a": Domain(("no", "yes")),
    "b": Domain(("x", "y", "z"), ordered=True),
    "c": Domain(("no", "yes")),
    "d": Domain(("20", "5", "10"), numbers=(20.0, 5.0, 10.0), ordered=True),
}


def _atoms() -> st.SearchStrategy[Formula]:
    return st.sampled_from(sorted(_ISSUES)).flatmap(
        lambda name: st.builds(
            In, st.just(name), st.frozensets(st.sampled_from(_ISSUES[name].values), min_size=1)
        )
    )


def _formulas() -> st.SearchStrategy[Formula]:
    return st.recursive(
        _atoms(),
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(lambda a, b: And((a, b)), inner, inner),
            st.builds(lambda a, b: Or((a, b)), inner, inner),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        ),
        max_leaves=6,
    )


_NAMED = _formulas().map(lambda formula: Named("a statement", formula))
_NUMBERS = st.integers(-20, 20).map(lambda number: Fraction(number, 4))


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    if draw(st.booleans()):
        return Term(low, high, says=draw(_NAMED))
    issue = draw(st.sampled_from(sorted(_ISSUES)))
    return Term(
        low, high, issue=issue, scores={one: draw(_NUMBERS) for one in _ISSUES[issue].values}
    )


_PRIORITIES = st.lists(st.lists(_NAMED, min_size=1, max_size=3).map(tuple), max_size=6).map(
    lambda groups: Priorities(tuple(groups))
)
_WEIGHTS = st.lists(_terms(), max_size=5).map(lambda terms: Weights(tuple(terms)))


def _model(wanted: Preference, feasibility: tuple[Named, ...] = ()) -> Model:
    return Model(
        "made-up",
        _ISSUES,
        {"p": "P"},
        {"a": ("p",)},
        feasibility=feasibility,
        preferences={"p": wanted},
    )


def _key(wanted: Preference, outcome: dict[str, str]) -> tuple[bool, ...] | Fraction:
    """What the party goes by at one outcome: the plain reading of its preference."""
    if isinstance(wanted, Priorities):
        return tuple(evaluate(one.formula, outcome) for group in wanted.groups for one in group)
    assert isinstance(wanted, Weights)
    total = Fraction()
    for term in wanted.terms:
        weight = (term.low + term.high) / 2
        if term.says is not None:
            total += weight * evaluate(term.says.formula, outcome)
        elif term.issue is not None:
            total += weight * term.scores[outcome[term.issue]]
    return total


@given(wanted=st.one_of(_PRIORITIES, _WEIGHTS), rule=st.one_of(st.none(), _NAMED))
def test_ranks_are_dense_and_in_the_order_of_the_statements(
    wanted: Preference, rule: Named | None
) -> None:
    """Infeasible outcomes have -1; the rest stand as their keys do, without gaps."""
    try:
        space = compile_space(_model(wanted, (rule,) if rule is not None else ()))
    except Refused as refused:
        assert "feasible outcome" in refused.message
        return
    outcomes = [outcome_of(space, index) for index in range(space.size)]
    assert [index_of(space, outcome) for outcome in outcomes] == list(range(space.size))
    possible = [rule is None or evaluate(rule.formula, outcome) for outcome in outcomes]
    assert (space.ranks[0] >= 0).tolist() == possible
    keys = {index: _key(wanted, outcomes[index]) for index in range(space.size) if possible[index]}
    places = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    assert all(space.ranks[0][index] == places[key] for index, key in keys.items())


@given(count=st.integers(60, 300), seed=st.integers(0, 1000))
def test_any_number_of_statements_is_exact(count: int, seed: int) -> None:
    """More than 63 statements, where scores in powers of two overflow."""
    random = np.random.default_rng(seed)
    names = list(_ISSUES)
    groups = []
    for _ in range(count):
        name = names[random.integers(len(names))]
        value = _ISSUES[name].values[random.integers(len(_ISSUES[name].values))]
        groups.append((Named("one", In(name, frozenset((value,)))),))
    wanted = Priorities(tuple(groups))
    space = compile_space(_model(wanted))
    keys = [_key(wanted, outcome_of(space, index)) for index in range(space.size)]
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    assert space.ranks[0].tolist() == [places[key] for key in keys]


@given(wanted=_WEIGHTS)
def test_factors_add_up_to_the_score(wanted: Weights) -> None:
    """The tables over few issues, summed, are the score of every outcome, in their unit."""
    space = compile_space(_model(wanted))
    values = dict(zip(space.issues, space.values, strict=True))
    factors = factors_of(wanted, values)
    unit = factors[0].unit if factors else 1
    total = scores(factors, values)
    for index in range(space.size):
        assert Fraction(int(total[index]), unit) == _key(wanted, outcome_of(space, index))


@given(wanted=_PRIORITIES)
def test_an_order_is_unknown_where_two_readings_of_it_disagree(wanted: Priorities) -> None:
    """Statements of one group may be read in any order: forwards and backwards show it here."""
    model = _model(wanted)
    space = compile_space(model)
    unknown = unknown_pairs(model, "p", np.arange(space.size))
    assert (unknown == unknown.T).all()
    assert not unknown.diagonal().any()
    backwards = Priorities(tuple(tuple(reversed(group)) for group in wanted.groups))
    other = compile_space(_model(backwards)).ranks[0]
    rank = space.ranks[0]
    disagree = np.sign(rank[:, None] - rank[None, :]) != np.sign(other[:, None] - other[None, :])
    assert not (disagree & ~unknown).any()


def test_a_ranking_that_puts_an_outcome_at_two_places_is_refused() -> None:
    """The message names both statements."""
    high = Named("a = yes", In("a", frozenset({"yes"})))
    low = Named("b = x", In("b", frozenset({"x"})))
    with pytest.raises(Refused) as caught:
        compile_space(_model(Ranking(((high,), (low,)))))
    assert "`a = yes`" in caught.value.message
    assert "`b = x`" in caught.value.message


def test_feasibility_that_leaves_nothing_names_its_statements() -> None:
    """Only those that contradict each other."""
    rules = (
        Named("first", In("a", frozenset({"yes"}))),
        Named("harmless", In("b", frozenset({"x", "y"}))),
        Named("second", Not(In("a", frozenset({"yes"})))),
    )
    with pytest.raises(Refused) as caught:
        compile_space(_model(Priorities(()), rules))
    assert "`first` and `second`" in caught.value.message


def test_a_space_too_large_is_refused_before_it_is_made() -> None:
    """With the estimate and what would shrink it."""
    issues = {f"issue{k}": Domain(tuple(map(str, range(10)))) for k in range(9)}
    model = Model("huge", issues, {"p": "P"}, {"issue0": ("p",)})
    with pytest.raises(Refused) as caught:
        compile_space(model)
    assert "2^28" in caught.value.message
    assert "9 issues" in caught.value.message
    assert "issue0 (10 values)" in str(caught.value)
