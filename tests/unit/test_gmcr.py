"""Reading and writing the files of GMCR+: every version, every fault, every refusal."""

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from parley.dossier.domain import Domain, domain
from parley.dossier.formulas import And, Const, Formula, If, Iff, In, Not, Or
from parley.interop.gmcr import coalitions_of, losses_of, parse_gmcr, read_gmcr, write_gmcr
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Preference, Priorities, Ranking, Term, Weights

YES, NO = frozenset({"yes"}), frozenset({"no"})
ANSWERS = Domain(("no", "yes"), ordered=True)


def well() -> dict[str, Any]:
    """Return a small conflict over a well, in the layout of version 0.3.13."""
    return {
        "decisionMakers": [
            {
                "name": "Hill Village",
                "options": [0, 1],
                "preferences": [[[2, "N"]], [[1, "Y"], [0, "N"]]],
                "payoffs": [1, 2, 3, 4, 5, 6],
                "misperceptions": [],
            },
            {
                "name": "Valley Village",
                "options": [2],
                "preferences": [
                    {"compound": True, "members": [[[0, "N"], [2, "Y"]], [[0, "Y"], [2, "N"]]]}
                ],
                "payoffs": [1, 2, 1, 2, 1, 2],
                "misperceptions": [],
            },
        ],
        "coalitions": [0, 1],
        "coalitionsFull": [{"name": "Hill Village"}, {"name": "Valley Village"}],
        "options": [
            {"name": "Share the well", "permittedDirection": "both"},
            {"name": "Fence it", "permittedDirection": "fwd"},
            {"name": "Dig!", "permittedDirection": "back"},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "useManualPreferenceRanking": False,
        "program": "gmcr-py",
        "version": "0.3.13",
    }


def ranked() -> dict[str, Any]:
    """Return the same conflict with manual rankings: the feasible states are 0, 1, 2, 4, 5, 6."""
    content = well()
    content["useManualPreferenceRanking"] = True
    content["decisionMakers"][0]["preferenceRanking"] = [2, [1, 3], 4, [6, 5]]
    content["decisionMakers"][1]["preferenceRanking"] = [6, 5, 4, 3, 2, [1]]
    return content


def parsed(content: object) -> Model:
    """Read a file given as Python objects."""
    return parse_gmcr(json.dumps(content), "well.gmcr")


def refusal(content: object) -> str:
    """Return why a file is refused; a text is taken as it stands."""
    with pytest.raises(Refused) as caught:
        parse_gmcr(content if isinstance(content, str) else json.dumps(content), "well.gmcr")
    return str(caught.value)


def statement(value: object) -> Formula:
    """Return what a statement of the first decision maker says."""
    content = well()
    content["decisionMakers"][0]["preferences"] = [value]
    preference = parsed(content).preferences["hill_village"]
    assert isinstance(preference, Priorities)
    ((named,),) = preference.groups
    return named.formula


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


def damaged(*path: Any, value: Any) -> dict[str, Any]:
    """Return the ranked conflict with one part replaced, or removed by `...`."""
    content: Any = ranked()
    place = content
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return dict(content)


HILL = "decisionMakers[0] 'Hill Village'"
FAULTS = [
    (damaged("options", value=...), "`options`: expected a list, got nothing"),
    (damaged("options", value={}), "`options`: expected a list, got an object"),
    (damaged("options", value=[]), "options: expected 1 to 1,000 options, got 0"),
    (damaged("options", 1, value="Fence"), "options[1]: expected an object, got the text 'Fence'"),
    (damaged("options", 1, "name", value=...), "options[1], `name`: expected a text, got nothing"),
    (damaged("options", 1, "name", value=7), "options[1], `name`: expected a text, got 7"),
    (damaged("options", 1, "name", value="x" * 1001), "at most 1,000 characters, got 1,001"),
    (
        damaged("options", 1, "permittedDirection", value="up"),
        "options[1] 'Fence it', `permittedDirection`: expected both, fwd or back, got the text "
        '\'up\'; write "permittedDirection": "both" if the move can be taken back',
    ),
    (
        damaged("options", 1, "permittedDirection", value=...),
        "options[1] 'Fence it', `permittedDirection`: expected both, fwd or back, got nothing",
    ),
    (damaged("options", 1, "permittedDirection", value=[]), "fwd or back, got a list of 0"),
    (
        damaged("options", 1, "name", value="Share the well"),
        "options[1] 'Share the well': expected a name of its own for its owner, got the same as "
        "options[0]; rename one of the two",
    ),
    (damaged("decisionMakers", value=[]), "decisionMakers: expected at least one, got none"),
    (damaged("decisionMakers", value=None), "`decisionMakers`: expected a list, got null"),
    (damaged("decisionMakers", 0, value=1), "decisionMakers[0]: expected an object, got 1"),
    (
        damaged("decisionMakers", 1, "name", value="Hill Village"),
        "decisionMakers[1] 'Hill Village': expected a name of its own, got the same as "
        "decisionMakers[0]; rename one of the two",
    ),
    (
        damaged("decisionMakers", 1, "options", value=[3]),
        "decisionMakers[1] 'Valley Village', options[0]: expected an option's number from 0 to 2, "
        "got 3; count the file's `options` from 0",
    ),
    (
        damaged("decisionMakers", 1, "options", value=[]),
        "options[2] 'Dig!': expected a decision maker that has it, got none; add 2 to somebody's "
        "`options`, or delete the option",
    ),
    (damaged("decisionMakers", 0, "options", value=[True]), "got true"),
    (damaged("decisionMakers", 0, "options", value=[10**40]), "more than 30 digits"),
    (damaged("decisionMakers", 0, "options", value=[0.5]), "got 0.5"),
    (
        damaged("decisionMakers", 0, "preferences", value=3),
        f"{HILL}, `preferences`: expected a list",
    ),
    (
        damaged("decisionMakers", 0, "misperceptions", value=3),
        f"{HILL}, `misperceptions`: expected",
    ),
    (damaged("infeasibles", value=...), "`infeasibles`: expected a list, got nothing"),
    (damaged("infeasibles", 0, value=[]), "infeasibles[0]: expected at least one option"),
    (damaged("infeasibles", 0, value=5), "infeasibles[0]: expected a list of pairs, or an object"),
    (damaged("infeasibles", 0, value={"a": 1}), "got an object without it"),
    (damaged("infeasibles", 0, value={"members": [4]}), "infeasibles[0], members[0]: expected a"),
    (damaged("infeasibles", 0, value=[[0, "Y"], 1]), "infeasibles[0][1]: expected a pair"),
    (damaged("infeasibles", 0, value=[[7, "Y"]]), "infeasibles[0][0]: expected an option's number"),
    (damaged("infeasibles", 0, value=[[0, "?"]]), "infeasibles[0][0]: expected Y or N, got the"),
    (damaged("infeasibles", 0, value=[[0, []]]), "expected Y or N, got a list of 0"),
    (damaged("infeasibles", 0, value="4"), "infeasibles[0], column 1: expected an option's number"),
    (
        damaged("infeasibles", value=[[[0, "Y"]], [[0, "N"]]]),
        "infeasibles: expected 1 to 65,536 feasible states where states are ranked one by one, "
        "got none",
    ),
    (
        damaged("useManualPreferenceRanking", value=...),
        "`useManualPreferenceRanking`: expected true or false, as there are rankings, got nothing",
    ),
    (damaged("useManualPreferenceRanking", value="yes"), "expected true or false, got the text"),
    (
        damaged("decisionMakers", 0, "preferenceRanking", value=...),
        f"{HILL}, preferenceRanking: expected a list, as rankings are used, got nothing; write "
        "states from the best to the worst, ties in a list: [4, 2, [1, 3]]",
    ),
    (
        damaged("decisionMakers", 0, "preferenceRanking", value=[2, [1, 3], 4, 6, 5, 2]),
        f"{HILL}, preferenceRanking, place 6: expected state 2 once, got it at place 1 already; "
        "delete one of the two",
    ),
    (
        damaged("decisionMakers", 0, "preferenceRanking", value=[2, [1, 3], 4, 6, 5, 7]),
        f"{HILL}, preferenceRanking, place 6: expected a feasible state from 1 to 6, got 7",
    ),
    (
        damaged("decisionMakers", 0, "preferenceRanking", value=[2, [1, 3]]),
        f"{HILL}, preferenceRanking: expected all 6 feasible states, got none of 4, 5, 6; add "
        "them, in one list at the end if nobody tells them apart",
    ),
    (
        damaged("decisionMakers", 0, "preferenceRanking", value=[[[1]], "2"]),
        f"{HILL}, preferenceRanking[0]: expected a state's number, got a list of 1",
    ),
    (damaged("coalitions", value=3), "coalitions: expected a list, got 3"),
    (damaged("coalitions", value=[0, 2]), "coalitions[1]: expected a decision maker's number"),
    (
        damaged("coalitions", value=[[0, 1], 1]),
        "coalitions[1]: expected 'valley_village' in one coalition, got it in coalitions[0] too",
    ),
]


@pytest.mark.parametrize(("content", "message"), FAULTS)
def test_faults(content: dict[str, Any], message: str) -> None:
    """Each fault says where it is, what was expected, what was got and how to mend it."""
    found = refusal(content)
    assert found.startswith("well.gmcr: ")
    assert message in found
    assert all("; " in line for line in found.splitlines() if ": expected " in line)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 &", "column 4: expected an option's number, `not` or `(`, got the end"),
        ("", "column 1: expected an option's number, `not` or `(`, got the end"),
        ("(1 | 2", "column 7: expected `)` for the bracket opened at column 1, got the end"),
        ("1)", "column 2: expected an operator or the end, got the text ')'"),
        ("1 -2", "column 3: expected an operator or the end, got the text '-2'"),
        ("1 if 2 if 3", "column 8: expected brackets around one `if` or `iff`, got the text 'if'"),
        ("dig", "column 1: expected an option's number, `not` or `(`, got the text 'dig'"),
        ("4", "column 1: expected an option's number from 1 to 3, got '4'; in a text the first"),
        ("1 or 0", "column 6: expected an option's number from 1 to 3, got '0'"),
        ("9" * 5000, "expected an option's number from 1 to 3, got '999"),
        ("١", "expected an option's number, `not` or `(`"),
        ("1 " * 5001, "expected at most 10,000 characters, got 10,002; split the statement"),
        ("(" * 101 + "1" + ")" * 101, "column 101: expected at most 100 levels of brackets"),
        ("not " * 101 + "1", "expected at most 100 levels of brackets and `not`, got more"),
        ("(" * 5000, "expected at most 100 levels of brackets and `not`, got more"),
    ],
)
def test_faults_of_typed_statements(text: str, message: str) -> None:
    """A fault in a text names the decision maker, the statement and the column."""
    content = well()
    content["decisionMakers"][0]["preferences"] = ["1", text]
    found = refusal(content)
    assert found.startswith(f"well.gmcr: {HILL}, statement 2 (preferences[1])")
    assert message in found


def test_deepest_statements_are_read() -> None:
    """As many levels as are allowed are also read."""
    assert statement("(" * 99 + "1" + ")" * 99) == SHARE
    assert isinstance(statement("not " * 99 + "1"), Not)


def test_all_faults_are_told_at_once() -> None:
    """One message has a line for each fault."""
    content = well()
    content["options"][0]["permittedDirection"] = "sideways"
    content["decisionMakers"][1]["preferences"] = [[[9, "Y"]], "1 | 8 | 9", 5]
    content["infeasibles"] = [[[0, "maybe"]]]
    content["coalitions"] = {}
    lines = refusal(content).splitlines()
    assert lines[0] == "well.gmcr: 7 faults"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "options[0] 'Share the well', `permittedDirection`",
        "infeasibles[0][0]",
        "decisionMakers[1] 'Valley Village', statement 1 (preferences[0])[0]",
        "decisionMakers[1] 'Valley Village', statement 2 (preferences[1]), column 5",
        "decisionMakers[1] 'Valley Village', statement 2 (preferences[1]), column 9",
        "decisionMakers[1] 'Valley Village', statement 3 (preferences[2])",
        "coalitions",
    ]
    content["infeasibles"] = [5] * 1000
    assert refusal(content).endswith("\n  and 906 more")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: expected JSON, got 'Expecting value'"),
        ('{"options": [}', "line 1, column 14: expected JSON"),
        ("[]", "the file: expected a JSON object, got a list"),
        ("[" * 1_000_000, "the file: expected lists and objects at most 50 deep, got 1,000,000"),
        ('{"a":' * 60 + "1" + "}" * 60, "at most 50 deep, got 60"),
        ('"' + '\\"' * 1_900_000, "expected JSON"),
        ("[" + "[]," * 600_000 + "[]]", "at most 500,000 lists and objects, got 600,002"),
        (" " * 4_000_001, "expected at most 4,000,000 characters, got 4,000,001"),
        ('{"options": NaN}', "got '`NaN` is no number'"),
        ('{"options": ' + "1" * 5000 + "}", "expected JSON, got 'Exceeds the limit"),
        ('{"options": [], "options": []}', "the key 'options': expected it once in an object"),
    ],
)
def test_no_json_or_too_much_of_it(text: str, message: str) -> None:
    """Texts that would exhaust the machine are refused at once."""
    started = time.monotonic()
    assert message in refusal(text)
    assert time.monotonic() - started < 10


def wide(count: int, infeasibles: list[Any]) -> dict[str, Any]:
    """Return a ranked conflict of one decision maker with many options."""
    options = [{"name": f"o{n}", "permittedDirection": "both"} for n in range(count)]
    maker = {
        "name": "A",
        "options": list(range(count)),
        "preferences": [],
        "preferenceRanking": [1],
    }
    return {
        "options": options,
        "decisionMakers": [maker],
        "infeasibles": infeasibles,
        "useManualPreferenceRanking": True,
    }


@pytest.mark.parametrize(
    "content",
    [
        wide(1000, []),
        wide(17, []),
        wide(30, [[[0, "Y"], [number, "Y"]] for number in range(1, 30)]),
        wide(18, [{"members": [[[n, "Y"], [n - 1, "N"]] for n in range(1, 18)]}] * 9),
    ],
)
def test_too_many_states_to_rank(content: dict[str, Any]) -> None:
    """A ranking of more states than can be told apart one by one is refused soon."""
    started = time.monotonic()
    found = refusal(content)
    assert "feasible states" in found
    assert time.monotonic() - started < 10


def test_too_much_work_to_number_states() -> None:
    """Patterns that take long to apply are refused, and those that take long to find."""
    single = [f"{state:018b}Y".replace("0", "N").replace("1", "Y") for state in range(3_000)]
    started = time.monotonic()
    assert "expected 1 to 65,536 feasible states" in refusal(wide(19, single))
    odd = "(" * 16 + "1 iff 2" + "".join(f") iff {number}" for number in range(3, 19))
    wanted = "infeasibles[0]: expected at most 10,000 patterns, and 16 options in a statement, got"
    assert wanted in refusal(wide(18, [odd]))
    assert time.monotonic() - started < 20


def test_more_options_than_allowed() -> None:
    """A thousand options are read, one more is refused."""
    content = wide(1000, [])
    content["useManualPreferenceRanking"] = False
    assert len(parsed(content).issues) == 1000
    content = wide(1001, [])
    assert "expected 1 to 1,000 options, got 1,001" in refusal(content)


def _forbidden(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read with or without a byte order mark; what is no such file is refused."""
    path = tmp_path / "well.gmcr"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(well()).encode())
    assert read_gmcr(path).name == str(path)
    assert read_gmcr(str(path)).issues == parsed(well()).issues
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(Refused, match=r"well\.gmcr: expected text in UTF-8, got other bytes; "):
        read_gmcr(path)
    path.write_bytes(b" " * 4_000_002)
    with pytest.raises(Refused, match="at most 4,000,000 characters"):
        read_gmcr(path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", _forbidden)
        with pytest.raises(Refused, match="that can be read, got 'Permission denied'; check"):
            read_gmcr(path)
    for missing in (tmp_path, tmp_path / "none.gmcr", "\0"):
        with pytest.raises(Refused, match="expected a file"):
            read_gmcr(missing)


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
