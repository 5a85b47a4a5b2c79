"""Long tasks: progress, a result, a fault, and an end when they are not wanted."""

from __future__ import annotations

import time
from typing import Literal

import pytest

from parley.kernel.errors import Refused
from parley.web.jobs import Job, Jobs, Progress, Tell, begin, cancel, end_all, progress, result
from tests.web.served import PATIENCE_S


def add(tell: Tell, one: int, other: int) -> int:
    """Add two numbers, telling how far it has come."""
    tell(1, 2, "adding")
    return one + other


def refuse(tell: Tell) -> None:
    """Say that it cannot be done."""
    raise Refused("it cannot be done", hint="do something else")


def sleep(tell: Tell) -> None:
    """Take very long."""
    tell(1, 100, "sleeping")
    time.sleep(600)


def ended(jobs: Jobs, name: str) -> Progress:
    """Wait for the end of a task."""
    until = time.monotonic() + PATIENCE_S
    while (now := progress(jobs, "anna", name)[0]).state == "running":
        assert time.monotonic() < until, "the task did not end"
        time.sleep(0.05)
    return now


def gone(job: Job) -> bool:
    """Wait until the process of a task was seen to end, by the thread that listens to it.

    Waiting for the process here as well would race with that thread: only one is told of its end.
    """
    until = time.monotonic() + PATIENCE_S
    while job.ended is None:
        assert time.monotonic() < until, "nobody heard of the end"
        time.sleep(0.05)
    return job.process.exitcode is not None


def test_a_task_gives_its_result_to_whoever_began_it() -> None:
    """And to nobody else; the address of the result names the task."""
    jobs = Jobs()
    name = begin(jobs, "anna", "/analysis?for=us", add, 2, 3)
    assert progress(jobs, "anna", name)[1] == f"/analysis?for=us&job={name}"
    assert ended(jobs, name).state == "done"
    assert result(jobs, "anna", name) == 5
    with pytest.raises(Refused):
        result(jobs, "bert", name)


@pytest.mark.parametrize(("work", "state"), [(refuse, "failed"), (sleep, "cancelled")])
def test_a_task_can_fail_or_be_cancelled(
    work: object, state: Literal["failed", "cancelled"]
) -> None:
    """A fault is told with its hint; a task that is cancelled ends at once."""
    jobs = Jobs()
    name = begin(jobs, "anna", "/", work)  # type: ignore[arg-type]
    if state == "cancelled":
        while not (now := progress(jobs, "anna", name)[0]).doing:
            assert now.state == "running"
            time.sleep(0.05)
        cancel(jobs, "anna", name)
        assert gone(jobs.known[name])
    now = ended(jobs, name)
    assert now.state == state
    assert now.message == ("it cannot be done" if state == "failed" else None)
    with pytest.raises(Refused):
        result(jobs, "anna", name)
    end_all(jobs)


def test_too_many_at_once_are_refused() -> None:
    """The fifth has to wait."""
    jobs = Jobs()
    for _ in range(4):
        begin(jobs, "anna", "/", sleep)
    with pytest.raises(Refused, match="running already"):
        begin(jobs, "anna", "/", sleep)
    end_all(jobs)
    assert all(gone(job) for job in jobs.known.values())
