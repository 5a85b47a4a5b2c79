"""What is written for GMCR+ means the same when it is read, there and here."""

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or, evaluate
from parley.interop.gmcr import parse_gmcr, write_gmcr
from parley.interop.gmcr.cubes import cubes_of
from parley.kernel.errors import Refused
from parley.space.model import (
    Direction,
    Model,
    Named,
    Preference,
    Priorities,
    Ranking,
    Term,
    Weights,
)

ANSWERS = Domain(("no", "yes"), ordered=True)
DIRECTIONS: tuple[Direction, ...] = ("both", "up", "down")
Outcome = Mapping[str, str]


def outcomes_of(model: Model) -> list[dict[str, str]]:
    """Return the feasible outcomes of a model."""
    rows = product(*(domain.values for domain in model.issues.values()))
    outcomes = [dict(zip(model.issues, row, strict=True)) for row in rows]
    return [
        outcome
        for outcome in outcomes
        if all(evaluate(named.formula, outcome) for named in model.feasibility)
    ]


def standing(preference: Preference | None, outcome: Outcome) -> Any:
    """Return how good an outcome is: larger is better."""
    if isinstance(preference, Priorities):
        return [evaluate(one.formula, outcome) for group in preference.groups for one in group]
    if isinstance(preference, Ranking):
        for place, tier in enumerate(preference.tiers):
            if any(evaluate(one.formula, outcome) for one in tier):
                return -place
        return -len(preference.tiers)
    if isinstance(preference, Weights):
        return sum(
            term.low * evaluate(term.says.formula, outcome)
            if term.says is not None
            else term.low * term.scores.get(outcome[term.issue or ""], 0)
            for term in preference.terms
        )
    return 0


def order_of(model: Model, party: str) -> list[list[frozenset[tuple[str, str]]]]:
    """Return a party's weak order of the feasible outcomes: classes, the worst first."""
    preference = model.preferences.get(party)
    classes: list[tuple[Any, set[frozenset[tuple[str, str]]]]] = []
    for outcome in sorted(outcomes_of(model), key=lambda one: standing(preference, one)):
        here = standing(preference, outcome)
        if not classes or classes[-1][0] != here:
            classes.append((here, set()))
        classes[-1][1].add(frozenset(outcome.items()))
    return [sorted(members, key=sorted) for _, members in classes]


def formulas(names: list[str]) -> st.SearchStrategy[Formula]:
    """Draw formulas of every kind over some options."""
    values = st.frozensets(st.sampled_from(("no", "yes")), min_size=1, max_size=1)
    atom = st.builds(In, st.sampled_from(names), values)
    leaf: st.SearchStrategy[Formula] = st.one_of(atom, atom, atom, st.builds(Const, st.booleans()))

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Not, inner),
            st.builds(And, several),
            st.builds(Or, several),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        )

    return st.recursive(leaf, larger, max_leaves=6)


def preferences(names: list[str]) -> st.SearchStrategy[Preference | None]:
    """Draw preferences of every kind, and none."""
    named = formulas(names).map(lambda formula: Named("drawn", formula))
    numbers = st.fractions(-5, 5, max_denominator=4)
    said = st.builds(lambda number, one: Term(number, number, says=one), numbers, named)
    scored = st.builds(
        lambda number, issue, yes: Term(number, number, issue=issue, scores={"yes": yes}),
        numbers,
        st.sampled_from(names),
        st.fractions(0, 3, max_denominator=3),
    )
    priorities = st.lists(st.tuples(named), min_size=1, max_size=4)
    tiers = st.lists(st.lists(named, min_size=1, max_size=2).map(tuple), max_size=4)
    return st.one_of(
        st.none(),
        priorities.map(lambda groups: Priorities(tuple(groups))),
        priorities.map(lambda groups: Priorities(tuple(groups))),
        st.lists(st.one_of(said, scored), max_size=4).map(lambda terms: Weights(tuple(terms))),
        tiers.map(lambda found: Ranking(tuple(found))),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Draw models of 2 to 5 options and 2 or 3 decision makers with a feasible outcome."""
    issues = draw(st.permutations(["attack", "b.2", "c-3", "if_so", "Water"]))
    issues = issues[: draw(st.integers(2, 5))]
    parties = ["iraq", "syria", "7th"][: draw(st.integers(2, 3))]
    deciders = st.lists(st.sampled_from(parties), min_size=1, max_size=2, unique=True)
    drawn = {party: draw(preferences(issues)) for party in parties}
    model = Model(
        "drawn",
        dict.fromkeys(issues, ANSWERS),
        {party: draw(st.sampled_from(["", "Iraq", "the other"])) for party in parties},
        {issue: tuple(draw(deciders)) for issue in issues},
        {issue: draw(st.sampled_from(DIRECTIONS)) for issue in issues},
        tuple(Named("drawn", one) for one in draw(st.lists(formulas(issues), max_size=3))),
        {party: one for party, one in drawn.items() if one is not None},
        {issue: draw(st.sampled_from(["", "Do it?", "Делать?"])) for issue in issues},
    )
    assume(outcomes_of(model))
    return model


@given(models())
def test_what_is_written_reads_the_same(model: Model) -> None:
    """Issues, directions, deciders, feasible outcomes and every party's order survive."""
    again = parse_gmcr(write_gmcr(model), "written")
    assert dict(again.issues) == dict(model.issues)
    assert list(again.parties) == list(model.parties)
    for issue in model.issues:
        assert again.directions.get(issue, "both") == model.directions.get(issue, "both")
        assert set(again.decided_by[issue]) == set(model.decided_by[issue])
    for party in model.parties:
        assert order_of(again, party) == order_of(model, party)
    assert write_gmcr(again) == write_gmcr(parse_gmcr(write_gmcr(again), "written"))


def as_gmcr_plus(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return per decision maker pairs of a payoff and a state's decimal number, as GMCR+ would.

    Works from the file alone, by what GMCR+ is seen to do with one.
    """
    content = json.loads(text)
    count = len(content["options"])

    def holds(condition: Any, state: int) -> bool:
        if isinstance(condition, dict):
            return any(holds(member, state) for member in condition["members"])
        return all((state >> place & 1 == 1) == (word == "Y") for place, word in condition)

    shown = list(dict.fromkeys(n for dm in content["decisionMakers"] for n in dm["options"]))
    assert shown == list(range(count))  # else it would number the states otherwise
    states = [
        state
        for state in range(2**count)
        if not any(holds(pattern, state) for pattern in content["infeasibles"])
    ]
    found = {}
    for dm in content["decisionMakers"]:
        if content["useManualPreferenceRanking"]:
            payoffs = {}
            for place, tier in enumerate(dm["preferenceRanking"]):
                for number in tier if isinstance(tier, list) else [tier]:
                    payoffs[states[number - 1]] = len(states) - place
        else:
            weights = [2**place for place in reversed(range(len(dm["preferences"])))]
            pairs = list(zip(weights, dm["preferences"], strict=True))
            payoffs = {
                state: sum(weight for weight, one in pairs if holds(one, state)) for state in states
            }
        assert set(payoffs) == set(states)
        found[dm["parleyId"]] = sorted((payoff, state) for state, payoff in payoffs.items())
    return found


@given(models())
def test_gmcr_plus_would_rank_the_same(model: Model) -> None:
    """The file means the model by GMCR+'s own rules, without this reader in between."""
    text = write_gmcr(model)
    names = [option["parleyId"] for option in json.loads(text)["options"]]
    for party, ranked in as_gmcr_plus(text).items():
        classes: dict[int, set[frozenset[tuple[str, str]]]] = {}
        for payoff, state in ranked:
            outcome = {
                name: "yes" if state >> place & 1 else "no" for place, name in enumerate(names)
            }
            classes.setdefault(payoff, set()).add(frozenset(outcome.items()))
        expected = [set(members) for members in order_of(model, party)]
        assert [classes[payoff] for payoff in sorted(classes)] == expected


@given(formulas(["a", "b", "c", "d"]), st.booleans())
def test_patterns_hold_where_the_formula_does(formula: Formula, wanted: bool) -> None:
    """Patterns of a formula hold in exactly the outcomes in which it is true, or false."""
    sides = {name: ("no", "yes") for name in "abcd"}
    cubes = cubes_of(formula, sides, wanted)
    assert cubes is not None
    for row in product(("no", "yes"), repeat=4):
        outcome = dict(zip("abcd", row, strict=True))
        held = any(
            all(outcome[issue] == ("yes" if taken else "no") for issue, taken in cube)
            for cube in cubes
        )
        assert held == (evaluate(formula, outcome) == wanted)


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 9),
        st.just(10**40),
        st.floats(allow_nan=False),
        st.sampled_from(["", "Y", "both", "1 if 2", "((1", "-1, 9", "not", "\ud800", "Y-"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "members", "options"]), inner, max_size=3),
    ),
    max_leaves=5,
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw a good file with some of its parts replaced by anything."""
    content = {
        "options": [
            {"name": "Release", "permittedDirection": "both"},
            {"name": "Attack", "permittedDirection": "fwd"},
        ],
        "decisionMakers": [
            {
                "name": "Syria",
                "options": [0],
                "preferences": [[[0, "N"]], {"compound": True, "members": [[[1, "Y"]]]}],
                "preferenceRanking": [3, [1, 2]],
                "misperceptions": [],
            },
            {"name": "Iraq", "options": [1], "preferences": [], "preferenceRanking": [1, 2, 3]},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "coalitions": [0, 1],
        "useManualPreferenceRanking": draw(st.booleans()),
    }
    for _ in range(draw(st.integers(1, 3))):
        place: Any = content
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(place[key], list | dict) or draw(st.integers(0, 3)) == 0:
                place[key] = draw(JSON)
                break
            place = place[key]
    return json.dumps(content)


@given(damaged())
def test_a_damaged_file_is_read_or_refused(text: str) -> None:
    """Whatever stands in the file, the reader returns a model or says what is wrong."""
    try:
        model = parse_gmcr(text, "damaged")
    except Refused as refused:
        assert str(refused).startswith("damaged: ")
        assert str(refused).count("expected") >= 1
    else:
        assert set(model.decided_by) == set(model.issues)
        assert all(who for who in model.decided_by.values())
        str(model).encode("utf-8")


def test_weights_are_compared_exactly() -> None:
    """Thirds that add up to one tie with one."""
    third = Fraction(1, 3)
    terms = tuple(
        Term(third, third, says=Named("n", In(name, frozenset({"yes"})))) for name in "abc"
    )
    whole = Term(Fraction(1), Fraction(1), issue="d", scores={"yes": Fraction(1)})
    model = Model(
        "thirds",
        dict.fromkeys("abcd", ANSWERS),
        {"x": "X"},
        dict.fromkeys("abcd", ("x",)),
        preferences={"x": Weights((*terms, whole))},
    )
    ranking = json.loads(write_gmcr(model))["decisionMakers"][0]["preferenceRanking"]
    assert [8, 9] in ranking
