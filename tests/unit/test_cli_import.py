"""`parley import`, as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from parley.cli.main import cli

DOCUMENTS = Path(__file__).parent.parent / "documents"


def call(*words: str, status: int = 0) -> str:
    """Run the command and return what it prints, standard error included."""
    done = CliRunner().invoke(cli, ["import", *words])
    assert done.exit_code == status, done.output
    return done.output


def test_it_shows_fields_parts_and_what_is_left() -> None:
    """Each field with the place it came from, in 80 columns."""
    shown = call(str(DOCUMENTS / "decision.txt"))
    assert "P82/144 [line 5]" in " ".join(shown.split())
    assert "Document 1 inside this one" in shown
    assert "Part en, transcript: 2 paragraphs" in shown
    assert "Not understood (kept all the same)" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_suggestions_are_shown() -> None:
    """Two numbers that differ are told."""
    shown = call(str(DOCUMENTS / "missing-lines.txt"))
    assert "31 -> 34: the title has number 31" in shown


def test_json_has_the_shape_that_is_promised() -> None:
    """Fields by name with value and span; parts, wrapped documents, what is not understood."""
    names = ("decision.txt", "newer-page.txt")
    answer = json.loads(call(*(str(DOCUMENTS / one) for one in names), "--format", "json"))
    first, second = answer["documents"]
    assert [first["file"], second["file"]] == list(names)
    text = (DOCUMENTS / "decision.txt").read_text(encoding="utf-8")
    start, end = first["fields"]["number"]["span"]
    assert (first["fields"]["number"]["value"], text[start:end]) == ("P82/144", "No. P82/144")
    (part,) = first["parts"]
    assert (part["language"], part["kind"]) == ("en", "transcript")
    assert {"number", "kind", "text", "spans", "sentences"} <= part["paragraphs"][0].keys()
    assert first["wrapped"][0]["fields"]["sender_number"]["value"] == "80"
    assert [one["value"] for one in first["wrapped"][0]["fields"]["addressee"]["also"]] == ["WEIR"]
    assert {"text", "span"} == second["not_understood"][0].keys()
    assert second["fields"]["sent"]["precision"] == "day"


def test_html_marks_the_text_and_escapes_it(tmp_path: Path) -> None:
    """The page needs nothing from elsewhere, and a text cannot become markup."""
    path = tmp_path / "a.txt"
    path.write_text("CABLE No. 7\n\nDear Envoy,\n\nWrite <script>alert(1)</script>.\n")
    page = call(str(path), "--format", "html")
    assert '<html lang="en">' in page
    assert "<h1>a.txt</h1>" in page
    assert '<mark title="number">CABLE No. 7</mark>' in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page


def test_into_a_dossier_twice(tmp_path: Path) -> None:
    """What was done is told; the second time nothing is."""
    CliRunner().invoke(cli, ["new", str(tmp_path / "talks")])
    file, into = str(DOCUMENTS / "outgoing.txt"), str(tmp_path / "talks")
    told = call(file, "--into", into)
    assert told.startswith("outgoing.txt: added: cable-3557, sources/cable-3557/")
    assert "nothing was changed" in call(file, "--into", into)
    assert "added: letter" in call(
        file.replace("outgoing", "old-site"), "--into", into, "--as", "letter"
    )


def test_a_new_version_tells_what_became_of_passages(tmp_path: Path) -> None:
    """Passages that moved, changed or went are listed."""
    CliRunner().invoke(cli, ["new", str(tmp_path / "talks")])
    path, into = tmp_path / "a.txt", str(tmp_path / "talks")
    path.write_text("CABLE No. 7\n\nDear Envoy,\n\nOne is this.\n\nTwo is that.\n\nThree is it.\n")
    call(str(path), "--into", into)
    path.write_text("CABLE No. 7\n\nDear Envoy,\n\nTwo is that.\n\nThree was it.\n")
    told = call(str(path), "--into", into)
    assert "new version: cable-7" in told
    assert "moved: en/2 to en/1" in told
    assert "gone: en/3" in told
    assert "changed" in told or "gone: en/1, en/3" in told


def test_all_faulty_files_are_told_and_nothing_is_stored(tmp_path: Path) -> None:
    """One message for each; a good file beside them is not stored either."""
    CliRunner().invoke(cli, ["new", str(tmp_path / "talks")])
    empty, folder = tmp_path / "empty.txt", tmp_path / "folder"
    empty.write_bytes(b"")
    folder.mkdir()
    good = str(DOCUMENTS / "outgoing.txt")
    told = call(
        good, str(empty), str(folder), "gone.txt", "--into", str(tmp_path / "talks"), status=2
    )
    assert "empty.txt: is empty" in told
    assert "folder: is a folder" in told
    assert "gone.txt: cannot be read" in told
    assert not (tmp_path / "talks" / "sources").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--encoding", "elvish"], "expected the name of an encoding"),
        (["--into", "nowhere"], "no such folder"),
        (["--as", "x", str(DOCUMENTS / "frus.txt")], "--as names one source"),
    ],
)
def test_what_cannot_be_done(words: list[str], message: str) -> None:
    """Each is told in a line, with status 2."""
    assert message in call(str(DOCUMENTS / "outgoing.txt"), *words, status=2)
