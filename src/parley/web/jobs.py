"""What takes long: run in a process of its own, with progress, and ended when it is not wanted.

A thread could not be stopped, and would hold up every other page; a process is both.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from secrets import token_urlsafe
from typing import Any, Literal

from parley.kernel.errors import ParleyError, Refused

__all__ = ["Job", "Jobs", "Progress", "Tell", "begin", "cancel", "end_all", "progress", "result"]

#: Called by what runs, with how much is done, of how much (0: not known), and what is being done.
Tell = Callable[[int, int, str], None]
_MOST_RUNNING, _MOST_KEPT = 4, 32
_KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come."""

    state: Literal["running", "done", "failed", "cancelled"]
    done: int = 0
    of: int = 0
    doing: str = ""
    message: str | None = None
    hint: str | None = None


@dataclass(slots=True)
class Job:
    """Something that runs: whose it is, where its result is shown, and what came of it."""

    owner: str
    to: str
    process: BaseProcess
    progress: Progress
    result: Any = None
    ended: float | None = None


@dataclass(slots=True)
class Jobs:
    """All jobs of a server, by name."""

    known: dict[str, Job] = field(default_factory=dict)
    guarding: threading.Lock = field(default_factory=threading.Lock, repr=False)


def begin(jobs: Jobs, owner: str, to: str, work: Callable[..., Any], *arguments: Any) -> str:
    """Begin a job and return its name; the result is kept for an hour.

    Parameters:
        owner: the name of the visitor whose it is; nobody else sees it.
        to: the address that shows the result; the job's name is added as the field `job`.
        work: a function at the top of a module, called with a `Tell` and `arguments`, which must
            be plain data or records: it runs in a process of its own and reads the dossier itself.

    Raises Refused where too many are running.
    """
    with jobs.guarding:
        _forget(jobs)
        running = sum(one.progress.state == "running" for one in jobs.known.values())
        if running >= _MOST_RUNNING:
            raise Refused(
                f"{running} long tasks are running already", hint="wait for one, or cancel it"
            )
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(there, work, arguments), daemon=True)
        process.start()
        there.close()
        name = token_urlsafe(12)
        jobs.known[name] = Job(owner, to, process, Progress("running"))
    threading.Thread(target=_listen, args=(jobs.known[name], here), daemon=True).start()
    return name


def _forget(jobs: Jobs) -> None:
    now = time.monotonic()
    ended = [name for name, one in jobs.known.items() if one.ended is not None]
    for name in ended:
        old = now - (jobs.known[name].ended or now) > _KEPT_S
        if old or len(jobs.known) > _MOST_KEPT:
            del jobs.known[name]


def _work(there: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Run in the process: send progress, then the result or the fault."""
    last = 0.0

    def tell(done: int, of: int, doing: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.1 or done == of:
            last = now
            there.send(("progress", done, of, doing))

    try:
        there.send(("result", work(tell, *arguments)))
    except ParleyError as error:
        there.send(("fault", error.message, error.hint))


def _listen(job: Job, here: Connection) -> None:
    """Take what the process sends until it ends."""
    try:
        while True:
            kind, *rest = here.recv()
            if job.progress.state != "running":
                continue
            if kind == "progress":
                job.progress = Progress("running", *rest)
            elif kind == "result":
                job.result = rest[0]
                job.progress = Progress("done")
            else:
                job.progress = Progress("failed", message=rest[0], hint=rest[1])
    except (EOFError, OSError):
        if job.progress.state == "running":
            job.progress = Progress("failed", message="the task ended without a result")
    finally:
        here.close()
        job.process.join()
        job.ended = time.monotonic()


def _job(jobs: Jobs, owner: str, name: str) -> Job:
    job = jobs.known.get(name)
    if job is None or job.owner != owner:
        raise Refused("there is no such task, or it is too long ago", hint="begin it anew")
    return job


def progress(jobs: Jobs, owner: str, name: str) -> tuple[Progress, str]:
    """Return how far a job has come, and where its result is shown; raises Refused for none."""
    job = _job(jobs, owner, name)
    between = "&" if "?" in job.to else "?"
    return job.progress, f"{job.to}{between}job={name}"


def result(jobs: Jobs, owner: str, name: str) -> Any:
    """Return what a job gave; raises Refused where there is no such job, or not yet a result."""
    job = _job(jobs, owner, name)
    if job.progress.state != "done":
        raise Refused(f"the task is {job.progress.state}", hint="begin it anew, or wait for it")
    return job.result


def cancel(jobs: Jobs, owner: str, name: str) -> None:
    """End a job that is not wanted any more; one that has ended stays as it is."""
    job = _job(jobs, owner, name)
    if job.progress.state == "running":
        job.progress = Progress("cancelled")
        job.process.kill()


def end_all(jobs: Jobs) -> None:
    """End everything that runs."""
    for job in jobs.known.values():
        if job.progress.state == "running":
            job.progress = Progress("cancelled")
            job.process.kill()
