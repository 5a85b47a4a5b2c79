"""`parley office`: who may use the server, and running it."""

from __future__ import annotations

import importlib.util
import json
import pkgutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from parley.cables.keys.cards import fingerprint, sign_card, write_card
from parley.cables.keys.key_store import new_secret
from parley.cli.commands import office
from parley.cli.lazy import LazyGroup
from tests.unit.cli_support import parley as run
from tests.unit.cli_support import widest

assert isinstance(office.command, LazyGroup)
LISTED = [one.name for one in office.command.listed]


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return the option that names a database."""
    return f"--database=sqlite:///{tmp_path / 'office.db'}"


def card(folder: Path, name: str, post: str = "mandator") -> tuple[str, str]:
    """Write a card with new keys; return its file and its fingerprint."""
    signed = sign_card(new_secret(post))
    write_card(folder / name, signed)
    return str(folder / name), fingerprint(signed.card)


def test_every_command_of_the_group_is_listed() -> None:
    """The list and the files agree."""
    files = {one.name for one in pkgutil.iter_modules(office.__path__)}
    assert {one for one in files if not one.startswith("_")} == set(LISTED)


@pytest.mark.parametrize("name", ["", *LISTED])
def test_help_has_examples_and_80_columns(name: str) -> None:
    """The group and each of its commands explain themselves."""
    result = run("office", *([name] if name else []), "--help")
    assert result.exit_code == 0
    assert f"parley office {name}".strip() in result.stdout.partition("Examples:")[2]
    assert widest(result.stdout) <= 80


def test_a_post_is_admitted_and_revoked(database: str, tmp_path: Path) -> None:
    """By its card, whose fingerprint is shown to be compared; the list tells of both."""
    file, printed = card(tmp_path, "mandator.card")
    result = run("office", "admit", file, database)
    assert result.exit_code == 0, result.stderr
    assert printed in result.stdout and "Compare this fingerprint" in result.stdout
    again = run("office", "admit", file, database, "--fingerprint", printed.upper())
    assert "was admitted before" in again.stdout and "Compare" not in again.stdout
    listed = json.loads(run("office", "members", database, "--format", "json").stdout)
    assert [(one["post"], one["fingerprint"], one["revoked_since"]) for one in listed] == [
        ("mandator", printed, None)
    ]
    result = run("office", "revoke", "mandator", database, "--format", "json")
    assert json.loads(result.stdout)["fingerprint"] == printed
    shown = run("office", "members", database).stdout
    assert "revoked since 20" in shown and widest(shown) <= 80
    assert run("office", "revoke", "mandator", database).exit_code == 2
    assert "one that is revoked" in run("office", "admit", file, database).stderr


def test_another_card_is_not_taken_for_it(database: str, tmp_path: Path) -> None:
    """A wrong fingerprint, a second key, a file that is no card."""
    first, _ = card(tmp_path, "first.card")
    second, printed = card(tmp_path, "second.card")
    result = run("office", "admit", first, database, "--fingerprint", printed)
    assert result.exit_code == 2 and "do not admit it" in result.stderr
    assert run("office", "admit", first, database).exit_code == 0
    result = run("office", "admit", second, database)
    assert result.exit_code == 2 and "--replace" in result.stderr
    assert run("office", "admit", second, database, "--replace").exit_code == 0
    (tmp_path / "no.card").write_text("no card")
    assert run("office", "admit", str(tmp_path / "no.card"), database).exit_code == 2


def test_a_key_that_its_forerunner_signed_takes_its_place(database: str, tmp_path: Path) -> None:
    """Rotation needs no further word; a handover by any other key does."""
    old, new, stranger = (new_secret("mandator") for _ in range(3))
    write_card(tmp_path / "old", sign_card(old))
    write_card(tmp_path / "new", sign_card(new, old))
    write_card(tmp_path / "wrong", sign_card(new_secret("mandator"), stranger))
    assert run("office", "admit", str(tmp_path / "old"), database).exit_code == 0
    assert run("office", "admit", str(tmp_path / "wrong"), database).exit_code == 2
    assert run("office", "admit", str(tmp_path / "new"), database).exit_code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "expected TLS to listen on 0.0.0.0"),
        (["--tls-cert", "x"], "expected a certificate and its key, got one of them"),
        (["--tls-cert", "x", "--tls-key", "y"], "as PEM"),
        (["--name", "https://office.example"], "expected a name as HOST or HOST:PORT"),
        (["--host", "not an address"], "expected TLS"),
    ],
)
def test_what_is_not_safe_is_not_served(database: str, options: list[str], said: str) -> None:
    """Nothing listens beyond this machine without TLS, or where it would not be found."""
    result = run("office", "serve", database, "--port", "0", *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_missing_extra_is_named(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message says what to install."""
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "parley.cli.commands.office.serve.find_spec",
        lambda name: None if name == "uvicorn" else found(name),
    )
    result = run("office", "serve", database)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "pip install '.[office]'" in result.stderr


def test_the_server_runs_until_it_is_told_to_end(database: str, tmp_path: Path) -> None:
    """It says where it is, answers, and ends in order; a second one in its place is refused."""
    program = [sys.executable, "-W", "error", "-m", "parley.cli.main", "office", "serve", database]
    with subprocess.Popen(
        [*program, "--port", "0", "--name", "office.example"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        url = process.stderr.readline().removeprefix("serving on ").strip()
        try:
            assert httpx.get(f"{url}/v1/health").json()["status"] == "ok"
            port = url.rpartition(":")[2]
            for name in ("office.example", "localhost", "127.0.0.1"):
                asked = {"key": "0" * 64, "server": f"{name}:{port}"}
                assert httpx.post(f"{url}/v1/challenges", json=asked).status_code == 201
            second = run("office", "serve", database, "--port", port)
            assert second.exit_code == 2 and "name another --host or --port" in second.stderr
        finally:
            process.send_signal(signal.SIGTERM)
            rest = process.stderr.read()
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in rest and "Error" not in rest
