"""Pieces of the pages of analysis: changed wishes, the picture's range, moves between studies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from parley.bargaining.frontier import outcome
from parley.brief.settlements.study import study_of
from parley.brief.viewpoint import instant
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.kernel.spans import LAST
from parley.space.model import Priorities, Weights
from parley.space.openings import agenda_items
from parley.web.analysis.agendas import draft_columns
from parley.web.analysis.changes import changed_part, read_changes
from parley.web.analysis.moved_worths import frontier_move
from parley.web.analysis.packages import picked_of, with_values
from parley.web.analysis.part import model_in, part_of_dossier
from parley.web.analysis.plot import plot_of
from parley.web.analysis.sureness import draw_package, worth_range
from parley.web.analysis.wishes import wishes_of
from parley.web.desk import Viewpoint

KAESONG = Path(__file__).resolve().parents[2] / "examples" / "kaesong-1951"
ALL = Viewpoint(None, 0, 0, "UTC")
DOSSIER = read_dossier(KAESONG)


def test_an_order_is_changed_for_one_party_alone() -> None:
    """The wishes of the others, and the dossier itself, stay as they are."""
    part = part_of_dossier(DOSSIER, ALL, "conflict")
    other = changed_part(part, read_changes(["conflict:cpv-kpa:2,1,3,4,5,6"]))
    old, new = model_in(part), model_in(other)
    mine, changed = old.preferences["cpv-kpa"], new.preferences["cpv-kpa"]
    assert isinstance(mine, Priorities) and isinstance(changed, Priorities)
    assert changed.groups == (mine.groups[1], mine.groups[0], *mine.groups[2:])
    assert new.preferences["unc"] == old.preferences["unc"]
    assert model_in(part_of_dossier(DOSSIER, ALL, "conflict")).preferences == old.preferences


def test_a_change_of_one_section_leaves_the_other() -> None:
    """The conflict has wishes of its own, so a weight of the bargaining does not touch it."""
    part = part_of_dossier(DOSSIER, ALL, "conflict")
    assert changed_part(part, read_changes((), ["bargaining:cpv-kpa:1:0.4"])) is part
    part = part_of_dossier(DOSSIER, ALL, "bargaining")
    model = model_in(
        changed_part(part, read_changes((), ["bargaining:cpv-kpa:1:0.4"], ["bargaining:unc:0.6"]))
    )
    wants = model.preferences["cpv-kpa"]
    assert isinstance(wants, Weights)
    assert (wants.terms[0].low, wants.terms[0].high) == (Fraction("0.4"), Fraction("0.4"))
    assert model.no_agreement["unc"] == Fraction("0.6")


@pytest.mark.parametrize("order", ["1,2,3", "1,2,3,4,5,7", "1,1,3,4,5,6"])
def test_an_order_has_every_wish_once(order: str) -> None:
    """Anything else is refused, with what was expected."""
    part = part_of_dossier(DOSSIER, ALL, "conflict")
    with pytest.raises(Refused, match="the numbers 1 to 6"):
        changed_part(part, read_changes([f"conflict:cpv-kpa:{order}"]))


def test_buttons_lead_to_neighbours_and_back() -> None:
    """A wish up and the same down again is no change at all."""
    part = part_of_dossier(DOSSIER, ALL, "conflict")
    rows = {one.party: one for one in wishes_of(part, read_changes(), frozenset())}
    second = rows["cpv-kpa"].order[1]
    assert rows["cpv-kpa"].order[0].up is None
    assert second.up is not None
    moved = {one.party: one for one in wishes_of(part, second.up, frozenset())}["cpv-kpa"]
    assert [one.own for one in moved.order] == [2, 1, 3, 4, 5, 6]
    assert moved.order[0].down == read_changes()


def test_hidden_proofs_are_not_named() -> None:
    """Neither passages of a hidden paper, nor an assumption that names one."""
    part = part_of_dossier(DOSSIER, ALL, "conflict")
    for one in wishes_of(part, read_changes(), frozenset({"cable-21756"})):
        for wish in one.order:
            assert "cable-21756" not in f"{wish.sources} {wish.assumed}"


def test_the_picture_has_every_point_in_view_and_counts_the_rest() -> None:
    """Inside and outside add up; a range that is none is refused."""
    study = study_of(model_in(part_of_dossier(DOSSIER, ALL, "bargaining")))
    whole = plot_of(study, (0, 1), "")
    assert [one.number for one in whole.dots] == list(range(1, study.found.size + 1))
    assert (whole.outside, whole.wider) == (0, "")
    closer = plot_of(study, (0, 1), whole.closer)
    assert len(closer.dots) + closer.outside == study.found.size
    assert plot_of(study, (0, 1), closer.view).wider == "all"
    for view in ("1,0,0,1", "a,b,c,d", "0,1", "0,inf,0,1", "nan,1,0,1"):
        with pytest.raises(Refused, match="four numbers"):
            plot_of(study, (0, 1), view)


def test_an_exchange_that_is_taken_gives_what_it_says() -> None:
    """The package after an exchange is worth its gains more, to each party."""
    model = model_in(part_of_dossier(DOSSIER, ALL, "bargaining"))
    study = study_of(model)
    start = dict(outcome(study.found, 0))
    package = with_values(model, start, ["prisoners=kept", "observation=nobody"])
    picked = picked_of(study, package, 2, None, start)
    assert picked.set == ("observation=nobody", "prisoners=kept")
    for row, one in zip(picked.exchanges, picked.found.exchanges, strict=False):
        after = picked_of(study, with_values(model, start, row.set), 1, None, start)
        gained = [b - a for a, b in zip(picked.found.worth, after.found.worth, strict=True)]
        assert gained == list(one.gains)


def test_a_range_of_worth_holds_every_draw() -> None:
    """The middle lies between the ends; the shares of draws add up for a sure package."""
    model = model_in(part_of_dossier(DOSSIER, ALL, "bargaining"))
    study = study_of(model)
    package = dict(outcome(study.found, 8))
    for party in range(2):
        ends = worth_range(model, study.network.parties[party], package)
        assert ends is not None
        worth = Fraction(int(study.found.numbers[party][8]), study.network.units[party])
        assert ends[0] < worth < ends[1]
    told: list[tuple[int, int, str]] = []
    drawn = draw_package(model, package, 3, 1, lambda *one: told.append(one))
    assert told[-1][:2] == (3, 3)
    assert 0 <= drawn.together <= min(drawn.efficient, *drawn.acceptable.values()) <= 3


def test_nothing_moves_where_nothing_changes() -> None:
    """And with another worth of no agreement the frontier itself stays."""
    model = model_in(part_of_dossier(DOSSIER, ALL, "bargaining"))
    old = study_of(model)
    same = frontier_move(old, old)
    assert (same.gone_count, same.new_count) == (0, 0)
    assert all(one.before == one.after and not one.changes for one in same.fair)
    other = study_of(replace(model, no_agreement={**model.no_agreement, "unc": Fraction("0.6")}))
    moved = frontier_move(old, other)
    assert (moved.gone_count, moved.new_count) == (0, 0)
    assert any(one.before != one.after for one in moved.fair)


def test_drafts_say_what_changed_only_where_that_is_known() -> None:
    """Against a draft of which only a part is on record nothing is called new."""
    part = part_of_dossier(DOSSIER, replace(ALL, as_of=LAST, known_as_of=LAST), "agenda")
    columns = {
        one.letter: one
        for one in draft_columns(part.drafts, agenda_items(part.dossier, model_in(part)))
    }
    assert not columns["A"].whole
    assert {one.change for one in columns["C"].cells.values()} == {"", "reworded"}
    changes = {name: one.change for name, one in columns["D"].cells.items() if one.change}
    assert changes == {"line": "reworded", "foreign_troops": "dropped", "arrangements": "reworded"}
    assert columns["E"].cells["foreign_troops"].change == "added"
    day = instant("1951-07-05", "UTC", "as of")
    early = part_of_dossier(DOSSIER, replace(ALL, as_of=day, known_as_of=day), "agenda")
    assert early.drafts == ()
