"""The logic against its plain twin: try every outcome and evaluate."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.language import boxes
from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or, evaluate
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

ISSUES: dict[str, Domain] = {
    "wording": domain(["general", "named", "none"]),
    "pace": domain(["slow", "even", "fast"], ordered=True),
    "share": domain([-10, 0, 2.5, 30, 100, 500, 1000]),
    "press": domain([True, False]),
    "fixed": domain(["only"]),
}
OUTCOMES = [
    dict(zip(ISSUES, values, strict=True))
    for values in product(*(issue.values for issue in ISSUES.values()))
]
COMPARISONS = ["share <= 0", "share > 2.5", "share < 400", "pace >= even", "pace < slow"]


def atoms(names: Sequence[str]) -> st.SearchStrategy[Formula]:
    """Draw what one of some issues can be, by a list or by a comparison."""
    options: list[st.SearchStrategy[Formula]] = [
        st.builds(In, st.just(name), st.frozensets(st.sampled_from(ISSUES[name].values)))
        for name in names
    ]
    compared = [text for text in COMPARISONS if text.split()[0] in names]
    if compared:
        options.append(st.sampled_from(compared).map(lambda text: parse(text, ISSUES)))
    return st.one_of(options)


def formulas(names: Sequence[str] = tuple(ISSUES), leaves: int = 8) -> st.SearchStrategy[Formula]:
    """Draw formulas of every kind over some issues, empty `and` and `or` included."""
    smallest = st.one_of(atoms(names), atoms(names), st.builds(Const, st.booleans()))

    def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(inner, max_size=4).map(tuple)
        return st.one_of(
            st.builds(Not, inner),
            st.builds(And, several),
            st.builds(Or, several),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        )

    return st.recursive(smallest, larger, max_leaves=leaves)


def rows(most: int) -> st.SearchStrategy[list[Formula]]:
    """Draw formulas to be asked together: plain ones, boxes and entangled ones."""
    box = st.lists(st.one_of(atoms(tuple(ISSUES)), atoms(tuple(ISSUES)).map(Not)), max_size=3)
    one = st.one_of(atoms(tuple(ISSUES)), box.map(lambda parts: And(tuple(parts))), formulas())
    return st.one_of(
        st.lists(one, max_size=most), st.lists(atoms(("share", "pace")), max_size=most)
    )


def feasibilities() -> st.SearchStrategy[list[Formula]]:
    """Draw what is feasible: nothing, about a few issues, or about all of them."""
    few = st.lists(formulas(("wording", "press"), 4), max_size=2)
    return st.one_of(st.just([]), few, st.lists(formulas(leaves=5), max_size=3))


@contextmanager
def prepared(feasibility: Sequence[Formula], numbered: bool) -> Iterator[Logic]:
    """Make a logic; where not `numbered`, every tied issue is left to the solver."""
    with patch.object(boxes, "MAX_COMBINATIONS", boxes.MAX_COMBINATIONS if numbered else 1):
        yield make_logic(ISSUES, feasibility)


def possible(formulas: Sequence[Formula]) -> bool:
    """Say, by trying every outcome, whether formulas hold together."""
    return any(all(evaluate(one, outcome) for one in formulas) for outcome in OUTCOMES)


def picked(
    proof: Proof, premises: Sequence[Formula], feasibility: Sequence[Formula]
) -> list[Formula]:
    """Return what a proof names, after checking that its indexes are in order and once each."""
    assert sorted(set(proof.premises)) == list(proof.premises)
    assert sorted(set(proof.feasibility)) == list(proof.feasibility)
    chosen = [premises[index] for index in proof.premises]
    return [*chosen, *(feasibility[index] for index in proof.feasibility)]


def is_smallest_clash(named: Sequence[Formula], extra: Sequence[Formula]) -> bool:
    """Say whether formulas clash, with `extra`, and none of them can be left out."""
    return not possible([*named, *extra]) and all(
        possible([*named[:place], *named[place + 1 :], *extra]) for place in range(len(named))
    )


@given(feasibilities(), rows(5), st.booleans())
def test_consistency_is_what_enumeration_finds(
    feasibility: list[Formula], asked: list[Formula], numbered: bool
) -> None:
    """`consistent` agrees with trying every outcome; a question asked again has its answer."""
    with prepared(feasibility, numbered) as logic:
        expected = possible([*asked, *feasibility])
        assert consistent(logic, asked) == expected
        assert consistent(logic, list(reversed(asked))) == expected


@given(feasibilities(), rows(4), formulas(), st.booleans())
def test_entailment_is_what_enumeration_finds(
    feasibility: list[Formula], premises: list[Formula], conclusion: Formula, numbered: bool
) -> None:
    """`entails` agrees with trying every outcome, and proves nothing from a contradiction."""
    with prepared(feasibility, numbered) as logic:
        given_all = [*premises, *feasibility]
        expected = possible(given_all) and not possible([*given_all, Not(conclusion)])
        assert entails(logic, premises, conclusion) == expected


@given(feasibilities(), rows(6), st.booleans())
def test_a_conflict_is_sound_and_smallest(
    feasibility: list[Formula], asked: list[Formula], numbered: bool
) -> None:
    """`conflict` names statements that clash, none superfluous; feasibility only if need be."""
    with prepared(feasibility, numbered) as logic:
        proof = conflict(logic, asked)
        assert (proof is None) == possible([*asked, *feasibility])
        if proof is not None:
            assert is_smallest_clash(picked(proof, asked, feasibility), [])
            assert not proof.feasibility or possible(asked)
            assert conflict(logic, asked) == proof


@given(feasibilities(), rows(5), st.one_of(formulas(), rows(3).map(tuple).map(And)), st.booleans())
def test_a_proof_is_sound_and_smallest(
    feasibility: list[Formula], premises: list[Formula], conclusion: Formula, numbered: bool
) -> None:
    """`why` names premises that entail the conclusion, none superfluous."""
    with prepared(feasibility, numbered) as logic:
        proof = why(logic, premises, conclusion)
        assert (proof is not None) == entails(logic, premises, conclusion)
        if proof is not None:
            assert is_smallest_clash(picked(proof, premises, feasibility), [Not(conclusion)])
            assert not proof.feasibility or possible([*premises, Not(conclusion)])


@given(feasibilities(), formulas(), formulas(), st.booleans())
def test_meaning_is_what_enumeration_finds(
    feasibility: list[Formula], a: Formula, b: Formula, numbered: bool
) -> None:
    """`equivalent` is about feasible outcomes, `always_true` and `never_true` about all."""
    with prepared(feasibility, numbered) as logic:
        same = not possible([*feasibility, Not(Iff(a, b))])
        assert equivalent(logic, a, b) == (possible(feasibility) and same)
        assert always_true(logic, a) == (not possible([Not(a)]))
        assert never_true(logic, a) == (not possible([a]))


@given(st.lists(atoms(tuple(ISSUES)), min_size=2, max_size=60))
def test_many_demands_on_few_issues_have_a_smallest_clash(asked: list[Formula]) -> None:
    """Long lists of plain demands give small proofs, with or without the solver."""
    proof = conflict(make_logic(ISSUES, ()), asked)
    tangled = [Or((And((one, Const(True))), And((one, one)))) for one in asked]
    for each in (proof, conflict(make_logic(ISSUES, ()), tangled)):
        assert (each is None) == possible(asked)
        if each is not None:
            assert is_smallest_clash([asked[index] for index in each.premises], [])
