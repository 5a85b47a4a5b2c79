"""Trades and fallbacks as parts of the outcomes, of a made-up dossier and the founding one."""

from __future__ import annotations

from pathlib import Path

from parley.bargaining.frontier import frontier
from parley.bargaining.verdicts import judge
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.space.from_dossier import model_of
from parley.space.model import Model
from parley.space.network import compile_network
from parley.space.regions import Region, regions_of

HEAD = """
parley: 1
id: made-up
title: A made-up case
fiction: true
parties:
  north: {name: North}
  south: {name: South}
issues:
  line: {question: Where?, values: [river, ridge, road], decided_by: [north, south]}
  width: {question: How wide?, values: [0, 2, 4], decided_by: [north, south]}
  press: {question: Press?, values: [in, out], aspect: procedure, decided_by: [north, south]}
  rain: {question: Does it rain?, values: [yes, no], aspect: fact}
preferences:
  north:
    weights:
      - {weight: 2, issue: line, scores: {river: 1}}
      - {weight: 1, issue: width, scores: {0: 0, 2: 1, 4: 2}}
  south: {weights: [{weight: 1, issue: line, scores: {road: 2, ridge: 1}}]}
bargaining: {issues: [line, width]}
"""
LOG = """
- {id: swap, type: trade, at: 2001-01-01, by: north, give: line = road, get: width >= 2, text: x}
- {id: half, type: trade, at: 2001-01-02, by: north, give: press = in, get: line = river, text: x}
- id: ladder
  type: fallback
  at: 2001-01-03
  by: north
  when: rain = yes and width <= 2
  rungs: [{do: line = river}, {do: press = out}, {do: line = ridge and width = 4}]
  text: x
- id: insist
  type: fallback
  at: 2001-01-04
  by: north
  on_refusal: line = river
  rungs: [{do: line = river and width = 4}]
  text: x
"""


def read() -> tuple[Dossier, Model]:
    """The made-up dossier and its model."""
    dossier = read_text_dossier({"dossier.yaml": HEAD, "log/2001-01.yaml": LOG})
    return dossier, model_of(dossier, part="bargaining")


def _texts(region: Region) -> list[str]:
    return [one.name for one in region.says]


def test_trades_and_rungs_are_where_they_are_carried_out() -> None:
    """Both sides of a trade; a rung with that part of its condition that is about the substance."""
    inside = regions_of(*read()).inside
    assert [(one.entry, one.rung) for one in inside] == [
        ("swap", None),
        ("ladder", 1),
        ("ladder", 3),
        ("insist", 1),
    ]
    assert _texts(inside[0]) == ["line = road", "width >= 2"]
    when = "rain = yes and width <= 2"
    assert _texts(inside[1]) == ["line = river", when]
    assert [one.name for one in inside[1].left_out] == [when]
    assert _texts(inside[3]) == ["line = river and width = 4"]
    assert inside[3].left_out == ()
    assert [(one.issues, one.allowed.tolist()) for one in inside[1].constraints] == [
        (("line",), [True, False, False]),
        (("width",), [True, True, False]),
    ]


def test_what_is_not_about_the_substance_is_named() -> None:
    """The issues that are not bargained over, with the entry and the rung."""
    beside = regions_of(*read()).beside
    assert [(one.entry, one.rung, one.issues) for one in beside] == [
        ("half", None, ("press",)),
        ("ladder", 2, ("press",)),
    ]


def test_only_the_entries_asked_for() -> None:
    """Such as those in force; other types of entry are passed over."""
    dossier, model = read()
    found = regions_of(dossier, model, [dossier.by_id["insist"]])
    assert [one.entry for one in found.inside] == ["insist"] and found.beside == ()


def test_verdicts_on_the_made_up_entries() -> None:
    """Worked by hand: the trade is efficient at width 4, the last rung cannot come true."""
    dossier, model = read()
    network = compile_network(model)
    found = frontier(network)
    swap, river, ridge, insist = (
        judge(network, one.constraints, found) for one in regions_of(dossier, model).inside
    )
    assert (swap.efficient, swap.of) == (1, 2)
    assert swap.example == {"line": "road", "width": "4"}
    assert river.dominated and river.beaten is not None
    assert [int(one) for one in river.beaten.worth] == [3, 0]
    assert [int(one) for one in river.beaten.better_worth] == [4, 0]
    assert ridge.impossible
    assert insist.example == {"line": "river", "width": "4"}


def test_the_founding_fallback_is_about_the_substance() -> None:
    """Neutral states as observers, whatever was proposed; the trade of wordings is not."""
    root = Path(__file__).parents[2] / "examples" / "kaesong-1951"
    dossier = read_dossier(root)
    issues = ("line", "zone_width", "troops_withdrawal", "observation")
    found = regions_of(dossier, model_of(dossier, issues))
    (observers,) = found.inside
    assert _texts(observers) == ["observation = neutral_states"]
    assert [one.name for one in observers.left_out] == ["unc_control_plan = un_organ"]
    assert ("line_wording", "troops_item") in {one.issues for one in found.beside}
