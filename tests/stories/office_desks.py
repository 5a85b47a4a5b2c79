"""Two message offices of the founding case, with real processes: who sits where, and the story."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parley.cables.keys.cards import fingerprint, make_card, sign_card, write_card
from parley.cables.keys.sittings import begin_sitting
from tests.meta.repository import ROOT
from tests.unit.key_support import store_of

__all__ = [
    "ASKED",
    "LATE",
    "READ",
    "REPLY",
    "Desk",
    "answer",
    "begin",
    "data",
    "desk",
    "parley",
    "story_of_the_plan",
]

ASKED = "1951-07-13 20:00 Asia/Shanghai"
REPLY = "1951-07-14 10:00 Europe/Moscow"
READ = "1951-07-15 09:00 Asia/Shanghai"
LATE = "1951-07-20 09:00 Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work for a post, with a key store and an open sitting.

    Parameters:
        folder: where the office, the keys and the files of this end are.
        office: the folder of the office in it.
        clock: what the clock shows.
    """

    folder: Path
    office: str
    post: str
    card: Path
    fingerprint: str
    keys: Path
    token: str
    clock: str = ASKED


def desk(folder: Path, office: str, post: str, name: str = "") -> Desk:
    """Make a post its keys, at the cost of a test, and its card."""
    folder.mkdir(exist_ok=True)
    store = store_of(folder / f"{name or post}.age", post)
    secret = store.secrets[0]
    card = folder / f"{name or post}.card"
    write_card(card, sign_card(secret))
    token = begin_sitting(store).token
    return Desk(folder, office, post, card, fingerprint(make_card(secret)), store.path, token)


def parley(who: Desk, *words: object, status: int = 0) -> str:
    """Run `parley` at a desk as a process of its own; return what it printed, all of it.

    Parameters:
        status: with which it must end.
    """
    done = _run(who, words)
    printed = done.stdout + done.stderr
    assert done.returncode == status, f"parley {' '.join(map(str, words))}:\n{printed}"
    return printed


def data(who: Desk, *words: object, status: int = 0) -> Any:
    """Run `parley` with --format json and return what it printed."""
    done = _run(who, (*words, "--format", "json"))
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def _run(who: Desk, words: Sequence[object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "parley.cli.main", *map(str, words)],
        cwd=who.folder,
        env={
            **os.environ,
            "PARLEY_OFFICE": who.office,
            "PARLEY_KEYS": str(who.keys),
            "PARLEY_SITTING": who.token,
            "PARLEY_CLOCK": who.clock,
            "PARLEY_PASSPHRASE_FILE": "",
            "COLUMNS": "80",
            "NO_COLOR": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def begin(folder: Path, databases: Sequence[str] = ()) -> tuple[Desk, Desk, Desk]:
    """Begin both offices: the keeper and the drafter of the team, and the mandator.

    Parameters:
        databases: the address of each office's log; left out, files.
    """
    mao = desk(folder / "team", "beijing", "mao")
    li = desk(folder / "team", "beijing", "li-kenong")
    stalin = desk(folder / "mandator", "moscow", "stalin")
    shutil.copytree(ROOT / "examples" / "kaesong-1951", mao.folder / "kaesong-1951")
    here, there = (("--database", one) for one in databases) if databases else ((), ())
    start = ("cable", "start")
    parley(mao, *start, "beijing", "--keeper", "mao", "--dossier", "kaesong-1951", *here)
    parley(stalin, *start, "moscow", "--keeper", "stalin", "--zone", "Europe/Moscow", *there)
    parley(mao, "cable", "enrol", stalin.card, "--fingerprint", stalin.fingerprint)
    parley(mao, "cable", "enrol", li.card, "--here", "--fingerprint", li.fingerprint)
    parley(mao, "cable", "series", "G", "--owner", "mao")
    parley(stalin, "cable", "enrol", mao.card, "--fingerprint", mao.fingerprint)
    parley(stalin, "cable", "series", "M", "--owner", "stalin")
    return mao, li, stalin


def answer(file: Path, given: dict[str, str]) -> None:
    """Write answers into the draft of a reply, as a person would; leave the other questions out.

    Parameters:
        given: question -> the lines that take the place of `answer: "?"`.
    """
    kept: list[str] = []
    skip = False
    for line in file.read_text(encoding="utf-8").splitlines():
        name = line.removeprefix("- question: ") if line.startswith("- question: ") else None
        skip = (name not in given) if name is not None else skip and line.startswith("  ")
        if skip:
            continue
        if line.strip() == 'answer: "?"':
            last = next(one for one in reversed(kept) if one.startswith("- question: "))
            kept += [f"  {one}" for one in given[last.removeprefix("- question: ")].splitlines()]
        else:
            kept.append(line)
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")


def story_of_the_plan(
    mao: Desk, li: Desk, stalin: Desk, send: Sequence[object], receive: Sequence[object]
) -> tuple[Desk, Desk]:
    """Tell the story: the request in four copies, two of three answers, one copy of two back.

    Parameters:
        send: how parcels leave, such as `("--out", FOLDER)`.
        receive: how they come, with their receipts.
    """
    copies = ("--copies", 2, "--file-copies", 2, "--precedence", "priority")
    due = ("--due", "2d", "--return-by", "3d")
    request = ("--request", "is-the-plan-right")
    parley(li, "cable", "draft", "plan.yaml", *request, "--sender", "mao", *copies, *due)
    parley(li, "cable", "release", "plan.yaml", "--yes", status=2)  # it may only draft
    assert "copy 4: mao, to file" in parley(mao, "cable", "release", "plan.yaml", "--yes")
    assert "--again" in parley(mao, "cable", "release", "plan.yaml", "--yes", status=2)
    parley(mao, "cable", "send", *send)

    stalin = replace(stalin, clock=REPLY)
    came = data(stalin, "cable", "receive", *receive)
    assert [(one["copy"], one["state"]) for one in came["taken"]] == [(1, "copy"), (2, "copy")]
    text = parley(stalin, "cable", "open", "G/1", "--copy", "1")
    assert "SUBJECT TO RETURN by 1951-07-16" in text and "Copy:         No. 1, to stalin" in text
    parley(stalin, "cable", "reply", "G/1", "-o", "answer.yaml")
    parley(stalin, "cable", "release", "answer.yaml", "--yes", status=2)  # no answer is written yet
    changed = "answer: changed\nsays: press_time = after_agenda\ntext: Once the agenda stands."
    answer(stalin.folder / "answer.yaml", {"agenda": "answer: yes", "press": changed})
    parley(stalin, "cable", "release", "answer.yaml", "--yes")
    parley(stalin, "cable", "return", "G/1", "--copy", "1")
    parley(stalin, "cable", "send", *send)

    mao = replace(mao, clock=READ)
    came = data(mao, "cable", "receive", *receive)
    assert {one["state"] for one in came["taken"]} == {"copy", "news"} and not came["refused"]
    told = parley(mao, "cable", "open", "M/1", "--into", "kaesong-1951")
    assert "2 entries appended" in told and "reply-missing-part" in told
    parley(stalin, "cable", "receive", *receive)
    return replace(mao, clock=LATE), replace(stalin, clock=LATE)
