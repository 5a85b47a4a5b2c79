"""A long task: how far it has come, with a way to cancel it, and its result when it is done."""

from __future__ import annotations

from dataclasses import dataclass

from parley.web import jobs
from parley.web.desk import Desk
from parley.web.keeping import reread
from parley.web.registry import Act, Done, Page

__all__ = ["PAGE", "CancelForm", "JobShown", "cancel", "job"]


@dataclass(frozen=True, slots=True)
class JobShown:
    """A long task; `to` is the address of its result, once `state` is `done`.

    `share` is how much is done, from 0 to 1; None where that is not known.
    """

    name: str
    state: str
    share: float | None
    doing: str
    message: str | None
    hint: str | None
    to: str


@dataclass(frozen=True, slots=True)
class CancelForm:
    """Which task to cancel."""

    name: str


def job(desk: Desk, name: str) -> JobShown:
    """Return how far a long task has come."""
    now, to = jobs.progress(desk.bench.jobs, desk.visitor.name, name)
    if now.state == "done":
        reread(desk.bench.kept)  # so that the pages it leads to have what it wrote
    share = min(now.done / now.of, 1.0) if now.of else None
    return JobShown(name, now.state, share, now.doing, now.message, now.hint, to)


def cancel(desk: Desk, form: CancelForm) -> Done:
    """Cancel a long task."""
    jobs.cancel(desk.bench.jobs, desk.visitor.name, form.name)
    return Done(f"/job/{form.name}")


PAGE = Page("job", "/job/{name}", job, acts={"cancel": Act(cancel, "look")})
