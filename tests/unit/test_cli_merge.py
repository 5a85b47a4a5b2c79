"""`parley merge` and the merge driver in a real git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from parley.dossier.reading import read_dossier
from tests.unit.cli_support import LOG, ferry, parley

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def event(name: str, text: str = "Something.") -> str:
    """Return an entry of a log."""
    return f"\n- id: {name}\n  type: event\n  at: 2030-03-06\n  text: {text}\n  assumed: the test\n"


def append(root: Path, text: str) -> None:
    """Append to the log of the ferry."""
    with (root / "log" / "2030-03.yaml").open("a", encoding="utf-8") as stream:
        stream.write(text)


def test_two_copies_are_joined(tmp_path: Path) -> None:
    """What each side added is in the new folder; the two copies stay as they are."""
    ours, theirs = ferry(tmp_path, "ours"), ferry(tmp_path, "theirs")
    append(ours, event("a"))
    append(theirs, event("b"))
    out = tmp_path / "joined"
    result = parley("merge", ours, theirs, "-o", out)
    assert result.exit_code == 0
    assert f"wrote {out}; 0 conflicts" in result.stderr
    joined = read_dossier(out)
    assert joined.faults == ()
    assert {"a", "b"} < set(joined.by_id)
    assert set(read_dossier(ours).by_id) == set(read_dossier(theirs).by_id) ^ {"a", "b"}


def test_conflicts_are_listed_and_make_the_status_1(tmp_path: Path) -> None:
    """What both changed differently stands between markers, and the place is told."""
    base, ours, theirs = (ferry(tmp_path, name) for name in ("base", "ours", "theirs"))
    for root, fare in ((ours, 0), (theirs, 10)):
        log = root / "log" / "2030-03.yaml"
        log.write_text(LOG.replace("give: fare = 20", f"give: fare = {fare}"), encoding="utf-8")
    result = parley("merge", ours, theirs, "--base", base)
    assert result.exit_code == 1
    assert "fare-for-pier" in result.stdout
    assert "<<<<<<<" in (tmp_path / "ours-merged" / "log" / "2030-03.yaml").read_text()
    again = parley("merge", ours, theirs)
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with nobody's settings but its own."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "The test"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "test@example.org"),
    }
    return subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with the ferry in it and the driver set up as its help says."""
    root = ferry(tmp_path)
    driver = f'"{sys.executable}" -m parley.cli.main merge-driver %O %A %B %P'
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "merge.parley.driver", driver)
    (root / ".gitattributes").write_text("dossier.yaml merge=parley\nlog/*.yaml merge=parley\n")
    git(root, "add", ".")
    assert git(root, "commit", "-qm", "start").returncode == 0
    return root


def on_branches(root: Path, ours: str, theirs: str, file: str = "log/2030-03.yaml") -> None:
    """Commit two versions of a file on two branches, and stay on ours."""
    for branch, text in (("theirs", theirs), ("main", ours)):
        git(root, "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        (root / file).write_text(text, encoding="utf-8")
        assert git(root, "commit", "-qam", branch).returncode == 0


@needs_git
def test_git_merges_what_both_appended(repository: Path) -> None:
    """Two entries added at the same place are no conflict for the driver."""
    on_branches(repository, LOG + event("a"), LOG + event("b"))
    done = git(repository, "merge", "-q", "theirs", "-m", "join")
    assert done.returncode == 0, done.stdout + done.stderr
    dossier = read_dossier(repository)
    assert dossier.faults == ()
    assert {"a", "b"} < set(dossier.by_id)


@needs_git
def test_git_is_told_of_a_conflict(repository: Path) -> None:
    """An entry changed on both sides is left between markers, and git calls it unmerged."""
    old = "give: fare = 20"
    on_branches(repository, LOG.replace(old, "give: fare = 0"), LOG.replace(old, "give: fare = 10"))
    done = git(repository, "merge", "-q", "theirs", "-m", "join")
    assert done.returncode == 1
    assert "fare-for-pier" in done.stderr
    assert "UU log/2030-03.yaml" in git(repository, "status", "--short").stdout
    text = (repository / "log" / "2030-03.yaml").read_text(encoding="utf-8")
    assert text.count("<<<<<<<") == 1
    assert "give: fare = 0" in text and "give: fare = 10" in text


@needs_git
def test_git_merges_declarations_by_id(repository: Path) -> None:
    """Two issues added at the same place of dossier.yaml are both there."""
    head = (repository / "dossier.yaml").read_text(encoding="utf-8")
    added = (
        "    question: {}?\n    values: [yes, no]\n    decided_by: [upper, lower]\nfeasibility:\n"
    )
    ours = head.replace("feasibility:\n", "  bell:\n" + added.format("Ring a bell"))
    theirs = head.replace("feasibility:\n", "  lamp:\n" + added.format("Light a lamp"))
    on_branches(repository, ours, theirs, "dossier.yaml")
    done = git(repository, "merge", "-q", "theirs", "-m", "join")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"bell", "lamp"} < set(read_dossier(repository).declared.issues)


@needs_git
@pytest.mark.parametrize(
    ("ours", "theirs", "status"),
    [
        ("- id: [\n" + LOG, LOG + event("b"), 0),
        ("- id: [\n" + LOG, "- id: {\n" + LOG, 1),
    ],
)
def test_a_file_that_is_no_yaml_is_merged_line_by_line(
    repository: Path, ours: str, theirs: str, status: int
) -> None:
    """Nothing of either side is lost where entries cannot be told apart."""
    on_branches(repository, ours, theirs)
    done = git(repository, "merge", "-q", "theirs", "-m", "join")
    assert done.returncode == status, done.stdout + done.stderr
    assert "merged line by line" in done.stderr
    text = (repository / "log" / "2030-03.yaml").read_text(encoding="utf-8")
    assert "- id: [" in text
    assert ("- id: {" if status else "- id: b") in text


def test_the_help_tells_how_to_set_the_driver_up() -> None:
    """`parley merge-driver --help` has the two commands and the lines of .gitattributes."""
    text = parley("merge-driver", "--help").stdout
    assert 'git config merge.parley.driver "parley merge-driver %O %A %B %P"' in text
    assert "log/*.yaml    merge=parley" in text
