"""Two message offices with the request of 13 July between them, before its answer; made quickly.

The passphrases of their keys cost a thousandth of real ones; the cables are those of the stories.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.in_process import enrol_each_other, run
from tests.stories.office_desks import ASKED, LATE, REPLY, Desk, desk
from tests.web.served import EXAMPLES, Served, serving

__all__ = ["asked", "serving_office"]


def asked(folder: Path) -> tuple[Desk, Desk]:
    """Let the team ask in four copies, two of them to the mandator's office, where they came in.

    Returns the desk of the asker and that of the mandator, a week later.
    """
    mao = desk(folder / "team", "beijing", "mao")
    stalin = replace(desk(folder / "mandator", "moscow", "stalin"), clock=ASKED)
    dossier = mao.folder / "kaesong-1951"
    shutil.copytree(EXAMPLES / "kaesong-1951", dossier)
    shutil.copytree(EXAMPLES / "kaesong-1951", stalin.folder / "kaesong-1951")
    run(mao, "start", mao.folder / "beijing", "--keeper", "mao", "--dossier", dossier)
    run(stalin, "start", stalin.folder / "moscow", "--keeper", "stalin", "--zone", "Europe/Moscow")
    enrol_each_other([mao], [stalin])
    run(mao, "series", "G", "--owner", "mao")
    run(stalin, "series", "M", "--owner", "stalin")
    plan = mao.folder / "plan.yaml"
    copies = ("--copies", 2, "--file-copies", 2, "--precedence", "priority")
    due = ("--due", "2d", "--return-by", "3d")
    run(mao, "draft", plan, "--request", "is-the-plan-right", "--sender", "mao", *copies, *due)
    run(mao, "release", plan, "--yes")
    stick = folder / "stick"
    stick.mkdir()
    run(mao, "send", "--out", stick)
    run(replace(stalin, clock=REPLY), "receive", stick)
    return replace(mao, clock=LATE), replace(stalin, clock=LATE)


@contextmanager
def serving_office(who: Desk, *options: str, keys: bool = True) -> Iterator[Served]:
    """Serve the dossier and the office of a desk, at the time that its clock shows.

    Parameters:
        keys: whether its sitting is open.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_KEYS", str(who.keys))
        patch.setenv("PARLEY_CLOCK", who.clock)
        patch.setenv("PARLEY_OFFICE", str(who.folder / who.office))
        patch.setenv("PARLEY_SITTING", who.token if keys else "")
        with serving(who.folder / "kaesong-1951", *options) as served:
            yield served
