"""What follows from what: known answers, proofs and their limits."""

import random
import subprocess
import sys
import time

import pytest

from parley.dossier.language import boxes
from parley.dossier.language.domain import domain
from parley.dossier.language.formulas import And, Const, Formula, In, Not, Or
from parley.dossier.language.logic import (
    Logic,
    Proof,
    always_true,
    conflict,
    consistent,
    entails,
    equivalent,
    make_logic,
    never_true,
    why,
)
from parley.dossier.language.statements import parse
from parley.kernel.errors import Refused

ISSUES = {
    "line": domain(["parallel", "contact", "other"]),
    "wording": domain(["general", "named"]),
    "troops": domain(["included", "left-out"]),
    "share": domain(range(0, 101, 10)),
    "press": domain([True, False]),
}


@pytest.fixture(params=["numbered", "solver"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ask with tied issues numbered, and again with all of them left to the solver."""
    if request.param == "solver":
        monkeypatch.setattr(boxes, "MAX_COMBINATIONS", 1)
    return str(request.param)


def read(*texts: str) -> tuple[Formula, ...]:
    """Read statements over the issues of this file."""
    return tuple(parse(text, ISSUES) for text in texts)


def given(*feasibility: str) -> Logic:
    """Prepare the issues of this file with feasibility statements."""
    return make_logic(ISSUES, read(*feasibility))


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        ((), True),
        (("line = parallel", "line != contact"), True),
        (("line = parallel", "line = contact"), False),
        (("share > 30", "share < 50"), True),
        (("share > 30", "share < 40"), False),
        (("share > 35", "share < 38"), False),
        (("line = parallel and wording = named", "wording = general or press = true"), True),
        (("line = parallel if wording = named", "wording = named", "line = other"), False),
        (("false",), False),
        (("true",), True),
        (("wording = named iff press = true", "not (wording = named) iff press = true"), False),
    ],
)
def test_statements_hold_together_or_not(texts: tuple[str, ...], answer: bool) -> None:
    """`consistent`, and `conflict` with it."""
    logic = given()
    assert consistent(logic, read(*texts)) is answer
    assert (conflict(logic, read(*texts)) is None) is answer


@pytest.mark.parametrize(
    ("premises", "conclusion", "answer"),
    [
        (("line = parallel",), "line in {parallel, contact}", True),
        (("line in {parallel, contact}",), "line = parallel", False),
        (("line in {parallel, contact}", "line != contact"), "line = parallel", True),
        ((), "line in {parallel, contact, other}", True),
        ((), "line = parallel", False),
        ((), "true", True),
        (("line = parallel",), "false", False),
        (("share <= 20",), "share < 30 or press = true", True),
        (("wording = named", "line = parallel if wording = named"), "line = parallel", True),
        (("line = parallel if wording = named",), "line = parallel", False),
        (("line = parallel and press = true",), "line = parallel and share <= 100", True),
    ],
)
def test_a_conclusion_follows_or_not(
    premises: tuple[str, ...], conclusion: str, answer: bool
) -> None:
    """`entails`, and `why` with it."""
    logic, (goal,) = given(), read(conclusion)
    assert entails(logic, read(*premises), goal) is answer
    assert (why(logic, read(*premises), goal) is not None) is answer


@pytest.mark.usefixtures("small")
def test_a_conflict_through_feasibility_names_the_statement() -> None:
    """Two demands that clash only through what is feasible are a conflict, with the proof."""
    logic = given("share <= 50", "line = parallel if troops = included", "press = true")
    asked = read("share = 10", "troops = included", "wording = named", "line = contact")
    assert conflict(logic, asked) == Proof((1, 3), (1,))
    assert conflict(logic, read("share = 60")) == Proof((0,), (0,))
    assert conflict(logic, asked[:3]) is None


@pytest.mark.usefixtures("small")
def test_a_direct_conflict_leaves_feasibility_out() -> None:
    """A feasibility statement is no part of a proof that does without."""
    logic = given("line = parallel if troops = included")
    asked = read("troops = included", "line = contact", "line = other")
    assert conflict(logic, asked) == Proof((1, 2), ())
    mixed = read("press = true if troops = included", *["press = false", "troops = included"])
    assert conflict(logic, mixed) == Proof((0, 1, 2), ())
    both = read("troops = included", "line = parallel")
    assert why(logic, both, read("line = parallel")[0]) == Proof((1,), ())


@pytest.mark.usefixtures("small")
def test_a_proof_names_what_it_needs() -> None:
    """`why` gives premises and feasibility statements, none superfluous."""
    logic = given("wording = named if press = true", "line = parallel if wording = named")
    premises = read("share = 10", "press = true", "troops = included")
    assert why(logic, premises, read("line = parallel")[0]) == Proof((1,), (0, 1))
    assert why(logic, premises, read("line = parallel and share < 20")[0]) == Proof((0, 1), (0, 1))
    assert why(logic, (), read("line = parallel or press = false")[0]) == Proof((), (0, 1))
    assert why(logic, premises, read("wording = general")[0]) is None


@pytest.mark.usefixtures("small")
def test_feasibility_is_left_out_whichever_clash_comes_first() -> None:
    """Of a clash through feasibility and a later direct one, the direct one is the proof."""
    logic = given("line = parallel if troops = included", "share <= 50 if press = true")
    asked = read("troops = included", "line = contact", "wording = named", "wording = general")
    assert conflict(logic, asked) == Proof((2, 3), ())
    known = read("press = true", "share = 40 or wording = named", "wording = general")
    assert why(logic, known, read("share <= 50")[0]) == Proof((1, 2), ())
    corners = read(
        "press = true or wording = named",
        "press = true or wording = general",
        "press = false or wording = named",
        "press = false or wording = general",
    )
    assert conflict(given("press = true"), corners) == Proof((0, 1, 2, 3), ())
    assert conflict(given("press = true"), corners[1:]) == Proof((1, 2), (0,))
    ties = [f"wording = named if share = {n}" for n in range(0, 101, 10)]
    direct = read("wording = named if press = true", "press = true", "share = 10")
    assert why(given(*ties), direct, read("wording = named")[0]) == Proof((0, 1), ())


@pytest.mark.parametrize("count", range(1, 10))
def test_an_issue_has_exactly_one_value_however_asked(count: int) -> None:
    """The solver keeps any number of values apart, and gives each issue one of them."""
    values = [f"v{n}" for n in range(count)]
    issues = {"x": domain(values), "p": domain([True, False]), "q": domain([True, False])}
    logic = make_logic(issues, ())
    off = parse("p = false and q = false", issues)
    every = [parse(f"(x = {value} or p = true) or q = true", issues) for value in values]
    none = [parse(f"(x != {value} or p = true) or q = true", issues) for value in values]
    for place, one in enumerate(every):
        for other in range(place):
            # All values are named, so that each is a class of its own.
            asked = [
                off,
                one,
                every[other],
                *(parse(f"x = {v} if p = true", issues) for v in values),
            ]
            assert conflict(logic, asked) == Proof((0, 1, 2), ())
        rest = [statement for at, statement in enumerate(none) if at != place]
        assert consistent(logic, [off, one, *rest])
        assert entails(logic, [off, *rest], parse(f"x = {values[place]} or p = true", issues))
    assert conflict(logic, [off, *none]) == Proof(tuple(range(count + 1)), ())


def test_a_large_clash_has_nothing_superfluous() -> None:
    """What the solver names at first is larger than need be; the proof is not."""
    chance = random.Random(7)
    issues = {f"i{n}": domain(["a", "b", "c"]) for n in range(12)}

    def part() -> str:
        return f"{chance.choice(list(issues))} {chance.choice(['=', '!='])} {chance.choice('abc')}"

    logic = make_logic(issues, ())
    for _ in range(5):
        asked = [parse(f"{part()} or {part()} or {part()}", issues) for _ in range(250)]
        proof = conflict(logic, asked)
        assert proof is not None
        named = [asked[index] for index in proof.premises]
        assert not consistent(logic, named)
        for place in range(len(named)):
            assert consistent(logic, [*named[:place], *named[place + 1 :]])


def test_a_premise_that_serves_twice_is_named_once() -> None:
    """A proof of several parts is minimal as a whole."""
    premises = read("line = parallel", "line = parallel and press = true", "wording = named")
    goal = read("line = parallel and press = true and wording = named")[0]
    assert why(given(), premises, goal) == Proof((1, 2), ())


@pytest.mark.usefixtures("small")
def test_nothing_follows_from_a_contradiction() -> None:
    """Neither contradictory premises nor contradictory feasibility prove anything."""
    goal = read("press = true")[0]
    clashing = read("line = parallel", "line = other")
    assert not entails(given(), clashing, goal)
    assert why(given(), clashing, goal) is None
    broken = given(
        "troops = included iff wording = named", "troops = included", "wording = general"
    )
    assert not consistent(broken, ())
    assert not consistent(broken, (goal,))
    assert not entails(broken, (goal,), goal)
    assert why(broken, (goal,), goal) is None
    assert not equivalent(broken, goal, goal)
    assert conflict(broken, (goal,)) == Proof((), (0, 1, 2))
    assert conflict(broken, ()) == Proof((), (0, 1, 2))
    general = read("line = parallel if press = true")
    assert conflict(broken, general) == Proof((), (0, 1, 2))
    assert conflict(broken, clashing) == Proof((0, 1), ())


def test_a_false_feasibility_statement_stands_for_itself() -> None:
    """A statement that names no issue and is false leaves nothing feasible."""
    broken = given("press = true", "true", "false")
    assert conflict(broken, read("line = parallel")) == Proof((), (2,))
    assert conflict(given("press = true", "true"), read("line = parallel")) is None


@pytest.mark.usefixtures("small")
def test_formulas_are_compared_by_meaning() -> None:
    """`equivalent` knows what is feasible; `always_true` and `never_true` do not."""
    logic = given("wording = named iff press = true")
    named, press, apart, other = read(
        "wording = named", "press = true", "not (wording = general)", "wording = named or share > 5"
    )
    assert equivalent(logic, named, press)
    assert equivalent(logic, named, apart)
    assert not equivalent(logic, named, other)
    assert not always_true(logic, parse("wording = named iff press = true", ISSUES))
    assert always_true(logic, parse("share >= 0", ISSUES))
    assert always_true(logic, parse("press = true or press = false or share = 0", ISSUES))
    assert not never_true(logic, parse("wording = named and press = false", ISSUES))
    assert never_true(logic, parse("share < 0", ISSUES))
    assert never_true(logic, parse("not (press = true iff not press = false)", ISSUES))


def test_values_that_an_issue_does_not_have_count_for_nothing() -> None:
    """A formula built by hand over unknown values is read as evaluation reads it."""
    logic = given()
    strange = In("line", frozenset({"parallel", "moon"}))
    assert entails(logic, (strange,), read("line = parallel")[0])
    assert never_true(logic, In("line", frozenset({"moon"})))
    tangled = Or((strange, read("press = true")[0]))
    assert entails(logic, (tangled, *read("press = false")), read("line = parallel")[0])


def test_empty_conjunctions_and_disjunctions_have_their_meaning() -> None:
    """`And(())` is true and `Or(())` is false, wherever they stand."""
    logic = given()
    assert always_true(logic, And(()))
    assert never_true(logic, Or(()))
    assert never_true(logic, Or((And((*read("line = parallel"), Const(False))), Or(()))))


def test_a_large_issue_is_cheap() -> None:
    """A hundred thousand values cost as much as the distinctions made among them."""
    issues = {**ISSUES, "money": domain(range(100_000))}
    logic = make_logic(issues, ())
    low, high = parse("money < 60000", issues), parse("money >= 50000", issues)
    trade = parse("money < 60000 if wording = named", issues)
    middle = parse("money >= 50000 and money < 60000", issues)
    named = parse("wording = named", issues)
    assert why(logic, (low, high), middle) == Proof((0, 1), ())
    assert why(logic, (trade, named, high), middle) == Proof((0, 1, 2), ())
    start = time.process_time()
    for _ in range(50):
        assert entails(logic, (low, high), middle)
        assert why(logic, (trade, named, high), middle) is not None
    assert time.process_time() - start < 2


def test_a_thousand_demands_are_searched_fast() -> None:
    """The smallest clash among many statements comes without trying all of them."""
    issues = {f"i{n}": domain(["a", "b", "c"]) for n in range(1_000)}
    demands = [parse(f"i{n} = a if i{n - 1} = a", issues) for n in range(1, 1_000)]
    asked = [*demands, *(parse(text, issues) for text in ("i0 = a", "i50 = b"))]
    start = time.process_time()
    proof = conflict(make_logic(issues, ()), asked)
    assert time.process_time() - start < 5
    assert proof == Proof((*range(50), 999, 1_000), ())


def test_what_is_too_entangled_is_refused_in_bounded_time() -> None:
    """A riddle (twelve pigeons, eleven holes) ends with a message, not with the day."""
    issues = {f"p{n}": domain([f"h{hole}" for hole in range(11)]) for n in range(12)}
    apart = And(
        tuple(
            Not(And((In(f"p{a}", frozenset({hole})), In(f"p{b}", frozenset({hole})))))
            for a in range(12)
            for b in range(a)
            for hole in issues["p0"].values
        )
    )
    start = time.process_time()
    with pytest.raises(Refused, match="entangled"):
        consistent(make_logic(issues, ()), (apart,))
    assert time.process_time() - start < 10


def test_boxes_need_no_solver() -> None:
    """The solver is imported when a question needs it, and not before."""
    program = """
import sys
from parley.dossier.language.domain import domain
from parley.dossier.language.logic import consistent, entails, make_logic
from parley.dossier.language.statements import parse
issues = {"a": domain([1, 2, 3]), "b": domain(["x", "y"])}
logic = make_logic(issues, (parse("a < 3 if b = x", issues),))
assert entails(logic, (parse("b = x", issues),), parse("a in {1, 2}", issues))
assert consistent(logic, (parse("a = 3", issues),))
assert "pysat" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
