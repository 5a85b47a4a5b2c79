"""Steps are taken as a whole or not at all, whenever the process dies, and never over another."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from parley.dossier.editing import steps
from parley.dossier.editing.steps import Moved, NewText, commit, history, recall, remember, settle
from parley.dossier.editing.unsaved import drafts_of, drop_draft, keep_draft, read_draft
from parley.dossier.files import swapping
from parley.dossier.files.workplace import WORKPLACE
from parley.dossier.reading import read_dossier
from parley.kernel.digests import digest
from parley.kernel.errors import Refused
from tests.unit.editing_support import DECLARED, LOG, contents, killed_at, made

JULY = "log/july.yaml"
NEW_DECLARED = DECLARED.replace("A small one", "Another").encode()
NEW_LOG = LOG.replace("They met.", "They met again.").encode()
#: Every so many lines are tried; the long search of the night tries all.
STRIDE = 1 if os.environ.get("PARLEY_HYPOTHESIS") == "nightly" else 10
AUGUST = b"- id: c\n  type: event\n  at: 1951-08-01\n  text: Talks.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier."""
    return made(tmp_path / "small")


def three(root: Path) -> list[NewText]:
    """Two files that change and one that is new."""
    return [
        NewText("dossier.yaml", (root / "dossier.yaml").read_bytes(), NEW_DECLARED),
        NewText(JULY, (root / JULY).read_bytes(), NEW_LOG),
        NewText("log/august.yaml", None, AUGUST),
    ]


def test_all_files_change_and_the_step_is_kept(root: Path) -> None:
    """The history tells what was done; the workplace is for its owner, and no git sees it."""
    before = contents(root)
    assert commit(root, three(root), "all of it", "ann") == 1
    assert contents(root) == {
        "dossier.yaml": NEW_DECLARED,
        JULY: NEW_LOG,
        "log/august.yaml": AUGUST,
    }
    (step,) = history(root)
    assert (step.what, step.who, step.state, step.undone) == ("all of it", "ann", "done", False)
    assert recall(root, digest(before[JULY])) == before[JULY]
    assert commit(root, [NewText(JULY, NEW_LOG, NEW_LOG)], "nothing") is None
    place = root / WORKPLACE
    assert (place / ".gitignore").read_text() == "*\n"
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        for path in place.glob("editing.sqlite*"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {path.name for path in place.iterdir()} == {".gitignore", "editing.sqlite"}


def test_a_file_keeps_its_mode_and_its_link(root: Path) -> None:
    """What was made executable, or stands under another name in the folder, stays so."""
    (root / JULY).chmod(0o640)
    (root / JULY).rename(root / "log" / "real.yaml")
    (root / JULY).symlink_to("real.yaml")
    commit(root, [NewText(JULY, LOG.encode(), NEW_LOG)], "edit")
    assert (root / JULY).is_symlink()
    assert (root / "log" / "real.yaml").read_bytes() == NEW_LOG
    assert stat.S_IMODE((root / "log" / "real.yaml").stat().st_mode) == 0o640


def test_nothing_changes_where_a_file_is_another(root: Path) -> None:
    """Of three files not one, and what somebody else wrote stays."""
    wanted = three(root)
    (root / JULY).write_text("- id: other\n")
    before = contents(root)
    with pytest.raises(Moved, match=r"july.yaml: changed by somebody else"):
        commit(root, wanted, "late")
    assert contents(root) == before
    assert history(root) == ()


@pytest.mark.parametrize("name", ["../x.yaml", "log/.x.yaml", "sources/x.yaml", "log/x.txt", "/x"])
def test_only_files_of_a_dossier_are_written(root: Path, name: str) -> None:
    """No other path, whatever asks for it."""
    with pytest.raises(Refused):
        commit(root, [NewText(name, None, b"x")], "bad")
    assert not (root.parent / "x.yaml").exists()


def test_what_another_program_writes_in_that_very_moment_is_put_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and the exchange; all files of the step go back."""
    real = os.replace
    theirs = b"- id: theirs\n  type: event\n  at: 1951\n"

    def replaced(one: Path, other: Path) -> None:
        if str(one).endswith("-1.new"):
            monkeypatch.setattr(os, "replace", real)
            (root / "log" / "tmp").write_bytes(theirs)
            real(root / "log" / "tmp", root / JULY)
            (root / WORKPLACE / "step-1-1.old").unlink()  # as it would be held a moment later
            os.link(root / JULY, root / WORKPLACE / "step-1-1.old")
        real(one, other)

    wanted = three(root)
    monkeypatch.setattr(os, "replace", replaced)
    with pytest.raises(Moved):
        commit(root, wanted, "at once")
    assert contents(root) == {"dossier.yaml": DECLARED.encode(), JULY: theirs}
    assert history(root)[0].state == "refused"


def test_a_disk_that_is_full_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files written before are taken back, and the message says why."""
    before = contents(root)
    real = swapping._write

    def write(path: Path, data: bytes, mode: int) -> None:
        if data == AUGUST:
            raise OSError(28, "No space left on device")
        real(path, data, mode)

    wanted = three(root)
    monkeypatch.setattr(swapping, "_write", write)
    with pytest.raises(Refused, match="No space left"):
        commit(root, wanted, "too much")
    assert contents(root) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_being_killed_at_any_line_leaves_all_or_nothing(tmp_path: Path) -> None:
    """Each file is old or new at once, the dossier reads, and the next start makes it whole."""
    files = ("steps.py", "swapping.py", "workplace.py")
    number, killed, seen = 0, True, set()
    old, new = made(tmp_path / "plain"), {"dossier.yaml": NEW_DECLARED, JULY: NEW_LOG}
    before, after = contents(old), {**new, "log/august.yaml": AUGUST}
    while killed:
        number += STRIDE
        root = made(tmp_path / str(number))
        wanted = three(root)
        killed = killed_at(number, files, lambda: commit(root, wanted, "all"))  # noqa: B023
        for name, data in contents(root).items():
            assert data in (before.get(name), after.get(name))
        assert read_dossier(root).faults == ()
        settle(root)
        assert contents(root) in (before, after)
        seen.add(contents(root) == after)
        left = {path.name for path in (root / WORKPLACE).glob("step-*")}
        assert left == set(), number
        if contents(root) == after:
            assert [one.state for one in history(root)] == ["done"]
    assert seen == {True, False}
    assert number > 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_being_killed_while_finishing_is_no_worse(tmp_path: Path) -> None:
    """The next start may die as well: the one after it makes all whole."""
    files = ("steps.py", "swapping.py")
    after = {"dossier.yaml": NEW_DECLARED, JULY: NEW_LOG, "log/august.yaml": AUGUST}
    number, killed = 0, True
    while killed:
        number += STRIDE
        root = made(tmp_path / str(number))
        wanted = three(root)

        def half(root: Path = root, wanted: list[NewText] = wanted) -> None:
            real = steps._bring_about
            calls: list[Callable[..., object]] = []

            def dying(*given: object) -> object:
                if calls:
                    os._exit(9)
                calls.append(real)
                swapping.swap(
                    root,
                    swapping.Change(JULY, digest(LOG.encode()), digest(NEW_LOG)),
                    NEW_LOG,
                    root / WORKPLACE / "step-1-1",
                )
                os._exit(9)

            steps._bring_about = dying  # type: ignore[assignment]
            commit(root, wanted, "all")

        assert killed_at(10**9, files, half)
        killed = killed_at(number, files, lambda: settle(root))  # noqa: B023
        settle(root)
        assert contents(root) == after


def test_steps_at_the_same_time_take_turns(root: Path) -> None:
    """Of many who change one file from the same text, one comes first and the others are told."""
    told: list[str] = []

    def change(number: int) -> None:
        text = LOG.replace("They met.", f"Number {number}.").encode()
        try:
            commit(root, [NewText(JULY, LOG.encode(), text)], f"by {number}")
            told.append(f"Number {number}.")
        except Moved:
            pass

    threads = [threading.Thread(target=change, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(told) == 1
    assert told[0] in (root / JULY).read_text()


def test_the_history_is_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest steps go, and then the texts that nothing needs."""
    from parley.dossier.files import workplace

    monkeypatch.setattr(steps, "_MOST_STEPS", 5)
    monkeypatch.setattr(workplace, "_MOST_BYTES", 100)
    text = LOG.encode()
    for number in range(9):
        new = LOG.replace("They met.", f"{number} {digest(str(number)) * 3}").encode()
        commit(root, [NewText(JULY, text, new)], str(number))
        text = new
    assert [one.what for one in history(root)] in (["8"], ["8", "7"])
    assert (root / JULY).read_bytes() == text


def test_a_workplace_that_cannot_be_used_is_told(root: Path) -> None:
    """A link is not followed, and a damaged book says that it may be moved away."""
    place = root / WORKPLACE
    place.symlink_to(root.parent)
    with pytest.raises(Refused, match="it is a link"):
        remember(root, b"x")
    place.unlink()
    place.mkdir()
    (place / "editing.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(Refused, match="move it away"):
        commit(root, three(root), "x")
    assert contents(root)["dossier.yaml"] == DECLARED.encode()


def test_drafts_are_kept_for_their_owner(root: Path) -> None:
    """Replaced by newer ones, dropped when saved, each person's apart."""
    assert drafts_of(root) == ()
    keep_draft(root, "entry:a", "half a thought\r\n", who="ann", base="d")
    keep_draft(root, "entry:a", "a whole one\r\n", who="ann", base="d")
    keep_draft(root, "entry:a", "another's", who="bob")
    draft = read_draft(root, "entry:a", who="ann")
    assert draft is not None
    assert (draft.text, draft.base) == ("a whole one\r\n", "d")
    drop_draft(root, "entry:a", who="ann")
    assert read_draft(root, "entry:a", who="ann") is None
    assert [one.text for one in drafts_of(root, who="bob")] == ["another's"]
    with pytest.raises(Refused, match="cannot be kept"):
        keep_draft(root, "x", "x" * 5_000_000)
