"""What wordings open: read from a made-up dossier, and the errors that say what is missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_text_dossier
from parley.kernel.errors import Refused
from parley.space.from_dossier import model_of
from parley.space.model import Model
from parley.space.openings import (
    LEFT_OUT,
    Item,
    agenda_from,
    agenda_items,
    agenda_text,
    require_status_quo,
    space_key,
    space_of,
    status_quo_of,
)

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
  width: {question: How wide?, values: [0, 2, 4, 6], decided_by: [north, south]}
  guards: {question: Who?, values: [nobody, both, others], decided_by: [north, south]}
  named: {question: Named?, values: [yes, no], aspect: wording, decided_by: [north, south]}
  press: {question: Press?, values: [in, out], decided_by: [north, south]}
preferences:
  north: {weights: [{weight: 1, issue: line, scores: {river: 1}}]}
  south: {weights: [{weight: 1, issue: line, scores: {road: 1}}]}
agenda:
  border:
    title: The border
    wordings:
      general: {text: A line., opens: [line, width], says: named = no}
      river: {text: The river., opens: ["line = river", width], says: named = yes}
      either: {text: River or road., opens: ["line in {river, road} and width <= 2"]}
      narrow: {text: No width., opens: ["width = 0 if line = ridge"]}
  guard:
    title: Guards
    wordings:
      any: {text: Guards., opens: guards}
      thin: {text: Guards on a thin line., opens: [guards], says: width <= 4}
    absent: guards = nobody
  press:
    title: Press
    wordings:
      plain: {text: Press., opens: press, says: press = out}
"""
SECTION = """
bargaining:
  issues: [line, width, guards, named]
  status_quo: line = ridge and width = 0 and named = no
  agenda: [border, guard]
"""


def read(section: str = SECTION, head: str = HEAD) -> tuple[Dossier, Model]:
    """The made-up dossier and its model."""
    dossier = read_text_dossier({"dossier.yaml": head + section})
    assert [fault.message for fault in dossier.faults] == []
    return dossier, model_of(dossier, part="bargaining")


def left(model: Model, items: tuple[Item, ...], *agenda: str) -> Mapping[str, list[str]]:
    """Issue -> the values that an agenda leaves, of the issues that a constraint is about alone."""
    return {
        one.issues[0]: [
            value
            for value, allowed in zip(
                model.issues[one.issues[0]].ranked, one.allowed.tolist(), strict=True
            )
            if allowed
        ]
        for one in space_of(items, agenda, model)
        if len(one.issues) == 1
    }


def test_items_have_their_choices_with_left_out_first() -> None:
    """Wordings in the order declared; what they open, limit and say."""
    dossier, model = read()
    border, guard = agenda_items(dossier, model)
    assert [choice.name for choice in border.choices] == [
        LEFT_OUT,
        "general",
        "river",
        "either",
        "narrow",
    ]
    assert border.choices[1].opens == ("line", "width")
    assert [one.name for one in border.choices[2].limits] == ["line = river"]
    assert [one.name for one in guard.choices[0].says] == ["guards = nobody"]
    assert border.choices[0].text == "left out"


def test_what_is_left_of_each_issue() -> None:
    """Opened: all; in part: some; settled: what is said; else where things stand."""
    dossier, model = read()
    items = agenda_items(dossier, model)
    require_status_quo(items, model)
    assert status_quo_of(model) == {"line": "ridge", "width": "0", "named": "no"}
    still = {"line": ["ridge"], "width": ["0"], "named": ["no"], "guards": ["nobody"]}
    assert left(model, items, LEFT_OUT, LEFT_OUT) == still
    assert left(model, items, "general", "any") == {"named": ["no"]}
    assert left(model, items, "river", LEFT_OUT) == {
        "line": ["river"],
        "named": ["yes"],
        "guards": ["nobody"],
    }
    # What is said about an open issue limits it, and of one that is closed it takes the place of
    # where things stand.
    assert left(model, items, "general", "thin") == {"named": ["no"], "width": ["0", "2", "4"]}
    assert left(model, items, LEFT_OUT, "thin")["width"] == ["0", "2", "4"]


def test_a_limit_on_two_issues_opens_what_it_says() -> None:
    """One statement with parts for each issue, and one that ties two together."""
    dossier, model = read()
    items = agenda_items(dossier, model)
    assert left(model, items, "either", LEFT_OUT)["line"] == ["river", "road"]
    assert left(model, items, "either", LEFT_OUT)["width"] == ["0", "2"]
    (tied,) = (one for one in space_of(items, ("narrow", LEFT_OUT), model) if len(one.issues) == 2)
    assert tied.issues == ("line", "width")
    assert tied.allowed.tolist() == np.array([[1, 1, 1], *[[1, 0, 1]] * 3], dtype=bool).tolist()


def test_limits_of_two_items_open_either() -> None:
    """The union: what neither names stays where it is for that part."""
    head = HEAD.replace(
        "opens: [guards], says: width <= 4", 'opens: [guards, "line = road and width = 6"]'
    ).replace('opens: ["width = 0 if line = ridge"]', 'opens: ["width = 0 or line = road"]')
    dossier, model = read(head=head)
    items = agenda_items(dossier, model)
    found = {one.issues: one.allowed for one in space_of(items, ("narrow", "thin"), model)}
    assert found["line", "width"].T.tolist() == [
        [True, False, False, False],  # river: only without a zone
        [True, False, False, False],  # ridge: the same
        [True, True, True, True],  # road: any width, of which the second item opens only 6
    ]


def test_the_same_space_has_the_same_key() -> None:
    """The order of statements and of items does not matter, and a wider space has another."""
    dossier, model = read()
    items = agenda_items(dossier, model)
    keys = [
        space_key(space_of(items, agenda, model))
        for agenda in (("general", "any"), ("general", "thin"), ("general", "any"))
    ]
    assert keys[0] == keys[2] != keys[1]


def test_issues_without_a_value_are_all_named() -> None:
    """Both that some agenda leaves alone; not the one that every choice of an item settles."""
    section = SECTION.replace("line = ridge and width = 0 and named = no", "line = ridge")
    dossier, model = read(section)
    items = agenda_items(dossier, model)
    with pytest.raises(Refused, match="none for width, named"):
        require_status_quo(items, model)
    with pytest.raises(Refused, match="none for width, named") as caught:
        space_of(items, (LEFT_OUT, LEFT_OUT), model)
    assert "`width = 0`" in str(caught.value.hint)
    assert space_of(items, ("general", LEFT_OUT), model)  # it opens one and settles the other


def test_a_statement_half_about_the_model_is_refused() -> None:
    """With every such statement in one message; one wholly outside is left out."""
    section = SECTION.replace("[line, width, guards, named]", "[line, guards]").replace(
        "line = ridge and width = 0 and named = no", "line = ridge"
    )
    dossier, model = read(section)
    with pytest.raises(Refused, match="`width = 0 if line = ridge` in wording narrow of border"):
        agenda_items(dossier, model)
    head = HEAD.replace('"width = 0 if line = ridge"', "line")
    dossier, model = read(section, head)
    border, _ = agenda_items(dossier, model)
    assert border.choices[1].says == ()
    assert [one.name for one in border.choices[3].limits] == [
        "line in {river, road} and width <= 2"
    ]


def test_drafts_become_agendas() -> None:
    """By item and wording; unknown wordings are refused with the nearest."""
    dossier, model = read()
    items = agenda_items(dossier, model)
    draft = {"border": "river", "press": "plain"}
    assert agenda_from(items, draft) == ("river", LEFT_OUT)
    assert agenda_text(items, ("river", LEFT_OUT)) == "border: river"
    assert agenda_text(items, (LEFT_OUT, LEFT_OUT)) == "nothing"
    with pytest.raises(Refused, match="`rivre`") as caught:
        agenda_from(items, {"border": "rivre"})
    assert "did you mean `river`" in str(caught.value.hint)


def test_all_items_are_compared_where_none_is_named() -> None:
    """The press item opens nothing of the model, and is there all the same."""
    dossier, model = read(SECTION.replace("  agenda: [border, guard]\n", ""))
    items = agenda_items(dossier, model)
    assert [item.name for item in items] == ["border", "guard", "press"]
    assert items[2].choices[1].opens == ()


def test_an_unknown_item_is_refused() -> None:
    """The name, and the nearest."""
    dossier, model = read(SECTION.replace("[border, guard]", "[bordr]"))
    with pytest.raises(Refused, match="got `bordr`") as caught:
        agenda_items(dossier, model)
    assert "did you mean `border`" in str(caught.value.hint)
