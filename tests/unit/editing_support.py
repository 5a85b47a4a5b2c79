"""A small dossier to edit, and being killed at any line of what writes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

__all__ = ["DECLARED", "LOG", "contents", "killed_at", "made"]

DECLARED = """\
# A small dossier, made up.
parley: 1
id: small
title: A small one
fiction: true

parties:
  red:
    name: Red  # the reds
  # the others
  blue:
    name: Blue

issues:
  line:
    question: Where?
    values:
      - here
      - there
    decided_by: [red, blue]

preferences:
  red:
    priorities:
      # what matters most
      - says: line = here  # first
        assumed: us
      - says: line = there
        assumed: us
"""
LOG = """\
# July

# the first
- id: a
  type: event  # what happened
  at: 1951-07-13
  by: red
  text: They met.

- id: b
  type: proposal
  at: 1951-07-14
  by: red
  to: blue
  # as wanted
  says: line=here
  assumed: us
# end
"""


def made(folder: Path) -> Path:
    """Write the dossier into a folder."""
    (folder / "log").mkdir(parents=True)
    (folder / "dossier.yaml").write_bytes(DECLARED.encode())
    (folder / "log" / "july.yaml").write_bytes(LOG.encode())
    return folder


def contents(root: Path) -> dict[str, bytes]:
    """Return all files of a dossier, but for what is hidden."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts)
    }


def killed_at(number: int, files: tuple[str, ...], run: Callable[[], object]) -> bool:
    """Run something in a process that dies as it comes to the line of that number; say if it did.

    Parameters:
        number: counted from 1, of the lines of `files` as they are run.
        files: names of modules' files, as `steps.py`.
    """
    child = os.fork()
    if child == 0:
        count = 0

        def trace(frame: FrameType, event: str, _: object) -> object:
            nonlocal count
            if not frame.f_code.co_filename.endswith(files):
                return None
            if event == "line":
                count += 1
                if count == number:
                    os._exit(9)
            return trace

        status = 0
        try:
            sys.settrace(trace)  # type: ignore[arg-type]
            run()
        except BaseException:  # noqa: BLE001 - a child of a test never goes back into pytest
            status = 1
        os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 9)
    return status == 9
