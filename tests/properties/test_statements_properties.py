"""The statement language on texts and formulas that nobody thought of."""

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.language.domain import Domain, domain
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
    parts_of,
    show,
)
from parley.dossier.language.statements import MAX_LENGTH, all_faults, parse
from parley.kernel.errors import BadStatement

ODD_VALUES = ["a", "and", "true", "two words", "q\"u\\o'te", "38th", "да", "-", "not\nhere", "x->y"]
ISSUES: dict[str, Domain] = {
    "wording": domain(["general", "named", "none"]),
    "pace": domain(["slow", "even", "fast", "in"], ordered=True),
    "share": domain([-10, 0, 2.5, 30, 100]),
    "site.1-a": domain(ODD_VALUES),
    "press": domain([True, False]),
}


def atoms() -> st.SearchStrategy[Formula]:
    """Draw what one issue can be, as a text could say it."""

    def of(name: str) -> st.SearchStrategy[Formula]:
        values = ISSUES[name].values
        least = 0 if ISSUES[name].ordered else 1
        chosen = st.frozensets(st.sampled_from(values), min_size=least)
        return st.builds(In, st.just(name), chosen)

    return st.sampled_from(sorted(ISSUES)).flatmap(of)


def formulas() -> st.SearchStrategy[Formula]:
    """Draw formulas of every kind."""
    leaves: st.SearchStrategy[Formula] = st.one_of(atoms(), st.builds(Const, st.booleans()))

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, min_size=2, max_size=4).map(tuple)
        return st.one_of(
            st.builds(Not, inner),
            st.builds(And, several),
            st.builds(Or, several),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        )

    return st.recursive(leaves, larger, max_leaves=25)


OUTCOMES = st.fixed_dictionaries({n: st.sampled_from(d.values) for n, d in ISSUES.items()})
LANGUAGE = "and or not if iff in true false AND implies then is general slow 30 -10 2.50 007"
SIGNS = "= != < <= > >= ≤ ≥ ≠ == -> <-> && || ! ( ) { } , : ; . \t \n \x00 \u2028 \" ' \\"
QUOTED = ['"named"', "'fast'"]
WORDS = st.sampled_from([*ISSUES, *ODD_VALUES, *QUOTED, *LANGUAGE.split(), *SIGNS.split(" ")])


@given(formulas())
def test_reading_what_was_shown_gives_the_formula_back(formula: Formula) -> None:
    """`parse(show(f)) == f`, and showing again changes nothing."""
    text = show(formula, ISSUES)
    if len(text) <= MAX_LENGTH:
        again = parse(text, ISSUES)
        assert again == formula
        assert hash(again) == hash(formula)
        assert show(again, ISSUES) == text
        assert all_faults(text, ISSUES) == []


@given(formulas(), OUTCOMES)
def test_conjuncts_say_what_the_formula_says(formula: Formula, outcome: dict[str, str]) -> None:
    """A formula is true exactly where all its conjuncts are, and names what its parts name."""
    parts = conjuncts(formula)
    assert all(evaluate(part, outcome) for part in parts) == evaluate(formula, outcome)
    assert not any(isinstance(part, And) for part in parts)
    inside = [issues_of(part) for part in parts_of(formula)]
    assert isinstance(formula, In) or issues_of(formula) == frozenset().union(*inside)


@given(st.sampled_from(["pace", "share"]), st.sampled_from(["<", "<=", ">", ">="]), st.data())
def test_comparisons_follow_the_order(name: str, relation: str, data: st.DataObject) -> None:
    """A comparison holds for a value exactly where the order says so."""
    issue = ISSUES[name]
    bound = data.draw(st.sampled_from(issue.values))
    value = data.draw(st.sampled_from(issue.values))
    a, b = issue.ranked.index(value), issue.ranked.index(bound)
    expected = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[relation]
    assert evaluate(parse(f'{name} {relation} "{bound}"', ISSUES), {name: value}) == expected


@given(st.integers(-200, 200).map(lambda tenths: tenths / 10), st.data())
def test_numbers_compare_with_any_number(bound: float, data: st.DataObject) -> None:
    """The bound of a comparison need not be a listed value."""
    value = data.draw(st.sampled_from(ISSUES["share"].values))
    formula = parse(f"share <= {bound}", ISSUES)
    assert evaluate(formula, {"share": value}) == (float(value) <= bound)


def check_any_text(text: str) -> None:
    """Read a text: only BadStatement may come out, and both ways of reading agree."""
    faults = all_faults(text, ISSUES)
    for fault in faults:
        assert 1 <= fault.column <= len(text) + 1
        assert "expected" in fault.message
    try:
        formula = parse(text, ISSUES)
    except BadStatement as fault:
        assert (fault.column, str(fault)) == (faults[0].column, str(faults[0]))
    else:
        assert faults == []
        assert parse(show(formula, ISSUES), ISSUES) == formula


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but BadStatement comes from an arbitrary text."""
    check_any_text(text)


@given(st.lists(WORDS, max_size=30), st.sampled_from(["", " "]))
def test_any_row_of_words_is_read_or_refused(words: list[str], between: str) -> None:
    """Nothing but BadStatement comes from words of the language in any order."""
    check_any_text(between.join(words))


@given(formulas(), st.data())
def test_a_damaged_statement_is_read_or_refused(formula: Formula, data: st.DataObject) -> None:
    """Nothing but BadStatement comes from a statement with a piece cut out."""
    text = show(formula, ISSUES)
    start = data.draw(st.integers(0, len(text)))
    check_any_text(text[:start] + text[start + data.draw(st.integers(1, 5)) :])


@given(
    st.sampled_from(["(", "not ", "{", "true if (", "((not ", "true and (true or ("]),
    st.integers(1, 20_000),
)
def test_any_depth_is_read_or_refused(opening: str, times: int) -> None:
    """No nesting exhausts the stack."""
    for text in (opening * times, f"{opening * times}true{')' * opening.count('(') * times}"):
        try:
            parse(text, ISSUES)
        except BadStatement as fault:
            assert fault.column <= MAX_LENGTH + 1
