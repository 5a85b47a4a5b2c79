"""A program of the user's own proposes stubs: what is believed, and what is refused."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from parley.kernel.errors import Refused
from parley.record.propose import Passage
from parley.record.propose.model import ask_model, question_for, read_answer

PASSAGES = (
    Passage("en/1.1", "en", "We will insist\non the quay.", ((0, 27),)),
    Passage("en/2.1", "en", "Is it right?", ((30, 42),)),
)
GOOD = {"kind": "position", "passage": "en/1.1", "quote": "insist on the quay"}


def program(folder: Path, code: str) -> str:
    """A command that runs a little program."""
    path = folder / "my model.py"
    path.write_text(code, encoding="utf-8")
    return shlex.join([sys.executable, str(path)])


def answer(*stubs: object) -> bytes:
    """An answer with these stubs."""
    return json.dumps({"stubs": stubs}).encode()


def test_a_program_gets_the_passages_and_its_stubs_are_marked(tmp_path: Path) -> None:
    """It reads what `question_for` says, and what it says is known to be a model's."""
    code = (
        "import json, sys\n"
        "got = json.load(sys.stdin)\n"
        "one = got['passages'][1]\n"
        "assert got['format'] == 1 and 'question' in got['kinds']\n"
        "print(json.dumps({'stubs': [{'kind': 'question', 'passage': one['passage'],"
        " 'quote': one['text'], 'why': 'it asks'}]}))\n"
    )
    (stub,) = ask_model(program(tmp_path, code), PASSAGES)
    assert (stub.id, stub.source, stub.rule) == ("question:en/2.1", "model", "model")
    assert (stub.text, stub.why, stub.places) == ("Is it right?", "it asks", ((30, 42),))


def test_what_is_given_is_plain() -> None:
    """Passages with their addresses, and nothing else of the dossier."""
    assert question_for(PASSAGES)["passages"][1] == {
        "passage": "en/2.1",
        "language": "en",
        "text": "Is it right?",
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "trades"}, "did you mean `trade`"),
        ({"passage": "en/9.1"}, "is none of those given"),
        ({"quote": "insist on the island"}, "does not stand in en/1.1"),
        ({"quote": " "}, "does not stand in en/1.1"),
        ({"text": "x"}, "unknown key 'text'"),
        ({"why": 1}, "`why`: expected a text"),
        ({"why": "\x1b[2J"}, "`why`: has signs in it that cannot be printed"),
        ({"title": "x" * 20_000}, "`title`: expected a text"),
    ],
)
def test_what_is_not_so_is_refused(change: Mapping[str, object], told: str) -> None:
    """A made-up passage or quotation is never taken."""
    with pytest.raises(Refused, match="cannot be used") as caught:
        read_answer(answer(GOOD | dict(change)), PASSAGES)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    """One message for the whole answer, and nothing of it taken."""
    bad = [{"kind": "x"}, 3, GOOD | {"passage": "en/7"}]
    with pytest.raises(Refused) as caught:
        read_answer(answer(GOOD, *bad), PASSAGES)
    for told in ("stub 2: `passage` is missing", "stub 3: expected a map", "stub 4: `passage`"):
        assert told in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"no json", b"[]", b'{"stubs": 1}', b'{"stubs": [], "more": 1}', b"\xff", b"[" * 100_000],
)
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    """Whatever a program prints, the user gets a message."""
    with pytest.raises(Refused, match="cannot be used"):
        read_answer(data, PASSAGES)


def test_a_quotation_may_be_wrapped_otherwise() -> None:
    """Blanks and breaks of lines do not count."""
    (stub,) = read_answer(answer(GOOD | {"quote": "insist\n  on the quay."}), PASSAGES)
    assert stub.text == "insist on the quay."


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import sys; sys.exit(3)", "status 3"),
        ("while True: print('x' * 100000)", "more than"),
        ("import sys; sys.stdin.close(); print('{}')", "cannot be used"),
    ],
)
def test_a_program_that_misbehaves_is_refused(tmp_path: Path, code: str, told: str) -> None:
    """It fails, floods, or does not listen."""
    with pytest.raises(Refused, match=told):
        ask_model(program(tmp_path, code), PASSAGES * 10_000)


def test_a_slow_program_is_ended_with_what_it_started(tmp_path: Path) -> None:
    """After its time nothing of it runs on."""
    code = (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    )
    begun = time.perf_counter()
    with pytest.raises(Refused, match="within 1 seconds"):
        ask_model(program(tmp_path, code), PASSAGES, 1)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("command", ["", "'open", "no-such-program-here"])
def test_what_is_no_program_is_refused(command: str) -> None:
    """The message says what to look at."""
    with pytest.raises(Refused):
        ask_model(command, PASSAGES)
