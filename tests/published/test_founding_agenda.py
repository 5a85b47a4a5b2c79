"""What the agendas of July 1951 are worth by the model of the founding case.

The page `docs/explanation/what-an-agenda-is-worth.md` says in words what is asserted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from docs._ext.agenda_picture import (
    CASES,
    NO_AGREEMENT,
    OTHER,
    PICTURE,
    SIDE,
    case,
    drawn,
    picture,
)
from parley.bargaining.agenda_value import (
    MEASURES,
    AgendaValues,
    Measure,
    best_and_worst,
    compare_wordings,
    settlement_at,
    value_agendas,
    worth_of,
)
from parley.bargaining.frontier import frontier
from parley.bargaining.sensitivity import (
    Draws,
    doubts_of,
    draw_worths,
    shares_of,
    turning_points,
    with_numbers,
    worths_at,
)
from parley.dossier.dossier import Dossier
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.declarations import Weight
from parley.dossier.vocabulary.entries import Agreement, Proposal, Request
from parley.space.from_dossier import model_of
from parley.space.model import Weights
from parley.space.network import compile_network, utility_of
from parley.space.openings import Agenda, agenda_from, space_of, status_quo_of

FOLDER = Path(__file__).parents[2] / "examples" / "kaesong-1951"
PLAN, NAMED, WITHOUT, FALLBACK = range(4)
#: The intervals that a weight may have, by how strongly the papers put the wish.
CLASSES = {(0.15, 0.25), (0.06, 0.12), (0.02, 0.06), (0.005, 0.02)}
#: By these the parallel is had whether it is named or not.
EITHER_WAY: tuple[Measure, ...] = ("leximin", "highest")
#: Where a paper points both ways.
BOTH_WAYS = {(-0.04, 0.04), (-0.02, 0.02)}


@cache
def _dossier() -> Dossier:
    dossier = read_dossier(FOLDER)
    assert not dossier.faults
    return dossier


@cache
def _values() -> AgendaValues:
    return value_agendas(case().items, case().model)


def _draft(entry_id: str) -> Agenda:
    """The agenda that an entry of the log has."""
    entry = _dossier().by_id[entry_id]
    assert isinstance(entry, (Request, Proposal, Agreement)) and entry.agenda
    lines = {line.item: line.wording or "" for line in entry.agenda}
    return agenda_from(case().items, lines)


def _shown(agenda: Agenda, measure: Measure) -> tuple[float, ...]:
    return tuple(round(float(each), 4) for each in worth_of(_values(), agenda).by[measure])


def _weights() -> Iterator[tuple[str, Weight]]:
    section = _dossier().declared.bargaining
    assert section is not None
    for party, wanted in section.preferences.items():
        yield from ((party, weight) for weight in wanted.weights)


def test_every_weight_cites_a_paper_and_admits_to_be_assumed() -> None:
    """That it is wished is sourced; how much is not, and follows the one rule."""
    found = list(_weights())
    assert len(found) == 12 + 9
    for _, weight in found:
        assert weight.sources and weight.assumed
        assert weight.weight in CLASSES | BOTH_WAYS
    highest = compile_network(case().model, weight=lambda low, high: high)
    assert frontier(highest).worth.max(axis=0) == pytest.approx([1, 1])


def test_the_model_is_whole() -> None:
    """Nothing is left out, and where things stand is what the comments say it is worth."""
    assert model_of(_dossier(), part="bargaining").notes == ()
    model = case().model
    quo = status_quo_of(model)
    assert quo.keys() == model.issues.keys()
    network = compile_network(model)
    places = [domain.ranked.index(quo[issue]) for issue, domain in model.issues.items()]
    stands = [utility_of(network, party, places) for party in range(2)]
    assert stands == [Fraction(725, 10000), Fraction(53, 100)]
    assert model.no_agreement == {SIDE: Fraction(7, 100), OTHER: Fraction(33, 100)}


def test_what_the_four_agendas_of_the_plan_are_worth() -> None:
    """Worth to the two sides at Nash's point, and the range of settlements."""
    agendas = case().agendas
    assert agendas[PLAN] == _draft("is-the-plan-right")
    assert [_shown(agenda, "nash") for agenda in agendas] == [
        (0.295, 0.61),
        (0.455, 0.45),
        (0.2825, 0.7),
        (0.4425, 0.54),
    ]
    ends = [
        tuple(_shown(agenda, measure)[0] for measure in ("lowest", "highest")) for agenda in agendas
    ]
    assert ends == [(0.255, 0.515), (0.455, 0.515), (0.2425, 0.5025), (0.4425, 0.5025)]


def test_foreign_troops_never_leave_in_a_fair_settlement() -> None:
    """Nor does a line other than the one named; without a name it is where the armies stand."""
    for agenda in case().agendas:
        settled = settlement_at(_values(), agenda, "nash")
        assert settled is not None and settled["troops_withdrawal"] == "none"
        named = "parallel_38" if "parallel" in agenda else "contact_line"
        assert settled["line"] == named


def test_the_first_half_of_the_claim_fails_as_the_model_stands() -> None:
    """With the troops item, naming the parallel is worth more, or as much."""
    first, second = case().agendas[:2]
    plan, named = (worth_of(_values(), one) for one in (first, second))
    for measure in MEASURES:
        more, less = named.by[measure][0], plan.by[measure][0]
        assert more == less if measure in EITHER_WAY else more > less
    # The greatest sum is the same: which line it goes with is decided by the rule for ties.
    assert sum(named.by["utilitarian"]) == sum(plan.by["utilitarian"])
    found = compare_wordings(_values(), "line", ("general", "parallel"), first, "nash")
    assert found.at_base == {SIDE: Fraction(-4, 25), OTHER: Fraction(4, 25)}


def test_the_second_half_holds_as_the_model_stands() -> None:
    """Without the item the fallback's words are worth more, or as much."""
    without, fallback = (worth_of(_values(), one) for one in case().agendas[2:])
    for measure in MEASURES:
        more, less = fallback.by[measure][0], without.by[measure][0]
        assert more == less if measure in EITHER_WAY else more > less


@pytest.mark.parametrize(
    ("worth", "first", "second"),
    [
        ("0.45", False, True),
        ("0.4501", True, True),
        ("0.54", True, True),
        ("0.5401", True, False),
    ],
)
def test_both_halves_hold_where_the_two_together_would_break_the_talks(
    worth: str, first: bool, second: bool
) -> None:
    """Where the other side would fight on sooner than take the parallel and the item, and only so.

    The band is as wide as the harm that the item by itself does to the United Nations Command.
    """
    doubts = doubts_of(case().model, NO_AGREEMENT)
    (none,) = (one for one in doubts if one.party == OTHER and one.term is None)
    worths = worths_at(case().model, case().spaces, (none,), (Fraction(worth),))
    plan, named, without, fallback = (one.by["nash"][0] for one in worths)
    assert (plan > named, fallback > without) == (first, second)
    assert worths[NAMED].agreed == (not first)
    harm = next(
        one for party, one in _weights() if party == OTHER and one.says == "troops_item = left_out"
    )
    assert isinstance(harm.weight, tuple)
    assert sum(harm.weight) / 2 == pytest.approx(0.54 - 0.45)


def test_what_the_drafts_and_the_adopted_agenda_are_worth() -> None:
    """16 and 17 July and 26 July, at Nash's point."""
    drafts = {
        "plan": _draft("is-the-plan-right"),
        "16 July": _draft("unc-agenda-16-july"),
        "17 July": _draft("kpa-cpv-agenda-17-july"),
        "26 July": _draft("agenda-adopted"),
    }
    assert {name: _shown(agenda, "nash") for name, agenda in drafts.items()} == {
        "plan": (0.295, 0.61),
        "16 July": (0.2825, 0.7),
        "17 July": (0.295, 0.61),
        "26 July": (0.3225, 0.7),
    }


def test_the_adopted_agenda_is_worth_more_to_both_than_the_draft_of_17_july() -> None:
    """A conference later for an item now: by every measure as the model stands."""
    adopted, draft = _draft("agenda-adopted"), _draft("kpa-cpv-agenda-17-july")
    for measure in MEASURES:
        after, before = (worth_of(_values(), one).by for one in (adopted, draft))
        pairs = zip(after[measure], before[measure], strict=True)
        assert all(a > b for a, b in pairs), measure


def test_the_plan_is_worth_less_than_its_own_fallback() -> None:
    """As the model stands, to the side that planned; the other way round to the other side."""
    plan, fallback = (worth_of(_values(), case().agendas[one]) for one in (PLAN, FALLBACK))
    ours, theirs = zip(fallback.by["nash"], plan.by["nash"], strict=True)
    assert ours[0] > ours[1] and theirs[0] < theirs[1]


def test_what_each_side_should_fear() -> None:
    """Agendas on which nothing can be settled: the parallel and the item, and little besides."""
    for party, none in case().model.no_agreement.items():
        found = best_and_worst(_values(), party)
        assert found.worst == none
        places = {item.name: place for place, item in enumerate(case().items)}
        for agenda in found.worst_agendas:
            assert agenda[places["line"]] == "parallel"
            assert agenda[places["foreign_troops"]] == "withdrawal"
            assert not agenda[places["arrangements"]]
    best = best_and_worst(_values(), SIDE).best_agendas
    assert all("parallel" in agenda and "withdrawal" in agenda for agenda in best)


@cache
def _shares(pair: tuple[int, int], measure: Measure) -> tuple[int, int, int]:
    """Shares of the draws in percent: more, the same, less."""
    found = shares_of(drawn(), pair, SIDE, measure)
    assert found.draws == len(drawn().steps)
    return round(100 * found.better), round(100 * found.same), round(100 * found.worse)


def test_how_far_the_guesses_carry_the_first_half() -> None:
    """About as many draws for it as against; by what can be hoped for none against."""
    better, _, worse = _shares((PLAN, NAMED), "nash")
    assert 35 <= better <= 50 and 35 <= worse <= 50
    better, _, worse = _shares((PLAN, NAMED), "highest")
    assert 50 <= better <= 65 and worse == 0


def test_how_far_the_guesses_carry_the_second_half() -> None:
    """Hardly a draw against it, by any measure."""
    for measure in MEASURES:
        _, _, worse = _shares((FALLBACK, WITHOUT), measure)
        assert worse <= 8
    assert _shares((FALLBACK, WITHOUT), "lowest")[0] >= 80


def test_the_plan_is_mostly_worth_less_than_its_own_fallback() -> None:
    """At Nash's point, in about three draws of four."""
    _, _, worse = _shares((PLAN, FALLBACK), "nash")
    assert 70 <= worse <= 82


def test_the_item_is_what_makes_the_difference() -> None:
    """General words pay in many draws with it, and in few without."""
    assert _shares((PLAN, NAMED), "nash")[0] > 5 * _shares((WITHOUT, FALLBACK), "nash")[0]


def test_no_single_weight_turns_the_first_half() -> None:
    """Only what no agreement is worth to one side or the other."""
    model, spaces = case().model, case().spaces
    doubts = doubts_of(model, NO_AGREEMENT)
    found = turning_points(model, (spaces[PLAN], spaces[NAMED]), doubts, SIDE, looks=10)
    turned = {(one.doubt.party, one.doubt.name) for one in found if one.changes}
    assert turned == {(SIDE, "no agreement"), (OTHER, "no agreement")}


@cache
def _draft_draws() -> Draws:
    model = case().model
    names = ("agenda-adopted", "kpa-cpv-agenda-17-july")
    spaces = [space_of(case().items, _draft(name), model) for name in names]
    return draw_worths(model, spaces, doubts_of(model, NO_AGREEMENT), 100, 1951)


def test_that_the_adopted_agenda_is_better_holds_in_most_draws() -> None:
    """For both sides, at Nash's point."""
    for party in (SIDE, OTHER):
        assert shares_of(_draft_draws(), (0, 1), party).better >= 0.85


def test_a_known_number_is_used() -> None:
    """The weights of the model stay intervals; those of a draw do not."""
    model = case().model
    doubts = doubts_of(model)
    known = with_numbers(model, doubts, [one.high for one in doubts])
    for preference in known.preferences.values():
        assert isinstance(preference, Weights)
        assert all(term.low == term.high for term in preference.terms)
    assert doubts_of(known) == ()


def test_the_picture_is_current() -> None:
    """`python -m docs._ext.agenda_picture` draws the very file that the page shows."""
    assert len(CASES) == 4
    assert PICTURE.read_text(encoding="utf-8") == picture()
