"""Reading a dossier: what a good one gives, and what is said of a bad one."""

import os
from pathlib import Path

import pytest

from parley.dossier.dossier import (
    Dossier,
    Place,
    ancestors,
    formula,
    members,
    moment,
    side_of,
    zone_for,
)
from parley.dossier.language.domain import domain
from parley.dossier.language.formulas import In, evaluate
from parley.dossier.language.statements import parse
from parley.dossier.language.witnesses import find_witnesses
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.vocabulary.entries import Fallback, Proposal, Request, Trade
from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.kernel.errors import NotADossier, Refused
from parley.kernel.findings import Finding

DECLARED = """\
parley: 1
id: small
title: A small one
zone: Asia/Seoul
parties:
  red: {name: Red, zone: Asia/Tokyo}
  ally: {name: Ally, within: red}
  post: {name: Post, within: ally, zone: K}
  blue: {name: Blue, mandator: red}
issues:
  line: {question: Where?, values: [here, there], decided_by: [red, blue]}
  share: {question: How much?, range: {from: 0, to: 1, step: 0.1}}
  site: {question: Which?, values: {north: up, south: down}}
feasibility:
  - {id: f1, says: site = north if line = here}
sources:
  s1: {title: A paper, file: sources/s1.txt}
"""
EVENT = "- {id: e1, type: event, at: 1951-07-13, by: red}\n"


def read(log: str, declared: str = DECLARED) -> Dossier:
    """Read a dossier with one log."""
    return read_text_dossier({"dossier.yaml": declared, "log/a.yaml": log})


def only_fault(dossier: Dossier) -> Finding:
    """Return the one fault that a dossier has."""
    assert len(dossier.faults) == 1, dossier.faults
    fault = dossier.faults[0]
    assert fault.hint
    assert fault.code in FAULT_CODES
    return fault


def codes(dossier: Dossier) -> list[str]:
    """Return the codes of all faults, in order of place."""
    return [fault.code for fault in dossier.faults]


def test_good_dossier_is_read_whole() -> None:
    """Entries, places, domains, formulas and times are there, and no fault."""
    dossier = read(
        "# head\n\n" + EVENT + "- id: e2\n  type: proposal\n  at: 1951-07-14 10:00\n"
        "  by: post\n  to: [blue]\n  says: line = here\n  if: share < 0.3\n"
    )
    assert dossier.faults == ()
    assert [entry.id for entry in dossier.entries] == ["e1", "e2"]
    assert dossier.places["e2"] == Place("log/a.yaml", 4)
    assert dossier.places["party:ally"] == Place("dossier.yaml", 7)
    assert dossier.places["feasibility:f1"] == Place("dossier.yaml", 15)
    assert dossier.domains["share"].values == (
        "0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1",
    )  # fmt: skip
    assert dossier.domains["site"].values == ("north", "south")
    entry = dossier.by_id["e2"]
    assert isinstance(entry, Proposal)
    assert entry.by == ("post",)
    assert formula(dossier, entry.says) == In("line", frozenset({"here"}))
    assert formula(dossier, None) is None
    assert len(dossier.feasibility) == 1
    # 10:00 on the clock of the post, which is at K, ten hours ahead of Greenwich
    assert dossier.spans["e2"] == moment(dossier, entry, "1951-07-14T00:00Z")


def test_sides_and_zones() -> None:
    """A party has the zone of what it stands within; a side is what stands within nothing."""
    dossier = read(EVENT)
    assert ancestors(dossier, "post") == ("post", "ally", "red")
    assert side_of(dossier, "post") == "red"
    assert side_of(dossier, "nobody") == "nobody"
    assert members(dossier, "red") == {"red", "ally", "post"}
    assert members(dossier, "nobody") == {"nobody"}
    assert zone_for(dossier, ("blue", "ally")) == "Asia/Tokyo"
    assert zone_for(dossier, ("post",)) == "K"
    assert zone_for(dossier, ("blue",)) == "Asia/Seoul"


def test_words_keep_their_meaning() -> None:
    """`no`, `on` and numbers are texts where texts are meant."""
    declared = DECLARED + "  s2: {title: 1951, note: no}\nfiction: true\n"
    dossier = read("- {id: 7, type: event, at: 1951, by: red, text: on, note: 'null'}\n", declared)
    assert dossier.faults == ()
    assert dossier.declared.sources["s2"].title == "1951"
    assert dossier.declared.sources["s2"].note == "no"
    assert dossier.declared.fiction is True
    entry = dossier.by_id["7"]
    assert (entry.text, entry.note) == ("on", "null")


def test_one_text_stands_for_a_list() -> None:
    """Everywhere a list of texts is meant, also inside, and also in dossier.yaml."""
    dossier = read(
        "- {id: e1, type: session, at: 1951, by: red, present: blue, raises: {red: line}}\n"
        "- {id: e2, type: request, at: 1951, questions: [{id: q, text: t, about: e1}]}\n"
        "- {id: e3, type: delegation, at: 1951, may: speak}\n"
    )
    assert dossier.faults == ()
    assert dossier.declared.parties["blue"].mandator == ("red",)
    request = dossier.by_id["e2"]
    assert isinstance(request, Request)
    assert request.questions[0].about == ("e1",)


def test_empty_counts_as_absent() -> None:
    """A key without a value is as if it were not there; one that must be there is missing."""
    dossier = read("- {id: e1, type: event, at: 1951, by: , text: ~, sources: null}\n")
    assert dossier.faults == ()
    assert dossier.by_id["e1"].sources == ()
    assert only_fault(read("- {id: e1, type: event, at: }\n")).code == "missing-key"


@pytest.mark.parametrize(
    ("entry", "code", "line", "column", "words"),
    [
        ("form: red", "unknown-key", 5, 3, "'form'"),
        ("withdraws: e0", "unknown-key", 5, 3, "'withdraws'"),
        ("says: line = her", "bad-statement", 5, 16, "her"),
        ('says: "lin = here"', "bad-statement", 5, 10, "lin"),
        ("says: line =", "bad-statement", 5, 15, "'says'"),
        ("says: line = here and line = there", "never-true", 5, 9, "never be true"),
        ("says: line = here and site = south", "never-true", 5, 9, "f1"),
        ("says: line in {here, there}", "always-true", 5, 9, "always true"),
        ("under: [a]", "wrong-type", 5, 10, "'under'"),
        ("until: soon", "bad-time", 5, 10, "'until'"),
        ("known: {red: 1951-02-30}", "bad-time", 5, 16, "'red'"),
        ("covers: hole", "wrong-type", 5, 11, "'hole'"),
        ("annexes: [{text: x}]", "unknown-key", 5, 14, "'text' in annexes.1"),
        ("by: blue", "duplicate-key", 5, 3, "on line 4"),
    ],
)
def test_faults_of_an_entry(entry: str, code: str, line: int, column: int, words: str) -> None:
    """Each is told with its line and column, what was expected and how to mend it."""
    log = f"- id: e1\n  type: proposal\n  at: 1951-07-13\n  by: red\n  {entry}\n"
    found = {fault.code: fault for fault in read(log).faults}
    fault = found[code]
    assert (fault.file, fault.line, fault.column) == ("log/a.yaml", line, column)
    assert words in fault.message
    assert fault.hint
    assert "e1" in read(log).by_id


def test_the_meant_word_is_named() -> None:
    """Synonyms, slips and near misses lead to the right word."""
    head = "- {id: e1, type: proposal, at: 1951"
    for key, meant in {"supersedes": "replaces", "statement": "says", "sorces": "sources"}.items():
        assert f"`{meant}`" in (only_fault(read(f"{head}, {key}: x}}\n")).hint or "")
    assert "`proposal`" in (only_fault(read("- {id: e1, type: propsal, at: 1951}")).hint or "")
    assert "`whole`" in (only_fault(read(f"{head}, covers: hole}}\n")).hint or "")


def test_all_faults_come_in_one_run() -> None:
    """A fault hides no other, in the same entry, the same file or another."""
    dossier = read_text_dossier(
        {
            "dossier.yaml": DECLARED.replace("zone: Asia/Tokyo", "zone: Asia/Tokio"),
            "log/a.yaml": "- {id: e1, type: event, at: never, text: [x], form: y}\n" + EVENT,
            "log/b.yaml": "- {id: e2, type: event\n",
            "log/c.yaml": "- {id: e3, type: event, at: 1951, says: lin = her and site = est}\n",
        }
    )
    assert sorted(codes(dossier)) == [
        "bad-statement",
        "bad-statement",
        "bad-time",
        "bad-zone",
        "duplicate-id",
        "unknown-key",
        "wrong-type",
        "yaml-syntax",
    ]
    assert [entry.id for entry in dossier.entries] == ["e3"]


def test_good_fields_stay() -> None:
    """An entry loses only its bad fields; a list only its bad members."""
    dossier = read(
        "- {id: e1, type: event, at: 1951, text: good, says: lin = her, place: [x]}\n"
        "- id: e2\n  type: fallback\n  at: 1951\n  when: line = here\n"
        "  rungs: [{do: lin = x}, {do: site = north, by_time: bad}, {do: share < 0.2}]\n"
    )
    assert len(dossier.faults) == 4
    assert dossier.by_id["e1"].text == "good"
    ladder = dossier.by_id["e2"]
    assert isinstance(ladder, Fallback)
    assert [rung.do for rung in ladder.rungs] == ["site = north", "share < 0.2"]


def test_positions_stay_true_after_a_lost_member() -> None:
    """What is left out of a list does not shift what is said of its other members."""
    log = (
        "- id: e1\n  type: fallback\n  at: 1951\n  rungs:\n    - text: no do\n"
        "    - do: lin = here\n"
    )
    assert [(fault.code, fault.line) for fault in read(log).faults] == [
        ("missing-key", 5),
        ("bad-statement", 6),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "type: trade, at: 1951, give: line = here, get: lin = there",
        "type: proposal, at: 1951, says: line = here, if: lin = there",
        "type: proposal, at: 1951, says: line = here, condition: line = there",
        "type: proposal, at: 1951, says: line = here, if: [x]",
        "type: event, at: 1951-02-30",
    ],
)
def test_entries_that_would_say_something_else_are_left_out(entry: str) -> None:
    """Without what it must have, or without its condition, an entry is not used at all."""
    dossier = read(f"- {{id: e1, {entry}}}\n")
    assert len(dossier.faults) == 1
    assert dossier.entries == ()
    assert dossier.places["e1"].line == 1


def test_ids_used_twice_name_both_places() -> None:
    """The first counts, and the finding at the second names it."""
    dossier = read(EVENT + EVENT.replace("red", "blue"))
    fault = only_fault(dossier)
    assert (fault.code, fault.line) == ("duplicate-id", 2)
    assert "log/a.yaml:1" in fault.message
    assert dossier.by_id["e1"].by == ("red",)


def test_bad_ids() -> None:
    """Blanks in ids and issues named like words of the language are told."""
    declared = DECLARED.replace("  site:", "  and: {question: x, values: [a, b]}\n  site:")
    dossier = read("- {id: e 1, type: event, at: 1951}\n", declared)
    assert codes(dossier) == ["bad-identifier", "bad-identifier"]


@pytest.mark.parametrize(
    ("log", "ring"),
    [
        (
            "- {id: a, type: event, at: 1951, replaces: b}\n"
            "- {id: b, type: event, at: 1951, replaces: [a]}\n",
            "a replaces b replaces a",
        ),
        ("- {id: a, type: event, at: 1951, via: a}\n", "a is known via a"),
        (
            "- {id: a, type: trade, at: 1951, give: line = here, get: site = north, "
            "requires: [{trade: b}]}\n"
            "- {id: b, type: trade, at: 1951, give: line = here, get: site = north, "
            "requires: [{trade: a}]}\n",
            "a requires b requires a",
        ),
    ],
)
def test_rings_are_named(log: str, ring: str) -> None:
    """What leads back to itself is told once, with everything on the way."""
    fault = only_fault(read(log))
    assert fault.code == "supersession-cycle"
    assert ring in fault.message


def test_parties_in_a_ring() -> None:
    """Parties within one another are told, and stand alone until it is mended."""
    dossier = read(EVENT, DECLARED.replace("red: {name: Red", "red: {name: Red, within: post"))
    assert only_fault(dossier).code == "supersession-cycle"
    assert side_of(dossier, "post") == "post"


def test_long_chains_are_no_ring() -> None:
    """A hundred thousand replacements in a row are read without trouble."""
    log = "".join(
        f"- id: e{n}\n  type: event\n  at: 1951\n  replaces: e{n + 1}\n" for n in range(20_000)
    )
    assert read(log).faults == ()


@pytest.mark.parametrize(
    ("says", "code", "severity"),
    [
        ("mode: must, says: 'line = here and site = south'", "never-true", "error"),
        ("mode: must-not, says: 'line = here and site = south'", "never-true", "warning"),
        ("mode: must, says: 'site = north if line = here'", "always-true", "warning"),
        ("mode: must, says: 'line = here or line = there'", "always-true", "warning"),
        ("mode: must-not, says: 'line != here and line != there'", "never-true", "error"),
    ],
)
def test_statements_that_say_nothing(says: str, code: str, severity: str) -> None:
    """What can never be true is an error, what always is a warning, with the statement to blame."""
    fault = only_fault(read(f"- {{id: e1, type: instruction, at: 1951, {says}}}\n"))
    assert (fault.code, fault.severity) == (code, severity)


def test_true_is_written_on_purpose() -> None:
    """The word `true` itself is no slip."""
    log = "- {id: e1, type: instruction, at: 1951, mode: may, says: true}\n"
    assert read(log).faults == ()


def test_feasibility_that_leaves_nothing() -> None:
    """The statements to blame are named, and count for nothing until mended."""
    more = "  - {id: f2, says: line = here}\n  - {id: f3, says: site = south}\nsources:"
    dossier = read(EVENT, DECLARED.replace("sources:", more))
    fault = only_fault(dossier)
    assert fault.code == "infeasible"
    assert "f1, f2, f3" in fault.message
    assert (dossier.feasibility, dossier.declared.feasibility) == ((), ())


def test_bad_feasibility_statement_keeps_the_others_in_step() -> None:
    """Formulas and declarations stay parallel when one statement is left out."""
    declared = DECLARED.replace("- {id: f1", "- {id: f0, says: lin = x}\n  - {id: f1")
    dossier = read(EVENT, declared)
    assert only_fault(dossier).code == "bad-statement"
    assert [one.id for one in dossier.declared.feasibility] == ["f1"]
    assert len(dossier.feasibility) == 1


def test_witnesses_satisfy_what_is_feasible() -> None:
    """They are found where one exists, the same every time; where none does, there is none."""
    issues = {f"i{at}": domain(["a", "b", "c"]) for at in range(40)}
    tied = [parse(f"i{at} = a iff i{at + 1} = b", issues) for at in range(39)]
    found = find_witnesses(issues, tied)
    assert len(found) > 10
    assert all(evaluate(one, outcome) for one in tied for outcome in found)
    assert found == find_witnesses(issues, tied)
    assert find_witnesses(issues, [parse("i0 = a and i0 = b", issues)]) == []
    assert find_witnesses(issues, [parse("false", issues)]) == []


def test_broken_issue_is_told_once() -> None:
    """Statements about an issue that is itself faulty add no faults of their own."""
    declared = DECLARED.replace("values: [here, there]", "values: [here, here]")
    declared = declared.replace("says: site = north if line = here", "says: 'true'")
    fault = only_fault(read("- {id: e1, type: event, at: 1951, says: line = there}\n", declared))
    assert (fault.code, fault.line) == ("wrong-type", 11)


@pytest.mark.parametrize(
    ("first", "code", "hint"),
    [
        ("id: small", "unversioned", "parley migrate"),
        ("parley: 0\nid: small", "unversioned", "parley migrate"),
        ("parley: 99\nid: small", "newer-format", "newer version"),
        ("parley: one\nid: small", "wrong-type", "whole number"),
    ],
)
def test_format_versions(first: str, code: str, hint: str) -> None:
    """Other versions are told, with what to do; the rest is read all the same."""
    dossier = read(EVENT, DECLARED.replace("parley: 1\nid: small", first))
    fault = next(one for one in dossier.faults if one.code == code)
    assert hint in (fault.hint or "")
    assert len(dossier.entries) == 1


@pytest.mark.parametrize("declared", ["", "- a\n", "a: [\n", "x", "parties: {}\n"])
def test_unusable_declarations_do_not_hide_the_logs(declared: str) -> None:
    """Faults of the logs are told, and statements wait for issues to be declared."""
    dossier = read("- {id: e1, type: event, at: 1951, says: a = b, form: x}\n- 7\n", declared)
    assert {"unknown-key", "wrong-type"} <= set(codes(dossier))
    assert any(fault.file == "dossier.yaml" for fault in dossier.faults)


def test_crlf_and_byte_order_marks() -> None:
    """Files from other systems read the same, with the same lines."""
    log = EVENT + "- id: e2\n  type: event\n  at: soon\n  text: |\n    a\n    b\n"
    same = read(log)
    other = read("\ufeff" + log.replace("\n", "\r\n"), DECLARED.replace("\n", "\r\n"))
    assert [(one.line, one.column) for one in other.faults] == [
        (one.line, one.column) for one in same.faults
    ]
    assert other.entries == same.entries
    assert other.digest != same.digest


def test_folder_is_read(tmp_path: Path) -> None:
    """Logs are read in order of name, also from folders inside, with paths from the root."""
    (tmp_path / "log" / "1951").mkdir(parents=True)
    (tmp_path / "dossier.yaml").write_text(DECLARED, encoding="utf-8")
    (tmp_path / "log" / "b.yaml").write_text("- {id: b, type: event, at: 1951}\n")
    (tmp_path / "log" / "a.yml").write_text("- {id: a, type: event, at: 1951}\n")
    (tmp_path / "log" / "1951" / "c.yaml").write_text("- {id: c, type: event, at: 1951}\n")
    (tmp_path / "log" / "notes.txt").write_text("no entries\n")
    for path in (tmp_path, str(tmp_path), tmp_path / "dossier.yaml"):
        dossier = read_dossier(path)
        assert dossier.faults == ()
        assert [entry.id for entry in dossier.entries] == ["a", "b", "c"]
        assert dossier.places["c"] == Place("log/1951/c.yaml", 1)
        assert dossier.root == tmp_path.resolve()


def test_no_dossier(tmp_path: Path) -> None:
    """What is no dossier is said to be none, and what to give instead."""
    for path in (tmp_path, tmp_path / "none", tmp_path / "a\0b"):
        with pytest.raises(NotADossier) as caught:
            read_dossier(path)
        assert caught.value.hint
    with pytest.raises(NotADossier):
        read_text_dossier({"log/a.yaml": ""})


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    """Links out of the folder, and pipes, are told and not opened."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("- {id: secret, type: event, at: 1951}\n")
    root = tmp_path / "dossier"
    (root / "log").mkdir(parents=True)
    (root / "dossier.yaml").write_text(DECLARED.replace("sources/s1.txt", "sources/s1.yaml"))
    (root / "sources").mkdir()
    (root / "sources" / "s1.yaml").symlink_to(secret)
    (root / "log" / "a.yaml").symlink_to(secret)
    (root / "log" / "inner").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(root / "log" / "pipe.yaml")
    (root / "log" / "gone.yaml").symlink_to(root / "nowhere.yaml")
    dossier = read_dossier(root)
    assert dossier.entries == ()
    assert set(codes(dossier)) == {"bad-path"}
    expected = {"log/a.yaml", "log/inner", "log/gone.yaml", "dossier.yaml"}
    assert expected <= {fault.file for fault in dossier.faults}


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "C:\\x", "\\\\server\\x", "a\\..\\x", "''"]
)
def test_source_paths_stay_inside(path: str) -> None:
    """Absolute paths and ways up are told."""
    declared = DECLARED.replace("sources/s1.txt", path)
    assert only_fault(read(EVENT, declared)).code == "bad-path"


def test_linked_declarations_are_refused(tmp_path: Path) -> None:
    """A dossier whose declarations stand elsewhere is not read."""
    (tmp_path / "other.yaml").write_text(DECLARED)
    root = tmp_path / "dossier"
    root.mkdir()
    (root / "dossier.yaml").symlink_to(tmp_path / "other.yaml")
    with pytest.raises(Refused, match="not a file inside"):
        read_dossier(root)


def test_digest_names_the_content() -> None:
    """Any change of any file changes it, and nothing else does."""
    one = read(EVENT)
    assert one.digest == read(EVENT).digest
    assert one.digest != read(EVENT + "\n").digest
    assert one.digest != read(EVENT, DECLARED + "\n").digest
    assert one.digest != read_text_dossier({"dossier.yaml": DECLARED, "log/b.yaml": EVENT}).digest


def test_trade_reads_as_written() -> None:
    """Nested records come out as records."""
    log = (
        "- {id: t, type: trade, at: 1951, give: line = here, get: site = north,\n"
        "   requires: [{trade: u, state: met}]}\n"
    )
    trade = read(log).by_id["t"]
    assert isinstance(trade, Trade)
    assert (trade.requires[0].trade, trade.requires[0].state) == ("u", "met")
