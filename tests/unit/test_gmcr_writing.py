"""What is written for GMCR+, and what cannot be."""

import json
import time
from fractions import Fraction
from typing import Any

import pytest

from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or
from parley.interop.gmcr import losses_of, parse_gmcr, write_gmcr
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Preference, Priorities, Ranking, Term, Weights
from tests.unit.gmcr_support import ANSWERS, YES, parsed


def model_of(
    *preferences: Preference | None,
    issues: dict[str, Domain] | None = None,
    feasibility: tuple[Formula, ...] = (),
    **more: Any,
) -> Model:
    """Return a model of parties x and y; the first issue is x's, all others are y's."""
    found = dict.fromkeys("abcd", ANSWERS) if issues is None else issues
    owners = {issue: ("y",) if place else ("x",) for place, issue in enumerate(found)}
    given = zip("xy", preferences, strict=False)
    return Model(
        "drawn",
        found,
        **{
            "parties": {"x": "Xavier", "y": "Yvonne"},
            "decided_by": owners,
            "feasibility": tuple(Named("said", one) for one in feasibility),
            "preferences": {party: one for party, one in given if one is not None},
            **more,
        },
    )


def first(*formulas: Formula) -> Priorities:
    """Return priorities, the most important first."""
    return Priorities(tuple((Named("said", one),) for one in formulas))


def written(model: Model) -> Any:
    """Return what is written, as Python objects."""
    return json.loads(write_gmcr(model))


A, B, C = In("a", YES), In("b", YES), In("c", YES)


def test_statements_are_written_as_conditions() -> None:
    """Formulas become pairs and compounds; what is true everywhere orders nothing."""
    says = first(
        Not(A), If(B, A), Iff(C, Not(B)), Or((A, B)), Iff(A, A), And((A, Not(A))), And((A, B))
    )
    content = written(model_of(says))
    assert content["useManualPreferenceRanking"] is False
    assert content["decisionMakers"][0]["preferences"] == [
        [[0, "N"]],
        {
            "compound": True,
            "members": [[[0, "Y"], [1, "Y"]], [[0, "N"], [1, "Y"]], [[0, "N"], [1, "N"]]],
        },
        {"compound": True, "members": [[[1, "N"], [2, "Y"]], [[1, "Y"], [2, "N"]]]},
        {"compound": True, "members": [[[0, "Y"]], [[1, "Y"]]]},
        [[0, "Y"], [1, "Y"]],
    ]
    assert content["decisionMakers"][1]["preferences"] == []
    assert "preferenceRanking" not in content["decisionMakers"][0]


def test_feasibility_is_written_as_patterns() -> None:
    """What cannot be is listed; statements that are always true list nothing."""
    content = written(
        model_of(
            feasibility=(Not(And((A, B))), And((C, Or((A, B)))), If(A, Iff(B, C)), Const(True))
        )
    )
    assert content["infeasibles"] == [
        [[0, "Y"], [1, "Y"]],
        [[2, "N"]],
        [[0, "N"], [1, "N"]],
        [[0, "N"], [1, "N"], [2, "N"]],
        [[0, "N"], [1, "Y"], [2, "Y"]],
    ]


def test_options_are_grouped_by_decision_maker() -> None:
    """GMCR+ numbers states by options in that order, whatever the order of the issues."""
    content = written(model_of(decided_by={"a": ("y",), "b": ("x", "y"), "c": ("y",), "d": ("x",)}))
    assert [option["parleyId"] for option in content["options"]] == ["b", "d", "a", "c"]
    assert [maker["options"] for maker in content["decisionMakers"]] == [[0, 1], [0, 2, 3]]


@pytest.mark.parametrize(
    "preference",
    [
        Weights((Term(Fraction(1), Fraction(1), says=Named("said", A)),)),
        Ranking(((Named("said", A),),)),
        first(*[A] * 64),
    ],
)
def test_rankings_are_written_for_all(preference: Preference) -> None:
    """One party that needs a ranking makes all of them rankings: GMCR+ has one flag."""
    two = {"a": ANSWERS, "b": ANSWERS}
    content = written(model_of(preference, first(Iff(A, B)), issues=two))
    assert content["useManualPreferenceRanking"] is True
    rankings = [maker["preferenceRanking"] for maker in content["decisionMakers"]]
    assert rankings == [[[2, 4], [1, 3]], [[1, 4], [2, 3]]]
    assert written(model_of(first(*[A] * 63)))["useManualPreferenceRanking"] is False


def test_other_values_than_yes_and_no() -> None:
    """The higher value is taken; `no` and `false` never are; directions turn with them."""
    issues = {
        "level": domain(["low", "high"], ordered=True),
        "signed": domain([True, False]),
        "share": domain([40, 30]),
        "back": domain(["yes", "no"], ordered=True),
    }
    model = model_of(
        first(In("level", frozenset({"low"})), In("signed", frozenset({"true"}))),
        first(In("share", frozenset({"40"})), In("back", YES)),
        issues=issues,
        directions={"level": "up", "back": "up"},
    )
    content = written(model)
    directions = [option["permittedDirection"] for option in content["options"]]
    assert directions == ["fwd", "both", "both", "back"]
    assert content["decisionMakers"][0]["preferences"] == [[[0, "N"]], [[1, "Y"]]]
    assert content["decisionMakers"][1]["preferences"] == [[[2, "Y"]], [[3, "Y"]]]
    assert losses_of(model)[0] == "the values keep no names: they are yes and no"


def test_names_are_kept_apart() -> None:
    """Questions and names in words are written; what would be the same gets its id."""
    model = model_of(
        questions={"a": "Dig?", "b": "Dig?", "c": "Dig?", "d": "\x07"},
        parties={"x": "The village", "y": "The village"},
    )
    content = written(model)
    assert [one["name"] for one in content["options"]] == ["Dig?", "Dig?", "Dig? (c)", "d"]
    names = [one["name"] for one in content["decisionMakers"]]
    assert names == ["The village", "The village (y)"]
    assert list(parsed(content).issues) == list("abcd")
    for option in content["options"]:  # GMCR+ does not keep what it does not know
        del option["parleyId"]
    assert list(parsed(content).issues) == ["dig", "dig_2", "dig_c", "d"]
    content["options"][0]["parleyId"], content["options"][1]["parleyId"] = "if", "dig"
    assert list(parsed(content).issues) == ["dig_2", "dig", "dig_c", "d"]


def parity(names: list[str]) -> Formula:
    """Return a formula of which no two outcomes that differ in one issue say the same."""
    found: Formula = In(names[0], YES)
    for name in names[1:]:
        found = Iff(found, In(name, YES))
    return found


MANY = {f"i{number}": ANSWERS for number in range(18)}
FOUR = list("abcd")


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            model_of(issues={"a": ANSWERS, "line": domain(["x", "y", "z"])}),
            "drawn: issue 'line': expected two values, as GMCR+ has only options, got 3; make a "
            "yes-or-no issue of each value, or leave the issue out",
        ),
        (
            model_of(decided_by={name: ("x",) if name != "c" else () for name in FOUR}),
            "drawn: issue 'c': expected a party that decides it, got none; name who decides it",
        ),
        (model_of(issues={}), "drawn: issues: expected at least one, got none"),
        (
            model_of(Priorities(((Named("first", A), Named("second", B)),))),
            "drawn: the preferences of 'x': expected statements one below the other, got a tie of "
            "`first`, `second`; settle which of them is more important",
        ),
        (
            model_of(Weights((Term(Fraction(1), Fraction(3, 2), says=Named("said", A)),))),
            "drawn: the preferences of 'x', term 1: expected a weight that is known, got one "
            "between 1 and 3/2; settle on one number",
        ),
        (
            model_of(feasibility=(Const(False),)),
            "drawn: feasibility `said`: expected something that can be true, got what never is",
        ),
        (
            model_of(issues=MANY, feasibility=(parity(list(MANY)),)),
            "drawn: feasibility `said`: expected at most 10,000 patterns, and 16 issues in a part, "
            "got more; split the statement or simplify it",
        ),
        (model_of(issues=MANY, feasibility=(parity(list(MANY)[:16]),)), "at most 10,000 patterns"),
        (
            model_of(first(parity(list(MANY))), issues=MANY),
            "drawn: the outcomes: expected 1 to 4,096 feasible outcomes, to be ranked one by one "
            "for x, got more; prefer by simple statements, or leave out issues",
        ),
        (
            model_of(Ranking(()), feasibility=(A, Not(A))),
            "drawn: the outcomes: expected 1 to 4,096 feasible outcomes, to be ranked one by one "
            "for x, got none",
        ),
    ],
)
def test_what_gmcr_cannot_hold(model: Model, message: str) -> None:
    """A model that GMCR+ cannot hold is refused, with what is in the way."""
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        write_gmcr(model)
    assert message in str(caught.value)
    assert time.monotonic() - started < 10


def test_all_obstacles_are_told_at_once() -> None:
    """Every issue that stands in the way is named in one message."""
    model = model_of(
        issues={name: domain(["p", "q", "r"]) for name in "ab"}, decided_by={"a": ("x",)}
    )
    with pytest.raises(Refused) as caught:
        write_gmcr(model)
    assert str(caught.value).splitlines()[0] == "drawn: 3 faults"


def test_what_is_lost() -> None:
    """Each loss has its sentence; a plain model loses nothing."""
    assert losses_of(model_of()) == ()
    model = model_of(
        first(A),
        Weights(()),
        decided_by=dict.fromkeys("abcd", ("x", "y")),
        meanings={"a": {"no": "stay"}},
        status_quo=Named("now", A),
        coalesce=(Named("over", A),),
        notes=("a note",),
    )
    assert len(losses_of(model)) == 7


def test_a_large_ranking_is_written_and_read() -> None:
    """As many outcomes as are ranked one by one take little time."""
    issues = {f"i{number}": ANSWERS for number in range(12)}
    terms = tuple(
        Term(Fraction(2**place), Fraction(2**place), issue=name, scores={"yes": Fraction(1)})
        for place, name in enumerate(issues)
    )
    started = time.monotonic()
    text = write_gmcr(model_of(Weights(terms), issues=issues))
    assert json.loads(text)["decisionMakers"][0]["preferenceRanking"] == list(range(4096, 0, -1))
    again = write_gmcr(parse_gmcr(text, "again"))
    assert json.loads(again)["decisionMakers"] == json.loads(text)["decisionMakers"]
    assert time.monotonic() - started < 20
