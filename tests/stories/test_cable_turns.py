"""Turns that the story of a cable may take: lost, twice, late, corrected, answered by two."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.in_process import (
    copied,
    data_of,
    enrol_each_other,
    new_office,
    released,
    run,
)
from tests.stories.office_desks import LATE, READ, REPLY, Desk, answer

TO = ("--to", "stalin")
ASK = ("--question", "agenda=Is the agenda right?", "--question", "press=And the press?")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Desk]]:
    """Three offices that know each other: the team's, and those of two mandators."""
    folder = tmp_path_factory.mktemp("begun")
    offices = (
        new_office(folder, "beijing", "mao", "li-kenong"),
        new_office(folder, "moscow", "stalin"),
        new_office(folder, "pyongyang", "kim"),
    )
    enrol_each_other(*offices)
    return folder, [one for office in offices for one in office]


@pytest.fixture
def desks(begun: tuple[Path, list[Desk]], tmp_path: Path) -> dict[str, Desk]:
    """The offices, for one test alone."""
    folder, posts = begun
    return {one.post: one for one in copied(posts, folder, tmp_path)}


def codes(who: Desk, status: int = 0) -> list[str]:
    """Return the codes of what needs somebody."""
    return [one["code"] for one in data_of(who, "check", status=status)["findings"]]


def sent(who: Desk, folder: Path, *options: object) -> list[Path]:
    """Send to a folder of its own; return the files, in the order in which they were sent."""
    parcels = data_of(who, "send", "--out", folder, *options)["parcels"]
    return [folder / f"{one['parcel']}.cable" for one in parcels]


def test_a_parcel_delivered_twice_is_taken_in_once(desks: dict[str, Desk], tmp_path: Path) -> None:
    """The second time it is recognised, in the same run and in a later one."""
    mao, stalin = desks["mao"], desks["stalin"]
    released(mao, "ask", *TO, *ASK)
    [parcel] = sent(mao, tmp_path / "out")
    shutil.copy(parcel, twin := parcel.with_name("twin.cable"))
    came = data_of(stalin, "receive", parcel, twin)
    assert [one["state"] for one in came["taken"]] == ["copy", "again"]
    assert [one["state"] for one in data_of(stalin, "receive", parcel)["taken"]] == ["again"]
    assert "nothing is wrong" in run(stalin, "verify")


def test_out_of_order_is_told_as_missing_and_late(desks: dict[str, Desk], tmp_path: Path) -> None:
    """The gap is told while it lasts, and the late one when it comes."""
    mao, stalin = desks["mao"], desks["stalin"]
    for name in ("one", "two", "three"):
        released(mao, name, *TO, "--text", f"Made-up note {name}.")
    first, second, third = sent(mao, tmp_path / "out")
    run(stalin, "receive", first)
    assert data_of(stalin, "receive", third)["taken"][0]["missing"] == [2]
    assert codes(stalin) == ["serial-missing"]
    late = data_of(stalin, "receive", second)["taken"][0]
    assert late["late"] and late["missing"] == []
    assert codes(stalin) == []
    # Of a whole folder, the order of the files does not count.
    assert "MISSING" not in run(desks["stalin"], "receive", tmp_path / "out")


def test_a_lost_copy_is_traced_and_sent_again(desks: dict[str, Desk], tmp_path: Path) -> None:
    """Nothing is heard of a copy: it is found, a tracer goes out, and the copy once more."""
    mao, stalin = desks["mao"], desks["stalin"]
    name = released(mao, "ask", *TO, *ASK, "--copies", 2)
    [lost, kept] = sent(mao, tmp_path / "out")
    run(stalin, "receive", kept, "--receipts", tmp_path / "back")
    mao = replace(mao, clock=LATE)
    run(mao, "receive", tmp_path / "back")
    assert codes(mao) == ["not-acknowledged"]
    tracer = mao.folder / "tracer.yaml"
    run(mao, "trace", "MAO/1", 1, "-o", tracer)
    run(mao, "release", tracer, "--yes")
    again = data_of(mao, "send", "--again", name, 1, "--out", tmp_path / "again")["parcels"]
    assert [one["copy"] for one in again] == [1]
    run(mao, "send", "--out", tmp_path / "again")
    stalin = replace(stalin, clock=LATE)
    came = data_of(stalin, "receive", tmp_path / "again", "--receipts", tmp_path / "back")
    assert [one["copy"] for one in came["taken"]] == [1, 1]  # of the cable, and of its tracer
    assert "tracer" in run(stalin, "copies", name)
    run(mao, "receive", tmp_path / "back")
    assert codes(mao) == []
    # The first parcel turns up after all: marked, not taken for a new copy.
    assert data_of(stalin, "receive", lost)["taken"][0]["duplicate"]
    assert "duplicate-suspected" in codes(stalin)


def test_a_lost_stick_is_written_again(desks: dict[str, Desk], tmp_path: Path) -> None:
    """The same parcels come out again, byte for byte, until their arrival is known."""
    mao, stalin = desks["mao"], desks["stalin"]
    released(mao, "ask", *TO, *ASK)
    [parcel] = sent(mao, tmp_path / "out")
    [again] = sent(mao, tmp_path / "new", "--repeat")
    assert again.name == parcel.name and again.read_bytes() == parcel.read_bytes()
    run(stalin, "receive", again, "--receipts", tmp_path / "back")
    run(mao, "receive", tmp_path / "back")
    assert sent(mao, tmp_path / "third", "--repeat") == []


def test_a_bad_parcel_does_not_stop_the_others(desks: dict[str, Desk], tmp_path: Path) -> None:
    """One that was changed on the way is refused by name; the others come in; the status is 1."""
    mao, stalin = desks["mao"], desks["stalin"]
    for name in ("one", "two"):
        released(mao, name, *TO, "--text", f"Made-up note {name}.")
    first, _ = sent(mao, tmp_path / "out")
    changed = bytearray(first.read_bytes())
    changed[-40] ^= 1
    first.write_bytes(changed)
    came = data_of(stalin, "receive", tmp_path / "out", status=1)
    assert [one["from"] for one in came["refused"]] == [str(first)]
    assert [one["serial"] for one in came["taken"]] == [2]


def test_a_log_that_was_put_back_is_found_out(desks: dict[str, Desk], tmp_path: Path) -> None:
    """An older copy of the office gives a number and a serial twice: the other end refuses it."""
    mao, stalin = desks["mao"], desks["stalin"]
    office = mao.folder / mao.office
    shutil.copytree(office, tmp_path / "backup")
    released(mao, "one", *TO, "--text", "Made-up note one.")
    run(stalin, "receive", *sent(mao, tmp_path / "out"))
    shutil.rmtree(office)
    shutil.copytree(tmp_path / "backup", office)
    released(mao, "two", *TO, "--text", "Made-up note two.")
    came = data_of(stalin, "receive", *sent(mao, tmp_path / "new"), status=1)
    assert "put back from an older copy" in came["refused"][0]["why"]


def test_a_log_that_forgets_its_witness_is_refused(desks: dict[str, Desk], tmp_path: Path) -> None:
    """A longer log with new serials is refused too, as it lacks the proof that the real one has."""
    mao, stalin = desks["mao"], desks["stalin"]
    office = mao.folder / mao.office
    released(mao, "one", *TO, "--text", "Made-up note one.")
    run(stalin, "receive", *sent(mao, tmp_path / "1"), "--receipts", tmp_path / "back")
    shutil.copytree(office, tmp_path / "backup")
    run(mao, "receive", tmp_path / "back")
    released(mao, "two", *TO, "--text", "Made-up note two.")
    run(stalin, "receive", *sent(mao, tmp_path / "2"))
    shutil.rmtree(office)
    shutil.copytree(tmp_path / "backup", office)
    for name in ("three", "four", "five", "six"):
        released(mao, name, *TO, "--text", f"Made-up note {name}.")
    *_, last = sent(mao, tmp_path / "3")
    came = data_of(stalin, "receive", last, status=1)
    assert "expected a proof" in came["refused"][0]["why"]


def test_a_correction_and_a_cancellation_are_cables_of_their_own(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """They have the next numbers, name what they are about, and stand above it when it is read."""
    mao, stalin = desks["mao"], desks["stalin"]
    name = released(mao, "ask", *TO, *ASK)
    about = ("--about", "MAO/1")
    fixed = released(mao, "fix", "--kind", "correction", *about, "--text", "Read 3 for 2.")
    ended = released(mao, "end", "--kind", "cancellation", *about, "--text", "It is void.")
    assert [one.rpartition("/")[2] for one in (name, fixed, ended)] == ["1", "2", "3"]
    run(mao, "void", "MAO", "--reason", "went on paper")
    assert data_of(mao, "copies")[-1]["void"] == "went on paper"
    run(stalin, "receive", *sent(mao, tmp_path / "out"))
    text = run(stalin, "open", name)
    assert f"CORRECTED by {fixed}" in text and f"CANCELLED by {ended}" in text
    assert f"About:        {name}" in run(stalin, "open", fixed)


def test_a_regrading_notice_reaches_all_holders(desks: dict[str, Desk], tmp_path: Path) -> None:
    """It goes to whom the cable went, and is told whoever opens the cable later."""
    mao, stalin, kim = desks["mao"], desks["stalin"], desks["kim"]
    name = released(mao, "note", *TO, "--info", "kim", "--text", "A note.", "--grade", "secret")
    notice = released(
        mao, "down", "--kind", "regrading", "--about", name, "--text", "Open.", "--grade", "open"
    )
    files = sent(mao, tmp_path / "out")
    for one in (stalin, kim):
        run(one, "receive", tmp_path / "out")
        assert f"REGRADED by {notice}" in run(one, "open", name)
    assert len(files) == 4


def test_two_replies_to_one_question_are_both_kept_and_flagged(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """Two mandators answer offline, apart from each other; the team sees both and is told."""
    mao, stalin, kim = desks["mao"], desks["stalin"], desks["kim"]
    name = released(mao, "ask", *TO, "--to", "kim", *ASK)
    run(mao, "send", "--out", tmp_path / "out")
    said = {"stalin": "answer: yes", "kim": "answer: no"}
    for one in (stalin, kim):
        one = replace(one, clock=REPLY)
        run(one, "receive", tmp_path / "out")
        draft = one.folder / "answer.yaml"
        run(one, "reply", name, "-o", draft)
        answer(draft, {"agenda": said[one.post]})
        run(one, "release", draft, "--yes")
        run(one, "send", "--out", tmp_path / "back")
    mao = replace(mao, clock=READ)
    run(mao, "receive", tmp_path / "back")
    assert codes(mao) == ["replies-conflict"]
    [cable] = data_of(mao, "copies", name)
    [agenda, press] = cable["questions"]
    assert len(agenda["answered_by"]) == 2 and press["answered_by"] == []
    for end in ("STALIN/1", "KIM/1"):
        assert "ANSWERS" in run(mao, "open", end)
    assert "SEVERAL REPLIES to agenda" in run(mao, "open", name)
    assert "SEVERAL" in run(mao, "copies", name)
