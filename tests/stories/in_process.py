"""The same desks without a process for each command, for the many turns that a story may take."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from parley.cli.main import cli
from tests.stories.office_desks import Desk, desk

__all__ = ["copied", "data_of", "enrol_each_other", "new_office", "released", "run", "run_refused"]


def _invoke(who: Desk, words: Sequence[object]) -> Result:
    environment = {
        "PARLEY_OFFICE": str(who.folder / who.office),
        "PARLEY_KEYS": str(who.keys),
        "PARLEY_SITTING": who.token,
        "PARLEY_CLOCK": who.clock,
        "PARLEY_PASSPHRASE_FILE": "",
        "COLUMNS": "80",
    }
    return CliRunner().invoke(cli, [str(one) for one in words], env=environment)


def run(who: Desk, *words: object, status: int = 0) -> str:
    """Call `parley cable` at a desk; return what it printed."""
    done = _invoke(who, ("cable", *words))
    assert done.exit_code == status, f"parley cable {words}: {done.output}"
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def run_refused(who: Desk, *words: object) -> str:
    """Call `parley cable`, which must be refused; return its message on one line."""
    return " ".join(run(who, *words, status=2).split())


def data_of(who: Desk, *words: object, status: int = 0) -> Any:
    """Call `parley cable` with --format json; return what it printed."""
    done = _invoke(who, ("cable", *words, "--format", "json"))
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def new_office(folder: Path, office: str, *posts: str) -> list[Desk]:
    """Begin an office whose first post keeps it; each post gets a series of its own name."""
    desks = [desk(folder / office, office, post) for post in posts]
    keeper = desks[0]
    run(keeper, "start", keeper.folder / office, "--keeper", keeper.post)
    for one in desks[1:]:
        run(keeper, "enrol", one.card, "--here", "--fingerprint", one.fingerprint)
    for one in desks:
        run(keeper, "series", one.post.upper(), "--owner", one.post)
    return desks


def enrol_each_other(*offices: Sequence[Desk]) -> None:
    """Let the keeper of each office enrol the posts of the others."""
    for office in offices:
        for other in offices:
            for one in other if other is not office else ():
                run(office[0], "enrol", one.card, "--fingerprint", one.fingerprint)


def copied(desks: Sequence[Desk], old: Path, new: Path) -> list[Desk]:
    """Copy all offices of a folder to another one, so that each test has its own."""
    shutil.copytree(old, new, dirs_exist_ok=True)
    return [
        replace(
            one,
            folder=new / one.folder.relative_to(old),
            keys=new / one.keys.relative_to(old),
            card=new / one.card.relative_to(old),
        )
        for one in desks
    ]


def released(who: Desk, name: str, *options: object) -> str:
    """Draft a cable from options, release it, and return its name."""
    file = who.folder / f"{name}.yaml"
    run(who, "draft", file, *options)
    return str(data_of(who, "release", file, "--yes")["cable"])
