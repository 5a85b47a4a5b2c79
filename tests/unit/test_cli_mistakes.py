"""What people mistype, and files that are not what they seem: one message says how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from parley.cli.output import format_for
from parley.kernel.errors import Refused
from parley.kernel.extras import how_to_install
from tests.unit.cli_support import ferry, parley


def told(result: Result) -> str:
    """What a refused command says, on one line."""
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def test_a_log_that_is_a_file_is_told_and_written_into_by_nobody(tmp_path: Path) -> None:
    """The folder of the logs cannot be made where a file has its name."""
    assert parley("new", tmp_path / "talks").exit_code == 0
    log = tmp_path / "talks" / "log"
    (log / "start.yaml").unlink()
    log.rmdir()
    log.write_text("", encoding="utf-8")
    checked = parley("check", tmp_path / "talks")
    assert checked.exit_code == 1
    assert "is a file, where the folder of the logs should be" in " ".join(checked.output.split())
    added = parley("add", tmp_path / "talks", "event", "text=They left.", "assumed=us")
    assert "its folder cannot be made; look whether a file has the name" in told(added)


def test_a_letter_is_not_formatted(tmp_path: Path) -> None:
    """Any text is YAML of a sort; only files of a dossier are written anew."""
    letter = tmp_path / "letter.txt"
    letter.write_bytes(b"Note No. 5\r\n\r\nWe   agree.\r\n")
    said = told(parley("fmt", letter))
    assert "its name does not end in .yaml; name the folder of a dossier" in said
    assert letter.read_bytes() == b"Note No. 5\r\n\r\nWe   agree.\r\n"


@pytest.mark.parametrize("name", ["brief.pdf", "brief.DOC", "brief.xlsx"])
def test_no_file_gets_an_ending_that_parley_does_not_write(name: str, tmp_path: Path) -> None:
    """A text called brief.pdf would open nowhere."""
    out = tmp_path / name
    ran = parley("brief", ferry(tmp_path), "--for", "upper", "-o", out)
    assert "end the name in .txt or .html or .docx or .json" in told(ran)
    assert not out.exists()


def test_a_pdf_is_printed_from_the_page() -> None:
    """The way that there is to what was asked for."""
    with pytest.raises(Refused, match="can be printed to a PDF"):
        format_for(("terminal", "html"), Path("brief.pdf"), None)


def test_a_file_is_no_folder_of_a_dossier(tmp_path: Path) -> None:
    """It is not said to have no dossier.yaml in it."""
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    said = told(parley("check", tmp_path / "letter.txt"))
    assert "letter.txt: is a file; expected the folder of a dossier" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty; expected keys"),
        ("hello world\n", "the file has running text alone; expected keys"),
        ("- a\n- b\n", "the file is a list (lines with `- `); expected keys"),
    ],
)
def test_what_a_file_holds_instead_is_said_in_words(text: str, said: str, tmp_path: Path) -> None:
    """No word of YAML's own."""
    (tmp_path / "dossier.yaml").write_text(text, encoding="utf-8")
    ran = parley("check", tmp_path)
    assert ran.exit_code == 1
    assert said in " ".join(ran.output.split())


def test_a_file_that_begins_as_utf_16_and_is_not(tmp_path: Path) -> None:
    """Nobody is told to leave out an option that was not given."""
    (tmp_path / "data.bin").write_bytes(b"\xff\xfe\x00\x01\x02")
    said = told(parley("import", tmp_path / "data.bin"))
    assert "is not utf-16" in said
    assert "leave --encoding out" not in said


def test_one_paragraph_is_counted_as_one(tmp_path: Path) -> None:
    """In what an import says, and where a passage is not there."""
    (tmp_path / "note.txt").write_text("Note\n\nWe agree to the line.\n", encoding="utf-8")
    assert parley("new", tmp_path / "talks").exit_code == 0
    ran = parley("import", tmp_path / "note.txt", "--into", tmp_path / "talks")
    assert ran.exit_code == 0, ran.output
    assert "en 1 paragraph\n" in ran.stderr
    assert "it has 1" in told(parley("cite", tmp_path / "note.txt", "en/99"))
    assert "1 to 1" not in parley("cite", tmp_path / "note.txt", "en/99").stderr


def test_a_passage_without_its_source(tmp_path: Path) -> None:
    """In a dossier the source stands before it."""
    said = told(parley("cite", ferry(tmp_path), "en/1"))
    assert "expected SOURCE#PASSAGE, got `en/1`; write `SOURCE#en/1`" in said
    assert "write `minutes#en/10`" in told(parley("cite", tmp_path / "ferry", "minutes:en/10"))


def test_the_name_of_a_party_leads_to_its_id(tmp_path: Path) -> None:
    """Options take ids; people know names."""
    said = told(parley("check", ferry(tmp_path), "--for", "upper town"))
    assert "did you mean `upper`?" in said


def test_an_address_is_not_fetched(tmp_path: Path) -> None:
    """Nothing is asked of the network, and what to do instead is told."""
    said = told(parley("import", "https://archive.example/cable.html"))
    assert "is an address, and parley fetches nothing; save the page" in said


def test_a_post_is_called_by_an_id(tmp_path: Path) -> None:
    """A name with blanks would be the post of no dossier."""
    keys = tmp_path / "keys.age"
    said = told(parley("key", "new", "Mao Zedong", "--keys", keys))
    assert "'Mao Zedong' is no id of a party" in said
    assert not keys.exists()


def test_a_password_is_asked_for_on_a_terminal_alone(tmp_path: Path) -> None:
    """One message, and no warning of Python's."""
    done = subprocess.run(
        [sys.executable, "-m", "parley.cli.main", "user", str(tmp_path / "users.toml"), "anna"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,  # no terminal to fall back on
        env={**os.environ, "COLUMNS": "80"},
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("error: there is no terminal to ask for the password on; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("extra", ["", "web", "office"])
def test_nobody_is_sent_to_another_project(extra: str) -> None:
    """By its name alone, pip would install what has that name in the public index."""
    said = how_to_install(extra)
    assert "pip install" in said
    assert "install parley" not in said
    assert "parley[" not in said
