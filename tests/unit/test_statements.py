"""The statement language: what it reads, and how it says what is wrong."""

import time
from collections.abc import Callable

import pytest

from parley.dossier.language.domain import Domain, cut, domain, mask, number_text
from parley.dossier.language.formulas import (
    And,
    Const,
    Formula,
    If,
    Iff,
    In,
    Not,
    Or,
    conjuncts,
    evaluate,
    issues_of,
    show,
)
from parley.dossier.language.statements import (
    KEYWORDS,
    MAX_ATOMS,
    MAX_DEPTH,
    MAX_LENGTH,
    all_faults,
    parse,
)
from parley.kernel.errors import BadStatement, ParleyError

ISSUES = {
    "line_wording": domain(["general", "named"]),
    "withdrawal_item": domain(["included", "left-out"]),
    "share": domain([10, 20, 30, 40]),
    "depth": domain([-2, 2.5, 0]),
    "pace": domain(["slow", "even", "fast"], ordered=True),
    "press": domain([True, False]),
    "site.north-1": domain(["38th", "да", 'a "b" \\', "and", "two words"]),
}
GENERAL = In("line_wording", frozenset({"general"}))
INCLUDED = In("withdrawal_item", frozenset({"included"}))
SLOW = In("pace", frozenset({"slow"}))
S = "pace = slow"


def atom(issue: str, *values: str) -> In:
    """Build the formula that an issue has one of some values."""
    return In(issue, frozenset(values))


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("line_wording = general", GENERAL),
        ("line_wording=general", GENERAL),
        ('line_wording = "general"', GENERAL),
        ("line_wording = 'general'", GENERAL),
        ("line_wording != general", Not(GENERAL)),
        ("line_wording ≠ general", Not(GENERAL)),
        ("line_wording in {general, named}", atom("line_wording", "general", "named")),
        ("line_wording not in {general}", Not(GENERAL)),
        ("not line_wording = general", Not(GENERAL)),
        ("not not line_wording = general", Not(Not(GENERAL))),
        ("true", Const(True)),
        ("not false", Not(Const(False))),
        ("press = true", atom("press", "true")),
        ("share = 30.0", atom("share", "30")),
        ('share = "30"', atom("share", "30")),
        ("share <= 30", atom("share", "10", "20", "30")),
        ("share<25", atom("share", "10", "20")),
        ("share > 40", atom("share")),
        ("share ≥ 1e", None),
        ("share ≥ 35.5", atom("share", "40")),
        ("share ≤ 10", atom("share", "10")),
        ("depth<-1.5", atom("depth", "-2")),
        ("depth = +2.50", atom("depth", "2.5")),
        ("depth > -.5", atom("depth", "0", "2.5")),
        ("pace < fast", atom("pace", "slow", "even")),
        ("pace >= even", atom("pace", "even", "fast")),
        ("site.north-1 = 38th", atom("site.north-1", "38th")),
        ("site.north-1 = да", atom("site.north-1", "да")),
        ('site.north-1 = "a \\"b\\" \\\\"', atom("site.north-1", 'a "b" \\')),
        ('site.north-1 in {and, "two words"}', atom("site.north-1", "and", "two words")),
        ("line_wording = general if withdrawal_item = included", If(GENERAL, INCLUDED)),
        ("line_wording = general iff withdrawal_item = included", Iff(GENERAL, INCLUDED)),
    ],
)
def test_a_statement_reads_as(text: str, formula: Formula | None) -> None:
    """Each form of the language gives its formula."""
    if formula is None:
        with pytest.raises(BadStatement):
            parse(text, ISSUES)
    else:
        assert parse(text, ISSUES) == formula


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("a and b or c", Or((And((SLOW, GENERAL)), INCLUDED))),
        ("a or b and c", Or((SLOW, And((GENERAL, INCLUDED))))),
        ("(a or b) and c", And((Or((SLOW, GENERAL)), INCLUDED))),
        ("a and b and c", And((SLOW, GENERAL, INCLUDED))),
        ("a and (b and c)", And((SLOW, And((GENERAL, INCLUDED))))),
        ("not a and b", And((Not(SLOW), GENERAL))),
        ("not (a and b)", Not(And((SLOW, GENERAL)))),
        ("a if b or c", If(SLOW, Or((GENERAL, INCLUDED)))),
        ("a and b if c", If(And((SLOW, GENERAL)), INCLUDED)),
        ("a iff b if c", Iff(SLOW, If(GENERAL, INCLUDED))),
        ("a if b iff c", Iff(If(SLOW, GENERAL), INCLUDED)),
        ("(a if b) if c", If(If(SLOW, GENERAL), INCLUDED)),
        ("a if (b if c)", If(SLOW, If(GENERAL, INCLUDED))),
    ],
)
def test_operators_bind_as_documented(text: str, formula: Formula) -> None:
    """The order of binding is iff, if, or, and, not."""
    atoms = {"a": "pace = slow", "b": "line_wording = general", "c": "withdrawal_item = included"}
    written = "".join(atoms.get(letter, letter) for letter in text.replace("and", "&"))
    written = written.replace("&", "and")
    assert parse(written, ISSUES) == formula
    assert parse(show(formula, ISSUES), ISSUES) == formula


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, ("expected an issue", "got the end", "issue = value")),
        ("   ", 1, ("got the end",)),
        ("line_wordin = general", 1, ("'line_wordin'", "did you mean 'line_wording'?")),
        ("line_wording = generel", 16, ("'generel'", "did you mean 'general'?")),
        ("line_wording = Named", 16, ("did you mean 'named'?",)),
        ("line_wording = xyz", 16, ("its values are general, named",)),
        ("zzz = 1", 1, ("the issues are line_wording, withdrawal_item",)),
        ("line_wording == general", 14, ("'=='", "write `=`")),
        ("line_wording is general", 14, ("write `=`",)),
        ("line_wording : general", 14, ("write `=`",)),
        ("press", 6, ("got the end", "`press = true`")),
        ("press and share = 10", 7, ("'and'", "`press = true`")),
        ("press = true && share = 10", 14, ("'&&'", "write `and`")),
        ("press = true || share = 10", 14, ("write `or`",)),
        ("press = true AND share = 10", 14, ("write `and`",)),
        ("NOT press = true", 1, ("write `not`",)),
        ("! press = true", 1, ("write `not`",)),
        ("press = true -> share = 10", 14, ("`A if B`",)),
        ("press=true->share=10", 11, ("'->'", "`A if B`")),
        ("press = true => share = 10", 14, ("`A if B`",)),
        ("press = true <-> share = 10", 14, ("write `iff`",)),
        ("press = true implies share = 10", 14, ("`A if B`",)),
        ("if press = true then share = 10", 1, ("got 'if'", "`A if B`")),
        ("if press = true: share = 10", 1, ("`A if B`",)),
        ("press = true if share = 10 if pace = slow", 28, ("brackets", "(A if B) if C")),
        ("press = true iff share = 10 iff pace = slow", 29, ("brackets",)),
        ("share = 32", 9, ("expected a value of 'share'", "nearest listed values are 30 and 40")),
        ("share = 7", 9, ("nearest listed value is 10",)),
        ("share < much", 9, ("expected a number, got 'much'",)),
        ("share < 1234567890123456", 9, ("at most 15",)),
        ("share < 2,5", 10, ("write a decimal point: `2.5`",)),
        ("share => 10", 7, ("write `>=`",)),
        ("share =< 10", 7, ("write `<=`",)),
        ("share <> 10", 7, ("write `!=`",)),
        ("share =! 10", 8, ("write `!=`",)),
        ("share < −3", 9, ("write the minus sign as `-`",)),
        ("share =", 8, ("expected a value after 'share', got the end",)),
        ("10 <= share", 1, ("write the issue first",)),
        ("share >= 10 <= 20", 13, ("join comparisons with `and`",)),
        ("line_wording < named", 14, ("no order", "`ordered: true`")),
        ("pace < quick", 8, ("expected a value of 'pace'", "slow, even, fast")),
        ("general = line_wording", 1, ("'general' is a value of 'line_wording'",)),
        ("line_wording = general or named", 27, ("in {..., named}",)),
        ("share in (10, 20)", 10, ("in braces",)),
        ("share in {}", 11, ("at least one value",)),
        ("share in {,10}", 11, ("expected a value",)),
        ("share in {10 20}", 14, ("separate values with commas",)),
        ("share in {10", 13, ("close the list",)),
        ("share not 10", 7, ("`share not in {...}`",)),
        ("share = {10, 20}", 9, ("`issue in {a, b}`",)),
        ("(press = true", 14, ("`)`", "column 1", "close the bracket")),
        ("press = true)", 13, ("open a bracket",)),
        ("press = true and and share = 10", 18, ("between `and` and `and`",)),
        ("press = true share = 10", 14, ("got 'share'",)),
        ("site.north-1 = two words", 16, ("'two'",)),
        ("press = 'true", 9, ("close the quote",)),
        ("press = 'true and share = 10 \\", 9, ("close the quote",)),
        ('"press" = true', 1, ("without quotes",)),
        ("press = “true”", 9, ("straight quotes",)),
        ("press = true\n  and presss = true", 20, ("did you mean 'press'?",)),
    ],
)
def test_a_fault_is_shown_at_its_column(text: str, column: int, words: tuple[str, ...]) -> None:
    """The message says where, what was expected, what was got and how to mend it."""
    with pytest.raises(BadStatement) as caught:
        parse(text, ISSUES)
    assert (caught.value.column, [word for word in words if word not in str(caught.value)]) == (
        column,
        [],
    )
    assert caught.value.hint


def test_all_wrong_names_are_reported_at_once() -> None:
    """`all_faults` goes on after an unknown issue or value, up to a fault of syntax."""
    text = "a = 1 and line_wording = x or share < y and (pace < q or line_wording > x)"
    assert [fault.column for fault in all_faults(text, ISSUES)] == [1, 26, 39, 53, 71]
    assert [fault.column for fault in all_faults("a = 1 and share in {9, 8", ISSUES)] == [
        1,
        21,
        24,
        25,
    ]
    assert all_faults("share = 10 if press = true", ISSUES) == []


def seconds(work: Callable[[], object]) -> float:
    """Measure how long something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("x" * 10_000_000, "characters"),
        ("(" * 10_000_000, "characters"),
        ("share = 10" + " or share = 10" * 1_000, "characters"),
        ("(" * MAX_LENGTH, "nesting"),
        ("not " * (MAX_LENGTH // 4), "nesting"),
        ("(" * (MAX_DEPTH + 1) + "share = 10" + ")" * (MAX_DEPTH + 1), "nesting"),
        ("not " * (MAX_DEPTH + 1) + "share = 10", "nesting"),
        ("(true if " * 100 + "true" + ")" * 100, "nesting"),
        ("(" * 60 + "true" + " and true or true if true)" * 60, "nesting"),
        ("share in {" + "10," * MAX_ATOMS + "10}", "values"),
    ],
)
def test_a_text_beyond_the_limits_is_refused_at_once(text: str, word: str) -> None:
    """Neither length nor nesting costs time or stack."""

    def refuse() -> None:
        with pytest.raises(BadStatement, match=word):
            parse(text, ISSUES)

    assert seconds(refuse) < 0.5


def test_the_deepest_and_longest_allowed_are_read() -> None:
    """What is within the limits is read, shown and evaluated."""
    deep = "(" * (MAX_DEPTH - 1) + "share = 10" + ")" * (MAX_DEPTH - 1)
    assert parse(deep, ISSUES) == atom("share", "10")
    negated = parse("not " * (MAX_DEPTH - 1) + "share = 10", ISSUES)
    assert evaluate(negated, {"share": "20"})
    assert parse(show(negated, ISSUES), ISSUES) == negated
    long = parse(" or ".join(["share=10"] * 800), ISSUES)
    assert isinstance(long, Or)
    assert len(long.parts) == 800


def test_a_long_blank_or_broken_text_takes_no_time() -> None:
    """No text makes the reading of its signs slow."""
    for text in (" " * MAX_LENGTH, "- " * 5_000, '"' * 9_999, "a-" * 5_000, "'\\" * 5_000):
        assert seconds(lambda text=text: all_faults(text, ISSUES)) < 0.5  # type: ignore[misc]


def test_many_unknown_names_take_no_time() -> None:
    """Hints are looked up for some words only."""
    issues = {f"issue_number_{n}": domain(["yes", "no"]) for n in range(2_000)}
    text = " or ".join(f"isue{n}=a" for n in range(700))
    start = time.process_time()
    assert len(all_faults(text, issues)) == 700
    assert time.process_time() - start < 10  # a whole pass over all candidates each takes minutes


def test_comparisons_over_large_issues_are_shared_and_bounded() -> None:
    """Equal comparisons share their values; too many different ones are refused."""
    issues = {"money": domain(range(100_000))}
    one, two = parse("money < 70000", issues), parse("money <= 69999", issues)
    assert isinstance(one, In)
    assert isinstance(two, In)
    assert one.allowed is two.allowed
    with pytest.raises(BadStatement, match="1,000,000"):
        parse(" or ".join(f"money < {n}" for n in range(70_000, 70_020)), issues)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (Not(atom("share", "10", "20")), "not share <= 20"),
        (atom("share", "20", "30"), "share in {20, 30}"),
        (atom("share", "40", "30"), "share >= 30"),
        (atom("share"), "share < 10"),
        (atom("share", "10", "20", "30", "40"), "share >= 10"),
        (atom("line_wording", "named", "general"), "line_wording in {general, named}"),
        (Not(atom("line_wording", "named", "general")), "line_wording not in {general, named}"),
        (atom("site.north-1", "and"), 'site.north-1 = "and"'),
        (atom("depth", "-2"), "depth = -2"),
        (Not(Not(SLOW)), "not pace != slow"),
        (If(Or((SLOW, And((SLOW, SLOW)))), SLOW), f"{S} or ({S} and {S}) if {S}"),
        (And(()), "true"),
        (Or(()), "false"),
        (And((SLOW,)), "pace = slow"),
        (atom("press"), "false"),
    ],
)  # fmt: skip
def test_a_formula_is_shown_in_one_way(formula: Formula, text: str) -> None:
    """The canonical text is stable and readable."""
    assert show(formula, ISSUES) == text


def test_formulas_open_and_name_their_parts() -> None:
    """`conjuncts` opens `and` only; `issues_of` names every issue."""
    nested = And((SLOW, And((GENERAL, Or((INCLUDED, And((SLOW, GENERAL))))))))
    assert conjuncts(nested) == (SLOW, GENERAL, Or((INCLUDED, And((SLOW, GENERAL)))))
    assert conjuncts(GENERAL) == (GENERAL,)
    assert issues_of(nested) == {"pace", "line_wording", "withdrawal_item"}
    assert issues_of(Const(True)) == frozenset()


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("other", [True, False])
def test_a_formula_is_true_of_an_outcome(given: bool, other: bool) -> None:
    """`evaluate` follows the truth tables."""
    a, b = Const(given), Const(other)
    assert evaluate(And((a, b)), {}) is (given and other)
    assert evaluate(Or((a, b)), {}) is (given or other)
    assert evaluate(If(a, b), {}) is (given or not other)
    assert evaluate(Iff(a, b), {}) is (given == other)
    assert evaluate(Not(a), {}) is (not given)
    assert evaluate(SLOW, {"pace": "slow"}) is True


def test_values_are_normalised() -> None:
    """Numbers are one value however written; a domain of numbers is ordered by size."""
    mixed = domain([30, "a", True, "0.50", "007", "-0.0"])
    assert mixed == Domain(("30", "a", "true", "0.5", "007", "0"))
    numeric = domain(["30", 10.0, 20.5])
    assert numeric == Domain(("30", "10", "20.5"), True, (30.0, 10.0, 20.5))
    assert numeric.ranked == ("10", "20.5", "30")
    assert domain([0.1 + 0.2]).values == ("0.3",)
    assert cut(numeric, ">=", 20.5) == {"20.5", "30"}
    assert mask(numeric, frozenset({"30", "20.5", "none"})) == 0b101


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ([], "at least one"),
        ([30, "30.0"], "'30' twice"),
        ([True, "true"], "'true' twice"),
        ([" "], "empty text"),
        ([float("nan")], "a number"),
        ([float("inf")], "a number"),
        ([10**15], "at most 15"),
        ([10**5000], "at most 15"),
        ([1e300], "at most 15"),
    ],
)
def test_values_that_cannot_be_told_apart_are_refused(
    values: list[str | int | float | bool], word: str
) -> None:
    """A domain has distinct, comparable values."""
    with pytest.raises(ParleyError, match=word):
        domain(values)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("30", "30"),
        ("30.00", "30"),
        ("+5", "5"),
        ("-0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-2.50", "-2.5"),
        ("007", None),
        ("1e3", None),
        ("1" * 16, None),
        ("٣", None),
        ("", None),
        ("-", None),
        (".", None),
    ],
)
def test_a_number_has_one_text(text: str, number: str | None) -> None:
    """Numbers are recognised strictly and written plainly."""
    assert number_text(text) == number


def test_keywords_are_the_words_of_the_language() -> None:
    """What may not name an issue is exported where issues are declared."""
    assert set(KEYWORDS) == {"and", "or", "not", "if", "iff", "in", "true", "false"}
    with pytest.raises(BadStatement):
        parse("in = a", {"in": domain(["a"])})
