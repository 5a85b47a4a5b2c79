"""What agendas are worth in a case small enough for a napkin, and how far guesses carry it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from parley.bargaining import agenda_value
from parley.bargaining.agenda_value import (
    MEASURES,
    best_and_worst,
    compare_wordings,
    no_agreement_of,
    settlement_at,
    value_agendas,
    worth_of,
)
from parley.bargaining.sensitivity import (
    STEPS,
    doubts_of,
    draw_worths,
    shares_of,
    turning_points,
    with_numbers,
    worths_at,
)
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Formula, In, Or
from parley.kernel.errors import Refused
from parley.space.model import Model, Named, Priorities, Term, Weights
from parley.space.network import compile_network
from parley.space.openings import LEFT_OUT, Choice, Item, space_of

F = Fraction


def is_(issue: str, *values: str) -> Formula:
    """The issue has one of the values."""
    return In(issue, frozenset(values))


def named(formula: Formula) -> Named:
    """A statement under its own text."""
    return Named(repr(formula), formula)


#: North wants the river (between 1 and 3), South the road (2); both want a zone (1 each). Where
#: things stand, the line is the ridge and there is no zone.
MODEL = Model(
    "napkin",
    {"line": Domain(("river", "ridge", "road")), "zone": Domain(("no", "yes"))},
    {"north": "North", "south": "South"},
    {"line": ("north", "south"), "zone": ("north", "south")},
    preferences={
        "north": Weights(
            (
                Term(F(1), F(3), issue="line", scores={"river": F(1)}),
                Term(F(1), F(1), says=named(is_("zone", "yes"))),
            )
        ),
        "south": Weights(
            (
                Term(F(2), F(2), issue="line", scores={"road": F(1), "ridge": F(1)}),
                Term(F(1), F(1), says=named(is_("zone", "yes"))),
            )
        ),
    },
    status_quo=named(And((is_("line", "ridge"), is_("zone", "no")))),
    no_agreement={"north": F(0), "south": F(1, 2)},
)
ITEMS = (
    Item(
        "line",
        "The line",
        (
            Choice(LEFT_OUT, "left out"),
            Choice("open", "A line.", ("line",)),
            Choice("river", "The river.", limits=(named(is_("line", "river")),)),
            Choice("never", "Nothing.", says=(named(And((is_("line", "road"), Or(())))),)),
        ),
    ),
    Item("zone", "The zone", (Choice(LEFT_OUT, "left out"), Choice("plain", "A zone.", ("zone",)))),
)


def test_what_the_talks_give_inside_each_agenda() -> None:
    """Range, fair point, and no agreement where nothing is acceptable or nothing is left."""
    values = value_agendas(ITEMS, MODEL)
    assert len(values.agendas) == 8
    whole = worth_of(values, ("open", "plain"))
    assert (whole.agreed, whole.settlements, whole.efficient) == (True, 2, 2)
    assert whole.by["lowest"] == (F(1), F(1))
    assert whole.by["highest"] == (F(3), F(3))
    # (3, 1) gains 3 and 1/2 on no agreement, (1, 3) gains 1 and 5/2: the product is 3/2 or 5/2.
    assert whole.by["nash"] == (F(1), F(3))
    settled = settlement_at(values, ("open", "plain"), "nash")
    assert settled is not None and settled["zone"] == "yes" and settled["line"] != "river"
    assert settlement_at(values, ("open", "plain"), "highest") is None
    # The river without a zone is worth nothing to South, which is less than no agreement.
    refused = worth_of(values, ("river", LEFT_OUT))
    assert not refused.agreed and not refused.impossible and refused.efficient == 1
    assert all(refused.by[measure] == (F(0), F(1, 2)) for measure in MEASURES)
    nothing = worth_of(values, ("never", "plain"))
    assert nothing.impossible and not nothing.agreed


def test_only_what_is_acceptable_to_all_counts() -> None:
    """With more to fight for, South would not take the river: North can no longer hope for it."""
    firm = replace(MODEL, no_agreement={"north": F(0), "south": F(2)})
    worth = worth_of(value_agendas(ITEMS, firm), ("open", "plain"))
    assert (worth.efficient, worth.settlements) == (2, 1)
    assert worth.by["highest"] == worth.by["lowest"] == (F(1), F(3))


def test_equal_spaces_are_worked_out_once() -> None:
    """Two wordings that open the same are one space."""
    line, zone = ITEMS
    twice = replace(line, choices=(*line.choices, Choice("again", "A line!", ("line",))))
    values = value_agendas((twice, zone), MODEL)
    assert len(values.agendas) == 10
    assert worth_of(values, ("again", "plain")) is worth_of(values, ("open", "plain"))
    assert len(values.worths) == len(values.constraints) < 10


def test_what_to_fear_and_what_to_wish_for() -> None:
    """North's best is the river with a zone; its worst, and ties of it, all that give nothing."""
    values = value_agendas(ITEMS, MODEL)
    north = best_and_worst(values, "north")
    assert (north.worst, north.best) == (F(0), F(3))
    assert north.best_agendas == (("river", "plain"),)
    assert (LEFT_OUT, LEFT_OUT) in north.worst_agendas
    south = best_and_worst(values, "south", "highest")
    assert (south.worst, south.best) == (F(1, 2), F(3))


def test_one_wording_against_another() -> None:
    """At a base, and over all choices of the other items."""
    values = value_agendas(ITEMS, MODEL)
    base = ("open", "plain")
    found = compare_wordings(values, "line", ("open", "river"), base, "nash")
    assert found.at_base == {"north": -2, "south": 2}
    assert (found.better["north"], found.worse["north"], found.same["north"]) == (0, 1, 1)
    assert (found.better["south"], found.worse["south"], found.same["south"]) == (2, 0, 0)


def test_too_many_agendas_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the numbers and what would help."""
    monkeypatch.setattr(agenda_value, "MOST_AGENDAS", 7)
    with pytest.raises(Refused, match=r"at most 7 agendas, got 8, .*line \(4\), zone \(2\)"):
        value_agendas(ITEMS, MODEL)


def test_where_things_stand_stands_for_no_agreement() -> None:
    """Where nothing says what it is worth; refused where that is open, too."""
    silent = replace(MODEL, no_agreement={"north": F(1, 4)})
    assert no_agreement_of(compile_network(silent), silent) == (
        (F(1, 4), F(2)),
        ("south",),
    )
    assert value_agendas(ITEMS, silent).from_status_quo == ("south",)
    loose = replace(silent, status_quo=named(is_("line", "ridge")))
    with pytest.raises(Refused, match="worth to south, got neither that nor where zone stand"):
        no_agreement_of(compile_network(loose), loose)


def test_an_order_has_ends_but_no_fair_points() -> None:
    """What is only an order can be compared by the range; a fair point of it is refused."""
    wishes = Priorities(((named(is_("line", "river")),), (named(is_("zone", "yes")),)))
    ordinal = replace(MODEL, preferences={**MODEL.preferences, "north": wishes})
    values = value_agendas(ITEMS, ordinal)
    assert worth_of(values, ("open", "plain")).by.keys() == {"lowest", "highest"}
    assert best_and_worst(values, "north", "highest").best_agendas == (
        ("open", "plain"),
        ("river", "plain"),
    )
    with pytest.raises(Refused, match="`nash`: the preferences of a party are only an order"):
        best_and_worst(values, "north")
    with pytest.raises(Refused, match="only an order"):
        compare_wordings(values, "line", ("open", "river"), ("open", "plain"), "nash")


SPACES = (
    space_of(ITEMS, ("river", "plain"), MODEL),
    space_of(ITEMS, ("open", "plain"), MODEL),
)


def test_every_interval_is_a_doubt() -> None:
    """The one weight, and what no agreement is worth where a range is given."""
    doubts = doubts_of(MODEL, {"south": (F(0), F(2))})
    assert [(one.party, one.term, one.name) for one in doubts] == [
        ("north", 0, "line"),
        ("south", None, "no agreement"),
    ]
    assert [one.usual for one in doubts] == [2, F(1, 2)]
    known = with_numbers(MODEL, doubts, [F(5, 2), F(1, 3)])
    preference = known.preferences["north"]
    assert isinstance(preference, Weights)
    assert (preference.terms[0].low, preference.terms[0].high) == (F(5, 2), F(5, 2))
    assert known.no_agreement == {"north": 0, "south": F(1, 3)}
    assert MODEL.no_agreement["south"] == F(1, 2)


def test_statements_of_unknown_order_are_no_interval() -> None:
    """They are refused, not passed over."""
    group = (named(is_("line", "river")), named(is_("zone", "yes")))
    open_order = {**MODEL.preferences, "south": Priorities((group,))}
    with pytest.raises(Refused, match="weights of south"):
        doubts_of(replace(MODEL, preferences=open_order))


def test_draws_are_repeatable_and_lie_in_the_intervals() -> None:
    """The same seed gives the same; every worth is that of its own numbers."""
    doubts = doubts_of(MODEL, {"south": (F(0), F(2))})
    one, two, other = (draw_worths(MODEL, SPACES, doubts, 40, seed) for seed in (7, 7, 8))
    assert np.array_equal(one.steps, two.steps) and np.array_equal(one.worths, two.worths)
    assert not np.array_equal(one.steps, other.steps)
    assert one.steps.min() >= 0 and one.steps.max() <= STEPS
    for row, worths, agreed in zip(one.steps, one.worths, one.agreed, strict=True):
        numbers = [
            doubt.low + (doubt.high - doubt.low) * F(int(step), STEPS)
            for doubt, step in zip(doubts, row, strict=True)
        ]
        for place, worth in enumerate(worths_at(MODEL, SPACES, doubts, numbers)):
            assert agreed[place] == worth.agreed
            expected = [float(each) for each in worth.by["nash"]]
            assert worths[place, MEASURES.index("nash")].tolist() == expected
    # The river is named: North has it all, unless South would rather have no agreement (above 1).
    found = shares_of(one, (0, 1), "north", "lowest")
    kept = np.mean(one.steps[:, 1] <= STEPS // 2)
    assert found.draws == 40 and found.better == pytest.approx(kept)
    assert found.better + found.worse + found.same == pytest.approx(1)


def test_where_a_comparison_turns() -> None:
    """Naming the river pays until South would rather have no agreement, which is at 1."""
    doubts = doubts_of(MODEL, {"south": (F(0), F(2))})
    weight, none = turning_points(MODEL, SPACES, doubts, "north", "lowest")
    assert (weight.at_low, weight.at_high) == (1, 1) and weight.changes == ()
    assert (none.at_low, none.at_high) == (1, -1)
    (change,) = none.changes
    assert (change.before, change.after) == (1, -1)
    assert change.below == 1 and change.above == 1 + F(2, STEPS)
