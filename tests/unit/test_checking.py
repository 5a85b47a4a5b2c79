"""Checks beside the pages: what a page shows while they run, and how far now may lag."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks._generated import write_dossier
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.kernel.zones import wall_clock, zone_of
from parley.mandate.concerns import concerns, concerns_of_entry
from parley.mandate.running import check_dossier
from parley.web import checking, pace
from parley.web.checking import checked
from parley.web.desk import Asked, Desk
from parley.web.door import Door
from parley.web.keeping import keep
from parley.web.times import _days_of
from parley.web.viewing import desk_for
from parley.web.visitor import OWNER
from parley.web.workbench import Workbench
from tests.meta.repository import ROOT

AS_OF = Asked(as_of="2031-01-01")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """A generated dossier of 500 entries, at a server that nobody asks but the test."""
    folder = tmp_path_factory.mktemp("generated")
    write_dossier(folder, 500)
    return Workbench(keep(folder, read_only=True), Door(None, OWNER), frozenset(), "parley-test")


def desk_at(bench: Workbench, asked: Asked, *, patient: bool = False) -> Desk:
    """Return a desk as a page for people gets it."""
    return replace(desk_for(bench, asked, OWNER), patient=patient)


def waited(desk: Desk) -> checking.Checked:
    """Ask again and again until nothing runs."""
    until = time.monotonic() + 120
    while (found := checked(desk)).running:
        assert time.monotonic() < until, "the checks did not end"
        time.sleep(0.01)
    return found


def test_a_page_gets_nothing_first_and_then_what_a_program_gets(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same findings as `check_dossier`, whoever waits for them."""
    monkeypatch.setattr(pace, "_FEW", 100)
    monkeypatch.setattr(checking, "_BEFORE_S", 0.05)
    desk = desk_at(bench, AS_OF)
    first = checked(desk)
    assert (first.report, first.running) == (None, True)
    found = waited(desk)
    seen = desk.seen
    wanted = check_dossier(desk.dossier, None, seen.as_of, seen.known_as_of)
    assert found.report is not None
    assert {one.address for one in found.report.findings} == {
        one.address for one in wanted.findings
    }
    program = checked(desk_at(bench, replace(AS_OF, party="red"), patient=True))
    assert program.report is not None and not program.running


def test_a_small_dossier_is_checked_at_once(bench: Workbench) -> None:
    """Nobody is told to wait for what takes no time."""
    assert not checked(desk_at(bench, Asked(as_of="2030-06-01"))).running


def test_what_hinders_the_checks_is_told(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the thread is raised where the page asks, and the next page tries again."""
    monkeypatch.setattr(pace, "_FEW", 100)
    monkeypatch.setattr(checking, "_BEFORE_S", 0.0)

    def refuse(*_: object) -> None:
        raise Refused("no", hint="yes")

    monkeypatch.setattr(checking, "check_cases", refuse)
    desk = desk_at(bench, Asked(as_of="2030-07-01"))
    with pytest.raises(Refused):
        waited(desk)
    monkeypatch.undo()
    assert checked(desk).report is not None


def test_now_moves_by_the_minute_and_slower_where_checks_take_long(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty times as long as they took, ten minutes at most; a new state begins anew."""
    state = replace(bench.kept.state, pace=type(bench.kept.state.pace)())
    minute = 60_000_000
    clock = [100 * minute]
    monkeypatch.setattr(pace, "now", lambda: clock[0])
    assert pace.present(state) == 101 * minute - 1
    clock[0] += 2 * minute
    assert pace.present(state) == 103 * minute - 1  # small: by the minute
    monkeypatch.setattr(pace, "_FEW", 100)
    pace.took(state, 9.0)
    clock[0] += 3 * minute
    assert pace.present(state) == 103 * minute - 1  # 180 s
    clock[0] += 2 * minute
    assert pace.present(state) == 108 * minute - 1
    pace.took(state, 1_000.0)
    clock[0] += 11 * minute
    assert pace.present(state) == 119 * minute - 1  # 600 s at the most


def test_the_issues_of_one_entry_are_those_that_all_of_them_give(bench: Workbench) -> None:
    """Entry by entry the same as for the whole dossier."""
    for dossier in (bench.kept.state.dossier, read_dossier(ROOT / "examples" / "kaesong-1951")):
        whole = concerns(dossier)
        assert {one.id: concerns_of_entry(dossier, one) for one in dossier.entries} == whole
        assert any(whole.values())


@given(
    st.lists(st.integers(-(10**15), 10**15)),
    st.sampled_from(["UTC", "Asia/Seoul", "Europe/Moscow", "America/Havana", "Pacific/Apia"]),
)
def test_the_days_of_instants_are_those_that_clocks_show(instants: list[int], zone: str) -> None:
    """Each day once, in order, as if every instant were looked up."""
    clock = zone_of(zone)
    wanted = sorted({wall_clock(at, clock).date().isoformat() for at in instants})
    assert sorted(_days_of(instants, zone)) == wanted
