"""`parley key`: making, showing, handing out, rotating; sittings in real shells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from parley.cables.keys.cards import fingerprint, make_card, read_card, sign_card, write_card
from parley.cables.keys.key_store import current_secret, new_secret, secrets_of, unlock
from parley.cables.keys.sittings import begin_sitting, resume_sitting
from parley.cli.key_options import data_folder
from parley.cli.main import cli
from tests.unit.cli_support import parley, widest
from tests.unit.key_support import PASSPHRASE, cheap_seals, in_a_sitting, store_of

OTHER = "another passphrase of the tests"


@pytest.fixture(autouse=True)
def no_keys_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the keys of who runs it, or has a terminal to ask on."""
    for name in ("PARLEY_SITTING", "PARLEY_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARLEY_KEYS", str(tmp_path / "keys.age"))
    monkeypatch.setattr("parley.cli.unlocking._can_ask", lambda: False)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    """Write the passphrase to a file."""
    path = tmp_path / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return path


def program(
    *arguments: object, folder: Path, answers: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run `parley` as a program, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "parley.cli.main", *map(str, arguments)],
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **variables},
        cwd=folder,
        input=answers,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )


def test_a_sitting_is_begun_by_one_program_and_used_by_others(tmp_path: Path) -> None:
    """Real processes at the real cost: new, unlock, list by the token alone, lock."""
    told = PASSPHRASE + "\n"
    made = program("key", "new", "envoys", "--passphrase-file", "-", folder=tmp_path, answers=told)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("Card of envoys\n  fingerprint  ")
    assert "nobody can restore it" in made.stderr
    begun = program(
        "key", "unlock", "--shell", "bash", "--passphrase-file", "-",
        folder=tmp_path, answers=told,
    )  # fmt: skip
    assert begun.returncode == 0, begun.stderr
    name, _, token = begun.stdout.strip().removeprefix("export ").partition("=")
    assert name == "PARLEY_SITTING"
    assert "unlocked until " in begun.stderr
    sitting = {"PARLEY_SITTING": token.strip("'")}
    shown = program("key", "list", folder=tmp_path, **sitting)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert made.stdout.splitlines()[1] in shown.stdout.splitlines()
    assert program("key", "lock", folder=tmp_path, **sitting).stderr == "locked: 1 sitting ended\n"
    over = program("key", "list", folder=tmp_path, **sitting)
    assert (over.returncode, over.stdout) == (2, "")
    assert "a sitting that was ended" in over.stderr
    assert sitting["PARLEY_SITTING"] not in over.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["keys.age", "keys.age-lock"]


@pytest.mark.skipif(os.name != "posix" or shutil.which("bash") is None, reason="needs bash")
def test_bash_takes_what_unlock_prints(tmp_path: Path, passphrase: Path) -> None:
    """The very line of the help, in a real shell; a failure sets nothing."""
    store_of(tmp_path / "keys.age", "envoys")
    (tmp_path / "parley").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m parley.cli.main "$@"\n'
    )
    (tmp_path / "parley").chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"\n'
        'eval "$(parley key unlock --passphrase-file missing 2>/dev/null)"\n'
        'echo "<$PARLEY_SITTING>"\n'
        f'eval "$(parley key unlock --shell bash --passphrase-file "{passphrase}" 2>/dev/null)"\n'
        "parley key list --format json"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    nothing, _, listed = done.stdout.partition("\n")
    assert nothing == "<>"
    assert [one["post"] for one in json.loads(listed)["posts"]] == ["envoys"]


def answered(terminal: int, answers: list[str]) -> str:
    """Type an answer at each prompt, and return all that was to be seen."""
    seen = ""
    while True:
        try:
            got = os.read(terminal, 4096).decode()
        except OSError:  # the program has ended
            return seen
        if not got:
            return seen
        seen += got
        if seen.endswith(": ") and answers:
            os.write(terminal, answers.pop(0).encode() + b"\n")


def at_a_terminal(answers: list[str], *words: str) -> str:
    """Run `parley key` where somebody types the answers; return what the terminal showed."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "parley.cli.main", "key", *words],
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        seen = answered(ours, answers)
    os.close(ours)
    assert process.returncode == 0, seen
    return seen


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_passphrase_is_asked_for_unseen_and_twice_when_it_is_new(tmp_path: Path) -> None:
    """On a real terminal: what is typed is not shown; two that differ are asked for again."""
    store_of(tmp_path / "keys.age", "envoys")
    answers = [PASSPHRASE, OTHER, OTHER + "x", OTHER, OTHER]
    seen = at_a_terminal(answers, "passphrase")
    assert not answers
    assert seen.count("New passphrase (12 characters or more)") == 2
    assert "do not match" in seen
    assert PASSPHRASE not in seen and OTHER not in seen
    assert unlock(tmp_path / "keys.age", OTHER).secrets


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_passphrase_too_short_is_told_before_it_is_typed_again(tmp_path: Path) -> None:
    """It is asked for anew, and the first command says how to be asked only once."""
    keys = tmp_path / "keys.age"
    answers = ["short", PASSPHRASE, PASSPHRASE]
    seen = at_a_terminal(answers, "new", "envoys", "--keys", str(keys))
    assert not answers
    assert "it has 5 characters" in seen
    assert seen.index("it has 5 characters") < seen.index("Once more")
    assert 'eval "$(parley key unlock)"' in seen
    assert unlock(keys, PASSPHRASE).secrets


def test_keys_are_made_listed_and_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: Path
) -> None:
    """Within 80 columns, without a secret in any of it."""
    cheap_seals(monkeypatch)
    told = ("--passphrase-file", passphrase)
    made = parley("key", "new", "envoys", "council", *told)
    assert made.exit_code == 0, made.output
    store = unlock(tmp_path / "keys.age", PASSPHRASE)
    prints = [fingerprint(make_card(one)) for one in store.secrets]
    listed = parley("key", "list", *told)
    assert [one.post for one in store.secrets] == ["envoys", "council"]
    shown = parley("key", "card", "council", *told)
    for result in (made, listed, shown):
        assert widest(result.stdout.replace(str(tmp_path), "")) <= 80
        assert prints[1] in result.stdout
        assert "SECRET" not in result.output
        assert not any(one.seed.hex() in result.output for one in store.secrets)
    again = parley("key", "new", "envoys", *told)
    assert again.exit_code == 2
    assert "`parley key rotate envoys` gives it new ones" in again.stderr
    assert unlock(tmp_path / "keys.age", PASSPHRASE) == store


def test_a_rotation_keeps_the_old_keys_and_signs_the_new_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: Path
) -> None:
    """The sitting of this shell goes on, with the new keys; others are over."""
    cheap_seals(monkeypatch)
    store = store_of(tmp_path / "keys.age", "envoys")
    old = current_secret(store, "envoys")
    token, other = in_a_sitting(monkeypatch, store), begin_sitting(store).token
    done = parley("key", "rotate", "envoys", "--passphrase-file", passphrase)
    assert done.exit_code == 0, done.output
    later = resume_sitting(store.path, token)
    first, second = secrets_of(later, "envoys")
    assert first == old
    assert fingerprint(make_card(second)) in done.stdout
    assert f"key before   {make_card(old).signing}" in done.stdout
    assert "older keys   1, the first of " in parley("key", "list").stdout
    card = tmp_path / "envoys.card"
    assert parley("key", "card", "--format", "card", "-o", card).exit_code == 0
    assert read_card(card) == sign_card(second, old)
    result = parley("key", "rotate", "council", "--passphrase-file", passphrase)
    assert result.exit_code == 2
    assert "`parley key new council` makes some" in result.stderr
    monkeypatch.setenv("PARLEY_SITTING", other)
    assert "before the store was changed" in parley("key", "list").stderr


def test_a_passphrase_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: Path
) -> None:
    """The old one opens nothing any more; both files are named by options."""
    cheap_seals(monkeypatch)
    store = store_of(tmp_path / "keys.age", "envoys")
    other = tmp_path / "other.txt"
    other.write_bytes(b"\xef\xbb\xbf" + OTHER.encode() + b"\r\n")  # as some editors write it
    call = ("key", "passphrase", "--passphrase-file", passphrase, "--new-passphrase-file")
    assert parley(*call, other).exit_code == 0
    assert unlock(store.path, OTHER).secrets == store.secrets
    assert parley(*call, other).exit_code == 2
    both = parley("key", "passphrase", "--passphrase-file", "-", "--new-passphrase-file", "-")
    assert both.exit_code == 2
    assert "one of the two" in both.stderr


def test_a_card_that_came_is_checked_and_shown(tmp_path: Path) -> None:
    """Without a key store; as text, as JSON, or refused."""
    path, secret = tmp_path / "council.card", new_secret("council")
    write_card(path, sign_card(secret, new_secret("council")))
    shown = parley("key", "card", "--from", path)
    assert shown.exit_code == 0
    assert fingerprint(make_card(secret)) in shown.stdout
    assert "by telephone or face to face" in shown.stderr
    data = json.loads(parley("key", "card", "--from", path, "--format", "json").stdout)
    assert (data["post"], data["fingerprint"]) == ("council", fingerprint(make_card(secret)))
    path.write_text(path.read_text(encoding="utf-8").replace("council", "counsel"))
    bad = parley("key", "card", "--from", path)
    assert (bad.exit_code, bad.stdout) == (2, "")
    assert "signed by its own key" in bad.stderr
    assert parley("key", "card", "council", "--from", path).exit_code == 2


def test_a_post_is_named_where_there_are_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And need not be where there is one; a slip is answered with what there is."""
    in_a_sitting(monkeypatch, store_of(tmp_path / "keys.age", "envoys", "council"))
    assert "name one of envoys, council" in parley("key", "card").stderr
    assert "keys there (envoys, council), got 'envoy'" in parley("key", "card", "envoy").stderr
    in_a_sitting(monkeypatch, store_of(tmp_path / "one.age", "envoys"))
    assert parley("key", "card").stdout.startswith("Card of envoys\n")
    in_a_sitting(monkeypatch, store_of(tmp_path / "none.age"))
    assert "no post has keys yet" in parley("key", "list").stdout
    assert "`parley key new POST` makes some" in parley("key", "card").stderr


def test_a_sitting_that_is_over_gives_way_to_the_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: Path
) -> None:
    """A file with the passphrase does without a word; on a terminal it is told, and asked for."""
    in_a_sitting(monkeypatch, store_of(tmp_path / "keys.age", "envoys"))
    assert parley("key", "lock").stderr == "locked: 1 sitting ended\n"
    refused = parley("key", "list")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert 'run `eval "$(parley key unlock)"`' in refused.stderr
    given = parley("key", "list", "--passphrase-file", passphrase)
    assert (given.exit_code, given.stderr) == (0, "")
    monkeypatch.setattr("parley.cli.unlocking._can_ask", lambda: True)
    asked = parley("key", "list", answers=PASSPHRASE + "\n")
    assert asked.exit_code == 0
    assert "note: PARLEY_SITTING" in asked.stderr
    assert "envoys" in asked.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "expected the passphrase in one line"),
        (b"one\ntwo\n", "expected the passphrase in one line"),
        (b"\xff\xfe", "expected the passphrase in one line"),
        (b"x" * 10_001, "expected the passphrase in one line"),
        (b"short\n", "expected at least 12 characters, got 5"),
        (None, "cannot be read"),
    ],
)
def test_a_file_without_a_passphrase_is_refused(
    tmp_path: Path, text: bytes | None, told: str
) -> None:
    """Before anything is written; the text is not repeated."""
    path = tmp_path / "p.txt"
    if text is not None:
        path.write_bytes(text)
    result = parley("key", "new", "envoys", "--passphrase-file", path)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "two" not in result.stderr
    assert not (tmp_path / "keys.age").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("list",), "`parley key new POST` makes one; --keys names another"),
        (("unlock",), "`parley key new POST` makes one"),
        (("new", "envoys"), "no terminal to ask for the passphrase on"),
        (("new", "en voys "), "expected the name of a party"),
        (("unlock", "--hours", "0"), "--hours"),
        (("unlock", "--hours", "169"), "--hours"),
        (("list", "--keys", "missing.age"), "missing.age"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(arguments: tuple[str, ...], told: str) -> None:
    """Status 2 and one message, without a key store."""
    result = parley("key", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "export PARLEY_SITTING='"),
        ("zsh", "export PARLEY_SITTING='"),
        ("fish", "set -gx PARLEY_SITTING '"),
        ("powershell", "$env:PARLEY_SITTING = '"),
    ],
)
def test_each_shell_gets_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: Path, shell: str, line: str
) -> None:
    """One line on standard output and nothing else; also where the shell is only named by SHELL."""
    store = store_of(tmp_path / "keys.age", "envoys")
    told = ("key", "unlock", "--passphrase-file", passphrase)
    given = parley(*told, "--shell", shell)
    assert given.stdout.count("\n") == 1
    assert given.stdout.startswith(line)
    assert resume_sitting(store.path, given.stdout.split("'")[1]) == store
    if os.name == "posix" and shell != "powershell":
        monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
        assert parley(*told).stdout.startswith(line)


def test_posts_are_completed_while_a_sitting_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nothing is: a shell cannot ask for a passphrase."""

    def offered(*words: str) -> list[str]:
        *before, last = words
        complete = ShellComplete(cli, {}, "parley", "_PARLEY_COMPLETE")
        return [item.value for item in complete.get_completions(before, last)]

    store = store_of(tmp_path / "keys.age", "envoys", "council")
    assert offered("key", "card", "") == []
    in_a_sitting(monkeypatch, store)
    assert offered("key", "card", "") == ["envoys", "council"]
    assert offered("key", "rotate", "co") == ["council"]
    assert offered("key", "r") == ["rotate"]
    assert "--passphrase-file" in offered("key", "card", "--pass")


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/parley"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "~/.local/share/parley"),
        ("linux", {}, "~/.local/share/parley"),
        ("darwin", {}, "~/Library/Application Support/parley"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/parley"),
        ("win32", {}, "~/AppData/Local/parley"),
    ],
)
def test_the_store_is_where_the_system_keeps_data(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], folder: str
) -> None:
    """On each system its own place, in the user's home."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("parley.cli.key_options.sys.platform", system)
    assert data_folder() == Path(folder).expanduser()
