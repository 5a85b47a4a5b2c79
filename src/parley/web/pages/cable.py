"""One cable: its head, who holds which copy and had it before, its questions and their answers."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from parley.kernel.errors import Refused
from parley.web.cable_rows import CableFault, moment_in, office_view
from parley.web.desk import Desk
from parley.web.office_desk import acting_posts, in_log_time, looking, may_see
from parley.web.pages.cables import Proved, proved_state
from parley.web.registry import Page, Rows

if TYPE_CHECKING:
    from parley.cables.custody.cable import Cable, Copy
    from parley.cables.custody.directory import Directory

__all__ = [
    "PAGE",
    "CableShown",
    "CopyShown",
    "CopyStep",
    "QuestionShown",
    "RelatedShown",
    "Station",
    "cable",
    "cable_name",
    "copies_table",
    "known_cable_of",
    "questions_of_cable_table",
]

Mark = Literal["done", "now", "open", "bad", "over", "missing"]


@dataclass(frozen=True, slots=True)
class Station:
    """A station in the life of a copy, for the small picture of it."""

    name: str
    mark: Mark
    when: str


@dataclass(frozen=True, slots=True)
class CopyStep:
    """Something that was done with a copy.

    Parameters:
        at: when, in UTC; `when`: in the zones of both ends.
        who: the reader it was shown to, or the post it was passed to.
        told: whether only the log of the other end says so.
    """

    kind: str
    at: str
    when: str
    by: str
    who: str | None
    words: str
    witnesses: tuple[str, ...]
    log: str
    n: int
    told: bool


@dataclass(frozen=True, slots=True)
class CopyShown:
    """A numbered copy.

    Parameters:
        says: where it is, in words.
        acts: what the visitor may do with it as its holder: `open`, `read`, `return`.
    """

    copy: int
    holder: str
    state: str
    says: str
    file: bool
    overdue: bool
    missing: bool
    track: tuple[Station, ...]
    steps: tuple[CopyStep, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question of the cable, by its id: who answered it, and whether it is late."""

    question: str
    answered_by: tuple[str, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class RelatedShown:
    """A cable about this one, or the one that this one is about."""

    cable: str
    kind: str
    answers: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class CableShown:
    """A cable as the log knows it: all but what it says.

    Parameters:
        known: whether its release is known here, and not only its name.
        posts: in whose name the visitor may act.
        may_answer: whether one of them may answer it.
    """

    cable: str
    known: bool
    void: str | None
    here: bool
    kind: str
    precedence: str
    sender: str
    released_by: str
    released: str
    action: tuple[str, ...]
    info: tuple[str, ...]
    about: str | None
    due: str
    return_by: str
    copies: tuple[CopyShown, ...]
    questions: tuple[QuestionShown, ...]
    related: tuple[RelatedShown, ...]
    needs: tuple[CableFault, ...]
    posts: tuple[str, ...]
    may_answer: bool
    proved: Proved


def cable_name(log: str, series: str, number: str) -> str:
    """Return the whole name of a cable."""
    return f"{log}/{series}/{number}"


def known_cable_of(desk: Desk, name: str, time: str | None = None) -> tuple[Cable, Directory]:
    """Return a cable that the visitor may know of, and the directory.

    Parameters:
        time: as it was then; left out, as it is.

    Raises Refused for one that is not known, or not to them.
    """
    from parley.cables.clerk import cable_in, directory_in

    with looking(desk) as now:
        found = cable_in(now, name, time)
        directory = directory_in(now)
    if found is None or not may_see(desk, found):
        raise Refused(f"there is no cable `{name[:120]}` here", hint="the cables page lists them")
    return found, directory


def cable(desk: Desk, log: str, series: str, number: str) -> CableShown:
    """Return a cable: its head, its copies and all that was done with them, and its questions."""
    name, time = cable_name(log, series, number), in_log_time(desk)
    found, directory = known_cable_of(desk, name, time)
    release, released = found.release, found.released
    ends = (release.sender, *release.action) if release is not None else ()
    posts = acting_posts(desk, directory)
    copies = tuple(_copy(desk, directory, found, one, posts) for one in found.copies.values())
    rows = {one.cable: one for one in office_view(desk).rows}  # of what the visitor may know of
    return CableShown(
        name,
        release is not None,
        found.void,
        found.here,
        release.cable_kind if release is not None else "",
        release.precedence if release is not None else "",
        release.sender if release is not None else "",
        released.by if released is not None else "",
        moment_in(desk, released.at, *ends) if released is not None else "",
        release.action if release is not None else (),
        release.info if release is not None else (),
        release.about if release is not None else None,
        moment_in(desk, release.due, *ends) if release is not None else "",
        moment_in(desk, release.return_by, *ends) if release is not None else "",
        copies,
        tuple(_questions(found, time, rows)),
        tuple(
            RelatedShown(one.cable, one.kind, one.answers, moment_in(desk, one.at, *ends))
            for one in found.related.values()
            if one.cable in rows
        ),
        rows[name].needs if name in rows else (),
        posts,
        bool(release and release.questions) and any("read" in one.acts for one in copies),
        proved_state(desk),
    )


def _questions(found: Cable, time: str, rows: Container[str]) -> Iterator[QuestionShown]:
    release = found.release
    for one in release.questions if release is not None else ():
        replies = tuple(name for name in found.answers.get(one, ()) if name in rows)
        late = release is not None and release.due is not None and release.due < time
        yield QuestionShown(one, replies, late and not replies)


def _copy(
    desk: Desk, directory: Directory, found: Cable, copy: Copy, posts: tuple[str, ...]
) -> CopyShown:
    from parley.cables.overview import copy_is_overdue, state_of

    time = in_log_time(desk)
    release = found.release
    ends = (release.sender, copy.holder) if release is not None else (copy.holder,)
    overdue = copy_is_overdue(found, copy, time)
    steps = tuple(
        CopyStep(
            one.kind,
            one.at,
            moment_in(desk, one.at, *ends),
            one.by,
            one.who,
            one.words,
            one.witnesses,
            one.log,
            one.n,
            one.told,
        )
        for one in copy.steps
    )
    return CopyShown(
        copy.number,
        copy.holder,
        copy.state,
        state_of(directory, found, copy),
        copy.file,
        overdue,
        copy.missing,
        tuple(_track(found, copy, steps, overdue=overdue)),
        steps,
        tuple(_acts(found, copy, posts)),
    )


def _acts(found: Cable, copy: Copy, posts: tuple[str, ...]) -> Iterator[str]:
    from parley.cables.custody.cable import HELD

    at_hand = found.here or copy.parcel is not None or copy.state == "passed"
    if copy.holder not in posts or copy.state not in HELD or not at_hand:
        return
    yield "read" if copy.state == "opened" else "open"
    if not copy.file:
        yield "return"


def _track(
    found: Cable, copy: Copy, steps: tuple[CopyStep, ...], *, overdue: bool
) -> Iterator[Station]:
    """The stations of a copy: a copy that stays in the office is neither sent nor received."""
    when = {one.kind: one.when for one in steps}
    travels = (
        found.release is not None
        and not copy.file
        and (not found.here or copy.state != "made" or bool(copy.parcel))
    )
    names = ["made", *(("sent", "received") if travels else ()), "opened"]
    ended = copy.state in ("returned", "took-back", "destroyed")
    last = "destroyed" if copy.state == "destroyed" else "returned"
    if not copy.file:
        names.append(last)
    ends = ("returned", "took-back", "destroyed", "emergency-destroyed")
    done = [name in when for name in names]
    if ended and not copy.file:
        done[-1] = True
        when.setdefault(last, next((when[one] for one in ends if one in when), ""))
    reached = max((at for at, was in enumerate(done) if was), default=0)
    for at, name in enumerate(names):
        mark: Mark = "done" if done[at] else "over" if at < reached else "open"
        if at == reached:
            mark = "done" if ended or copy.file else "now"
        if at == len(names) - 1 and not ended:
            mark = "missing" if copy.missing else "bad" if overdue else mark
        yield Station(name, mark, when.get(name, ""))


def copies_table(desk: Desk, log: str, series: str, number: str) -> Rows:
    """Return all that was done with the copies of a cable, step by step, as a table."""
    columns = (
        "copy", "holder", "state", "file", "overdue", "step", "at", "by", "who", "words",
        "witnesses", "log", "event", "told_by_the_other_end",
    )  # fmt: skip
    rows = tuple(
        (
            one.copy, one.holder, one.state, one.file, one.overdue, step.kind, step.at, step.by,
            step.who, step.words, step.witnesses, step.log, step.n, step.told,
        )
        for one in cable(desk, log, series, number).copies
        for step in one.steps
    )  # fmt: skip
    return Rows(columns, rows)


def questions_of_cable_table(desk: Desk, log: str, series: str, number: str) -> Rows:
    """Return the questions of a cable with the cables that answer them, as a table."""
    columns = ("question", "answered_by", "overdue")
    rows = (
        (one.question, one.answered_by, one.overdue)
        for one in cable(desk, log, series, number).questions
    )
    return Rows(columns, tuple(rows))


PAGE = Page(
    "cable",
    "/cable/{log}/{series}/{number}",
    cable,
    tables={"copies": copies_table, "questions": questions_of_cable_table},
)
