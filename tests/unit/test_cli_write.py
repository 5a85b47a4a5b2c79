"""`parley new`, `add`, `fmt` and `migrate`: what they write, and what they refuse to."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from parley.cli.asking import ask_entry
from parley.cli.fields import given_fields, read_entry
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.kernel.errors import ParleyError
from tests.unit.cli_support import LOG, ferry, parley


def test_a_new_dossier_is_valid_and_has_no_findings(tmp_path: Path) -> None:
    """What `parley new` writes is read without a fault and in canonical form."""
    root = tmp_path / "Talks about Water"
    made = parley(
        "new", root, "--party", "north=The North", "--party", "south", "--zone", "Asia/Seoul"
    )
    assert made.exit_code == 0
    dossier = read_dossier(root)
    assert dossier.faults == ()
    assert dossier.declared.id == "talks-about-water"
    assert {name: party.name for name, party in dossier.declared.parties.items()} == {
        "north": "The North",
        "south": "South",
    }
    assert parley("check", root).stdout.endswith("no findings\n")
    assert parley("fmt", "--check", root).exit_code == 0


def test_the_entries_in_the_comments_of_a_new_dossier_are_good_ones(tmp_path: Path) -> None:
    """The examples that the new log carries as comments can be used as they are."""
    root = tmp_path / "talks"
    parley("new", root)
    log = root / "log" / "start.yaml"
    lines = log.read_text(encoding="utf-8").splitlines()
    kept = [line[2:] for line in lines if line.startswith(("# - ", "#   "))]
    log.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert read_dossier(root).faults == ()
    assert len(read_dossier(root).entries) == 2


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    """A folder that has a dossier already is refused and left as it is."""
    root = ferry(tmp_path)
    before = (root / "dossier.yaml").read_bytes()
    result = parley("new", root)
    assert result.exit_code == 2
    assert "overwrites nothing" in result.stderr
    assert (root / "dossier.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--party", "one"), "two parties"),
        (("--party", "a b=A", "--party", "c"), "write `a-b`"),
        (("--party", "a", "--party", "a"), "each id once"),
        (("--zone", "Europe/Berln"), "did you mean Europe/Berlin?"),
    ],
)
def test_new_refuses_what_would_be_no_dossier(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """Nothing is written for a party too few, a bad id or an unknown zone."""
    result = parley("new", tmp_path / "talks", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "talks").exists()


def test_a_title_that_yaml_would_misread_is_kept(tmp_path: Path) -> None:
    """Colons, quotes and null stay what they are."""
    parley(
        "new",
        tmp_path / "t",
        "--title",
        'Water: "ours" # or theirs',
        "--party",
        "null=~",
        "--party",
        "b",
    )
    declared = read_dossier(tmp_path / "t").declared
    assert declared.title == 'Water: "ours" # or theirs'
    assert declared.parties["null"].name == "~"


def test_add_writes_an_entry_that_check_reads(tmp_path: Path) -> None:
    """Fields after the type and with --set make one entry, placed by its month."""
    root = ferry(tmp_path)
    result = parley(
        "add", root, "proposal", "id=second-offer", "at=2030-04-01", "by=envoys", "to=lower",
        "says=fare=10 and landing=new",
        "--set", "sources=minutes#p1", "--set", "sources=minutes#p2",
    )  # fmt: skip
    assert result.exit_code == 0
    assert result.stdout == "log/2030-04.yaml:1: second-offer\n"
    assert (root / "log" / "2030-04.yaml").read_text(encoding="utf-8") == (
        "- id: second-offer\n  type: proposal\n  at: 2030-04-01\n  by: envoys\n  to: lower\n"
        "  says: fare = 10 and landing = new\n  sources:\n    - minutes#p1\n    - minutes#p2\n"
    )


def test_add_makes_an_id_and_takes_the_present_time(tmp_path: Path) -> None:
    """Without `id` and `at` there are new ones."""
    root = ferry(tmp_path)
    result = parley("add", root, "event", "text=Ice on the river.", "assumed=the envoys")
    name = result.stdout.rsplit(" ", 1)[1].strip()
    assert name.startswith("event-")
    assert read_dossier(root).by_id[name].at.endswith("Z")


def test_add_reads_yaml_from_standard_input(tmp_path: Path) -> None:
    """An entry can be piped in, with lists and maps, with or without its dash."""
    root = ferry(tmp_path)
    entry = (
        "- id: reply\n  type: reply\n  at: 2030-03-03\n  by: council\n  to: envoys\n"
        "  re: may-we-give-fare\n  answers:\n    - question: fare\n      answer: no\n"
        "  sources: minutes\n"
    )
    assert parley("add", root, answers=entry).exit_code == 0
    late = ("--for", "upper", "--as-of", "2030-03-03T12:00")
    assert "question-overdue" not in parley("check", root, *late).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("evnt", "text=x"), "did you mean `event`?"),
        (("text=x",), "expected a type of entry"),
        (("event", "some", "words"), "put what has blanks in quotes"),
        (("event", "says=fare = 5"), "expected a value of 'fare'"),
        (("event", "at=noon"), "expected a time"),
        (("event", "colour=red"), "unknown key 'colour'"),
        (("event", "id=first-offer"), "first-offer"),
        (("trade", "give=fare = 20"), "'get' is missing"),
        (("proposal", "by=uper", "says=fare = 20"), "did you mean `upper`?"),
        (("event", "by=upper", "text=x", "sources=minute#p1"), "did you mean `minutes`?"),
    ],
)
def test_add_refuses_a_faulty_entry_and_writes_nothing(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    """What would bring an error into the dossier is told, and no file changes."""
    root = ferry(tmp_path)
    result = parley("add", root, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert [path.name for path in (root / "log").iterdir()] == ["2030-03.yaml"]
    assert (root / "log" / "2030-03.yaml").read_text(encoding="utf-8") == LOG


def test_add_tells_what_the_checks_find_about_the_entry(tmp_path: Path) -> None:
    """An act against an order is written, for it happened, and told of at once."""
    root = ferry(tmp_path)
    result = parley(
        "add", root, "agreement", "at=2030-03-07", "by=envoys", "by=lower", "says=landing = old",
        "sources=minutes",
    )  # fmt: skip
    assert result.exit_code == 0
    assert "position-abandoned" in result.stderr


def test_add_can_show_the_entry_without_writing_it(tmp_path: Path) -> None:
    """--dry-run prints the entry in canonical form."""
    root = ferry(tmp_path)
    result = parley("add", root, "event", "at=2030-03-07", "id=ice", "--dry-run")
    assert result.stdout == "- id: ice\n  type: event\n  at: 2030-03-07\n"
    assert len(read_dossier(root).entries) == 5


def answer_prompts(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> None:
    """Answer every prompt by what it begins with, each answer once; then with nothing."""

    def reply(prompt: str) -> str:
        found = next(
            (given for key, given in answers.items() if prompt.strip().startswith(key)), []
        )
        return found.pop(0) if found else ""

    monkeypatch.setattr("click.termui.visible_prompt_func", reply)


def test_add_asks_for_fields_and_asks_again_for_what_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every field is asked for; a bad answer is told and asked for once more."""
    given = {
        "at": ["2030-03-08 09:00"],
        "by": ["councl", "council"],
        "to": ["envoys, lower"],
        "mode": ["", "must-have", "must"],
        "says": ["landing = pier", "landing = new"],
        "sources": ["minutes#p1"],
    }
    answer_prompts(monkeypatch, given)
    fields = {"type": "instruction", "id": "stay-firm", "text": "Stay firm."}
    answers = ask_entry(read_dossier(ferry(tmp_path)), ENTRY_TYPES["instruction"], fields)
    told = capsys.readouterr().out
    assert "there is no `councl`; did you mean `council`?" in told
    assert "`mode` is needed" in told
    assert "column 11: expected a value of 'landing'" in told
    assert answers == {
        **fields,
        "at": "2030-03-08 09:00",
        "by": "council",
        "to": ["envoys", "lower"],
        "mode": "must",
        "says": "landing = new",
        "sources": "minutes#p1",
    }


def test_add_asks_for_questions_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of records is asked for until no other is wanted."""
    given = {
        "questions: add": ["y", "y", "n"],
        "id": ["a", "b"],
        "text": ["May we wait?", "May we give more?"],
        "about": ["fare-for-pier"],
    }
    answer_prompts(monkeypatch, given)
    fields = {"type": "request", "id": "ask", "text": "Two things."}
    answers = ask_entry(read_dossier(ferry(tmp_path)), ENTRY_TYPES["request"], fields)
    assert answers["questions"] == [
        {"id": "a", "text": "May we wait?", "about": "fare-for-pier"},
        {"id": "b", "text": "May we give more?"},
    ]


def test_an_interrupted_dialogue_writes_nothing(tmp_path: Path) -> None:
    """Ending the answers early ends with status 130 and leaves the log alone."""
    root = ferry(tmp_path)
    result = parley("add", root, "event", "--ask", answers="2030-03-08\n")
    assert result.exit_code == 130
    assert len(read_dossier(root).entries) == 5


def test_settings_become_fields() -> None:
    """Repeated keys are lists, brackets are YAML unless the field is a plain text."""
    assert given_fields(["by=a", "by=b", "by=c", "known={a: 2030}"]) == {
        "by": ["a", "b", "c"],
        "known": {"a": "2030"},
    }
    assert given_fields(["text=[draft] x"], ENTRY_TYPES["event"]) == {"text": "[draft] x"}
    with pytest.raises(ParleyError, match="KEY=VALUE"):
        given_fields(["=x"])
    with pytest.raises(ParleyError, match="a list of 2"):
        read_entry("- id: a\n- id: b\n")
    with pytest.raises(ParleyError, match="expected one entry"):
        read_entry("")


def test_fmt_lists_shows_and_writes(tmp_path: Path) -> None:
    """--check and --diff change nothing and end with 1; plain fmt writes; then all is in order."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    untidy = LOG.replace("by: council\n  to: envoys", "to: [envoys]\n  by:   council")
    log.write_text(untidy, encoding="utf-8")
    checked = parley("fmt", "--check", root)
    assert (checked.exit_code, checked.stdout) == (1, f"{log}\n")
    assert "+  by: council" in parley("fmt", "--diff", root).stdout
    assert log.read_text(encoding="utf-8") == untidy
    assert parley("fmt", root).exit_code == 0
    assert log.read_text(encoding="utf-8") == LOG
    assert parley("fmt", "--check", root, log).exit_code == 0


def test_fmt_leaves_what_is_no_yaml_and_formats_the_rest(tmp_path: Path) -> None:
    """A broken file is told of, with status 2; the others are written all the same."""
    root = ferry(tmp_path)
    (root / "log" / "broken.yaml").write_text("- id: [\n", encoding="utf-8")
    (root / "log" / "other.yaml").write_text("-   id: x\n    type: event\n    at: 2030\n")
    result = parley("fmt", root)
    assert result.exit_code == 2
    assert "broken.yaml:" in result.stderr
    assert (root / "log" / "other.yaml").read_text(encoding="utf-8").startswith("- id: x\n")
    assert (root / "log" / "broken.yaml").read_text(encoding="utf-8") == "- id: [\n"


def test_migrate_brings_an_old_draft_up_to_date(tmp_path: Path) -> None:
    """Old keys get their present names, a copy is kept, and a second run changes nothing."""
    root = ferry(tmp_path)
    head = root / "dossier.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("parley: 1\n", ""), encoding="utf-8")
    log = root / "log" / "2030-03.yaml"
    log.write_text(LOG.replace("  says:", "  statement:"), encoding="utf-8")
    result = parley("migrate", root)
    assert result.exit_code == 0
    assert "`statement` is now `says`" in result.stdout
    assert log.read_text(encoding="utf-8") == LOG
    assert (root / "dossier.yaml.v0").is_file()
    assert "nothing was changed" in parley("migrate", root).stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_add_asks_on_a_terminal_and_completes(tmp_path: Path) -> None:
    """On a real terminal `parley add DOSSIER TYPE` asks without --ask; Tab completes a party."""
    root = ferry(tmp_path)
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "parley.cli.main", "add", str(root), "event"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        typed = {"at [": "2030-03-08", "by (": "counc\t", "text:": "Ice.", "sources": "minutes"}
        shown = ""
        while "log/2030-03.yaml:" not in shown:
            shown += shown_next(ours)
            if shown.endswith(": "):  # a prompt
                last = shown.rpartition("\n")[2]
                reply = next((text for key, text in typed.items() if last.startswith(key)), "")
                os.write(ours, f"{reply}\n".encode())
                shown = ""
        assert process.wait(timeout=60) == 0
    os.close(ours)
    (entry,) = (one for one in read_dossier(root).entries if one.text == "Ice.")
    assert entry.by == ("council",)


def shown_next(terminal: int) -> str:
    """Return what a terminal shows next."""
    ready, _, _ = select.select([terminal], [], [], 60)
    assert ready, "nothing comes any more"
    return os.read(terminal, 1024).decode()
