"""The workbench: what one server holds, from its start to its end."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass, field

from parley.web.door import Door
from parley.web.jobs import Jobs
from parley.web.keeping import Kept
from parley.web.message_office import MessageOffice
from parley.web.visitor import Right, Visitor, may

__all__ = ["Workbench", "is_allowed", "report_defect"]


@dataclass(frozen=True, slots=True)
class Workbench:
    """One server of one dossier.

    Parameters:
        kept: the dossier.
        door: who may come in, and who has.
        hosts: the values of the header Host that are served; empty for any.
        cookie: the name of the session's cookie; another server has another one.
        secure: whether it is served by TLS.
        read_only: whether nothing may be written, whoever asks.
        jobs: what takes long and is under way.
        office: the message office beside the dossier, if one is served.
    """

    kept: Kept
    door: Door
    hosts: frozenset[str]
    cookie: str
    secure: bool = False
    read_only: bool = False
    jobs: Jobs = field(default_factory=Jobs)
    office: MessageOffice | None = None


def is_allowed(bench: Workbench, visitor: Visitor, right: Right) -> bool:
    """Whether a visitor may do something here."""
    return may(visitor, right) and (right == "look" or not bench.read_only)


def report_defect(error: BaseException) -> None:
    """Say in one line on standard error that parley itself failed."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    print(f"error: this is a defect of parley, not of your input: {what}{where}", file=sys.stderr)
