"""What is written in another format is read as the same utilities, exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dossier.language.domain import Domain, domain
from parley.dossier.language.formulas import And, Formula, In, show
from parley.dossier.reading import read_dossier
from parley.dossier.text.formatting import format_text
from parley.interop.scenarios import Written, read_scenario, write_scenario
from parley.space.from_dossier import model_of
from parley.space.model import Model, Named, Term, Weights
from tests.unit.scenario_support import put, utilities

#: Names that files must keep as they are: words, signs, other scripts, what looks like YAML.
WORDS = ("apple", "no", "007", "a & b", '"quoted"', "<tag>", "x: y # z", "Вода", "null", "1e3")
WHOLE = st.integers(0, 3).map(lambda size: domain(tuple(range(2, 4 + size))))
NAMED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True).map(domain)
#: Decimals, as files have them: some with more digits than a float keeps.
DECIMALS = st.one_of(
    st.decimals(-2, 2, places=3, allow_nan=False).map(Fraction),
    st.integers(0, 10**20).map(lambda digits: Fraction(digits, 10**20)),
)
WRITTEN: tuple[Written, ...] = ("geniusweb", "negmas")
SHARES = st.builds(Fraction, st.integers(0, 30), st.integers(1, 30))


def _model(issues: dict[str, Domain], terms: dict[str, tuple[Term, ...]]) -> Model:
    parties = {party: party.upper() for party in terms}
    return Model(
        "made-up",
        issues,
        parties,
        dict.fromkeys(issues, tuple(parties)),
        preferences={party: Weights(one) for party, one in terms.items()},
        no_agreement={party: Fraction(1, 4) for party in parties},
        discounts={"p": Fraction(9, 10)},
    )


@st.composite
def additive(draw: st.DrawFn) -> Model:
    """Draw a scenario with a score for each value."""
    issues = {f"i{n}": draw(st.one_of(WHOLE, NAMED)) for n in range(draw(st.integers(1, 3)))}
    terms: dict[str, tuple[Term, ...]] = {}
    for party in ("p", "q"):
        found = []
        for issue, values in issues.items():
            weight = draw(DECIMALS)
            scores = {value: draw(SHARES) for value in values.values}
            found.append(Term(weight, weight, issue=issue, scores=scores))
        terms[party] = tuple(found)
    return _model(issues, terms)


@st.composite
def rectangular(draw: st.DrawFn, worths: st.SearchStrategy[Fraction] = SHARES) -> Model:
    """Draw a scenario with worths of combinations of ranges of whole numbers."""
    issues = {f"i{n}": draw(WHOLE) for n in range(2)}
    terms: dict[str, tuple[Term, ...]] = {}
    for party in ("p", "q"):
        found = []
        for _ in range(draw(st.integers(1, 3))):
            parts: list[Formula] = []
            for issue, values in issues.items():
                low, high = sorted(draw(st.tuples(*[st.integers(0, len(values.ranked) - 1)] * 2)))
                parts.append(In(issue, frozenset(values.ranked[low : high + 1])))
            formula = And(tuple(parts))
            worth = draw(worths)
            found.append(Term(worth, worth, says=Named(show(formula, issues), formula)))
        terms[party] = tuple(found)
    return _model(issues, terms)


def _again(model: Model, written: Written) -> Model:
    files = write_scenario(model, written)
    with TemporaryDirectory() as name:
        folder = put(Path(name) / "made-up", files)
        if written != "dossier":
            return read_scenario(folder)
        dossier = read_dossier(folder)
        assert dossier.faults == ()
        assert format_text(files["dossier.yaml"], "dossier") == files["dossier.yaml"]
        return model_of(dossier, part="bargaining")


def _assert_same(model: Model, again: Model) -> None:
    assert {issue: one.ranked for issue, one in model.issues.items()} == {
        issue: one.ranked for issue, one in again.issues.items()
    }
    assert tuple(model.parties) == tuple(again.parties)
    assert model.no_agreement == again.no_agreement
    assert model.discounts == again.discounts
    for party in model.parties:
        assert utilities(model, party) == utilities(again, party)


@given(additive())
@settings(max_examples=60, deadline=None)
def test_a_dossier_holds_an_additive_scenario(model: Model) -> None:
    """Weights, scores and thirds survive `dossier.yaml` exactly."""
    _assert_same(model, _again(model, "dossier"))


@given(rectangular())
@settings(max_examples=40, deadline=None)
def test_a_dossier_holds_rectangles(model: Model) -> None:
    """Statements with worths survive `dossier.yaml` exactly."""
    _assert_same(model, _again(model, "dossier"))


@given(rectangular())
@settings(max_examples=40, deadline=None)
def test_genius_holds_rectangles(model: Model) -> None:
    """Hyper-rectangles of integers are written and read with the same utilities."""
    _assert_same(model, _again(model, "genius"))


@given(rectangular(st.integers(-20, 20).map(lambda tenths: Fraction(tenths, 10))))
@settings(max_examples=40, deadline=None)
def test_geniusweb_and_negmas_hold_rectangles(model: Model) -> None:
    """Combinations, and ranges without their ends, give the same utilities."""
    for written in WRITTEN:
        again = _again(model, written)
        for party in model.parties:
            assert utilities(model, party) == utilities(again, party)


@given(additive())
@settings(max_examples=60, deadline=None)
def test_genius_holds_an_additive_scenario(model: Model) -> None:
    """Weights and evaluations give the same utilities, where the weights end as decimals."""
    tens = {
        party: Weights(
            tuple(
                Term(
                    term.low,
                    term.high,
                    issue=term.issue,
                    scores={value: round(score, 2) for value, score in term.scores.items()},
                )
                for term in preference.terms
            )
        )
        for party, preference in model.preferences.items()
        if isinstance(preference, Weights)
    }
    terms = {party: one.terms for party, one in tens.items()}
    plain = _model(dict(model.issues), terms)
    _assert_same(plain, _again(plain, "genius"))
    for written in WRITTEN:
        again = _again(plain, written)
        for party in plain.parties:
            assert utilities(plain, party) == utilities(again, party)
