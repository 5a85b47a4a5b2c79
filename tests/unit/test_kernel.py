"""Digests, identifiers, findings, errors and suggestions."""

import json
import pickle
import re
import subprocess
import sys
from dataclasses import replace

from parley.kernel.digests import digest, digest_of, new_id
from parley.kernel.errors import BadStatement, NotADossier, ParleyError, Refused, quoted
from parley.kernel.findings import Finding, as_json, sort_findings
from parley.kernel.suggest import did_you_mean

FINDING = Finding(
    "trade-unmet",
    "error",
    "gave what the trade offers before its condition was met",
    "log/1951-07.yaml",
    12,
    entries=("offer-16", "trade-1"),
    sources=("cable-1751#3",),
    hint="withdraw the offer",
)


def test_digest_is_sha256() -> None:
    """Text counts as UTF-8; a file name that is not valid text counts too."""
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("abc") == digest(b"abc") == expected
    assert len(digest("\udcff")) == 64


def test_digest_of_joins_without_ambiguity() -> None:
    """No two sequences of parts share a digest because their texts run together."""
    sequences = [(), ("",), ("", ""), ("ab", "c"), ("a", "bc"), ("abc",), ("1:a",), ("a", "1:")]
    digests = {digest_of(*parts) for parts in sequences}
    assert len(digests) == len(sequences)
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in digests)


def test_digest_of_is_the_same_for_ever() -> None:
    """Addresses are written down, so their digest may never change."""
    assert digest_of("trade-unmet", "offer-16") == "a5b6e9b82a86"


def test_new_ids_are_readable_and_do_not_repeat() -> None:
    """Eight letters and digits that cannot be taken for one another."""
    made = {new_id("doc") for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(re.fullmatch(r"doc-[0-9a-hjkmnp-tv-z]{8}", one) for one in made)


def test_an_address_outlives_lines_and_wording() -> None:
    """Moving the entry, rewording the message or reordering the proof keeps the address."""
    moved = replace(FINDING, line=99, column=3, file="log/a.yaml", message="reworded", hint=None)
    turned = replace(FINDING, entries=("trade-1", "offer-16"))
    assert FINDING.address.startswith("trade-unmet-")
    assert moved.address == turned.address == FINDING.address


def test_addresses_tell_findings_apart() -> None:
    """Another code, other entries or another subject is another finding."""
    other = [
        replace(FINDING, code="no-authority"),
        replace(FINDING, entries=("offer-16",)),
        replace(FINDING, subject="question-2"),
        replace(FINDING, entries=()),
        replace(FINDING, entries=(), message="reworded"),
    ]
    assert len({finding.address for finding in [FINDING, *other]}) == 6


def test_a_finding_without_entries_is_named_by_file_and_message() -> None:
    """What the reader reports has no entries; its line still does not count."""
    bare = replace(FINDING, entries=())
    assert replace(bare, line=1).address == bare.address
    assert replace(bare, file=None).address != bare.address


def test_a_finding_is_plain_json() -> None:
    """Every key is there, also when it is empty."""
    data = json.loads(json.dumps(as_json(FINDING)))
    assert data == {
        "code": "trade-unmet",
        "severity": "error",
        "message": FINDING.message,
        "file": "log/1951-07.yaml",
        "line": 12,
        "column": None,
        "entries": ["offer-16", "trade-1"],
        "sources": ["cable-1751#3"],
        "hint": "withdraw the offer",
        "address": FINDING.address,
    }


def test_findings_sort_by_place_and_then_by_what_they_are() -> None:
    """The order is the same whatever order they were found in; those without a place come last."""
    ordered = (
        replace(FINDING, file="a.yaml", line=None),
        replace(FINDING, file="a.yaml", line=2),
        replace(FINDING, file="a.yaml", line=10, code="a"),
        replace(FINDING, file="a.yaml", line=10, code="b", entries=("a",)),
        replace(FINDING, file="a.yaml", line=10, code="b", entries=("b",)),
        replace(FINDING, file="a.yaml", line=10, code="b", entries=("b",), subject="x"),
        replace(FINDING, file="b.yaml", line=1),
        replace(FINDING, file=None, line=None),
    )
    rotated = ordered[3:] + ordered[:3]
    in_file = (*ordered[1:6], ordered[0], *ordered[6:])  # within a file, no line is the last line
    assert sort_findings(rotated) == sort_findings(reversed(rotated)) == in_file


def test_an_error_says_how_to_mend_it() -> None:
    """The hint is part of the text, and absent when there is none."""
    assert str(ParleyError("expected a, got b")) == "expected a, got b"
    assert str(ParleyError("expected a, got b", hint="write a")) == "expected a, got b; write a"
    assert str(BadStatement("expected a value", 7, "write 30")) == "expected a value; write 30"
    assert issubclass(NotADossier, Refused)


def test_errors_survive_the_way_to_another_process() -> None:
    """A worker's refusal arrives with its column and hint."""
    sent = BadStatement("expected a value", 7, "write 30")
    got = pickle.loads(pickle.dumps(sent))  # noqa: S301  # made on the line above
    assert (type(got), str(got), got.column, got.hint) == (BadStatement, str(sent), 7, "write 30")


def test_quoted_cuts_long_texts() -> None:
    """A message stays short whatever was got."""
    assert quoted("a\nb") == "'a\\nb'"
    assert len(quoted("x" * 1_000_000)) == 62


def test_did_you_mean() -> None:
    """The nearest word is named, in its own capitals, whatever the order of the candidates."""
    words = ["withdrawal", "withdrawn", "line_wording", "Refugees"]
    assert did_you_mean("withdrawl", words) == "withdrawal"
    assert did_you_mean("withdrawl", reversed(words)) == "withdrawal"
    assert did_you_mean("LINE_WORDING", words) == "line_wording"
    assert did_you_mean("refugee", words) == "Refugees"
    assert did_you_mean("xyz", words) is None
    assert did_you_mean("", words) is None
    assert did_you_mean("withdrawal", []) is None


def test_did_you_mean_breaks_ties_by_name() -> None:
    """Two words equally near give the same answer in every run."""
    assert did_you_mean("item", ["itema", "itemb"]) == did_you_mean("item", ["itemb", "itema"])


def test_did_you_mean_takes_no_longer_for_longer_words() -> None:
    """A word of a megabyte is no name, and long candidates are not near."""
    assert did_you_mean("x" * 1_000_000, ["x" * 999_999]) is None
    assert did_you_mean("line", ["line" * 250_000]) is None


def test_the_kernel_is_light_to_import() -> None:
    """Nothing heavy comes along with it."""
    code = (
        "import sys, parley, parley.kernel.times, parley.kernel.findings\n"
        "heavy = {'msgspec', 'yaml', 'pysat', 'rich', 'jinja2', 'docx', 'click'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert shown.stdout.strip() == "[]"
