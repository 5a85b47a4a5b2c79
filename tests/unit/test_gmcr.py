"""What is read from files of GMCR+."""

import json

import pytest

from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or
from parley.interop.gmcr import coalitions_of
from parley.kernel.errors import Refused
from parley.space.model import Priorities, Ranking
from tests.unit.gmcr_support import ANSWERS, NO, YES, parsed, ranked, refusal, statement, well


def test_options_become_issues() -> None:
    """Names, ids, deciders, directions and patterns of a file as GMCR+ saves it now."""
    model = parsed(well())
    assert model.name == "well.gmcr"
    assert list(model.issues) == ["share_the_well", "fence_it", "dig"]
    assert all(one == ANSWERS for one in model.issues.values())
    assert model.questions["dig"] == "Dig!"
    assert model.parties == {"hill_village": "Hill Village", "valley_village": "Valley Village"}
    assert model.decided_by["fence_it"] == ("hill_village",)
    assert model.directions == {"fence_it": "up", "dig": "down"}
    (named,) = model.feasibility
    assert named.name == "not (share_the_well = yes and fence_it = yes)"
    assert named.formula == Not(And((In("share_the_well", YES), In("fence_it", YES))))
    assert model.notes == ()


def test_conditions_become_priorities() -> None:
    """The first condition is the most important; several pairs hold together."""
    model = parsed(well())
    preference = model.preferences["hill_village"]
    assert isinstance(preference, Priorities)
    names = [named.name for group in preference.groups for named in group]
    assert names == ["dig = no", "fence_it = yes and share_the_well = no"]


SHARE, DIG = In("share_the_well", YES), In("dig", YES)
NO_SHARE, NO_DIG = In("share_the_well", NO), In("dig", NO)


@pytest.mark.parametrize(
    ("members", "meant"),
    [
        ([["0Y", "2N"], ["0N", "2Y"]], Iff(NO_DIG, SHARE)),
        ([["0Y", "2Y"], ["0N", "2Y"], ["0N", "2N"]], If(DIG, SHARE)),
        ([["2Y", "0Y"], ["0N", "2Y"], ["2N", "0N"]], If(DIG, SHARE)),
        (
            [["0Y", "2N"], ["0N", "2Y"], ["0Y", "2Y"]],
            Or((And((SHARE, NO_DIG)), And((NO_SHARE, DIG)), And((SHARE, DIG)))),
        ),
        ([["0Y", "2N"], ["0N", "1Y"]], None),
        ([["0Y"], ["2Y"]], Or((SHARE, DIG))),
        ([["0Y"]], SHARE),
        ([], Const(False)),
        ([[]], Const(True)),
    ],
)
def test_compounds(members: list[list[str]], meant: Formula | None) -> None:
    """What GMCR+ makes of `q if p` and `q iff p` is recognised; all else is an `or`."""
    value = {"members": [[[int(pair[0]), pair[1]] for pair in one] for one in members]}
    found = statement(value)
    assert found == meant if meant is not None else isinstance(found, Or)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1", SHARE),
        ("-3", NO_DIG),
        ("- 3", NO_DIG),
        ("3 if 1", If(DIG, SHARE)),
        ("-1 IF 3", If(NO_SHARE, DIG)),
        ("3iff-1", Iff(DIG, NO_SHARE)),
        ("1, -3", And((SHARE, NO_DIG))),
        ("1 & -3 and 1", And((SHARE, NO_DIG, SHARE))),
        ("1 | 3 OR 1 & 3", Or((SHARE, DIG, And((SHARE, DIG))))),
        ("not (1 or 3)", Not(Or((SHARE, DIG)))),
        ("NOT NOT 1", Not(Not(SHARE))),
        ("1 or 3 if not -1", If(Or((SHARE, DIG)), Not(NO_SHARE))),
        ("(1 if 3) iff 1", Iff(If(SHARE, DIG), SHARE)),
        ("y-N", And((SHARE, NO_DIG))),
        ("--Y", DIG),
        ("---", Const(True)),
    ],
)
def test_typed_statements(text: str, meant: Formula) -> None:
    """A text is read as typed on GMCR+'s screen, and beyond: options count from 1."""
    assert statement(text) == meant


def test_texts_and_compounds_as_infeasible() -> None:
    """Patterns may be written by hand, too, though GMCR+ itself takes lists of pairs only."""
    content = ranked()
    content["infeasibles"] = ["1 & 2", {"members": [[[0, "Y"], [1, "Y"]]]}, [[0, "N"], [0.0, "N"]]]
    assert "option 0 once in a condition" in refusal(content)
    content["infeasibles"].pop()
    assert list(parsed(content).preferences) == ["hill_village", "valley_village"]


def test_rankings() -> None:
    """States count from 1 by their decimal numbers, the first option being the lowest bit."""
    preference = parsed(ranked()).preferences["hill_village"]
    assert isinstance(preference, Ranking)
    names = [[named.name for named in tier] for tier in preference.tiers]
    assert names == [["state 2"], ["state 1", "state 3"], ["state 4"], ["state 6", "state 5"]]
    best = preference.tiers[0][0].formula  # state 2 is 1 in decimals: the first option alone
    assert best == And((SHARE, In("fence_it", NO), NO_DIG))
    worst = preference.tiers[-1][0].formula  # state 6 is 6: the second and the third
    assert worst == And((NO_SHARE, In("fence_it", YES), DIG))


def test_the_oldest_layout() -> None:
    """Old files say vector for ranking, and have neither coalitions nor a version."""
    content = ranked()
    for maker in content["decisionMakers"]:
        maker["preferenceVector"] = maker.pop("preferenceRanking")
        del maker["misperceptions"], maker["payoffs"]
    content["useManualPreferenceVectors"] = content.pop("useManualPreferenceRanking")
    for key in ("coalitions", "coalitionsFull", "program", "version"):
        del content[key]
    for option in content["options"]:
        option["permittedDir"] = option.pop("permittedDirection")
    old, new = parsed(content), parsed(ranked())
    assert (old.issues, old.preferences, old.directions) == (
        new.issues,
        new.preferences,
        new.directions,
    )


def test_rankings_beside_statements() -> None:
    """The flag decides which of the two counts; what is left out is noted."""
    assert any("statements beside them" in note for note in parsed(ranked()).notes)
    content = ranked()
    content["useManualPreferenceRanking"] = False
    assert isinstance(parsed(content).preferences["hill_village"], Priorities)


def test_options_out_of_order() -> None:
    """States are numbered as GMCR+ does when it has grouped options by decision maker."""
    content = ranked()
    content["options"].insert(0, content["options"].pop())  # dig, share, fence
    for maker, options in zip(content["decisionMakers"], ([1, 2], [0]), strict=True):
        maker["options"] = options
    content["infeasibles"] = [[[1, "Y"], [2, "Y"]]]
    model = parsed(content)
    assert list(model.issues) == ["share_the_well", "fence_it", "dig"]
    assert model.preferences == parsed(ranked()).preferences
    assert any("grouped by decision maker" in note for note in model.notes)


def test_what_is_noted() -> None:
    """Misperceptions and shared options are not silently taken for something else."""
    content = well()
    content["decisionMakers"][0]["misperceptions"] = [[[2, "Y"]]]
    content["decisionMakers"][1]["options"] = [2, 1]
    model = parsed(content)
    assert model.decided_by["fence_it"] == ("hill_village", "valley_village")
    assert model.notes == (
        "fence_it: Hill Village and Valley Village decide it together; GMCR+ lets each of them "
        "change it alone",
        "Hill Village: its misperceptions are left out; it sees every feasible state",
    )


def test_coalitions() -> None:
    """Coalitions of two or more are told; one that leaves somebody out is none, as in GMCR+."""
    content = well()
    content["decisionMakers"].append({"name": "Rain", "options": [], "preferences": []})
    assert coalitions_of(json.dumps(content)) == ()
    content["coalitions"] = [[0, 2], 1]
    assert coalitions_of(json.dumps(content)) == (("hill_village", "rain"),)
    assert parsed(content).notes == (
        "GMCR+ coalition: hill_village and rain act as one there; here each acts alone",
    )
    content["coalitions"] = [[0, 2]]
    assert coalitions_of(json.dumps(content)) == ()
    assert parsed(content).notes == (
        "the coalitions are left out, as GMCR+ does: valley_village is in none of them",
    )
    content["coalitions"] = None
    assert coalitions_of(json.dumps(content)) == ()
    content["coalitions"] = [7]
    with pytest.raises(Refused, match=r"the file: coalitions\[0\]: expected a decision maker's"):
        coalitions_of(json.dumps(content))


def test_ids_of_names() -> None:
    """Ids are lower case, unique, no keyword, and a number where the name has no Latin letters."""
    names = ["Élan  vital", "Вода", "", "If", "2% tax", "share\u001b[1m", "Full", "full!", "ŁØæ"]
    content = well()
    content["options"] = [{"name": name, "permittedDirection": "both"} for name in names]
    content["decisionMakers"][0]["options"] = list(range(len(names)))
    content["decisionMakers"][1]["options"] = []
    content["infeasibles"] = []
    model = parsed(content)
    assert list(model.issues) == [
        "elan_vital",
        "option_2",
        "option_3",
        "option_if",
        "option_2_tax",
        "share_1m",
        "full",
        "full_2",
        "loae",
    ]
    assert model.questions["share_1m"] == "share [1m"
    assert model.questions["option_2"] == "Вода"


def test_equal_names_of_different_owners() -> None:
    """Two decision makers may each have an option of one name, as in files of GMCR+."""
    content = well()
    content["options"][2]["name"] = "Fence it"
    assert list(parsed(content).issues) == ["share_the_well", "fence_it", "fence_it_2"]
