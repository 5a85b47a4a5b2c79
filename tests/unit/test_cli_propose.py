"""`parley propose`: what it shows, and what it writes after a review."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import click
import pytest
import yaml

from parley.cli.commands import propose as module
from parley.dossier.editing.accepting import Draft, edited
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.entries import Assessment, Exclusion, Fallback, Request, Trade
from parley.kernel.errors import ParleyError
from parley.record.propose import Stub
from tests.unit.cli_support import ferry, parley

LETTER = """\
To the council, on the ferry. All of it is made up.

We will insist on the new pier. If they accept the pier, we can agree to the higher fare.

If they refuse, we insist on the old stairs.

We propose the following agenda:

1. The landing.

2. The fare.

The bridge was left out, because the mill objects.

Is this right? Please send your instructions.
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A letter with something of every kind."""
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The dossier of the ferry, with the letter in its index."""
    found = ferry(tmp_path)
    text = (found / "dossier.yaml").read_text(encoding="utf-8")
    (found / "dossier.yaml").write_text(
        text + "  letter:\n    title: A letter\n    date: 2030-03-06\n", encoding="utf-8"
    )
    return found


def ids(letter: Path, *more: object) -> list[str]:
    """The ids of all stubs of the letter."""
    printed = parley("propose", letter, "--format", "json", *more).stdout
    return [stub["id"] for stub in json.loads(printed)["stubs"]]


def test_every_stub_is_shown_with_its_passage(letter: Path) -> None:
    """On the terminal, as JSON and as YAML."""
    kinds = [name.partition(":")[0] for name in ids(letter)]
    assert sorted(set(kinds)) == [
        "agenda-item", "exclusion", "fallback", "position", "question", "trade",
    ]  # fmt: skip
    assert kinds.count("agenda-item") == kinds.count("question") == 2
    shown = parley("propose", letter).stdout
    assert "“If they refuse, we insist on the old stairs.”" in shown
    assert "Nothing is written before you accept it" in shown
    data = json.loads(parley("propose", letter, "--format", "json").stdout)
    assert yaml.safe_load(parley("propose", letter, "--format", "yaml").stdout) == data
    for stub in data["stubs"]:
        start, end = stub["places"][0]
        assert stub["text"] in " ".join(LETTER[start:end].split())


def test_what_is_accepted_is_written_and_valid(letter: Path, root: Path) -> None:
    """All stubs at once: entries that cite the passage, and what they speak of declared."""
    done = parley("propose", letter, "--into", root, "--source", "letter", "--accept", "all",
                  "--by", "envoys", "--to", "council")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    dossier = read_dossier(root)
    assert dossier.faults == ()
    new = [one for one in dossier.entries if one.id.startswith("letter-")]
    assert {type(one) for one in new} == {Assessment, Exclusion, Fallback, Request, Trade}
    assert all(one.sources[0].startswith("letter#en/") for one in new)
    assert all(one.by == ("envoys",) and one.at == "2030-03-06" for one in new)
    (request,) = [one for one in new if isinstance(one, Request)]
    assert [one.text for one in request.questions] == [
        "Is this right?", "Please send your instructions.",
    ]  # fmt: skip
    assert [one.item for one in request.agenda] == ["the_landing", "the_fare"]
    assert dossier.declared.agenda["the_fare"].wordings["plain"].text == "The fare."
    (trade,) = [one for one in new if isinstance(one, Trade)]
    issue = dossier.declared.issues[trade.get.partition(" ")[0]]
    assert issue.question == "Is it so: they accept the pier?"
    assert parley("fmt", "--check", root).exit_code == 0
    assert "unknown-reference" not in parley("check", root).stdout


def test_only_what_is_named_is_written(letter: Path, root: Path) -> None:
    """One stub by its id; the issues of others are not declared."""
    (name,) = [one for one in ids(letter) if one.startswith("exclusion:")]
    before = (root / "dossier.yaml").read_text(encoding="utf-8")
    parley("propose", letter, "--into", root, "--source", "letter", "--accept", name)
    new = [one for one in read_dossier(root).entries if one.id.startswith("letter-")]
    assert [type(one) for one in new] == [Exclusion]
    assert new[0].reason == "the mill objects"  # type: ignore[attr-defined]
    assert (root / "dossier.yaml").read_text(encoding="utf-8") == before


def test_accepting_twice_makes_two_entries_with_ids_of_their_own(letter: Path, root: Path) -> None:
    """No id is taken that something bears."""
    for _ in range(2):
        done = parley("propose", letter, "--into", root, "--source", "letter", "--at", "2030-03-07",
                      "--accept", "position:en/2.1")  # fmt: skip
        assert done.exit_code == 0, done.stderr
    assert {"letter-position-en-2.1", "letter-position-en-2.1-2"} <= read_dossier(root).by_id.keys()


def test_passages_that_an_index_lists_are_added_to(letter: Path, root: Path) -> None:
    """A source that lists its passages gets the one that is cited."""
    parley("propose", letter, "--into", root, "--source", "minutes", "--at", "2030-03-07",
           "--accept", "position:en/2.1")  # fmt: skip
    listed = read_dossier(root).declared.sources["minutes"].passages
    assert listed["en/2.1"] == "We will insist on the new pier"
    assert "unknown-reference" not in parley("check", root).stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--accept", "all"), "--into"),
        (("--part", "fr"), "no part in 'fr'"),
        (("--into", "ROOT", "--source", "leter", "--accept", "all"), "did you mean `letter`"),
        (("--into", "ROOT", "--accept", "all"), "--source"),
        (("--into", "ROOT", "--source", "letter", "--accept", "trade:en/9"), "there is no stub"),
        (("--into", "ROOT", "--source", "letter"), "needs a terminal"),
        (("--into", "ROOT", "--source", "minutes", "--accept", "all"), "--at"),
        (("--with", "no-such-program"), "cannot be started"),
    ],
)
def test_what_cannot_be_done_is_said(
    letter: Path, root: Path, more: tuple[str, ...], told: str
) -> None:
    """With exit status 2, and nothing written."""
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    done = parley("propose", letter, *(root if one == "ROOT" else one for one in more))
    assert done.exit_code == 2
    assert told in done.stderr
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def reviewed(monkeypatch: pytest.MonkeyPatch, letter: Path, root: Path, keys: str) -> str:
    """Review the letter with these keys, as on a terminal."""
    monkeypatch.setattr(module, "_on_terminal", lambda: True)
    done = parley("propose", letter, "--into", root, "--source", "letter", answers=keys)
    assert done.exit_code == 0, done.stderr
    return done.output


def test_a_review_takes_one_key_each(
    letter: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Accept the first, drop the second and go back on it, accept it, drop the rest."""
    rest = len(ids(letter)) - 2
    output = reviewed(monkeypatch, letter, root, "ad" + "b" + "x" + "a" + "d" * rest)
    new = [one for one in read_dossier(root).entries if one.id.startswith("letter-")]
    assert [type(one) for one in new] == [Assessment, Trade]
    assert "[a]ccept" in output
    assert "declares the issue" in output


def test_quitting_writes_nothing(letter: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was accepted before."""
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert "nothing was written" in reviewed(monkeypatch, letter, root, "aaq")
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_an_edited_trade_speaks_of_the_issues_it_is_about(
    letter: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is edited is what is written; issues that it no longer names are not declared."""

    def edit(text: str, extension: str) -> str:
        assert extension == ".yaml" and "type: trade" in text
        lines = [
            "  give: fare = 20"
            if "give:" in line
            else "  get: landing = new"
            if "get:" in line
            else line
            for line in text.splitlines()
        ]
        return "\n".join(lines)

    monkeypatch.setattr(click, "edit", edit)
    rest = len(ids(letter)) - 2
    reviewed(monkeypatch, letter, root, "d" + "ea" + "d" * rest)
    dossier = read_dossier(root)
    (trade,) = [one for one in dossier.entries if one.id.startswith("letter-trade")]
    assert isinstance(trade, Trade)
    assert (trade.give, trade.get) == ("fare = 20", "landing = new")
    assert not any(name.startswith("letter_") for name in dossier.declared.issues)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("type: trade\n", "`id`"),
        ("id: x\n", "`type`"),
        ("id: x\ntype: [a]\n", "`type`"),
        ("- a\n- b\n", "one entry"),
        ("id: x: y\n", "in quotes"),
    ],
)
def test_an_edit_that_is_no_entry_is_refused(text: str, told: str) -> None:
    """It is offered again to be mended."""
    stub = Stub("trade:en/1.1", "trade", "t", "t", "en/1.1", (), "r", "w")
    draft = Draft(stub, "entry", {"id": "x", "type": "trade"})
    with pytest.raises(ParleyError, match=told):
        edited(draft, text)


def test_a_model_of_the_users_own_goes_through_the_same_review(
    letter: Path, root: Path, tmp_path: Path
) -> None:
    """Its stubs are marked, numbered after those of the rules, and accepted alike."""
    code = (
        "import json, sys\n"
        "one = json.load(sys.stdin)['passages'][0]\n"
        "print(json.dumps({'stubs': [{'kind': 'position', 'passage': one['passage'],"
        " 'quote': one['text'], 'why': 'a test'}]}))\n"
    )
    (tmp_path / "model.py").write_text(code, encoding="utf-8")
    program = shlex.join([sys.executable, str(tmp_path / "model.py")])
    shown = json.loads(parley("propose", letter, "--format", "json", "--with", program).stdout)
    (stub,) = [one for one in shown["stubs"] if one["source"] == "model"]
    assert stub["why"] == "a test"
    done = parley("propose", letter, "--with", program, "--into", root, "--source", "letter",
                  "--accept", stub["id"])  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert any(one.id.startswith("letter-position") for one in read_dossier(root).entries)
