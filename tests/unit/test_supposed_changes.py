"""A change that is written says what it rests on, and keeps no proof that is no longer true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parley.dossier.editing.declared_editing import change_all_declared
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.declarations import Declarations, Preferences
from parley.kernel.errors import Refused
from parley.web.analysis.changes import Changes, read_changes
from parley.web.analysis.first_wish import wishless
from parley.web.analysis.supposed import (
    Basis,
    assumed_too,
    cited_too,
    require_seen,
    rewrites,
    seen_digest,
    whose,
)

ANN = Basis("ann", ())
PAPER = Basis("", ("paper#p1",))
TEXT = """\
parley: 1
id: small
title: A small one
fiction: true

parties:
  red:
    name: Red
  blue:
    name: Blue
  green:
    name: Green

issues:
  line:
    question: Where?
    values: [here, there]
    decided_by: [red, blue, green]

sources:
  paper:
    title: A paper
  letter:
    title: A letter

preferences:
  red:
    priorities:
      - says: line = here
        sources: paper
      - says: line = there
        assumed: us

conflict:
  preferences:
    blue:
      ranking:
        outcomes:
          - line = there  # best
          - line = here
        sources: letter
        assumed: us

bargaining:
  preferences:
    red:
      weights:
        # cited alone
        - {weight: 0.5, says: line = here, sources: [paper, letter]}
        - weight: [0.1, 0.3]
          says: line = there
          sources: letter
          assumed: us, as to the weight
        - weight: 2
          issue: line
          assumed: us
  assumed: us, as to all weights
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a dossier with wishes of every kind."""
    (tmp_path / "log").mkdir()
    (tmp_path / "dossier.yaml").write_text(TEXT)
    return tmp_path


def declared(root: Path) -> Declarations:
    """Return what is declared now, without errors."""
    found = read_dossier(root)
    assert [one for one in found.faults if one.severity == "error"] == []
    return found.declared


def written(root: Path, changes: Changes, basis: Basis = ANN) -> Declarations:
    """Write changes, and return what is declared then."""
    change_all_declared(root, rewrites(declared(root), changes, basis))
    return declared(root)


def wants_of(found: Declarations) -> Preferences:
    """Return the weights of red."""
    assert found.bargaining is not None
    return found.bargaining.preferences["red"]


@pytest.mark.parametrize(
    ("place", "basis", "sources", "assumed"),
    [
        (1, ANN, (), "ann"),
        (1, PAPER, ("paper#p1",), None),
        (2, ANN, ("letter",), "ann"),
        (2, PAPER, ("letter", "paper#p1"), None),
        (2, Basis("ann", ("paper",)), ("letter", "paper"), "ann"),
        (3, ANN, (), "ann"),
    ],
)
def test_a_weight_rests_on_what_is_said(
    root: Path, place: int, basis: Basis, sources: tuple[str, ...], assumed: str | None
) -> None:
    """What the old number rested on goes; passages beside an assumption prove the wish and stay."""
    changes = read_changes((), [f"bargaining:red:{place}:0.75"])
    before = wants_of(declared(root)).weights
    after = wants_of(written(root, changes, basis)).weights
    one = after[place - 1]
    assert (one.weight, one.sources, one.assumed) == (0.75, sources, assumed)
    assert [*after[: place - 1], *after[place:]] == [*before[: place - 1], *before[place:]]
    assert "# cited alone" in (root / "dossier.yaml").read_text()


def test_a_ranking_rests_on_what_is_said(root: Path) -> None:
    """Its proof is about the order; the comment moves along."""
    found = written(root, read_changes(["conflict:blue:2,1"]), PAPER)
    assert found.conflict is not None
    ranking = found.conflict.preferences["blue"].ranking
    assert ranking is not None
    assert ranking.outcomes == ("line = here", "line = there")
    assert (ranking.sources, ranking.assumed) == (("paper#p1",), None)
    assert "- line = there  # best" in (root / "dossier.yaml").read_text()


def test_a_shared_order_has_no_place_for_a_proof(root: Path) -> None:
    """The proof of the wishes stays with them, and nothing need be said."""
    found = written(root, read_changes(["shared:red:2,1"]), Basis())
    assert [one.says for one in found.preferences["red"].priorities] == [
        "line = there",
        "line = here",
    ]
    assert found.preferences["red"].priorities[1].sources == ("paper",)


def test_a_worth_of_no_agreement_is_told_in_its_section(root: Path) -> None:
    """Once: who changes it again takes the place of who did before."""
    worth = read_changes((), (), ["bargaining:red:0.25"])
    found = written(root, worth, Basis("ann", ("paper",)))
    assert found.bargaining is not None
    assert wants_of(found).reservation == 0.25
    assert found.bargaining.sources == ("paper",)
    told = "us, as to all weights; ann, as to what no agreement is worth to red"
    assert found.bargaining.assumed == told
    found = written(root, read_changes((), (), ["bargaining:red:3"]), Basis("bob"))
    assert found.bargaining is not None
    assert found.bargaining.assumed == told.replace("ann", "bob")
    assert "reservation: 3\n" in (root / "dossier.yaml").read_text()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (read_changes(["shared:red:1,2"]), "nothing to write"),
        (read_changes((), ["bargaining:red:3:2"]), "nothing to write"),
        (read_changes(["shared:red:2,1,3"]), "no such wish"),
        (read_changes(["conflict:red:2,1"]), "no such wish"),
        (read_changes((), ["bargaining:red:4:1"]), "no such weight 4"),
        (read_changes((), ["bargaining:red:0:1"]), "no such weight 0"),
        (read_changes((), (), ["bargaining:blue:1"]), "no such wish"),
    ],
)
def test_what_is_not_there_is_refused(root: Path, changes: Changes, message: str) -> None:
    """With what was expected."""
    with pytest.raises(Refused, match=message):
        rewrites(declared(root), changes, ANN)


def test_changes_must_say_what_they_rest_on(root: Path) -> None:
    """A number without a basis is not written."""
    with pytest.raises(Refused, match="rest on"):
        rewrites(declared(root), read_changes((), ["bargaining:red:3:1"]), Basis())


def test_what_was_seen_is_what_is_there(root: Path) -> None:
    """Only the wishes that are changed count; how they are written does not."""
    changes = read_changes(["shared:red:2,1"])
    seen = seen_digest(declared(root), changes)
    path = root / "dossier.yaml"
    path.write_text(
        TEXT.replace("weight: 2", "weight: 3").replace("says: line = here", "says: 'line = here'")
    )
    require_seen(changes, seen, declared(root))
    path.write_text(TEXT.replace("assumed: us\n\nconflict", "assumed: them\n\nconflict"))
    with pytest.raises(Refused, match="wishes of red was changed meanwhile"):
        require_seen(changes, seen, declared(root))


def test_words_for_sections_and_the_history() -> None:
    """Nothing is told twice, and an assumption that is gone leaves nothing behind."""
    assert assumed_too(ANN, ["a", "b"], None) == "ann, as to a; ann, as to b"
    assert assumed_too(Basis("ann; bob"), ["a"], "x; ann, as to a") == "x; ann, bob, as to a"
    assert assumed_too(PAPER, ["a"], "ann, as to a") is None
    assert cited_too((), None) is None
    assert cited_too(("x",), "x") == "x"
    assert cited_too(("y",), "x") == ["x", "y"]
    changes = read_changes(["shared:red:2,1"], ["bargaining:red:3:2"], ["bargaining:red:3"])
    assert whose(changes) == "order of red, weights of red, no agreement of red"


def test_parties_without_a_wish(root: Path) -> None:
    """Each in the section in which it decides something; shared wishes count everywhere."""
    found: list[Any] = [(one.scope, one.party) for one in wishless(declared(root))]
    assert found == [("conflict", "green"), ("bargaining", "blue"), ("bargaining", "green")]
    text = TEXT[: TEXT.index("conflict:")]
    (root / "dossier.yaml").write_text(text)
    assert [one.at for one in wishless(declared(root))] == ["shared:blue", "shared:green"]
