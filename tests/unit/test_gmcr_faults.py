"""What is said of files of GMCR+ that cannot be used."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from parley.dossier.language.formulas import In, Not
from parley.interop.gmcr import read_gmcr
from parley.kernel.errors import Refused
from tests.unit.gmcr_support import YES, parsed, ranked, refusal, statement, well


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
    assert statement("(" * 99 + "1" + ")" * 99) == In("share_the_well", YES)
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
