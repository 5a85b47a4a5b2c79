"""Cables as rows, for the pages that list them: who sent what to whom, and what still lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.web.desk import Desk, worked_out
from parley.web.office_desk import in_log_time, looking, may_see, office_of

if TYPE_CHECKING:
    from parley.cables.custody.cable import Cable
    from parley.cables.custody.directory import Directory
    from parley.kernel.findings import Finding

__all__ = ["CableFault", "CableRow", "OfficeView", "moment_in", "office_view"]


@dataclass(frozen=True, slots=True)
class CableFault:
    """Something in the message office that needs somebody.

    Parameters:
        cable: which it is about; None where it is about a link between two posts.
        copy: the number of the copy; 0 for none.
        question: the question; empty for none.
    """

    code: str
    severity: str
    message: str
    hint: str | None
    cable: str | None
    copy: int
    question: str


@dataclass(frozen=True, slots=True)
class CableRow:
    """A cable in a list.

    Parameters:
        here: whether it was released in this office.
        void: why its number bears no cable; None for one that is not void.
        asked, answered: how many questions it asks, and how many of them have an answer.
        copies: the states of its copies in words, with how many are in each.
        needs: what needs somebody.
    """

    cable: str
    log: str
    series: str
    number: str
    kind: str
    precedence: str
    released: str | None
    when: str
    sender: str
    action: tuple[str, ...]
    info: tuple[str, ...]
    here: bool
    void: str | None
    asked: int
    answered: int
    copies: tuple[tuple[str, int], ...]
    needs: tuple[CableFault, ...]


@dataclass(frozen=True, slots=True)
class OfficeView:
    """All that the log says of cables, as of a time.

    Parameters:
        log: its name.
        size: how many events it had when it was looked at.
        rows: the cables that the visitor may know of, the newest first.
        links: what needs somebody and is about no cable.
    """

    log: str
    size: int
    rows: tuple[CableRow, ...]
    links: tuple[CableFault, ...]


def moment_in(desk: Desk, at: str | None, *posts: str) -> str:
    """Return a time in the zones of the office and of posts at the other end; empty for none."""
    from parley.cables.overview import moment, zones_of

    if at is None:
        return ""
    return moment(at, zones_of(office_of(desk).folder, desk.dossier, *posts))


def office_view(desk: Desk) -> OfficeView:
    """Return the cables of the office and what needs somebody, for the visitor.

    Raises Refused where no office is served, and what reading its log raises.
    """
    time = in_log_time(desk)
    with looking(desk) as now:
        # What is late changes by the minute, and by what is entered.
        key = ("office", now.head.size, time[:16], desk.visitor.parties, desk.seen.zone)

        def make() -> OfficeView:
            from parley.cables.attention import attention, cables_in
            from parley.cables.clerk import directory_in

            directory = directory_in(now)
            faults = tuple(map(_fault, attention(now, time)))
            seen = {one.name: one for one in cables_in(now, time) if may_see(desk, one)}
            by_cable: dict[str, list[CableFault]] = {}
            for one in faults:
                if one.cable in seen and _may_be_told(one, seen):
                    by_cable.setdefault(one.cable, []).append(one)
            rows = [
                _row(desk, (directory, cable, seen), by_cable.get(name, []))
                for name, cable in seen.items()
            ]
            rows.sort(key=lambda one: (one.released or "", one.cable), reverse=True)
            whole = not desk.visitor.parties and not desk.visitor.reader
            links = tuple(one for one in faults if one.cable is None) if whole else ()
            return OfficeView(now.head.log, now.head.size, tuple(rows), links)

        return worked_out(desk, key, make)


def _fault(one: Finding) -> CableFault:
    copy = one.subject.removeprefix("copy ") if one.subject.startswith("copy ") else ""
    return CableFault(
        one.code,
        one.severity,
        one.message,
        one.hint,
        one.entries[0] if one.entries else None,
        int(copy) if copy.isdigit() else 0,
        one.subject if one.code in ("question-unanswered", "replies-conflict") else "",
    )


def _may_be_told(one: CableFault, seen: Mapping[str, Cable]) -> bool:
    """Whether what is wrong with a cable names no other one that the visitor may not know of."""
    replies = seen[one.cable].answers.get(one.question, ()) if one.cable is not None else ()
    return one.code != "replies-conflict" or all(name in seen for name in replies)


def _row(
    desk: Desk, what: tuple[Directory, Cable, Mapping[str, Cable]], needs: list[CableFault]
) -> CableRow:
    """A row: of a cable in a directory, beside the others that the visitor may know of."""
    from parley.cables.overview import moment, state_of

    directory, cable, seen = what
    log, series, number = cable.name.split("/", 2)
    release, released = cable.release, cable.released
    states = Counter(state_of(directory, cable, one) for one in cable.copies.values())
    return CableRow(
        cable.name,
        log,
        series,
        number,
        release.cable_kind if release is not None else "",
        release.precedence if release is not None else "",
        released.at if released is not None else None,
        moment(released.at, (desk.seen.zone,))[:16] if released is not None else "",
        release.sender if release is not None else "",
        release.action if release is not None else (),
        release.info if release is not None else (),
        cable.here,
        cable.void,
        len(release.questions) if release is not None else 0,
        sum(
            any(name in seen for name in cable.answers.get(one, ()))
            for one in (release.questions if release else ())
        ),
        tuple(states.items()),
        tuple(needs),
    )
