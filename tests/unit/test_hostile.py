"""Files built to exhaust the machine: each is answered soon, and in little memory.

Every case runs in a process of its own, whose peak of memory the system reports, where it does.
Seconds are those of a usual machine: a slower one is known by how long it counts, and has longer.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DECLARED = """\
parley: 1
id: hostile
title: Hostile
parties: {red: {name: Red}}
issues:
  line: {question: Where?, values: [here, there]}
"""
HEAD = "- id: e1\n  type: event\n  at: 1951-07-13\n"

READING = """\
import json, sys, time
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError
def yardstick():
    start = time.process_time()
    for _ in range(2_000_000):
        pass
    return time.process_time() - start
before = yardstick()
begun = time.process_time()
try:
    faults = read_dossier(sys.argv[1]).faults
    said = sorted({fault.code for fault in faults})
except ParleyError as error:
    said = [type(error).__name__, str(error)[:300]]
seconds = time.process_time() - begun
seconds /= max(1, before / 0.05, yardstick() / 0.05)  # those of a machine that counts in 0.05 s
try:  # not by `resource`: there a process begins with the peak of the one that started it
    with open("/proc/self/status", encoding="ascii") as status:
        megabytes = next(int(line.split()[1]) for line in status if "VmHWM" in line) / 1_000
except OSError:
    megabytes = 0
print(json.dumps([said, seconds, megabytes]))
"""


def entry(field: str) -> str:
    """Return a log with one entry that has one more field."""
    return f"{HEAD}  {field}\n"


def long_formula(size: int) -> str:
    """Return a statement of so many characters."""
    return "line = here" + " and line = here" * (size // 16)


def ring(size: int) -> str:
    """Return a log in which so many entries replace one another in a circle."""
    return "".join(
        f"- id: e{at}\n  type: event\n  at: 1951\n  replaces: e{(at + 1) % size}\n"
        for at in range(size)
    )


CASES: dict[str, tuple[Callable[[], str], str]] = {
    "formula of 10 MB": (lambda: entry("says: " + long_formula(10_000_000)), "Refused"),
    "formula of 900 kB": (lambda: entry("says: " + long_formula(900_000)), "bad-statement"),
    "brackets": (lambda: entry("says: " + "(" * 500_000), "bad-statement"),
    "not not not": (lambda: entry("says: " + "not " * 200_000 + "line = here"), "bad-statement"),
    "flow 10,000 deep": (lambda: entry("known: " + "[" * 10_000 + "]" * 10_000), "Refused"),
    "maps 10,000 deep": (lambda: entry("known: " + "{a: " * 10_000), "Refused"),
    "lists 10,000 deep": (lambda: "- " * 10_000 + "a\n", "Refused"),
    "blocks 2,000 deep": (lambda: "".join(" " * at + "-\n" for at in range(2_000)), "Refused"),
    "aliases": (
        lambda: "- &a [x, x]\n" + "".join(f"- &b{at} [*a, *a]\n" for at in range(1_000)),
        "yaml-syntax",
    ),
    "merge keys": (lambda: entry("<<: {a: b}"), "unknown-key"),
    "tags": (lambda: entry("text: !!python/object/apply:os.system [x]"), "yaml-syntax"),
    "text of 20 MB": (lambda: entry("text: |\n" + "    words\n" * 2_000_000), "Refused"),
    "word of 5 MB": (lambda: entry("text: " + "x" * 5_000_000), "Refused"),
    "key of 5 MB": (lambda: entry("x" * 5_000_000 + ": y"), "yaml-syntax"),
    "many unknown keys": (
        lambda: HEAD + "".join(f"  key{at}: x\n" for at in range(3_000)),
        "unknown-key",
    ),
    "many duplicate keys": (lambda: HEAD + "  text: x\n" * 20_000, "duplicate-key"),
    "list of a million": (lambda: entry("by: [" + "a, " * 1_200_000 + "]"), "Refused"),
    "entries of nothing": (lambda: "- \n" * 1_500_000, "Refused"),
    "unclosed quote": (lambda: entry("text: '" + "word " * 2_000_000), "yaml-syntax"),
    "remarks": (lambda: "# remark\n" * 3_000_000, ""),
    "blank lines": (lambda: HEAD + "\n" * 5_000_000, ""),
    "blanks": (lambda: HEAD + " " * 5_000_000 + "\n", ""),
    "colons": (lambda: entry("text: " + "a:" * 400_000 + "b"), ""),
    "question marks": (lambda: "? a\n" * 500_000, "Refused"),
    "time of 1 MB": (lambda: entry("until: " + "1951-07-13 " * 80_000), "unknown-key"),
    "id of 1 MB": (lambda: HEAD.replace("e1", "e" * 900_000), "bad-identifier"),
    "ring of 20,000": (lambda: ring(20_000), "supersession-cycle"),
}


def measured(root: Path) -> tuple[list[str], float, float]:
    """Read a dossier in a process of its own: what it said, seconds of computing, megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", READING, str(root)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    said, seconds, megabytes = json.loads(done.stdout)
    return said, seconds, megabytes


def make(root: Path, log: str, declared: str = DECLARED) -> Path:
    """Write a dossier with one log."""
    (root / "log").mkdir()
    (root / "dossier.yaml").write_text(declared, encoding="utf-8")
    (root / "log" / "a.yaml").write_text(log, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES)
def test_hostile_logs(case: str, tmp_path: Path) -> None:
    """The answer is the expected one, within four seconds of computing and 500 MB."""
    text, expected = CASES[case]
    said, seconds, megabytes = measured(make(tmp_path, text()))
    assert expected in ["", *said]
    assert seconds < 4.0
    assert megabytes < 500


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("  big: {question: x, range: {from: 0, to: 1e300, step: 1e-300}}\n", "wrong-type"),
        ("  big: {question: x, range: {from: 0, to: 9999999, step: 1}}\n", "wrong-type"),
        ("  big: {question: x, range: {from: nan, to: 1}}\n", "wrong-type"),
        (f"  big: {{question: x, values: [{', '.join(map('v{}'.format, range(100_000)))}]}}\n", ""),
        (
            "".join(f"  i{at}: {{question: x, values: [a, b, c]}}\n" for at in range(300))
            + "feasibility:\n"
            + "".join(
                f"  - {{id: f{at}, says: i{at} = a iff i{at + 1} = b}}\n" for at in range(299)
            ),
            "",
        ),
    ],
    ids=["endless range", "long range", "no number", "100,000 values", "tied issues"],
)
def test_hostile_declarations(more: str, expected: str, tmp_path: Path) -> None:
    """Issues and feasibility statements cost no more than they should."""
    said, seconds, megabytes = measured(make(tmp_path, HEAD, DECLARED + more))
    assert expected in ["", *said]
    assert seconds < 4.0
    assert megabytes < 500


def test_many_statements_about_tied_issues(tmp_path: Path) -> None:
    """Three hundred issues tied in a chain, and a thousand statements about them."""
    issues = "".join(f"  i{at}: {{question: x, values: [a, b, c]}}\n" for at in range(301))
    tied = "".join(f"  - {{id: f{at}, says: i{at} = a iff i{at + 1} = b}}\n" for at in range(300))
    log = "".join(
        f"- id: e{at}\n  type: event\n  at: 1951\n"
        f"  says: i{at % 300} = a and i{at % 300 + 1} = c or i{at * 7 % 300} = c and i9 = b\n"
        for at in range(1_000)
    )
    declared = f"{DECLARED}{issues}feasibility:\n{tied}"
    _, seconds, megabytes = measured(make(tmp_path, log, declared))
    assert (seconds < 8.0, megabytes < 500) == (True, True)


def test_deep_parties(tmp_path: Path) -> None:
    """Two thousand parties inside one another are read."""
    parties = "".join(f"  p{at}: {{name: P, within: p{at + 1}}}\n" for at in range(2_000))
    declared = DECLARED.replace("parties: {red: {name: Red}}", "parties:\n" + parties)
    said, seconds, _ = measured(make(tmp_path, HEAD + "  by: p0\n", declared))
    assert (said, seconds < 4.0) == ([], True)


def test_too_many_files(tmp_path: Path) -> None:
    """More than ten thousand files are refused before they are read."""
    make(tmp_path, "")
    for at in range(10_001):
        (tmp_path / "log" / f"{at}.yaml").touch()
    said, seconds, _ = measured(tmp_path)
    assert said[0] == "Refused"
    assert seconds < 4.0


def test_too_many_bytes(tmp_path: Path) -> None:
    """A file of more than 64 MB, or files of more than 512 MB, are refused before they are read."""
    make(tmp_path, "")
    with (tmp_path / "log" / "a.yaml").open("wb") as stream:
        stream.truncate(64_000_001)
    said, seconds, megabytes = measured(tmp_path)
    assert said[0] == "Refused"
    assert (seconds < 2.0, megabytes < 300) == (True, True)
    for at in range(9):
        with (tmp_path / "log" / f"{at}.yaml").open("wb") as stream:
            stream.truncate(63_000_000)
    said, seconds, megabytes = measured(tmp_path)
    assert said[0] == "Refused"
    assert (seconds < 1.0, megabytes < 100) == (True, True)


@pytest.mark.parametrize("data", [b"\xff\xfe- a", b"a: \x00", b"\x1f\x8b\x08\x00" * 1_000])
def test_what_is_no_text(data: bytes, tmp_path: Path) -> None:
    """Other encodings and packed files are refused."""
    make(tmp_path, "")
    (tmp_path / "log" / "a.yaml").write_bytes(data)
    assert measured(tmp_path)[0][0] == "Refused"
