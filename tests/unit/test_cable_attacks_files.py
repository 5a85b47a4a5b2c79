"""Attacks through files and folders: sticks, office folders, key stores, pins, names that act."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parley.cables.keys.key_store import add_secret, new_secret, posts_of, save_store, unlock
from parley.cables.messages.redaction import check_export, export_cable
from parley.cables.office_folder import read_office
from parley.cables.primitives.canonical import decode, encode
from parley.cables.verifying.pins import read_pins
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused
from tests.stories.in_process import (
    data_of,
    enrol_each_other,
    new_office,
    released,
    run,
    run_refused,
)
from tests.stories.office_desks import Desk
from tests.unit.cable_story import checkpoint_of, signed_of, story
from tests.unit.key_support import cheap_seals, store_of

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes and bytes in names are POSIX")
ESCAPE = "\x1b[2J\x07"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """Two offices that know each other, for all tests of this file."""
    folder = tmp_path_factory.mktemp("desks")
    offices = (new_office(folder, "beijing", "mao"), new_office(folder, "moscow", "stalin"))
    enrol_each_other(*offices)
    return {one.post: one for office in offices for one in office}


@POSIX
def test_a_stick_with_anything_on_it_is_read_to_its_end(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """Pipes are not waited on, endless files not read, and what is no parcel stops no parcel."""
    mao, stalin = desks["mao"], desks["stalin"]
    released(mao, "note", "--to", "stalin", "--text", "A made-up note.")
    run(mao, "send", "--out", tmp_path)
    os.mkfifo(tmp_path / "a.cable")
    (tmp_path / "b.cable").symlink_to("/dev/zero")
    (tmp_path / "c.cable").symlink_to("nowhere")
    (tmp_path / "d.cable").symlink_to("d.cable")
    (tmp_path / "e.cable").mkdir()
    with (tmp_path / "f.cable").open("wb") as stream:
        stream.truncate(10_000_000_000)
    (tmp_path / f"{ESCAPE}.cable").write_bytes(b"x")
    (tmp_path / "g\udcff.cable").write_bytes(b"x")
    came = data_of(stalin, "receive", tmp_path, status=1)
    assert [one["state"] for one in came["taken"]] == ["copy"]
    assert len(came["refused"]) == 5
    kept = tmp_path / "came.json"
    run(stalin, "receive", tmp_path, "--format", "json", "-o", kept, status=1)
    assert json.loads(kept.read_bytes())["taken"][0]["state"] == "again"
    assert "\x1b" not in run(stalin, "receive", tmp_path, status=1)


@POSIX
def test_an_office_or_pins_that_are_a_pipe_are_refused(tmp_path: Path) -> None:
    """They would be waited on for ever."""
    os.mkfifo(tmp_path / "office.toml")
    with pytest.raises(Refused, match="expected a file"):
        read_office(tmp_path)
    os.mkfifo(tmp_path / "pins.json")
    (tmp_path / "endless.json").symlink_to("/dev/zero")
    for name in ("pins.json", "endless.json"):
        with pytest.raises(Refused, match="expected a file of pins"):
            read_pins(tmp_path / name)


def test_an_office_does_not_work_with_the_ledger_of_another(
    desks: dict[str, Desk], tmp_path: Path
) -> None:
    """Neither for a look nor for a step: the two may have been put in each other's place."""
    mao, stalin = desks["mao"], desks["stalin"]
    text = (mao.folder / mao.office / "office.toml").read_text()
    ledger = stalin.folder / stalin.office / "ledger.db"
    (tmp_path / "office.toml").write_text(text.replace('"ledger.db"', json.dumps(str(ledger))))
    for words in (("check",), ("void", "MAO", "--reason", "x")):
        said = run_refused(mao, *words, "--office", tmp_path)
        assert "expected the ledger of the log beijing" in said


@POSIX
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """Else `-o /dev/null` by an administrator takes the device away from everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, "a line\n")
        assert os.read(reader, 100) == b"a line\n"
        assert pipe.is_fifo()
    finally:
        os.close(reader)


def test_what_a_terminal_obeys_does_not_reach_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Colours do; results for files and programs stay as they are."""
    deliver(Output(color="always"), f"\x1b[31mred\x1b[0m {ESCAPE}")
    deliver(Output("csv", color="always"), f"a{ESCAPE}")
    tell(f"said {ESCAPE}")
    out, said = capsys.readouterr()
    assert out.splitlines()[0] == "\x1b[31mred\x1b[0m \ufffd[2J\ufffd"
    assert ESCAPE in out.splitlines()[1]
    assert said == "said \ufffd[2J\ufffd\n"


def test_a_file_name_that_is_no_text_can_stand_in_json() -> None:
    """As half a sign, so that the same name is read back."""
    text = as_json_text({"from": "a\udcffb"})
    assert json.loads(text.encode()) == {"from": "a\udcffb"}


def test_a_draft_that_could_not_be_read_back_is_not_written(desks: dict[str, Desk]) -> None:
    """Nothing of it is on the disk or in the log."""
    mao = desks["mao"]
    file = mao.folder / "half.yaml"
    before = len(data_of(mao, "log", "--limit", 1000))
    assert "non-UTF-8" in run_refused(
        mao, "draft", file, "--to", "stalin", "--text", "x", "--subject", "a\udcffb"
    )
    assert not file.exists()
    assert len(data_of(mao, "log", "--limit", 1000)) == before


def test_two_who_add_to_a_key_store_at_once_lose_no_key(tmp_path: Path) -> None:
    """One of them is refused; a key that was told as written is there."""
    path = tmp_path / "keys.age"
    store_of(path, "first", passphrase=PASSPHRASE)
    program = (
        "import sys; from pathlib import Path\n"
        "from parley.cables.keys import key_store as k\n"
        "store = k.unlock(Path(sys.argv[1]), sys.argv[3])\n"
        "sys.stdin.readline()\n"
        "try: k.save_store(k.add_secret(store, k.new_secret(sys.argv[2])), sys.argv[3])\n"
        "except k.Refused: print('refused')\n"
        "else: print('written')\n"
    )
    at_once = [
        subprocess.Popen(
            [sys.executable, "-c", program, path, post, PASSPHRASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for post in ("second", "third")
    ]  # fmt: skip
    for one in at_once:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=180)[0].strip() for one in at_once]
    told = {post for post, word in zip(("second", "third"), said, strict=True) if word == "written"}
    assert told
    assert set(posts_of(unlock(path, PASSPHRASE))) == {"first", *told}


def test_a_withheld_part_is_not_called_what_it_cannot_be() -> None:
    """Whoever withholds names it, and nothing proves the name; but it is a name."""
    told = story()
    data = export_cable(told.parts, ["passage/1"], (signed_of(told), checkpoint_of(told)))
    file = decode(data)
    assert isinstance(file, dict) and isinstance(file["parts"], list)
    at = next(n for n, one in enumerate(file["parts"]) if isinstance(one, dict) and "leaf" in one)
    entry = file["parts"][at]
    assert isinstance(entry, dict)
    for name in ("passage/" + ESCAPE, "passage/", "answer/a9", "head"):
        entry["name"] = name
        with pytest.raises(Refused, match="expected a passage as part"):
            check_export(encode(file), {})
    entry["name"] = "passage/1"
    assert check_export(encode(file), {}).parts[at].name == "passage/1"


def test_a_store_that_was_put_in_its_place_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's keys came there since it was read."""
    cheap_seals(monkeypatch)
    path = tmp_path / "keys.age"
    store = store_of(path, "first", passphrase=PASSPHRASE)
    other = store_of(tmp_path / "other.age", "other", passphrase=PASSPHRASE)
    os.replace(other.path, path)
    with pytest.raises(Refused, match="written in the meantime"):
        save_store(add_secret(store, new_secret("second")), PASSPHRASE)
    assert posts_of(unlock(path, PASSPHRASE)) == ("other",)
