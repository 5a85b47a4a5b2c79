"""What changed between two cases, where one entry stands, and what an entry is about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from parley.dossier.dossier import Dossier
from parley.kernel.times import read_time
from parley.mandate.case import Case, make_case
from parley.mandate.concerns import concerns
from parley.mandate.differences import Changed, differences
from parley.mandate.entry_states import entry_state
from tests.semantics.negotiation import (
    Entry,
    agreed,
    answer,
    day,
    dossier,
    event,
    must,
    offer,
    order,
    theirs,
)


def case_of(read: Dossier, when: str, party: str = "red") -> Case:
    """Return a case as of a time."""
    return make_case(read, party, read_time(when, "UTC").latest)


def state(entries: Sequence[Entry], name: str, when: str = day(20)) -> tuple[str, tuple[str, ...]]:
    """Return the state of an entry for Red, and what made it so."""
    read = dossier(entries)
    found = entry_state(case_of(read, when), read.by_id[name])
    return found.state, found.because


def test_a_case_compared_with_itself_has_no_differences() -> None:
    """Nothing changed where nothing happened."""
    case = case_of(dossier([must("m", "x = a"), offer("o", "x = b")]), day(10))
    found = differences(case, case)
    assert not any(getattr(found, name) for name in found.__slots__)


def test_orders_begin_and_end() -> None:
    """A new order begins; one replaced or run out ends, and says by what."""
    read = dossier(
        [
            must("old", "x = a"),
            order("short", "y = a", "may", until=day(5)),
            must("new", "x = b", at=day(6), replaces="old"),
        ]
    )
    found = differences(case_of(read, day(3)), case_of(read, day(8)))
    assert [one.entry for one in found.begun] == ["new"]
    assert {(one.order.entry, one.by) for one in found.ended} == {("old", "new"), ("short", None)}
    assert [one.id for one in found.entries] == ["new"]


def test_positions_move_with_offers_and_commitments() -> None:
    """Own offers, the other side's, and what is agreed are told apart."""
    read = dossier(
        [
            offer("first", "x = a"),
            theirs("other", "x = c"),
            offer("second", "x = b", at=day(9), replaces="first"),
            agreed("deal", "y = a", at=day(9)),
        ]
    )
    found = differences(case_of(read, day(6)), case_of(read, day(10)))
    moved = {(one.issue, one.holder): (one.before, one.after) for one in found.positions}
    assert moved == {
        ("x", "own"): (("x = a",), ("x = b",)),
        ("y", "own"): ((), ("y = a",)),
        ("y", "agreed"): ((), ("y = a",)),
    }
    first = differences(case_of(read, day(1)), case_of(read, day(6)))
    assert {(one.issue, one.holder) for one in first.positions} == {("x", "own"), ("x", "blue")}


def test_states_and_findings_change() -> None:
    """A trade executed too early changes its state and brings a finding, which can go again."""
    trade: Entry = {
        "id": "t", "type": "trade", "at": day(1), "by": "capital", "to": "team",
        "give": "x = a", "get": "y = a",
    }  # fmt: skip
    read = dossier([trade, offer("gave", "x = a"), agreed("got", "y = a", at=day(9))])
    early, late = case_of(read, day(2)), case_of(read, day(6))
    found = differences(early, late)
    assert found.trades == (Changed("t", "authorised", "executed-unmet"),)
    assert [one.code for one in found.found] == ["trade-unmet"]
    after = differences(late, case_of(read, day(10)))
    assert after.trades == (Changed("t", "executed-unmet", "executed"),)
    assert [one.code for one in after.gone] == ["trade-unmet"]
    assert differences(case_of(read, "2030-02-01"), early).trades == (
        Changed("t", None, "authorised"),
    )


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([], ("stands", ())),
        ([answer("r", "o", "accept")], ("accepted", ("r",))),
        ([answer("r", "o", "reject")], ("refused", ("r",))),
        ([answer("r", "o", "reject", says="x = a")], ("refused in part", ("r",))),
        ([answer("r", "o", "defer"), answer("s", "o", "accept", day(7))], ("accepted", ("s",))),
        ([offer("p", "x = b", day(6), replaces="o")], ("replaced", ("p",))),
        ([event("e", None, day(6), revokes="o")], ("withdrawn", ("e",))),
    ],
)
def test_where_a_proposal_stands(answers: list[Entry], told: tuple[str, tuple[str, ...]]) -> None:
    """Open, answered, replaced or withdrawn."""
    assert state([offer("o", "x = a and y = a"), *answers], "o") == told


def test_where_other_entries_stand() -> None:
    """Orders stand, run out or have no effect; what the party does not know has no state."""
    assert state([must("m", "x = a")], "m") == ("stands", ())
    assert state([must("m", "x = a", until=day(4))], "m") == ("ran out", ())
    assert state([must("m", "x = a", by="ally")], "m")[0].startswith("without effect")
    assert state([must("m", "x = a", at=day(25))], "m")[0] == "not known, or not yet"
    assert state([event("e", "x = a")], "e") == ("happened", ())


def test_an_entry_is_about_what_it_names_and_what_its_agenda_settles() -> None:
    """Statements, wordings and, for a bare answer, what it answers."""
    read = dossier(
        [
            offer("a", None, agenda=[{"item": "item_x", "wording": "narrow"}]),
            answer("r", "a", "accept"),
            event("e", None),
        ]
    )
    about = concerns(read)
    assert about["a"] == about["r"] == {"listed"}
    assert about["e"] == frozenset()
