"""A package from a statement, an offer or where things stand; what stays open is refused."""

from __future__ import annotations

import pytest

from parley.dossier.dossier import Dossier
from parley.dossier.language.statements import parse
from parley.dossier.reading import read_text_dossier
from parley.kernel.errors import Refused
from parley.space.from_dossier import model_of
from parley.space.model import Model
from parley.space.packages import Package, package_from, package_of_offer, package_of_status_quo

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
  posts: {question: How many?, values: [0, 1, 2], decided_by: [north, south]}
  press: {question: Press?, values: [in, out], aspect: procedure, decided_by: [north, south]}
feasibility:
  - {id: room, says: width >= 2 if posts = 2, assumed: the test}
preferences:
  north: {weights: [{weight: 2, says: line = river, assumed: the test}]}
  south: {weights: [{weight: 1, says: width >= 2, assumed: the test}]}
bargaining:
  issues: [line, width, posts]
  status_quo: line = ridge and width = 0 and posts < 2
"""
LOG = """
- {id: wide, type: proposal, at: 2001-01-01, by: north, says: width = 4 and press = in,
   if: line = road and posts = 1, text: x}
- {id: narrow, type: proposal, at: 2001-01-02, by: south, says: width = 2, text: x}
- {id: papers, type: proposal, at: 2001-01-03, by: south, says: press = out, text: x}
- {id: talk, type: session, at: 2001-01-03, by: [north, south], text: x}
"""


def read(head: str = HEAD) -> tuple[Dossier, Model]:
    """The made-up dossier and its model."""
    dossier = read_text_dossier({"dossier.yaml": head, "log/2001-01.yaml": LOG})
    assert not [one for one in dossier.faults if one.severity == "error"]
    return dossier, model_of(dossier, part="bargaining")


def of(says: str) -> Package:
    """The package of a statement."""
    _, model = read()
    return package_from(model, parse(says, model.issues))


def test_what_is_not_named_stays_where_things_stand() -> None:
    """The line and the width by the status quo; which issues those are is told."""
    found = of("posts = 1")
    assert found.outcome == {"line": "ridge", "width": "0", "posts": "1"}
    assert found.from_status_quo == ("line", "width")


def test_a_whole_package_needs_no_status_quo() -> None:
    """In any words that leave one value: comparisons, exclusions, conditions."""
    found = of("line not in {river, ridge} and width > 2 and (posts = 2 iff width = 4)")
    assert found.outcome == {"line": "road", "width": "4", "posts": "2"}
    assert found.from_status_quo == ()


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("line = road", r"leaves open: posts; add a value for each, for example `posts = 0`, or"),
        ("posts >= 1", r"leaves open: posts \(1, 2 are left\); add"),
        ("posts = 1 or line = road", r"leaves open: line \(river, .*posts \(0, 1, 2 are left\)"),
        ("posts = 1 and posts = 2", r"cannot be true"),
        ("posts = 1 and (line = road iff posts = 2) and line = road", r"cannot be true"),
        ("posts = 2", r"expected a feasible package, got the package given, which `room` rules"),
    ],
)
def test_what_is_no_package_is_refused(says: str, told: str) -> None:
    """All open issues in one message, with the values that are left of those named."""
    with pytest.raises(Refused, match=told):
        of(says)


def test_only_what_nothing_names_is_to_be_had_from_a_status_quo() -> None:
    """For an issue that is named with several values no status quo would help."""
    with pytest.raises(Refused) as named:
        of("posts >= 1")
    assert "status_quo" not in str(named.value)


def test_where_things_stand() -> None:
    """It must say where each issue stands; a dossier without one is told where to say it."""
    _, model = read()
    with pytest.raises(Refused, match=r"the status quo, which leaves open: posts \(0, 1 are left"):
        package_of_status_quo(model)
    _, model = read(HEAD.replace("posts < 2", "posts = 0"))
    found = package_of_status_quo(model)
    assert found.outcome == {"line": "ridge", "width": "0", "posts": "0"}
    assert found.from_status_quo == ("line", "width", "posts")
    _, model = read(HEAD.rpartition("  status_quo")[0])
    with pytest.raises(Refused, match="expected a status quo, got none"):
        package_of_status_quo(model)


def test_an_offer_is_what_it_says_and_what_it_asks_in_return() -> None:
    """What is not bargained over is left out and named; the rest is where things stand."""
    dossier, model = read(HEAD.replace("posts < 2", "posts = 0"))
    wide = package_of_offer(dossier, model, "wide")
    assert wide.outcome == {"line": "road", "width": "4", "posts": "1"}
    assert (wide.left_out, wide.from_status_quo, wide.entry) == (("press",), (), "wide")
    narrow = package_of_offer(dossier, model, "narrow")
    assert narrow.outcome == {"line": "ridge", "width": "2", "posts": "0"}
    assert narrow.from_status_quo == ("line", "posts")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("papers", "about what is bargained over, got `papers`, which is only about press"),
        ("talk", "expected a proposal of the log, got a session: `talk`"),
        ("wid", "got no entry of that name: `wid`; did you mean `wide`"),
    ],
)
def test_what_is_no_offer_of_substance_is_refused(entry: str, told: str) -> None:
    """Another type of entry, a name that is not there, a proposal about the press."""
    dossier, model = read()
    with pytest.raises(Refused) as refused:
        package_of_offer(dossier, model, entry)
    assert told in str(refused.value)
