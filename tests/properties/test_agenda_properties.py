"""Agendas against reading them word for word and listing every outcome."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from parley.bargaining.agenda_value import (
    AgendaValues,
    best_and_worst,
    compare_wordings,
    settlement_at,
    value_agendas,
    worth_of,
)
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Formula, In, Or
from parley.space.model import Model, Named, Term, Weights
from parley.space.openings import LEFT_OUT, Choice, Item, space_key, space_of
from tests.twins.agenda_literal import (
    choices_of,
    is_open,
    nash_product,
    outcomes,
    settlements,
    worth_to,
)

ISSUES = ("a", "b", "c")
VALUES = ("x", "y", "z")


ATOMS: st.SearchStrategy[Formula] = st.builds(
    In,
    st.sampled_from(ISSUES),
    st.frozensets(st.sampled_from(VALUES), min_size=1, max_size=2),
)
STATEMENTS: st.SearchStrategy[Formula] = st.one_of(
    ATOMS, st.builds(lambda one, two: Or((one, two)), ATOMS, ATOMS)
)
NUMBERS = st.fractions(-2, 2, max_denominator=4)


def named(formula: Formula) -> Named:
    """A statement under its own text."""
    return Named(repr(formula), formula)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """A weight on an issue or on a statement, as a number or as an interval."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if draw(st.booleans()):
        return Term(low, high, says=named(draw(STATEMENTS)))
    scores = draw(st.dictionaries(st.sampled_from(VALUES), NUMBERS))
    return Term(low, high, issue=draw(st.sampled_from(ISSUES)), scores=scores)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Three issues of two or three values, two or three parties, and where things stand."""
    issues = {name: Domain(VALUES[: draw(st.integers(2, 3))]) for name in ISSUES}
    parties = ("p", "q", "r")[: draw(st.integers(2, 3))]
    quo = And(
        tuple(
            In(name, frozenset((draw(st.sampled_from(issue.values)),)))
            for name, issue in issues.items()
        )
    )
    preferences = {
        party: Weights(tuple(draw(st.lists(terms(), min_size=1, max_size=3)))) for party in parties
    }
    model = Model(
        "a made-up case",
        issues,
        {party: party for party in parties},
        {name: parties for name in ISSUES},
        feasibility=tuple(map(named, draw(st.lists(STATEMENTS, max_size=1)))),
        preferences=preferences,
        status_quo=named(quo),
    )
    # As much as some outcome or a little less or more, so that often some are taken and some not.
    some = {name: draw(st.sampled_from(issue.values)) for name, issue in issues.items()}
    none = {
        party: worth_to(model, party, some)
        + draw(st.sampled_from([Fraction(-1, 4), Fraction(), Fraction(1, 4)]))
        for party in parties
    }
    return replace(model, no_agreement=none)


@st.composite
def choices(draw: st.DrawFn, name: str) -> Choice:
    """A wording that opens some issues, opens some in part, and settles something by itself."""
    opened = () if name == LEFT_OUT else draw(st.sets(st.sampled_from(ISSUES), max_size=2))
    limits = [] if name == LEFT_OUT else draw(st.lists(ATOMS, max_size=2))
    says = draw(st.lists(STATEMENTS, max_size=1))
    return Choice(
        name,
        name,
        tuple(issue for issue in ISSUES if issue in opened),
        tuple(map(named, limits)),
        tuple(map(named, says)),
    )


@st.composite
def agendas(draw: st.DrawFn) -> tuple[Item, ...]:
    """One or two items in one or two wordings each."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        words = (LEFT_OUT, "plain", "other")[: draw(st.integers(2, 3))]
        made = tuple(draw(choices(word)) for word in words)
        found.append(Item(f"item{number}", f"Item {number}", made))
    return tuple(found)


def quo_of(model: Model) -> dict[str, str]:
    """Where things stand, as written down."""
    assert model.status_quo is not None and isinstance(model.status_quo.formula, And)
    return {
        one.issue: next(iter(one.allowed))
        for one in model.status_quo.formula.parts
        if isinstance(one, In)
    }


@given(models(), agendas())
def test_an_agenda_leaves_what_it_says(model: Model, items: tuple[Item, ...]) -> None:
    """The constraints allow an outcome where the wordings, read word for word, do."""
    for agenda in product(*([choice.name for choice in item.choices] for item in items)):
        constraints = space_of(items, agenda, model)
        assert space_key(constraints) == space_key(space_of(items, agenda, model))
        chosen = choices_of(items, agenda)
        for outcome in outcomes(model):
            allowed = all(
                one.allowed[
                    tuple(
                        model.issues[issue].ranked.index(outcome[issue])
                        for issue in reversed(one.issues)
                    )
                ]
                for one in constraints
            )
            assert allowed == is_open(outcome, chosen, quo_of(model))


@given(models(), agendas())
def test_an_agenda_is_worth_what_its_settlements_are(model: Model, items: tuple[Item, ...]) -> None:
    """Range, Nash's point and acceptability against every outcome of every agenda."""
    values = value_agendas(items, model)
    none = [model.no_agreement[party] for party in model.parties]
    assert list(values.no_agreement) == none
    for agenda in values.agendas:
        chosen = choices_of(items, agenda)
        inside = [one for one in outcomes(model) if is_open(one, chosen, quo_of(model))]
        expected = settlements(model, inside, none)
        worth = worth_of(values, agenda)
        assert (worth.settlements, worth.agreed) == (len(expected), bool(expected))
        assert worth.impossible == (not inside)
        if not expected:
            assert all(list(each) == none for each in worth.by.values())
            assert settlement_at(values, agenda, "nash") is None
            continue
        columns = list(zip(*expected, strict=True))
        assert worth.by["lowest"] == tuple(map(min, columns))
        assert worth.by["highest"] == tuple(map(max, columns))
        best = max(nash_product(point, none) for point in expected)
        assert nash_product(worth.by["nash"], none) == best
        settled = settlement_at(values, agenda, "nash")
        assert settled is not None and settled in inside
        assert [worth_to(model, party, settled) for party in model.parties] == list(
            worth.by["nash"]
        )


@given(models(), agendas())
def test_more_open_gives_no_less_to_hope_for(model: Model, items: tuple[Item, ...]) -> None:
    """Where one agenda leaves all that another does, nobody's highest worth is lower."""
    values = value_agendas(items, model)
    left = {
        agenda: [
            number
            for number, one in enumerate(outcomes(model))
            if is_open(one, choices_of(items, agenda), quo_of(model))
        ]
        for agenda in values.agendas
    }
    for wide, narrow in product(values.agendas, repeat=2):
        if set(left[narrow]) <= set(left[wide]) and worth_of(values, narrow).agreed:
            more, less = (worth_of(values, one).by["highest"] for one in (wide, narrow))
            assert all(a >= b for a, b in zip(more, less, strict=True))


def _counted(values: AgendaValues, party: str, item: str, one: str, other: str) -> list[int]:
    place = [each.name for each in values.items].index(item)
    number = values.network.parties.index(party)
    signs = []
    for agenda in values.agendas:
        if agenda[place] == one:
            against = (*agenda[:place], other, *agenda[place + 1 :])
            mine, its = (worth_of(values, each).by["lowest"][number] for each in (agenda, against))
            signs.append((mine > its) - (mine < its))
    return [signs.count(1), signs.count(-1), signs.count(0)]


@given(models(), agendas())
def test_comparisons_count_what_the_values_say(model: Model, items: tuple[Item, ...]) -> None:
    """A wording against none, and the best_and_worst, recounted."""
    values = value_agendas(items, model)
    base = values.agendas[-1]
    found = compare_wordings(values, "item0", ("plain", LEFT_OUT), base, "lowest")
    for number, party in enumerate(model.parties):
        counts = [found.better[party], found.worse[party], found.same[party]]
        assert counts == _counted(values, party, "item0", "plain", LEFT_OUT)
        ends = best_and_worst(values, party, "lowest")
        worths = [worth_of(values, each).by["lowest"][number] for each in values.agendas]
        assert (ends.worst, ends.best) == (min(worths), max(worths))
        assert len(ends.worst_agendas) == worths.count(ends.worst)
        assert len(ends.best_agendas) == worths.count(ends.best)
    here, there = (worth_of(values, (name, *base[1:])).by["lowest"] for name in ("plain", LEFT_OUT))
    assert list(found.at_base.values()) == [a - b for a, b in zip(here, there, strict=True)]
    assert all(isinstance(each, Fraction) for each in found.at_base.values())
