"""The cables of the message office: what came and went, what is late, and whether it all holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link
from parley.web.cable_drafts import DraftRow, draft_rows
from parley.web.cable_rows import CableFault, CableRow, OfficeView, office_view
from parley.web.desk import Desk
from parley.web.jobs import begin, result
from parley.web.office_desk import acting_posts, looking, office_of
from parley.web.paging import Paged, part_of
from parley.web.registry import Act, Done, Page, Rows
from parley.web.workbench import is_allowed

if TYPE_CHECKING:
    from parley.web.jobs import Tell

__all__ = [
    "PAGE",
    "CablesShown",
    "Checked",
    "Proved",
    "ProvedForm",
    "WantedCables",
    "attention_table",
    "begin_verifying",
    "cables",
    "cables_table",
    "proved_state",
    "verify_log",
]

_ROWS = 50


@dataclass(frozen=True, slots=True)
class Proved:
    """How far the log was verified.

    Parameters:
        size: how many events it has now.
        at: when it was verified last, as it is kept beside the keys; empty where it never was.
        events: how many events it had then.
        root: the first digits of their tree's root.
        file: where that is kept; empty for who may not know.
        may: whether the visitor may have it verified.
    """

    log: str
    size: int
    at: str
    events: int
    root: str
    file: str
    may: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What verifying came to just now; `wrong` is empty where everything is as it should be."""

    size: int
    since: int
    wrong: tuple[str, ...]
    warnings: tuple[str, ...]
    checked: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CablesShown:
    """The cables of the office; `office` is None where none is served.

    Parameters:
        rows, paged: a part of those that were chosen.
        faults: what needs somebody, in all cables.
        posts: in whose name the visitor may act.
        drafts: those that wait for release, for who may act.
        result: what verifying just came to.
    """

    office: str | None
    rows: tuple[CableRow, ...]
    paged: Paged
    faults: tuple[CableFault, ...]
    posts: tuple[str, ...]
    drafts: tuple[DraftRow, ...]
    proved: Proved | None
    result: Checked | None


@dataclass(frozen=True, slots=True)
class WantedCables:
    """Which cables are shown: words of their number, posts or kind, and only some of them.

    Parameters:
        only: `needs` for those that need somebody, `here` or `elsewhere` by where they come from.
    """

    find: str = ""
    only: str = ""


def cables(desk: Desk, wanted: WantedCables, page: int = 1, job: str = "") -> CablesShown:
    """Return the cables of the office, the newest first."""
    if desk.bench.office is None:
        _, paged = part_of((), 1, _ROWS)
        return CablesShown(None, (), paged, (), (), (), None, None)
    view = office_view(desk)
    rows, paged = part_of(_chosen(view, wanted), page, _ROWS)
    with looking(desk) as now:
        from parley.cables.clerk import directory_in

        posts = acting_posts(desk, directory_in(now))
    return CablesShown(
        view.log,
        tuple(rows),
        paged,
        (*(one for row in view.rows for one in row.needs), *view.links),
        posts,
        draft_rows(desk) if posts else (),
        proved_state(desk),
        result(desk.bench.jobs, desk.visitor.name, job) if job else None,
    )


def _chosen(view: OfficeView, wanted: WantedCables) -> tuple[CableRow, ...]:
    words = wanted.find.casefold().split()
    found = []
    for row in view.rows:
        if wanted.only == "needs" and not row.needs:
            continue
        if wanted.only in ("here", "elsewhere") and row.here != (wanted.only == "here"):
            continue
        posts = (row.sender, *row.action, *row.info)
        codes = tuple(one.code for one in row.needs)
        told = (row.cable, row.kind, row.precedence, row.when, *posts, *codes)
        text = " ".join(told).casefold()
        if all(word in text for word in words):
            found.append(row)
    return tuple(found)


def proved_state(desk: Desk) -> Proved:
    """Return how far the log was verified; raises Refused where no office is served."""
    from parley.cables.verifying.pins import read_pins
    from parley.web.cable_rows import moment_in

    office = office_of(desk)
    with looking(desk) as now:
        size = now.head.size
    owner = not desk.visitor.name and not desk.visitor.reader
    try:
        pin = read_pins(office.pins).get(office.folder.log)
    except ParleyError:
        pin = None
    return Proved(
        office.folder.log,
        size,
        moment_in(desk, pin.at) if pin is not None else "",
        pin.size if pin is not None else 0,
        pin.root[:16] if pin is not None else "",
        str(office.pins) if owner else "",
        owner or is_allowed(desk.bench, desk.visitor, "edit"),
    )


@dataclass(frozen=True, slots=True)
class ProvedForm:
    """How much is verified: what came since the last time, or everything."""

    full: bool = False


def begin_verifying(desk: Desk, form: ProvedForm) -> Done:
    """Verify the log of the office, as a long task."""
    office = office_of(desk)
    if not proved_state(desk).may:
        raise Refused("you may not have the log verified", hint="ask who started the server")
    from parley.cables.ledger.log import instant

    name = begin(
        desk.bench.jobs,
        desk.visitor.name,
        link(desk.asked, ("cables",), {}),
        verify_log,
        str(office.folder.root),
        str(office.pins),
        instant(office.clock()),
        form.full,
    )
    return Done(link(desk.asked, ("job", name), {}))


def verify_log(tell: Tell, root: str, pins: str, at: str, full: bool) -> Checked:
    """Verify a log in a process of its own, and pin where it stands if nothing is wrong.

    Parameters:
        root: the folder of the office.
        pins: the file of pins.
        at: the time, in UTC to the millisecond.
        full: whether all of it is looked at.
    """
    from parley.cables.ledger.log import open_ledger
    from parley.cables.office_folder import read_office
    from parley.cables.verifying.pins import Pin, read_pins, write_pin
    from parley.cables.verifying.verify import verify
    from parley.web.message_office import read_own

    office, file = read_office(Path(root)), Path(pins)

    def told(stage: str, done: int, of: int) -> None:
        tell(done, of, stage)

    with open_ledger(office.ledger) as ledger:
        with read_own(office, ledger):
            pass
        found = verify(
            ledger,
            pin=read_pins(file).get(office.log),
            depth="full" if full else "new",
            workers=1,  # this process may have none of its own
            progress=told,
        )
    if not found.wrong:
        write_pin(file, Pin(log=found.log, size=found.size, root=found.root, at=at))
    wrong = (f"event {one.n}: {one.what}" if one.n is not None else one.what for one in found.wrong)
    return Checked(
        found.size, found.since, tuple(wrong), found.warnings, tuple(found.checked.items())
    )


def cables_table(desk: Desk, wanted: WantedCables) -> Rows:
    """Return the cables that were chosen, all of them, as a table."""
    columns = (
        "cable", "kind", "precedence", "released", "sender", "action", "info", "here", "void",
        "asked", "answered", "copies", "needs",
    )  # fmt: skip
    chosen = _chosen(office_view(desk), wanted) if desk.bench.office is not None else ()
    return Rows(columns, tuple(_cells(one) for one in chosen))


def _cells(row: CableRow) -> tuple[Any, ...]:
    return (
        row.cable,
        row.kind,
        row.precedence,
        row.released,
        row.sender,
        row.action,
        row.info,
        row.here,
        row.void,
        row.asked,
        row.answered,
        tuple(f"{count} {state}" for state, count in row.copies),
        tuple(dict.fromkeys(one.code for one in row.needs)),
    )


def attention_table(desk: Desk) -> Rows:
    """Return what in the office needs somebody, as a table."""
    columns = ("severity", "code", "message", "cable", "copy", "question", "hint")
    if desk.bench.office is None:
        return Rows(columns, ())
    view = office_view(desk)
    faults = (*(one for row in view.rows for one in row.needs), *view.links)
    rows = (
        (one.severity, one.code, one.message, one.cable, one.copy or None, one.question, one.hint)
        for one in faults
    )
    return Rows(columns, tuple(rows))


PAGE = Page(
    "cables",
    "/cables",
    cables,
    key="c",
    order=50,
    tables={"cables": cables_table, "attention": attention_table},
    acts={"verify": Act(begin_verifying, "look")},
)
