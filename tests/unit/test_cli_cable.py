"""`parley cable` as it is typed: names, defaults, prompts, the clock, and what a slip is told."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from parley.cables.messages.draft_files import read_draft
from parley.cli.cable_desk import clock, short_names
from parley.cli.main import cli
from parley.kernel.errors import Refused
from tests.meta.repository import ROOT
from tests.stories.in_process import (
    copied,
    data_of,
    enrol_each_other,
    new_office,
    released,
    run,
    run_refused,
)
from tests.stories.office_desks import Desk
from tests.unit.cli_support import parley

KAESONG = ROOT / "examples" / "kaesong-1951"
NOTE = ("--to", "stalin", "--text", "A made-up note.")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Desk]]:
    """Two offices that know each other."""
    folder = tmp_path_factory.mktemp("begun")
    offices = (new_office(folder, "beijing", "mao", "peng"), new_office(folder, "moscow", "stalin"))
    enrol_each_other(*offices)
    return folder, [one for office in offices for one in office]


@pytest.fixture
def desks(begun: tuple[Path, list[Desk]], tmp_path: Path) -> dict[str, Desk]:
    """The offices, for one test alone."""
    folder, posts = begun
    return {one.post: one for one in copied(posts, folder, tmp_path)}


def test_the_end_of_a_name_is_enough_where_it_is_the_only_one(desks: dict[str, Desk]) -> None:
    """Whole, by its end, or without the digits; an unknown one is answered with a likely one."""
    mao = desks["mao"]
    name = released(mao, "note", *NOTE)
    log, _, end = name.partition("/")
    for typed in (name, end, f"{log.rpartition('-')[0]}/{end}"):
        assert data_of(mao, "copies", typed)[0]["cable"] == name
    assert "did you mean `MAO/1`?" in run_refused(mao, "copies", "MAO/2")
    assert list(short_names(["a-1/G/1", "b-2/G/1", "b-2/G/2"])) == ["a-1/G/1", "b-2/G/1", "G/2"]


def test_a_name_that_may_be_two_cables_is_refused(desks: dict[str, Desk], tmp_path: Path) -> None:
    """Two posts elsewhere have a series of one name: the whole name must be written."""
    mao, stalin = desks["mao"], desks["stalin"]
    run(stalin, "series", "PENG", "--owner", "stalin")
    released(stalin, "one", "--to", "mao", "--series", "PENG", "--text", "Made up.")
    run(stalin, "send", "--out", tmp_path / "out")
    run(mao, "receive", tmp_path / "out")
    theirs = data_of(mao, "copies", "PENG/1")[0]["cable"]
    ours = released(desks["peng"], "two", *NOTE)
    # One's own comes first.
    assert data_of(mao, "copies", "PENG/1")[0]["cable"] == ours != theirs


def test_the_post_that_acts_must_be_clear(desks: dict[str, Desk]) -> None:
    """A post that is not enrolled, and keys of another office, are refused with a hint."""
    mao, stalin = desks["mao"], desks["stalin"]
    assert "did you mean `mao`?" in run_refused(mao, "send", "--as", "mau", "--out", "x")
    lost = replace(mao, keys=stalin.keys, token=stalin.token)
    told = run_refused(lost, "void", "MAO", "--reason", "none")
    assert "expected keys of a post of this office (mao, peng), got none" in told
    told = run_refused(mao, "void", "MAO", "--as", "peng", "--reason", "none")
    assert "expected the key that is enrolled for peng" in told


def test_no_office_is_said_so(tmp_path: Path, desks: dict[str, Desk]) -> None:
    """The message names the folder and how to begin one; a second one in a folder is refused."""
    mao = desks["mao"]
    told = run_refused(mao, "copies", "--office", tmp_path)
    assert "is no message office" in told and "parley cable start" in told
    assert "got one that has it" in run_refused(
        mao, "start", mao.folder / mao.office, "--keeper", "mao"
    )


@pytest.mark.parametrize("text", ["noon", "2030-13-01", "not after 2030"])
def test_a_clock_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """PARLEY_CLOCK must be a time with a beginning."""
    monkeypatch.setenv("PARLEY_CLOCK", text)
    with pytest.raises(Refused, match="PARLEY_CLOCK"):
        clock()


def test_the_clock_is_what_the_log_shows(desks: dict[str, Desk]) -> None:
    """An event has the time of PARLEY_CLOCK; one before the last is entered at the last's time."""
    mao = replace(desks["mao"], clock="2030-05-01 09:00 UTC")
    run(mao, "void", "MAO", "--reason", "first")
    run(replace(mao, clock="2030-04-01 09:00 UTC"), "void", "MAO", "--reason", "second")
    first, second = data_of(mao, "log", "--limit", 2)
    assert first["at"] == second["at"] == "2030-05-01T09:00:00.000Z"
    assert (first["clock"], second["clock"]) == (None, "2030-04-01T09:00:00.000Z")
    assert "the clock showed 2030-04-01 09:00 UTC" in run(mao, "log", "--limit", 1)


def test_a_card_is_enrolled_only_with_the_fingerprint_that_was_read(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """Without one, with a wrong one, and by roles that are given."""
    mao, stalin = desks["mao"], desks["stalin"]
    [kim] = new_office(tmp_path, "pyongyang", "kim")
    assert "read to you, got none" in run_refused(mao, "enrol", kim.card)
    told = run_refused(mao, "enrol", kim.card, "--fingerprint", stalin.fingerprint)
    assert "do not use this card" in told
    spoken = kim.fingerprint.upper().replace(" ", "")
    run(mao, "enrol", kim.card, "--fingerprint", spoken, "--instructs", "mao")
    [known] = [one for one in data_of(mao, "posts")["posts"] if one["post"] == "kim"]
    assert known["instructs"] == ["mao"] and known["releases_for"] == ["kim"]


def test_a_draft_without_an_office_needs_no_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is only a file, here of what the brief finds worth asking."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PARLEY_OFFICE", raising=False)
    options = ("--for", "cpv-kpa", "--dossier", KAESONG, "--series", "G", "--to", "stalin")
    done = parley("cable", "draft", "ask.yaml", *options)
    assert done.exit_code == 0, done.output
    draft = read_draft(Path("ask.yaml").read_bytes(), "ask.yaml")
    assert draft.action == ("stalin",) and draft.kind == "request"
    assert any(one.says for one in draft.questions)
    assert parley("cable", "draft", "--check", "ask.yaml").exit_code == 0
    assert parley("cable", "draft", "ask.yaml", *options).exit_code == 2  # it is there already
    done = parley("cable", "draft", "b.yaml", "--dossier", KAESONG, "--request", "is-the-plan")
    assert "is-the-plan-right" in done.output


def test_a_draft_that_was_changed_is_entered_anew(desks: dict[str, Desk]) -> None:
    """The log has who wrote it, and that it was another when it was released."""
    mao = desks["mao"]
    file = mao.folder / "note.yaml"
    run(mao, "draft", file, *NOTE)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("made-up note", "made-up message"), encoding="utf-8")
    run(mao, "release", file, "--yes")
    kinds = [one["kind"] for one in data_of(mao, "log", "--limit", 3)]
    assert kinds == ["drafted", "drafted", "released"]


def test_a_copy_that_leaves_ones_hands_must_be_named(desks: dict[str, Desk]) -> None:
    """Of two that are held, none is given back or passed on by chance; those to file stay."""
    mao = desks["mao"]
    name = released(mao, "note", *NOTE, "--file-copies", 2)
    for words in (("return", name), ("pass", name, "--to", "peng"), ("destroy", name)):
        assert "name one with --copy N" in run_refused(mao, *words)
    assert "copies to file stay" in run_refused(mao, "return", name, "--copy", 2)


def test_nothing_goes_out_without_a_yes(desks: dict[str, Desk]) -> None:
    """Without a terminal it must be said by option; nothing is entered before."""
    mao = desks["mao"]
    file = mao.folder / "note.yaml"
    run(mao, "draft", file, *NOTE)
    told = run(mao, "release", file, status=2)
    assert "MAO/1, if nobody is quicker" in told and "nothing was released" in told
    assert data_of(mao, "copies") == []


def test_a_reply_with_an_answer_left_out_is_refused(desks: dict[str, Desk], tmp_path: Path) -> None:
    """The `?` of the draft is no answer, and the message has the places alone."""
    mao, stalin = desks["mao"], desks["stalin"]
    name = released(mao, "ask", "--to", "stalin", "--question", "q=Is it right?")
    run(mao, "send", "--out", tmp_path / "out")
    run(stalin, "receive", tmp_path / "out")
    run(stalin, "open", name)
    draft = tmp_path / "answer.yaml"
    run(stalin, "reply", name, "-o", draft)
    told = run_refused(stalin, "release", draft, "--yes")
    assert "'answer' is '?'" in told and "expected passages" not in told
    told = run_refused(stalin, "reply", name, "-o", draft, "--force", "--answer", "p=yes")
    assert "expected a question of" in told
    run_refused(stalin, "reply", name, "-o", draft, "--force", "--answer", "q=perhaps")
    run(stalin, "reply", name, "-o", draft, "--force", "--answer", "q=yes")
    run(stalin, "release", draft, "--yes")


def test_an_export_is_a_print_that_is_entered(desks: dict[str, Desk], tmp_path: Path) -> None:
    """What was withheld and where it went stands in the log; a wrong part is refused."""
    mao = desks["mao"]
    name = released(mao, "note", *NOTE)
    run_refused(mao, "export", name, "--withhold", "passage/9")
    run_refused(mao, "export", name, "--reader", "stalin")  # the office has no dossier
    shown = run(mao, "export", name, "--withhold", "passage/1", "--format", "text", "--tell")
    assert "[passage/1 is withheld]" in shown and "A made-up note." not in shown.split("Subject")[0]
    assert data_of(mao, "log", "--limit", 1)[0]["kind"] == "printed"
    assert "1 part withheld" in run(mao, "log", "--limit", 1)


def test_verify_names_the_first_event_that_is_wrong(desks: dict[str, Desk]) -> None:
    """A record that was changed in the database is found, by number, with exit status 1."""
    mao = desks["mao"]
    released(mao, "note", *NOTE)
    assert "nothing is wrong" in run(mao, "verify")
    with closing(sqlite3.connect(mao.folder / mao.office / "ledger.db")) as ledger, ledger:
        [record] = ledger.execute("SELECT record FROM events WHERE n = 3").fetchone()
        changed = bytes(record).replace(b"2", b"3", 1)
        ledger.execute("UPDATE events SET record = ? WHERE n = 3", (changed,))
    assert "WRONG at event 3" in run(mao, "verify", "--full", status=1)
    assert data_of(mao, "verify", "--full", status=1)["wrong"][0]["n"] == 3
    assert "nothing is wrong" not in run(mao, "verify", "--hash-only", status=1)


def test_names_are_completed_from_the_log(
    desks: dict[str, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cables by the shortest name that will do, posts and series; no office completes to none."""
    mao = desks["mao"]
    released(mao, "note", *NOTE)
    monkeypatch.setenv("PARLEY_OFFICE", str(mao.folder / mao.office))

    def found(args: list[str], incomplete: str) -> list[str]:
        shell = ShellComplete(cli, {}, "parley", "_PARLEY_COMPLETE")
        return [one.value for one in shell.get_completions(args, incomplete)]

    assert found(["cable", "open"], "M") == ["MAO/1"]
    assert found(["cable", "pass", "MAO/1", "--to"], "s") == ["stalin"]
    assert found(["cable", "void"], "") == ["MAO", "PENG"]
    monkeypatch.setenv("PARLEY_OFFICE", os.devnull)
    assert found(["cable", "open"], "") == []
