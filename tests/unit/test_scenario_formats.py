"""Scenarios of GeniusWeb and NegMAS, and what a scenario loses when it is written as another."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, In
from parley.interop.scenarios import Written, format_of, losses_of, read_scenario, write_scenario
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Priorities, Term, Weights
from tests.unit.scenario_support import put, utilities

ISSUES = {"Fruit": {"values": ["apple", "pear"]}, "Tons": {"range": ["1", "2.2", "0.5"]}}
DOMAIN = json.dumps({"name": "orchard", "issuesValues": ISSUES})


def _linear(**changes: object) -> str:
    body = {
        "name": "grower",
        "issueUtilities": {
            "Fruit": {"discreteutils": {"valueUtilities": {"apple": 0.25, "pear": 1}}},
            "Tons": {
                "numberutils": {
                    "lowValue": 1,
                    "lowUtility": 0.5,
                    "highValue": 1.5,
                    "highUtility": 1.0,
                }
            },
        },
        "issueWeights": {"Fruit": 0.6, "Tons": 0.4},
        "reservationBid": {"issuevalues": {"Fruit": "apple", "Tons": 1}},
    } | changes
    return json.dumps({"LinearAdditiveUtilitySpace": body}, indent=1)


def test_a_linear_profile_of_geniusweb(tmp_path: Path) -> None:
    """Weights times utilities; between two numbers a straight line, outside of them 0."""
    second = _linear(name="trader", reservationBid=None)
    model = read_scenario(put(tmp_path, {"d.json": DOMAIN, "a.json": _linear(), "b.json": second}))
    assert format_of(tmp_path) == "geniusweb"
    assert model.issues["tons"].values == ("1", "1.5", "2")
    found = utilities(model, "grower")
    assert found["apple", "1"] == Fraction("0.35")
    assert found["pear", "1.5"] == 1
    assert found["pear", "2"] == Fraction("0.6")
    assert model.no_agreement == {"grower": Fraction("0.35")}
    assert any("no reservation bid" in note for note in model.notes)


def test_groups_of_geniusweb(tmp_path: Path) -> None:
    """A combination that is not listed is worth 0, and groups have no weights."""
    domain = json.dumps({"name": "o", "issuesValues": {k: {"values": ["x", "y"]} for k in "AB"}})
    listed = [{"values": ["x", "x"], "util": 0.3}, {"values": ["y", "y"], "util": 0.9}]
    parts = {"one": {"partsutils": {"issues": ["A", "B"], "utilslist": listed}}}
    profile = json.dumps({"SumOfGroupsUtilitySpace": {"name": "g", "partUtilities": parts}})
    model = read_scenario(put(tmp_path, {"d.json": domain, "a.json": profile, "b.json": profile}))
    assert list(utilities(model, "g").values()) == [Fraction("0.3"), 0, 0, Fraction("0.9")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_linear(issueWeights={"Fruit": 0.6}), "as the weight"),
        (_linear(issueWeights={"Fruit": "NaN", "Tons": 1}), "as the weight"),
        (_linear(issueUtilities={}), "utilities for the issue 'Fruit'"),
        (_linear().replace('"pear": 1', '"plum": 1'), "a value of the domain"),
        (_linear().replace('"highValue": 1.5', '"highValue": 0'), "from low to high"),
        (_linear(reservationBid={"issuevalues": {"Fruit": "plum"}}), "in the reservation bid"),
        ('{"DefaultPartialOrdering": {"name": "x"}}', "`DefaultPartialOrdering`"),
    ],
)
def test_faults_of_geniusweb(tmp_path: Path, text: str, words: str) -> None:
    """Every fault has its file and line."""
    put(tmp_path, {"d.json": DOMAIN, "a.json": text, "b.json": _linear()})
    with pytest.raises(Refused) as caught:
        read_scenario(tmp_path)
    assert "a.json:" in str(caught.value)
    assert words in str(caught.value)


SPACE = """\
type: negmas.outcomes.DiscreteCartesianOutcomeSpace
issues:
- name: Fruit
  type: CategoricalIssue
  values: [apple, pear]
- name: Tons
  type: ContiguousIssue
  values: [1, 3]
"""
ADDITIVE = """\
type: LinearAdditiveUtilityFunction
name: grower
values:
- type: TableFun
  mapping: {apple: 0.25, pear: 1.0}
- type: AffineFun
  slope: 0.5
  bias: 0.25
weights: [0.6, 0.4]
bias: 0.125
reserved_value: 0.5
"""
RECTANGLES = """\
type: HyperRectangleUtilityFunction
outcome_ranges:
- 0: [apple]
  1: [0, 3]
- 1: [3]
- null
utilities: [1.0, 0.5, 0.25]
weights: [0.5, 1.0, 1.0]
reserved_value: -.inf
"""


def test_functions_of_negmas(tmp_path: Path) -> None:
    """Tables and lines per issue add up with the bias; ranges leave out their ends."""
    model = read_scenario(put(tmp_path, {"d.yml": SPACE, "a.yml": ADDITIVE, "b.yml": RECTANGLES}))
    assert format_of(tmp_path) == "negmas"
    assert utilities(model, "grower")["apple", "2"] == Fraction("0.15") + Fraction("0.625")
    found = utilities(model, "b")
    assert [found["apple", tons] for tons in "123"] == [Fraction("0.75")] * 3
    assert [found["pear", tons] for tons in "123"] == [
        Fraction("0.25"),
        Fraction("0.25"),
        Fraction("0.75"),
    ]
    assert model.no_agreement == {"grower": Fraction("0.5")}


def test_discounted_functions_of_negmas(tmp_path: Path) -> None:
    """A loss with relative time is a discount; one that counts rounds is left out and said."""
    inner = "ufun:\n" + "".join(f"  {line}\n" for line in ADDITIVE.splitlines())
    head = "type: ExpDiscountedUFun\ndiscount: 0.8\nreserved_value: 0.5\n"
    files = {
        "d.yml": SPACE,
        "a.yml": head + "name: a\nfactor: relative_time\n" + inner,
        "b.yml": head + "name: b\nfactor: step\n" + inner,
    }
    model = read_scenario(put(tmp_path, files))
    assert model.discounts == {"a": Fraction("0.8")}
    assert any(note.startswith("b: its loss of worth") for note in model.notes)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("LinearAdditiveUtilityFunction", "RandomUtilityFunction", "`RandomUtilityFunction`"),
        ("AffineFun", "LambdaFun", "'LambdaFun'"),
        ("pear: 1.0", "plum: 1.0", "a value of 'Fruit'"),
        ("[0.6, 0.4]", "[0.6]", "2 weights, one for each issue"),
        ("slope: 0.5", "slope: .inf", "`slope`"),
        ("TableFun\n  mapping: {apple: 0.25, pear: 1.0}", "IdentityFun", "numbers as the values"),
    ],
)
def test_faults_of_negmas(tmp_path: Path, old: str, new: str, words: str) -> None:
    """Every fault has its file and line."""
    text = ADDITIVE.replace(old, new)
    put(tmp_path, {"d.yml": SPACE, "a.yml": text, "b.yml": ADDITIVE})
    with pytest.raises(Refused) as caught:
        read_scenario(tmp_path)
    assert "a.yml:" in str(caught.value)
    assert words in str(caught.value)


FIT = Domain(("small", "large"))
BOTH = Named("a and b", And((In("a", frozenset({"large"})), In("b", frozenset({"large"})))))


def _model(**changes: object) -> Model:
    half = Fraction(1, 2)
    third = {"small": Fraction(1, 3), "large": Fraction(1)}
    weights = Weights((Term(half, half, issue="a", scores=third), Term(half, half, says=BOTH)))
    parts: dict[str, object] = {
        "name": "made up",
        "issues": {"a": FIT, "b": FIT},
        "parties": {"p": "P", "q": "Q"},
        "decided_by": {"a": ("p", "q"), "b": ("p", "q")},
        "preferences": {"p": weights, "q": Weights(())},
        "no_agreement": {"p": Fraction(0), "q": Fraction(0)},
    }
    return Model(**(parts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "changes", "words"),
    [
        ("genius", {}, "is no hyper-rectangle of integers"),
        ("genius", {"no_agreement": {}}, "GENIUS takes 0"),
        ("geniusweb", {}, "has no end as a decimal"),
        ("geniusweb", {"discounts": {"p": Fraction(1, 2)}}, "has no discount"),
        ("negmas", {"status_quo": BOTH}, "no place for where things stand"),
        ("negmas", {"feasibility": (BOTH,)}, "knows no feasibility"),
        ("negmas", {"directions": {"a": "up"}}, "knows no directions"),
        ("negmas", {"decided_by": {"a": ("p",), "b": ("p", "q")}}, "all parties together"),
        ("dossier", {"discounts": {"p": Fraction(1, 3)}}, "rounded to 15 digits"),
    ],
)
def test_what_is_lost_is_said(written: Written, changes: dict[str, object], words: str) -> None:
    """What a format cannot hold is told, and the rest is written."""
    model = _model(**changes)
    assert any(words in loss for loss in losses_of(model, written))
    assert write_scenario(model, written)


def test_a_dossier_loses_nothing_of_a_scenario() -> None:
    """Thirds are written with what they are out of."""
    assert losses_of(_model(), "dossier") == ()
    assert "out_of: 3" in write_scenario(_model(), "dossier")["dossier.yaml"]


def test_orders_are_not_sums() -> None:
    """What is only an order is refused with the mend."""
    model = _model(preferences={"p": Priorities(((BOTH,),))})
    assert "priorities" in write_scenario(model, "dossier")["dossier.yaml"]
    for written in ("genius", "geniusweb", "negmas"):
        with pytest.raises(Refused, match="give these parties `weights`"):
            write_scenario(model, written)
